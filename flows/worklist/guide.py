"""The sheet "Hướng dẫn": how a worklist is filled in, in Vietnamese and beneath it in English."""

from __future__ import annotations

VI = (
    "Phiếu sửa: cách làm",
    "1. Mỗi dòng là một bản ghi bị giữ lại. Cột “Lỗi và cách sửa” nói sai ở đâu và sửa thế nào.",
    "2. Chỉ các ô màu vàng được sửa. Các ô khác bị khóa: nếu sai thì sửa tại hệ thống nguồn.",
    "3. Sửa xong một dòng, chọn ở cột “Cách xử lý”:",
    "    Sửa – gửi lại với giá trị mới trong các ô màu vàng;",
    "    Bỏ qua có lý do – bản ghi đúng như giấy tờ, cho qua; phải ghi “Lý do xử lý”;",
    "    Hủy – bỏ bản ghi, không gửi; phải ghi “Lý do xử lý”.",
    "4. Dòng chưa chọn “Cách xử lý” thì giữ nguyên; có thể làm tiếp hôm khác, bằng chính tệp này.",
    "5. Ngày ghi như 05/03/2024; nếu chỉ biết năm thì ghi 1985. Số định danh, số giấy tờ ghi đủ số 0 ở đầu.",
    "6. Ô có danh mục: bấm mũi tên và chọn. Muốn để trống một ô thì xóa nội dung của ô.",
    "7. Không thêm, xóa, gộp ô, đổi tên cột, dùng công thức. Được lọc và đổi độ rộng cột. Lưu dạng .xlsx, không đặt mật khẩu.",
    "8. Gửi tệp lại cho người quản trị. Mỗi sửa đổi còn chờ người thứ hai duyệt; kết quả ở cột “Kết quả”.",
    "Tệp có dữ liệu cá nhân: không gửi qua mạng xã hội, xóa khi xong việc.",
)
EN = (
    "Worklist: how to fill it in",
    "1. Every row is a record held back. “Lỗi và cách sửa” says what is wrong and how to put it right.",
    "2. Only yellow cells can be changed. All others are locked: correct them in the source.",
    "3. When a row is done choose in “Cách xử lý”: Sửa (correct: sent again with the new values of the yellow cells),",
    "    Bỏ qua có lý do (release: right as it is, needs a reason), Hủy (discard: never sent, needs a reason).",
    "4. A row without a choice stays as it is; go on another day in this same file.",
    "5. Write dates as 05/03/2024, or 1985 where only the year is known. Keep the leading zeros of numbers.",
    "6. Where there is a list, choose from it. To empty a field, clear its cell.",
    "7. Do not add, delete or merge, rename columns or use formulas. Filters and widths are free. Save as .xlsx without a password.",
    "8. Send the file back. A second person approves every change; what came of it stands in “Kết quả”.",
    "The file holds personal data: do not send it through social networks, and delete it when done.",
)
