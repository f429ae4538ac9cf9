"""What a whole exchange can come to, at any endpoint: HTTP statuses, their codes in the body, answers that cannot be read.

`HTTP400` and its like stand at one record when the endpoint turned down a request that held nothing else; "" when no clear answer
came, "?" when what came as a code is none.
"""

from __future__ import annotations

from connectors.national.codes.entry import Entry

HTTP = "RFC 9110 and RFC 6585; the letter E before it is our stand-in's"
OURS = "found by the connector, not answered by the endpoint"

NOT_READ = ("Hệ thống quốc gia không đọc được yêu cầu.", "The national system could not read the request.")
TOO_LARGE = ("Yêu cầu quá lớn.", "The request is too large.")
LOOK_AT_VERSION = (
    "Đối chiếu phiên bản giao tiếp và cách viết bản ghi này; các bản ghi khác vẫn được gửi.",
    "Compare the version of the interface and how this record is written; the others are sent all the same.",
)
WAIT = (
    "Chờ: hệ thống tự gửi lại, dữ liệu vẫn còn nguyên.",
    "Wait: it is sent again by itself, nothing was lost.",
)

CODES = (
    Entry(
        "",
        (
            "Không có câu trả lời rõ ràng (hết giờ, đứt kết nối, câu trả lời không đọc được).",
            "No clear answer came (time ran out, the connection broke, the answer cannot be read).",
        ),
        (
            "Chờ: trước khi gửi lại, hệ thống tự hỏi bản ghi đã được nhận hay chưa.",
            "Wait: before anything is sent again it is asked whether the record was taken.",
        ),
        "national",
        retry=True,
        source=OURS,
    ),
    Entry(
        "?",
        (
            "Thứ trả về không phải là mã (một câu, một dãy số dài, ký tự không in được), nên không giữ lại.",
            "What came is no code (a sentence, a long number, what cannot be printed), so it was not kept.",
        ),
        (
            "Báo cho đơn vị vận hành hệ thống quốc gia; bản ghi được hỏi lại như khi không có câu trả lời rõ ràng.",
            "Tell those who run the national system; the record is asked for as if no clear answer had come.",
        ),
        "engineer",
        source=OURS,
    ),
    Entry("HTTP400", NOT_READ, LOOK_AT_VERSION, "engineer", source=HTTP),
    Entry("HTTP413", TOO_LARGE, LOOK_AT_VERSION, "engineer", source=HTTP),
    Entry("HTTP422", NOT_READ, LOOK_AT_VERSION, "engineer", source=HTTP),
    Entry("E400", NOT_READ, LOOK_AT_VERSION, "engineer", source=HTTP),
    Entry(
        "E401",
        ("Chưa đăng nhập hoặc đã hết hạn đăng nhập.", "No valid login came with the request, or it has expired."),
        (
            "Hệ thống tự đăng nhập lại một lần; nếu vẫn bị từ chối thì kiểm tra tài khoản kết nối (`lienthong check`).",
            "It logs in again once by itself; if that is refused too, check the account of the connection (`lienthong check`).",
        ),
        "engineer",
        retry=True,
        source=HTTP,
    ),
    Entry(
        "E403",
        ("Tài khoản kết nối không có quyền này.", "The account of the connection may not do this."),
        (
            "Kiểm tra tài khoản kết nối (`lienthong check`), rồi đề nghị cấp quyền.",
            "Check the account of the connection (`lienthong check`), and ask for the right to do it.",
        ),
        "engineer",
        source=HTTP,
    ),
    Entry(
        "E404",
        ("Hệ thống quốc gia không giữ loại bản ghi này.", "The national system keeps no such type of record."),
        (
            "Đối chiếu địa chỉ và tên loại bản ghi trong cấu hình.",
            "Compare the address and the type's name in the configuration.",
        ),
        "engineer",
        source=HTTP,
    ),
    Entry(
        "E405",
        ("Địa chỉ này không nhận cách gọi đó.", "This address does not take that kind of call."),
        (
            "Đối chiếu địa chỉ và phiên bản giao tiếp.",
            "Compare the address and the version of the interface.",
        ),
        "engineer",
        source=HTTP,
    ),
    Entry("E413", TOO_LARGE, LOOK_AT_VERSION, "engineer", source=HTTP),
    Entry(
        "E429",
        ("Đã vượt hạn mức gọi.", "More calls came than are allowed."),
        (
            "Chờ: hệ thống tự gửi chậm lại. Nếu lặp lại hằng đêm thì hạ nhịp gửi trong config/endpoints.yaml.",
            "Wait: it slows down by itself. If it comes back every night, lower the pace in config/endpoints.yaml.",
        ),
        "engineer",
        retry=True,
        source=HTTP,
    ),
    Entry("E500", ("Hệ thống quốc gia gặp lỗi.", "The national system failed."), WAIT, "national", True, HTTP),
    Entry(
        "E503",
        ("Hệ thống quốc gia đang bảo trì.", "The national system is under maintenance."),
        WAIT,
        "national",
        True,
        HTTP,
    ),
    Entry(
        "E900",
        ("Hệ thống quốc gia bận, giao dịch không được xử lý.", "The national system was busy and did not process it."),
        WAIT,
        "national",
        True,
    ),
)
