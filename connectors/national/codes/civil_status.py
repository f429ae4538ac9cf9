"""Codes of the civil-status registry."""

from __future__ import annotations

from connectors.national.codes.entry import Entry

CODES = (
    Entry(
        "PENDING",
        (
            "Bản ghi được nhận; số định danh cá nhân của trẻ đang được cấp.",
            "The record was taken; the newborn's personal number is being issued.",
        ),
        ("Chờ: hệ thống tự hỏi lại kết quả hẹn.", "Wait: the promised receipt is asked for again by itself."),
        "national",
        retry=True,
    ),
    Entry(
        "E101",
        (
            "Nơi đăng ký không có trong danh mục đơn vị hành chính của trung ương.",
            "The registration unit is not in the registry's list of administrative units.",
        ),
        (
            "Đối chiếu mã nơi đăng ký với danh mục tại ngày đăng ký (`lienthong units`) và sửa tại hệ thống nguồn.",
            "Compare the unit's code with the list of the day of registration (`lienthong units`) and correct it in the source.",
        ),
        "unit",
    ),
    Entry(
        "E103",
        (
            "Khóa của bản ghi không khớp với nơi, quyển, số và ngày đăng ký trong nội dung.",
            "The record's key does not agree with the place, book, number and date in its content.",
        ),
        (
            "Kiểm tra cách lập khóa của luồng này; dữ liệu của đơn vị không sai.",
            "Look at how this flow makes its key; the unit's data are not at fault.",
        ),
        "engineer",
    ),
)
