"""Codes of the health gateway."""

from __future__ import annotations

from connectors.national.codes.entry import Entry

CODES = (
    Entry(
        "E401",
        ("Thiếu một thẻ bắt buộc trong bản tóm tắt.", "A required element of the summary is missing."),
        (
            "Cơ sở khám chữa bệnh bổ sung trường còn thiếu tại hệ thống nguồn rồi chờ lần đồng bộ sau.",
            "The facility fills in the missing field in its own system; the next sync sends it.",
        ),
        "unit",
    ),
    Entry(
        "404",
        ("Cổng y tế chưa từng nhận hồ sơ được hỏi.", "The gateway never received what was asked for."),
        ("Không phải làm gì: hồ sơ được gửi lại.", "Nothing is to be done: it is sent again."),
        "team",
        retry=True,
    ),
    Entry(
        "PENDING",
        (
            "Hồ sơ đã được nhận và đang xử lý, chưa có biên nhận.",
            "The gateway has taken it and is working on it; there is no receipt yet.",
        ),
        (
            "Chờ: hệ thống tự hỏi lại; nếu quá ba ngày thì hỏi đơn vị vận hành cổng.",
            "Wait: it is asked for again by itself; after three days ask those who run the gateway.",
        ),
        "national",
        retry=True,
    ),
    Entry(
        "XMLCHAR",
        (
            "Bản ghi có ký tự mà XML không chứa được, nên chưa gửi.",
            "The record holds a character XML cannot carry, so it was not sent.",
        ),
        (
            "Xóa ký tự điều khiển lẫn trong chữ (thường do dán từ phần mềm khác) tại hệ thống nguồn.",
            "Remove the control character among its text (mostly pasted from other software) in the source.",
        ),
        "unit",
        source="XML 1.0, section 2.2; found by the connector, not answered by the gateway",
    ),
)
