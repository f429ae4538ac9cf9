"""A year's page of a lower-secondary school report: names of the yearly result where it has them; subjects of TT 22/2021, recalled."""

from __future__ import annotations

from digitise.forms import FieldForm, Form, Listed
from schemas.code_lists import labels

TERMS = ("hk1", "hk2", "cn")
#: Row of the table → beginning of the names of its three marks.
SUBJECTS = {
    "Toán": "toan",
    "Ngữ văn": "ngu_van",
    "Ngoại ngữ 1": "ngoai_ngu_1",
    "Giáo dục công dân": "giao_duc_cong_dan",
    "Lịch sử và Địa lí": "lich_su_dia_li",
    "Khoa học tự nhiên": "khoa_hoc_tu_nhien",
    "Công nghệ": "cong_nghe",
    "Tin học": "tin_hoc",
    "Giáo dục thể chất": "giao_duc_the_chat",
    "Nghệ thuật": "nghe_thuat",
    "HĐ trải nghiệm, HN": "hoat_dong_trai_nghiem",
}
LEVELLED = ("giao_duc_the_chat", "nghe_thuat", "hoat_dong_trai_nghiem")
STAGES = ("Tốt", "Khá", "Đạt", "Chưa đạt")

FORM = Form(
    "school_report",
    ("HỌC BẠ TRUNG HỌC CƠ SỞ", "HỌC BẠ"),
    (
        FieldForm("full_name", "name", ("Họ và tên", "Họ tên", "Họ và tên học sinh")),
        FieldForm("born_on", "date", ("Ngày, tháng, năm sinh", "Ngày sinh", "Sinh ngày", "Năm sinh")),
        FieldForm("sex", "list", ("Giới tính", "Giới"), tuple(labels("sex_known").values())),
        FieldForm(
            "personal_id", "id", ("Số định danh cá nhân", "Số định danh", "Mã định danh", "Số CCCD", "Số căn cước")
        ),
        FieldForm("student_code", "code10", ("Mã học sinh", "Mã số học sinh")),
        FieldForm("class_code", "class", ("Lớp",)),
        FieldForm("school_year", "years", ("Năm học", "Niên khóa")),
        FieldForm(
            "address",
            "address",
            ("Nơi ở hiện nay", "Chỗ ở hiện nay", "Địa chỉ", "Địa chỉ thường trú", "Nơi cư trú", "Nơi thường trú"),
        ),
        FieldForm("overall", "list", ("Kết quả học tập", "Học tập", "Kết quả cả năm về học tập"), STAGES),
        FieldForm("conduct", "list", ("Kết quả rèn luyện", "Rèn luyện"), STAGES),
        FieldForm(
            "promoted",
            "list",
            ("Được lên lớp hoặc ở lại lớp", "Được lên lớp/Ở lại lớp", "Lên lớp hoặc ở lại lớp"),
            ("Được lên lớp", "Chưa được lên lớp", "Ở lại lớp"),
        ),
    ),
    rows={subject: tuple(f"{start}_{term}" for term in TERMS) for subject, start in SUBJECTS.items()},
    levelled=LEVELLED,
    printed=(
        "Kết quả học tập và rèn luyện trong năm học",
        "Môn học/Hoạt động giáo dục",
        "Học kỳ I",
        "Học kỳ II",
        "Cả năm",
        "HIỆU TRƯỞNG",
        "GIÁO VIÊN CHỦ NHIỆM",
    ),
    contract="yearly_result",
    called=("Học bạ trung học cơ sở", "School report"),
    listed=Listed(
        "assessments", "period", ("HK1", "HK2", "CN"), {"HĐ trải nghiệm, HN": "Hoạt động trải nghiệm, hướng nghiệp"}
    ),
)
