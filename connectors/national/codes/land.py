"""Codes of the land registry."""

from __future__ import annotations

from connectors.national.codes.entry import Entry

CODES = (
    Entry(
        "E201",
        (
            "Giấy chứng nhận có số phát hành này đã bị thu hồi.",
            "The certificate with this serial number has been revoked.",
        ),
        (
            "Đối chiếu với quyết định thu hồi: ghi số của giấy đang có hiệu lực, hoặc hủy bỏ bản ghi nếu không còn giấy nào.",
            "Compare with the revocation: enter the certificate that is in force, or discard the record if there is none.",
        ),
        "unit",
    ),
    Entry(
        "E203",
        ("Thiếu một trường bắt buộc của thửa đất.", "A required field of the parcel is missing."),
        (
            "Bổ sung trường còn thiếu tại hệ thống đất đai rồi chờ lần đồng bộ sau.",
            "Fill in the missing field in the land system; the next sync sends it.",
        ),
        "unit",
    ),
)
