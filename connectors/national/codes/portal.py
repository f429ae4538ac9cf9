"""Codes of the national public-service portal: numbers for a whole call, E5xx for one dossier."""

from __future__ import annotations

from connectors.national.codes.entry import Entry

#: Clients of the portal read success, and a session that has to be opened again, this way.
CLIENTS = "public clients of the portal's synchronisation service (OpenCPS, .NET and C# ones)"

CODES = (
    Entry(
        "0",
        ("Cổng đã tiếp nhận hồ sơ.", "The portal has accepted the dossier."),
        ("Không phải làm gì.", "Nothing is to be done."),
        "team",
        source=CLIENTS,
    ),
    Entry(
        "E501",
        (
            "Mã hồ sơ không khớp hoặc thiếu mã thủ tục.",
            "The dossier's code does not agree, or the code of its procedure is missing.",
        ),
        (
            "Kiểm tra mã hồ sơ và mã thủ tục tại hệ thống một cửa rồi chờ lần đồng bộ sau.",
            "Check the dossier's and the procedure's code in the one-stop system; the next sync sends it.",
        ),
        "unit",
    ),
    Entry(
        "E502",
        (
            "Một thời điểm của hồ sơ không theo mẫu yyyyMMddHHmmss.",
            "A time of the dossier is not written as yyyyMMddHHmmss.",
        ),
        (
            "Sửa ngày giờ sai tại hệ thống một cửa; nếu ở đó đúng, kiểm tra bước chuyển đổi.",
            "Correct the time in the one-stop system; if it is right there, look at the conversion.",
        ),
        "unit",
    ),
    Entry(
        "E503",
        ("Trạng thái hồ sơ không có trong danh mục của cổng.", "The dossier's status is not in the portal's list."),
        (
            "Bổ sung trạng thái của hệ thống một cửa vào bảng chuyển mã của luồng này.",
            "Add the one-stop system's status to this flow's table of codes.",
        ),
        "engineer",
    ),
    Entry(
        "E504",
        ("Hồ sơ thiếu chủ hồ sơ.", "The dossier names no applicant."),
        (
            "Bổ sung chủ hồ sơ tại hệ thống một cửa rồi chờ lần đồng bộ sau.",
            "Fill in the applicant in the one-stop system; the next sync sends it.",
        ),
        "unit",
    ),
    Entry(
        "-1",
        ("Cổng bận, cuộc gọi không được xử lý.", "The portal was busy and did not process the call."),
        ("Chờ: hệ thống tự hỏi lại rồi gửi lại.", "Wait: it is asked for and sent again by itself."),
        "national",
        retry=True,
    ),
    Entry(
        "-400",
        ("Cổng không đọc được cuộc gọi.", "The portal could not read the call."),
        (
            "Đối chiếu phiên bản giao tiếp với tài liệu của cổng.",
            "Compare the version of the interface with the portal's documentation.",
        ),
        "engineer",
    ),
    Entry(
        "-401",
        ("Phiên làm việc đã hết hạn.", "The session has expired."),
        ("Không phải làm gì: hệ thống tự đăng nhập lại.", "Nothing is to be done: it logs in again by itself."),
        "engineer",
        retry=True,
        source=CLIENTS,
    ),
    Entry(
        "-403",
        ("Cổng không nhận tài khoản hoặc mật khẩu.", "The portal refuses the account or its password."),
        (
            "Kiểm tra tài khoản kết nối (`lienthong check`), rồi xin cấp lại nếu đã bị khóa.",
            "Check the account of the connection (`lienthong check`), and ask for a new one if it was locked.",
        ),
        "engineer",
    ),
    Entry(
        "-404",
        ("Cổng không có dịch vụ được gọi.", "The portal has no such service."),
        (
            "Đối chiếu tên dịch vụ và mã đích (dstcode) với tài liệu của cổng.",
            "Compare the name of the service and the destination (dstcode) with the portal's documentation.",
        ),
        "engineer",
    ),
    Entry(
        "-413",
        ("Quá nhiều hồ sơ trong một lần gọi.", "Too many dossiers in one call."),
        ("Không phải làm gì: hệ thống tự chia nhỏ lần gửi.", "Nothing is to be done: the call is halved by itself."),
        "engineer",
        retry=True,
    ),
)
