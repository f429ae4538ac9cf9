"""The words of the pages, Vietnamese and English side by side."""

from __future__ import annotations

from collections.abc import Mapping

from tracking.wording import Lang

PAGES: Mapping[str, tuple[str, str]] = {
    "progress": ("Tiến độ", "Progress"),
    "quality": ("Chất lượng", "Quality"),
    "desk": ("Bàn sửa", "Correction desk"),
    "deliveries": ("Gửi nhận", "Deliveries"),
    "indices": ("Chỉ số", "Indices"),
    "overdue": ("Quá hạn", "Overdue"),
    "leads": ("Phục vụ chủ động", "Proactive leads"),
    "passport": ("Lý lịch bản ghi", "Record passport"),
}

WORDS: Mapping[str, tuple[str, str]] = {
    "skip": ("Đến nội dung chính", "Skip to main content"),
    "pages": ("Các trang", "Pages"),
    "other_language": ("English", "Tiếng Việt"),
    "signed_in": ("Người dùng", "Signed in as"),
    "progress_title": ("Tiến độ các chiến dịch", "Progress of the campaigns"),
    "day": ("Tính đến hết ngày", "As of the end of"),
    "show": ("Xem", "Show"),
    "today": ("Hôm nay", "Today"),
    "export": ("Tải bảng này", "Download this table"),
    "all": ("Tất cả", "All"),
    "unit": ("Đơn vị", "Unit"),
    "sector": ("Lĩnh vực", "Sector"),
    "campaign": ("Chiến dịch", "Campaign"),
    "deadline": ("Thời hạn", "Deadline"),
    "last_day": ("Ngày cuối cùng", "Last day"),
    "target": ("Chỉ tiêu", "Target"),
    "digitised": ("Đã số hóa", "Digitised"),
    "validated": ("Hợp lệ", "Valid"),
    "accepted": ("Quốc gia tiếp nhận", "Accepted by the nation"),
    "linked": ("Hiện trên VNeID", "On VNeID"),
    "left": ("Còn lại", "Left"),
    "percent": ("Hoàn thành (%)", "Complete (%)"),
    "state": ("Trạng thái", "State"),
    "p50": ("Dự báo P50", "Forecast P50"),
    "p90": ("Dự báo P90", "Forecast P90"),
    "forecast": ("Dự báo", "Forecast"),
    "held": ("Đang đạt/ngày", "Rate held/day"),
    "needed": ("Cần đạt/ngày", "Rate needed/day"),
    "behind": ("Đơn vị chậm", "Units behind"),
    "running": ("Chiến dịch đang chạy", "Campaigns running"),
    "over": ("Chiến dịch đã qua hạn", "Campaigns past their deadline"),
    "coming": ("Chiến dịch chưa bắt đầu", "Campaigns to come"),
    "this_week": ("Việc cần làm tuần này", "What to do this week"),
    "nothing_to_do": (
        "Không có chiến dịch nào chậm. Tiếp tục theo dõi.",
        "No campaign is behind. Keep watching.",
    ),
    "units_table": ("Các đơn vị của chiến dịch", "Units of the campaign"),
    "burn_up": ("Đường tích lũy và dự báo", "Burn-up and forecast"),
    "chart_key": (
        "Đường xanh: đã được tiếp nhận. Vệt cam: dự báo từ P50 đến P90. Đường đứt: nhịp đều tới hạn. Vạch đỏ: hạn.",
        "Green line: accepted. Orange band: forecast from P50 to P90. Dashed line: even pace to the deadline. Red line: deadline.",
    ),
    "numbers_of_chart": ("Số liệu của biểu đồ", "The figures of the chart"),
    "five_clear": ("Năm rõ", "The five clear things"),
    "clear_version": ("Theo văn bản năm", "As listed in"),
    "owner": ("Rõ người", "Person"),
    "task": ("Rõ việc", "Work"),
    "leader": ("Rõ lãnh đạo", "Leader"),
    "authority": ("Rõ thẩm quyền", "Authority"),
    "due": ("Rõ thời gian", "Time"),
    "product": ("Rõ kết quả", "Result"),
    "gap": ("chưa rõ", "not clear"),
    "view_now": ("Theo đơn vị hiện nay", "By the units of today"),
    "view_then": ("Theo đơn vị thời điểm đó", "By the units of that day"),
    "view": ("Cách xếp đơn vị", "Units"),
    "search": ("Tìm đơn vị (tên hoặc mã)", "Find a unit (name or code)"),
    "page": ("Trang", "Page"),
    "previous": ("Trang trước", "Previous page"),
    "next": ("Trang sau", "Next page"),
    "sort_by": ("Sắp xếp theo", "Sort by"),
    "no_rows": ("Không có dòng nào.", "No rows."),
    "no_standing": (
        "Chưa có số liệu ngày nào. Số liệu được ghi khi luồng “progress” chạy xong mỗi đêm; có thể chạy ngay trong Airflow.",
        "No figures yet. They are written when the DAG “progress” has run each night; it can be triggered in Airflow now.",
    ),
    "balance": ("Bảo toàn bản ghi", "Conservation of records"),
    "sectors": ("Theo lĩnh vực", "By sector"),
    "province": ("Toàn tỉnh", "The province"),
    "pulled": ("Đã kéo về", "Pulled"),
    "law_holds": ("Cân đối", "It adds up"),
    "law_broken": ("KHÔNG CÂN ĐỐI – dừng lại và báo cáo", "IT DOES NOT ADD UP – stop and report it"),
    "responsible": ("Đơn vị chịu trách nhiệm", "Responsible"),
    "since": ("từ", "since"),
    "change_waits": (
        "campaigns.yaml đã thay đổi nhưng chưa có hiệu lực.",
        "campaigns.yaml says something else now, which is not in force.",
    ),
    "versions": ("Các lần thay đổi", "Changes of the declaration"),
    "start": ("Bắt đầu", "Start"),
    "source_of_dates": ("Căn cứ", "Based on"),
    "ours": ("do hệ thống tự đặt", "ours"),
    "unsourced": ("chưa có nguồn", "unsourced"),
    "passport_key": (
        "Số đăng ký, mã tại nguồn, số biên nhận hoặc mã bản ghi",
        "Natural key, source id, receipt or record id",
    ),
    "source": ("Nguồn", "Source"),
    "source_id": ("Mã tại nguồn", "Source id"),
    "natural_key": ("Khóa tự nhiên", "Natural key"),
    "proofs": ("Bằng chứng đã ký", "Signed proofs"),
    "signed_document": ("Tải lý lịch có chữ ký (JSON)", "Download the signed passport (JSON)"),
    "back": ("Quay lại", "Back"),
    "record": ("Bản ghi", "Record"),
    "flow": ("Luồng", "Flow"),
    "status": ("Nơi đứng", "Status"),
    "hold": ("Lý do giữ", "Held by"),
}

