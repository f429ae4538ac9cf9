"""A page of a lower-secondary school report (học bạ) with the marks of one year.

A year's mark is (term I + 2 × term II) / 3 rounded to one decimal, and the levels of learning follow from the marks: TT 22/2021,
recalled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulators.paper import parts
from simulators.paper.facts import SEX, Source, comma, dmy
from simulators.paper.sheet import Sheet

PERSONAL = ("full_name", "born_on", "personal_id", "student_code", "address")
#: Beginning of the field's name → subject with marks, subject with levels; names as in the sector's list of marks.
MARKED = {
    "toan": "Toán", "ngu_van": "Ngữ văn", "ngoai_ngu_1": "Ngoại ngữ 1", "giao_duc_cong_dan": "Giáo dục công dân",
    "lich_su_dia_li": "Lịch sử và Địa lí", "khoa_hoc_tu_nhien": "Khoa học tự nhiên", "cong_nghe": "Công nghệ",
    "tin_hoc": "Tin học",
}  # fmt: skip
LEVELLED = {
    "giao_duc_the_chat": "Giáo dục thể chất",
    "nghe_thuat": "Nghệ thuật",
    "hoat_dong_trai_nghiem": "HĐ trải nghiệm, HN",
}
TERMS = ("hk1", "hk2", "cn")
PASSED = "Đ"


def facts(source: Source) -> dict[str, str]:
    """One pupil's year."""
    dice, start, grade = source.dice, source.dice.between(2021, 2025), source.dice.between(6, 9)
    pupil = source.child(start - grade - 5)
    talent, marks = dice.between(52, 86), dict[str, int]()
    for subject in MARKED:
        first, second = (max(35, min(99, talent + dice.between(-15, 13))) for _ in range(2))
        marks |= dict(
            zip((f"{subject}_{term}" for term in TERMS), (first, second, of_the_year(first, second)), strict=True)
        )
    levels = {f"{subject}_{term}": PASSED for subject in LEVELLED for term in TERMS}
    overall = learning([marks[f"{subject}_cn"] for subject in MARKED])
    return {
        "province": source.commune.province_name, "school": f"Trường THCS {source.commune.name.split(' ', 1)[1]}",
        "full_name": pupil.name, "born_on": dmy(pupil.born), "sex": SEX[pupil.sex - 1], "personal_id": pupil.id,
        "student_code": f"40{dice.digits(8)}", "class_code": f"{grade}{dice.pick('ABCD')}", "school_year": f"{start}-{start + 1}",
        "address": source.home(), **{field: comma(mark) for field, mark in marks.items()}, **levels, "overall": overall,
        "conduct": dice.pick(("Tốt", "Tốt", "Tốt", "Khá", "Đạt")), "teacher": source.official(), "signer": source.official(),
        "promoted": "Được lên lớp" if overall != "Chưa đạt" else "Chưa được lên lớp",
    }  # fmt: skip


def of_the_year(first: int, second: int) -> int:
    """The year's mark of two terms' marks, all in tenths; a sum of three never lies half way between two tenths."""
    return (first + 2 * second + 1) // 3


def learning(marks: list[int]) -> str:
    """The level of learning of a year's marks in tenths, when every levelled subject was passed."""
    for level, most, all_of_them in (("Tốt", 80, 65), ("Khá", 65, 50), ("Đạt", 50, 35)):
        if sum(mark >= most for mark in marks) >= 6 and min(marks) >= all_of_them:
            return level
    return "Chưa đạt"


def table(first: str, terms: Sequence[str], subjects: Mapping[str, str]) -> list[list[str]]:
    """The rows of the marks' table; `subjects` are their names by the beginning of the fields."""
    return [[first, *terms], *([name, *(f"={subject}_{term}" for term in TERMS)] for subject, name in subjects.items())]


def usual(sheet: Sheet) -> None:
    """The page of one year."""
    parts.heading(sheet, f"SỞ GIÁO DỤC VÀ ĐÀO TẠO\n{sheet.facts['school'].upper()}")
    parts.title(sheet, "HỌC BẠ TRUNG HỌC CƠ SỞ", "Kết quả học tập và rèn luyện trong năm học")
    sheet.row(("Họ và tên:", "full_name"))
    sheet.row(("Ngày, tháng, năm sinh:", "born_on", 1.4), ("Giới tính:", "sex", 0.8))
    sheet.row(("Số định danh cá nhân:", "personal_id"))
    sheet.row(("Mã học sinh:", "student_code", 1.2), ("Lớp:", "class_code", 0.6), ("Năm học:", "school_year"))
    sheet.row(("Nơi ở hiện nay:", "address"))
    terms = ("Học kỳ I", "Học kỳ II", "Cả năm")
    sheet.table((72, 32, 32, 32), table("Môn học/Hoạt động giáo dục", terms, MARKED | LEVELLED))
    sheet.row(("Kết quả học tập:", "overall"), ("Kết quả rèn luyện:", "conduct"))
    sheet.row(("Được lên lớp hoặc ở lại lớp:", "promoted"))
    parts.signed(sheet, "HIỆU TRƯỞNG", "signer", other=("GIÁO VIÊN CHỦ NHIỆM", "teacher"))
