"""One good yearly result of a primary class; `SECONDARY` is one of a list of marks."""

from __future__ import annotations

from typing import Any

from tests.records import Content, from_raw

_PLACE = {"Mã trường": "17329S01", "Năm học": "2026-2027", "Kỳ": "CN", "STT": "1"}
RAW: dict[str, Any] = {
    **_PLACE, "Mã lớp": "5A", "Mã học sinh": "HS000001", "Họ tên": "Phạm Thị Hoa", "Ngày sinh": "12/06/2016", "Toán": "T",
    "Toán – điểm": "9", "Tiếng việt": "H", "Tiếng việt – điểm": "7", "Đạo đức": "T", "Tiếng dân tộc": "", "Ngôn ngữ": "Đ",
    "Yêu nước": "T", "Hoàn thành": "x", "Lên lớp": "x", "Xếp loại": "Hoàn thành tốt", "(trống)": "",
}  # fmt: skip
SECONDARY: dict[str, Any] = {
    **_PLACE, "Mã lớp": "9B", "Mã học sinh": "HS000002", "Họ tên": "Lê Văn Bình", "Ngày sinh": "01/02/2012", "Toán – ĐTB": "8,5",
    "Nghệ thuật – mức": "Đ", "Xếp loại": "Khá", "Kết quả rèn luyện": "Tốt", "Lên lớp": "X", "Đã ký số": "x",
}  # fmt: skip


def good(n: int) -> Content:
    """A fifth-grader who goes up."""
    return from_raw("yearly_result", RAW) | {"student_code": f"40{n:08d}"}
