"""The words of the correction desk, Vietnamese and English side by side."""

from __future__ import annotations

from collections.abc import Mapping

from flows.life import DECISIONS as KINDS
from flows.life import STATES

W: Mapping[str, tuple[str, str]] = {
    "intro": (
        "Bản ghi bị giữ lại, theo nguyên nhân. Một người đề nghị cách xử lý, người thứ hai duyệt, "
        "rồi lần đồng bộ tới tự gửi bản ghi đi.",
        "Records held back, by root cause. One person proposes, a second one approves, and the next sync delivers the record.",
    ),
    "causes": ("Nguyên nhân", "Root causes"),
    "cause": ("Vì sao, và cần làm gì", "Why, and what to do"),
    "records": ("Bản ghi", "Records"),
    "record": ("Bản ghi", "Record"),
    "units": ("Đơn vị", "Units"),
    "unit": ("Đơn vị", "Unit"),
    "flow": ("Luồng", "Flow"),
    "rule": ("Quy tắc", "Rule"),
    "field": ("Trường", "Field"),
    "fields": ("Trường sai", "Fields that are wrong"),
    "decision": ("Quyết định", "Decision"),
    "decisions": ("Quyết định", "Decisions"),
    "waits": ("Chờ duyệt", "Waits for approval"),
    "kind": ("Cách xử lý", "What is done"),
    "state": ("Trạng thái", "State"),
    "made_by": ("Người đề nghị", "Proposed by"),
    "made_at": ("Lúc", "When"),
    "decided_by": ("Người duyệt", "Answered by"),
    "before": ("Đang là", "Is"),
    "after": ("Sẽ là", "Becomes"),
    "outcome": ("Kết quả", "Outcome"),
    "carried": ("đã thực hiện", "carried out"),
    "overtaken": ("nguồn đã gửi bản mới hơn", "the source was quicker"),
    "let_pass": ("cho qua", "let pass"),
    "alike": ("Các bản ghi giống nhau", "Records alike"),
    "alike_note": (
        "Các bản ghi có cùng giá trị sai được gộp lại: sửa một lần cho cả nhóm.",
        "Records with the same wrong value are put together: one correction for the whole group.",
    ),
    "one_by_one": ("Từng bản ghi", "One by one"),
    "value": ("Giá trị hiện có", "Value it has"),
    "empty": ("(trống)", "(empty)"),
    "new_value": ("Giá trị đúng", "Right value"),
    "reason": ("Lý do", "Reason"),
    "preview": ("Xem trước", "Preview"),
    "apply_to": ("Áp dụng cho %s bản ghi giống nhau", "Apply to %s alike"),
    "make": ("Gửi người duyệt", "Send for approval"),
    "would_pass": (
        "Sau khi duyệt, %s trong %s bản ghi sẽ được gửi đi.",
        "Once approved, %s of %s records will be sent.",
    ),
    "would_fail": ("Vẫn bị giữ vì:", "Still held because:"),
    "given_up": ("Bản ghi sẽ không được gửi và tính là đã hủy.", "The records are never sent and count as cancelled."),
    "not_alike": (
        "Các bản ghi này không cùng một lỗi giá trị nên không sửa chung; hãy mở từng bản ghi dưới đây.",
        "These records have no wrong value in common, so each is looked at by itself; open them below.",
    ),
    "no_values": (
        "Giá trị chỉ hiển thị cho cán bộ xử lý và người duyệt của đơn vị.",
        "Values are shown to clerks and reviewers of the unit only.",
    ),
    "more_groups": ("Còn %s nhóm khác; xử lý các nhóm này trước.", "%s more groups; deal with these first."),
    "approve": ("Duyệt", "Approve"),
    "reject": ("Từ chối", "Reject"),
    "withdraw": ("Rút lại", "Withdraw"),
    "not_yourself": (
        "Bạn là người đề nghị nên phải do người khác duyệt.",
        "You proposed it, so another person must answer.",
    ),
    "why_not": ("Vì sao từ chối", "Why not"),
    "worklist": ("Bảng việc Excel", "Excel worklist"),
    "worklist_note": (
        "Tải các bản ghi đang chờ của mình thành bảng Excel, sửa rồi gửi trả lại. Bảng có dữ liệu cá nhân: giữ cẩn thận.",
        "Take your waiting records out as a workbook, correct it and send it back. It holds personal data: keep it safe.",
    ),
    "worklist_of": ("Loại bản ghi", "Record type"),
    "worklist_unit": ("Mã đơn vị (để trống: tất cả đơn vị của mình)", "Unit code (empty: all of yours)"),
    "take_out": ("Tải bảng việc", "Take the worklist out"),
    "hand_in": ("Gửi trả bảng đã sửa", "Hand a corrected worklist in"),
    "file": ("Tệp Excel (.xlsx)", "Excel file (.xlsx)"),
    "returned": ("Bảng việc đã nhận", "The worklist came back"),
    "rows_taken": ("Dòng đã chuyển người duyệt", "Rows sent to a reviewer"),
    "rows_refused": ("Dòng chưa nhận được", "Rows refused"),
    "rows_untouched": ("Dòng không sửa", "Rows left as they were"),
    "answered_workbook": ("Tải bảng có trả lời từng dòng", "Get the workbook with an answer in each row"),
    "answered_note": (
        "Dòng chưa nhận được có lý do ở cột cuối; sửa ngay trên bảng đó rồi gửi lại.",
        "A refused row says why in the last column; correct it there and hand it in again.",
    ),
    "whole_page": ("Xem cả trang quét", "See the whole scanned page"),
    "scan_of": ("Ảnh quét:", "Scan:"),
    "read_from_scan": ("Đọc từ bản quét", "Read off the scan"),
    "scan": ("Bản quét", "Scan"),
    "keep": ("giữ nguyên", "as it is"),
    "life": ("Lý lịch bản ghi", "Record passport"),
    "duplicates": ("Có thể trùng", "Possible duplicates"),
    "duplicates_note": (
        "cùng một người hoặc một thửa đất dưới hai khóa.",
        "one person or parcel that may be held under two keys.",
    ),
    "duplicates_intro": (
        "Các cặp bản ghi có thể là cùng một người hoặc một thửa đất, cặp giống nhất đứng trước. Không hiển thị giá trị; "
        "mở từng cặp để so sánh. Trẻ sinh đôi không được đưa vào danh sách.",
        "Pairs of records that may be one person or parcel, the most alike first. No values are shown; open a pair to compare. "
        "Twins are left out.",
    ),
    "score": ("Điểm", "Score"),
    "other_record": ("Bản ghi kia", "Other record"),
    "alike_in": ("Giống nhau ở", "Alike in"),
    "different_in": ("Khác nhau ở", "Different in"),
    "agreement": ("So sánh", "Comparison"),
    "is_same": ("giống", "the same"),
    "is_nearly": ("gần giống", "nearly"),
    "is_different": ("khác", "different"),
    "verdict": ("Kết luận", "Verdict"),
    "same": ("Trùng nhau", "The same"),
    "different": ("Khác nhau", "Different"),
    "give_up": ("Nếu trùng, bản ghi cần bỏ", "If the same, the record to give up"),
    "none_yet": ("chưa chọn", "not chosen yet"),
    "judge": ("Ghi kết luận", "Write the verdict down"),
    "judge_note": (
        "Bản ghi còn bị giữ trên bàn sửa sẽ được đề nghị hủy để người thứ hai duyệt. Bản ghi đã được tiếp nhận thì chỉ đơn vị "
        "đăng ký mới hủy được trên hệ thống nguồn; trang này sẽ nói đơn vị nào, đăng ký nào.",
        "A record still held on the desk is proposed for discarding, and a second person approves. One the nation has accepted can be "
        "withdrawn only by its unit in its own system; this page then says which unit and which registration.",
    ),
    "judge_who": (
        "Kết luận do cán bộ xử lý hoặc người duyệt phụ trách đơn vị của cả hai bản ghi.",
        "The verdict is for clerks and reviewers who answer for the units of both records.",
    ),
    "what_to_do": ("Cách xử lý", "What to do"),
}

__all__ = ["KINDS", "STATES", "W"]
