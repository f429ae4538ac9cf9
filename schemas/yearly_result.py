"""A pupil's results at the end of a period: levels and marks of subjects, competences and qualities, and what follows from them.

Primary: the sector database's sheet KetQuaHocTapImport of 35 columns (56733045584, levels by TT 27/2020, recalled). Secondary: marks and
levels of TT 22/2021 (recalled); the layout of that list, the wire names and the flag of the signatures are ours.
"""

from __future__ import annotations

from typing import Annotated

from schemas import kinds
from schemas.contract import Contract, Parent, Record, wire
from schemas.keys import Value
from schemas.wording import one_of

GROUPS = {"subject": "Môn học và hoạt động giáo dục", "competence": "Năng lực cốt lõi", "quality": "Phẩm chất chủ yếu"}
LEVELS = {"T": "Tốt", "H": "Hoàn thành", "Đ": "Đạt", "C": "Cần cố gắng, chưa hoàn thành", "CĐ": "Chưa đạt"}
PERIODS = ("GK1", "CK1", "GK2", "HK1", "HK2", "CN")
#: Label → code, as the sheets spell them; the codes are ours.
STAGES = {"đạt": "D", "chưa đạt": "CD", "khá": "K", "tốt": "T"}
PRIMARY = {"hoàn thành xuất sắc": "HTXS", "hoàn thành tốt": "HTT", "hoàn thành": "HT", "chưa hoàn thành": "CHT"}
GRADES = {"overall": PRIMARY | STAGES, "conduct": STAGES}
Group = Annotated[str, kinds.OneOf(GROUPS), one_of("nhóm đánh giá")]
Level = Annotated[str, kinds.OneOf(LEVELS), one_of("mức đạt được")]
Period = Annotated[str, kinds.OneOf(dict.fromkeys(PERIODS, "")), one_of("kỳ đánh giá")]
Overall = Annotated[str, kinds.OneOf({code: label for label, code in GRADES["overall"].items()}), one_of("xếp loại")]
Conduct = Annotated[str, kinds.OneOf({code: label for label, code in STAGES.items()}), one_of("kết quả rèn luyện")]


class Assessment(Record):
    """One assessed thing."""

    group: Group = wire("nhom", "Nhóm", "subject, competence or quality.")
    name: kinds.Text = wire("ten", "Tên", "As the sheet's heading says it.")
    level: Level | None = wire("muc", "Mức đạt được", "T, H, Đ, C or CĐ.")
    score: kinds.Score | None = wire("diem", "Điểm", "Primary 1 to 10, secondary 0 to 10 with one decimal.")


class YearlyResult(Record):
    """One pupil in one period of one school year."""

    school_code: kinds.ShortCode = wire("maTruong", "Mã trường", "School in the sector database.")
    school_year: kinds.SchoolYear = wire("namHoc", "Năm học", "Two years, 2026-2027.")
    period: Period = wire("ky", "Kỳ", "GK1, CK1, GK2, HK1, HK2, CN.")
    class_code: kinds.ClassCode = wire("maLop", "Mã lớp", "Grade and name of the class.")
    student_code: kinds.ShortCode = wire("maHocSinh", "Mã học sinh", "Pupil in the sector database.")
    full_name: kinds.PersonName = wire("hoTen", "Họ tên", "Full name.")
    born_on: kinds.Day = wire("ngaySinh", "Ngày sinh", "Full date of birth.")
    assessments: list[Assessment] = wire("danhGia", "Đánh giá", "All that was assessed.")
    completed: kinds.YesNo | None = wire("hoanThanhChuongTrinh", "Hoàn thành", "The year's programme (primary).")
    promoted: kinds.YesNo | None = wire("lenLop", "Lên lớp", "Goes up to the next class.")
    overall: Overall | None = wire("xepLoai", "Xếp loại", "The whole (primary), or of learning (secondary).")
    conduct: Conduct | None = wire("ketQuaRenLuyen", "Kết quả rèn luyện", "Conduct (secondary).")
    signed: kinds.YesNo | None = wire("daKySo", "Đã ký số", "Signed by teacher, principal and school (ours).")


CONTRACT = Contract(
    name="yearly_result",
    domain="school",
    title="Kết quả học tập",
    title_en="Yearly results",
    model=YearlyResult,
    key=(Value("school_code"), Value("student_code"), Value("school_year"), Value("period")),
    unit="school_code",
    parents=(Parent("student", (Value("school_code"), Value("student_code"), Value("school_year"))),),
)