ERRORS: Mapping[int, tuple[tuple[str, str], tuple[str, str]]] = {
    401: (
        ("Cần đăng nhập", "Sign in first"),
        ("Hãy đăng nhập Airflow rồi mở lại trang này.", "Sign in to Airflow, then open this page again."),
    ),
    403: (
        ("Không có quyền xem", "Not for you"),
        (
            "Vai trò của bạn trong people.yaml không mở trang này; hãy hỏi người quản trị hệ thống.",
            "Your roles in people.yaml do not open this page; ask whoever keeps the system.",
        ),
    ),
    404: (
        ("Không tìm thấy", "Not found"),
        (
            "Không có trang hoặc mục này; hãy quay lại trang tiến độ.",
            "There is no such page or item; go back to progress.",
        ),
    ),
    422: (
        ("Giá trị không hợp lệ", "A value is not allowed"),
        ("Kiểm tra ngày, trang và cách sắp xếp trong địa chỉ.", "Check the day, page and order in the address."),
    ),
    500: (
        ("Trang gặp lỗi", "The page failed"),
        ("Xem nhật ký của api-server.", "The log of the api-server says where."),
    ),
}


def word(name: str, lang: Lang) -> str:
    """One word or sentence of the pages."""
    return WORDS[name][lang == "en"]


#: What a metric rests on stands in English in metrics.csv; these parts of it are not the name of a document.
BASES: Mapping[str, str] = {
    "points unsourced": "điểm tối đa chưa có nguồn",
    "meaning of the five steps unsourced": "cách hiểu năm bước chưa có nguồn",
    "report of one province": "báo cáo của một tỉnh",
    "no period stated": "không nêu kỳ",
    "15 minutes": "15 phút",
    "30 minutes": "30 phút",
    "part of": "một phần của",
    "ours": "quy ước của phần mềm",
}

