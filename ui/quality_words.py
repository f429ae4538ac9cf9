"""The words of the page of quality, Vietnamese and English side by side."""

from __future__ import annotations

from collections.abc import Mapping

W: Mapping[str, tuple[str, str]] = {
    "intro": (
        "Bản ghi kéo về trong ngày đã được xét ra sao. Bị giữ: có quy tắc nghiêm trọng không đạt, của ta hoặc của hệ thống quốc gia.",
        "How the records pulled that day fared. Held: a critical rule caught it, ours or the national system's.",
    ),
    "none": (
        "Ngày này chưa có báo cáo. Báo cáo được lập khi luồng “quality_report” chạy xong mỗi đêm; có thể chạy ngay trong Airflow.",
        "No report of this day. It is made when the DAG “quality_report” has run each night; it can be triggered in Airflow now.",
    ),
    "judged": ("Đã xét", "Judged"),
    "held": ("Bị giữ", "Held"),
    "rate": ("Đạt (%)", "Passed (%)"),
    "flow": ("Luồng", "Flow"),
    "source": ("Nguồn", "Source"),
    "unit": ("Đơn vị", "Unit"),
    "code": ("Mã", "Code"),
    "night": ("Ngày", "Day"),
    "cause": ("Nguyên nhân và việc cần làm", "Cause and what to do"),
    "records": ("Bản ghi", "Records"),
    "units": ("Đơn vị", "Units"),
    "before": ("Đêm trước", "Night before"),
    "rule": ("Quy tắc", "Rule"),
    "by_flows": ("Theo luồng", "By flow"),
    "by_sources": ("Theo nguồn", "By source"),
    "by_units": ("So sánh các đơn vị, kém nhất trước", "Units compared, the worst first"),
    "by_causes": ("Nguyên nhân chính", "Top root causes"),
    "by_fresh": ("Mới xuất hiện so với đêm trước", "New since the night before"),
    "by_nights": ("Các đêm", "Nights"),
    "trend": ("Tỷ lệ đạt qua các đêm", "Share that passed, night by night"),
    "docs": (
        "Data Docs của Great Expectations (không chứa giá trị nào)",
        "Great Expectations Data Docs (no value in them)",
    ),
    "digitisation": ("Số hóa giấy tờ", "Digitisation of paper"),
    "codes": ("Mã lỗi của hệ thống quốc gia", "Error codes of the national systems"),
    "stops": ("Lô bị dừng", "Batches that are stopped"),
    "review": ("Xem xét", "Review"),
    "reviewer": ("Người xem xét", "Reviewer"),
    "reviewed_at": ("Lúc", "At"),
    "decision": ("Kết luận", "Decision"),
    "comment": ("Nhận xét", "Comment"),
    "unreviewed": ("Chưa có ai xem xét báo cáo này.", "Nobody has reviewed this report yet."),
    "send": ("Ghi kết luận", "Send the review"),
    "how": ("Có thể ghi bằng lệnh", "A terminal does it with"),
    "no_names": (
        "Không ghi tên hay số định danh của người dân vào nhận xét.",
        "Name no citizen and no number in the comment.",
    ),
    "whole": ("Toàn bộ", "Everything"),
    "no_fresh": ("Không có nguyên nhân mới.", "Nothing new."),
}

#: Of the table that sets dry runs beside what came.
FORETOLD: Mapping[str, tuple[str, str]] = {
    "caption": ("Chạy thử đã dự báo và thực tế đã xảy ra", "What dry runs foretold and what came"),
    "flow": ("Luồng", "Flow"),
    "made_at": ("Dự báo lúc", "Foretold at"),
    "foretold_accepted": ("Tiếp nhận: dự báo", "Accepted: foretold"),
    "came_accepted": ("thực tế", "came"),
    "foretold_refused": ("Bị từ chối: dự báo", "Refused: foretold"),
    "came_refused": ("thực tế", "came"),
    "foretold_quarantined": ("Cách ly: dự báo", "Held: foretold"),
    "came_quarantined": ("thực tế", "came"),
    "difference": ("Sai lệch", "Difference"),
    "not_run": ("luồng chưa chạy lại", "the flow has not run since"),
}
