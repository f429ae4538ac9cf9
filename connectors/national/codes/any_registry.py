"""Codes that every registry answers alike for one record."""

from __future__ import annotations

from connectors.national.codes.entry import Entry

CODES = (
    Entry(
        "00",
        ("Trung ương đã tiếp nhận bản ghi.", "The nation has accepted the record."),
        ("Không phải làm gì.", "Nothing is to be done."),
        "team",
    ),
    Entry(
        "E100",
        ("Thông điệp gửi đi không có nội dung bản ghi.", "The message carried no content of a record."),
        (
            "Kiểm tra bước chuyển đổi của luồng này: bản ghi còn sống phải có nội dung.",
            "Look at this flow's conversion: a live record must carry its content.",
        ),
        "engineer",
    ),
    Entry(
        "E102",
        ("Thiếu một trường bắt buộc.", "A required field is missing."),
        (
            "Bổ sung trường còn thiếu tại hệ thống nguồn rồi chờ lần đồng bộ sau.",
            "Fill in the missing field in the source system; the next sync sends it.",
        ),
        "unit",
    ),
    Entry(
        "E105",
        (
            "Yêu cầu xóa một bản ghi mà trung ương không giữ.",
            "The deletion of a record the registry does not hold was asked for.",
        ),
        (
            "Đối soát luồng này (`lienthong reconcile`): nếu trung ương đúng là không có bản ghi thì hủy bỏ yêu cầu xóa.",
            "Reconcile the flow (`lienthong reconcile`): if the registry really holds no such record, discard the deletion.",
        ),
        "team",
    ),
    Entry(
        "E106",
        (
            "Khóa chống trùng đã dùng cho một bản ghi khác.",
            "The idempotency key was already used for another record.",
        ),
        (
            "Kiểm tra xem có hai bản cài đặt cùng gửi vào một tài khoản hay không; không gửi lại trước khi rõ nguyên nhân.",
            "Check whether two installations send under one account; send nothing again before the reason is known.",
        ),
        "engineer",
    ),
    Entry(
        "E107",
        ("Hệ thống không có phiếu hẹn được hỏi.", "The registry never gave the ticket that was asked for."),
        (
            "Hệ thống tự hỏi lại theo khóa; nếu vẫn chưa rõ sau một đêm thì đối soát luồng này.",
            "It is asked for by its key by itself; if it is still unclear after a night, reconcile the flow.",
        ),
        "team",
        retry=True,
    ),
    Entry(
        "E108",
        (
            "Chưa xóa được vì còn bản ghi khác dựa vào bản ghi này.",
            "It cannot be deleted yet: other records lean on it.",
        ),
        (
            "Không phải làm gì nếu các bản ghi kia cũng sẽ bị xóa: hệ thống tự gửi lại sau đó. Nếu không, xem lại yêu cầu xóa.",
            "Nothing, if those records are to be deleted too: it goes again by itself afterwards. Otherwise look at the deletion again.",
        ),
        "unit",
        retry=True,
    ),
    Entry(
        "E109",
        (
            "Trung ương chưa biết người hoặc bản ghi gốc mà bản ghi này nêu.",
            "The registry does not know the person or parent record this one names.",
        ),
        (
            "Kiểm tra số định danh hoặc mã của bản ghi gốc; nếu đúng thì chờ, hệ thống tự gửi lại khi bản ghi gốc được tiếp nhận.",
            "Check the number that names the parent; if it is right, wait: it goes again once the parent is accepted.",
        ),
        "unit",
        retry=True,
    ),
)
