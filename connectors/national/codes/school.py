"""Codes of the school registry."""

from __future__ import annotations

from connectors.national.codes.entry import Entry

CODES = (
    Entry(
        "E301",
        (
            "Số định danh của học sinh là của người đã được đăng ký khai tử.",
            "The pupil's personal number is that of somebody whose death is registered.",
        ),
        (
            "Đối chiếu số định danh với giấy khai sinh và sửa tại hệ thống nguồn; nếu số đúng, đề nghị hộ tịch xem lại bản khai tử.",
            "Compare the number with the birth certificate and correct it in the source; if it is right, ask civil status to look "
            "at the death record.",
        ),
        "unit",
    ),
    Entry(
        "E302",
        ("Thiếu một trường bắt buộc của hồ sơ học sinh.", "A required field of the pupil's record is missing."),
        (
            "Nhà trường bổ sung trường còn thiếu tại hệ thống nguồn rồi chờ lần đồng bộ sau.",
            "The school fills in the missing field in the source system; the next sync sends it.",
        ),
        "unit",
    ),
)
