"""The words of the pages, Vietnamese and English side by side."""

from __future__ import annotations

from collections.abc import Mapping

from tracking.wording import Lang

PAGES: Mapping[str, tuple[str, str]] = {
    "progress": ("Tiến độ", "Progress"),
    "deliveries": ("Gửi nhận", "Deliveries"),
    "indices": ("Chỉ số", "Indices"),
    "overdue": ("Quá hạn", "Overdue"),
    "leads": ("Phục vụ chủ động", "Proactive leads"),
    "passport": ("Hộ chiếu bản ghi", "Record passport"),
}

DOMAINS: Mapping[str, tuple[str, str]] = {
    "civil_status": ("Hộ tịch", "Civil status"),
    "land": ("Đất đai", "Land"),
    "school": ("Giáo dục", "School"),
    "health": ("Y tế", "Health"),
    "dossier": ("Thủ tục hành chính", "Procedures"),
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
    "pulled": ("Đã kéo về", "Pulled"),
    "law_holds": ("Cân đối", "It adds up"),
    "law_broken": ("KHÔNG CÂN ĐỐI – dừng lại và báo cáo", "IT DOES NOT ADD UP – stop and report it"),
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
    "signed_document": ("Tải hộ chiếu có chữ ký (JSON)", "Download the signed passport (JSON)"),
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