INDICES: Mapping[str, tuple[str, str]] = {
    "province": ("Toàn tỉnh", "The province"),
    "period": ("Kỳ", "Period"),
    "score": ("Điểm tự tính", "Our score"),
    "their_score": ("Điểm quốc gia công bố", "Score the nation reports"),
    "reachable": ("Điểm có thể đạt", "Points that could be reached"),
    "band": ("Xếp loại", "Band"),
    "board": ("Bộ chỉ số phục vụ người dân, doanh nghiệp", "The settlement indices"),
    "board_note": (
        "Theo Quyết định 766/QĐ-TTg. N/A: không có số liệu để tính, không phải 0 điểm. Tỷ lệ trên 100 % được giữ nguyên và đánh dấu.",
        "By Decision 766/QĐ-TTg. N/A: nothing to count, not zero points. Ratios over 100 % are kept and flagged.",
    ),
    "ranks": ("Xếp hạng đơn vị", "Units by rank"),
    "national": ("So với số liệu quốc gia", "Beside the nation's figures"),
    "number": ("Số", "No."),
    "metric": ("Chỉ số", "Metric"),
    "numerator": ("Tử số", "Numerator"),
    "denominator": ("Mẫu số", "Denominator"),
    "value": ("Giá trị", "Value"),
    "target": ("Ngưỡng", "Target"),
    "points": ("Điểm", "Points"),
    "max": ("Tối đa", "Max"),
    "note": ("Ghi chú", "Note"),
    "law": ("Căn cứ", "Based on"),
    "rank": ("Hạng", "Rank"),
    "unit": ("Đơn vị", "Unit"),
    "code": ("Mã", "Code"),
    "share": ("Điểm / có thể đạt (%)", "Points of those reachable (%)"),
    "on_time": ("Đúng hạn (%)", "On time (%)"),
    "dossiers": ("Hồ sơ", "Dossiers"),
    "ours": ("Của tỉnh", "Ours"),
    "theirs": ("Quốc gia", "The nation's"),
    "our_points": ("Điểm của tỉnh", "Our points"),
    "their_points": ("Điểm quốc gia", "Their points"),
    "difference": ("Chênh lệch", "Difference"),
    "reason": ("Lý do có thể", "Likely reason"),
}

OVERDUE: Mapping[str, tuple[str, str]] = {
    "title": ("Hồ sơ quá hạn và chưa giải quyết", "Overdue and unresolved dossiers"),
    "as_of": ("Tính đến đầu ngày", "As of the beginning of"),
    "units": ("Theo đơn vị và số ngày quá hạn", "By unit and days overdue"),
    "officers": ("Theo cán bộ và số ngày quá hạn", "By officer and days overdue"),
    "dossiers": ("Từng hồ sơ, quá hạn lâu nhất trước", "Single dossiers, the latest first"),
    "not_listed": (
        "Danh sách từng hồ sơ dành cho người xử lý của đơn vị; hãy chọn đơn vị của bạn.",
        "Single dossiers are for those who handle them; choose your unit.",
    ),
    "unit": ("Đơn vị", "Unit"),
    "officer": ("Mã cán bộ", "Officer (code)"),
    "open": ("Đang giải quyết", "Open"),
    "overdue": ("Quá hạn", "Overdue"),
    "no_date": ("Không có ngày hẹn", "No promised day"),
    "not_due": ("Chưa đến hạn", "Not due yet"),
    "dossier": ("Mã hồ sơ", "Dossier"),
    "status": ("Trạng thái", "Status"),
    "received": ("Tiếp nhận", "Received"),
    "due": ("Hẹn trả", "Promised"),
    "late": ("Số ngày quá hạn", "Days overdue"),
    "code": ("Mã", "Code"),
    "reports": ("Báo cáo phải nộp trên hệ thống báo cáo của tỉnh", "Reports owed to the provincial report system"),
    "reports_due": ("Chưa đến hạn", "Due"),
    "reports_submitted": ("Nộp đúng hạn", "In time"),
    "reports_late": ("Nộp muộn", "Late"),
    "reports_missing": ("Còn thiếu", "Missing"),
    "reports_names": ("Báo cáo còn thiếu", "What is missing"),
}

#: TrangThaiHoSo of the national portal.
DOSSIER_STATES: Mapping[str, tuple[str, str]] = {
    "1": ("Mới đăng ký", "Registered"),
    "2": ("Được tiếp nhận", "Received"),
    "3": ("Không được tiếp nhận", "Not accepted"),
    "4": ("Đang xử lý", "In progress"),
    "5": ("Yêu cầu bổ sung giấy tờ", "Papers asked for"),
    "6": ("Yêu cầu thực hiện nghĩa vụ tài chính", "Fee asked for"),
    "7": ("Công dân yêu cầu rút hồ sơ", "Withdrawn by the citizen"),
    "8": ("Dừng xử lý", "Stopped"),
    "9": ("Đã xử lý xong", "Settled"),
    "10": ("Đã trả kết quả", "Result handed over"),
}
