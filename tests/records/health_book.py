"""One good health book."""

from __future__ import annotations

from typing import Any

from tests.records import Content, from_raw, in_letters, personal_id

RAW: dict[str, Any] = {
    "STT": "1", "Mã cơ sở": "40001", "Số định danh": "040190000001", "Họ tên": "Trần Thị Mai", "Ngày sinh": "12/06/1990",
    "Giới tính": "Nữ", "Dân tộc": "Kinh", "Quốc tịch": "Việt Nam", "Nghề nghiệp": "Giáo viên", "Điện thoại": "0912345678",
    "Mã thẻ BHYT": "GD4404212345678", "Thẻ có giá trị đến": "31/12/2026", "Mã xã cư trú": "17329", "Địa chỉ": "Thôn 1",
    "Người đại diện": "", "Nhóm máu": "O+", "Chiều cao (cm)": "156,5", "Cân nặng (kg)": "52", "Tiền sử dị ứng": "Không",
    "Tiền sử bệnh tật": "", "Tiêm chủng": "Uốn ván", "Ngày lập sổ": "05/01/2026", "Ngày cập nhật": "01/10/2026",
    "Trạng thái gửi": "da_gui", "Mã phản hồi": "00", "Thời điểm gửi": "01/10/2026 16:05",
}  # fmt: skip


def good(n: int) -> Content:
    """The book of a woman of thirty-six."""
    return from_raw("health_book", RAW) | {
        "personal_id": personal_id(n, 2, 1990),
        "full_name": f"Trần Thị Mai {in_letters(n)}",
    }
