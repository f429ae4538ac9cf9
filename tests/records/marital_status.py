"""One good confirmation of marital status."""

from __future__ import annotations

from typing import Any

from tests.records import Content, from_raw, personal_id
from tests.records.registration import BOOK, REQUESTER, citizen_columns

RAW: dict[str, Any] = {
    **BOOK, "loai_dang_ky": "", **citizen_columns("nxn", "Trần Thị Mai", "12/1995", "040195000001"), **REQUESTER,
    "nxn_gioi_tinh": "2", "nxn_thoi_gian_cu_tru_tai": "Xã Nghi Lộc", "nxn_thoi_gian_cu_tru_tu": "2013",
    "nxn_thoi_gian_cu_tru_den": "05/03/2026", "nxn_tinh_trang_hon_nhan": "Chưa đăng ký kết hôn với ai",
    "nxn_loai_muc_dich_su_dung": "1", "nxn_muc_dich_su_dung": "", "ma_ho_so": "H41.15-20260305-0000001",
}  # fmt: skip


def good(n: int) -> Content:
    """A woman of thirty who wants to marry."""
    content = from_raw("marital_status", RAW) | {"number": str(n + 1)}
    return content | {"subject_document_no": personal_id(n, 2, 1995)}
