"""One good recognition of a child."""

from __future__ import annotations

from typing import Any

from tests.records import Content, from_raw
from tests.records.registration import BOOK, REQUESTER, citizen, citizen_columns

RAW: dict[str, Any] = {
    **BOOK, **citizen_columns("cm", "Trần Văn Ba", "1975", "040075000001"), **REQUESTER, "loai_xac_nhan": "1",
    **citizen_columns("nc", "Trần Thị Tư", "06/2004", "040304000002"), "quyet_dinh_so": "12/QĐ-UBND",
    "cm_que_quan": "", "nc_que_quan": "Nghệ An", "ma_ho_so": "H41.15-20260305-0000001",
}  # fmt: skip


def good(n: int) -> Content:
    """A father of fifty recognises his daughter."""
    content = from_raw("recognition", RAW) | {"number": str(n + 1)}
    return content | citizen("parent", n, 1, "1975") | citizen("child", n, 2, "2004-06")
