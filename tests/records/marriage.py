"""One good marriage."""

from __future__ import annotations

from typing import Any

from tests.records import Content, from_raw
from tests.records.registration import BOOK, citizen, citizen_columns

RAW: dict[str, Any] = {
    **BOOK, "tinh_trang_ket_hon": "0", **citizen_columns("chong", "Trần Văn Ba", "1990", "040090000001"),
    **citizen_columns("vo", "Lê Thị Tư", "02/1992", "040192000002"), "ma_ho_so": "H41.15-20260305-0000001",
}  # fmt: skip


def good(n: int) -> Content:
    """A couple in their thirties, registered for the first time."""
    content = from_raw("marriage", RAW) | {"number": str(n + 1)}
    return content | citizen("husband", n, 1, "1990") | citizen("wife", n, 2, "1992-02-20")
