"""One commune code through time, for people: what it named when, and who answers for it today."""

from __future__ import annotations

from datetime import date
from typing import Any

from relay.errors import FatalError


def describe(code: str, on: date) -> dict[str, Any]:
    """code, name on the day, every period it named a commune, successors, split or not, today's unit.

    Raises FatalError when the code never named a commune.
    """
    from schemas.units import crosswalk, name_of

    table = crosswalk()
    if not table.exists(code):
        raise FatalError(
            f"No commune ever had the code {code}; check the five digits.",
            f"Không có xã nào mang mã {code}; kiểm tra lại năm chữ số.",
        )
    day = on.isoformat()
    return {
        "code": code,
        "on": day,
        "name": name_of(code, day),
        "valid": table.valid_on(code, day),
        "periods": [
            {"name": one.name, "province": one.province, "from": one.valid_from, "to": one.valid_to}
            for one in table.communes[code]
        ],
        "successors": [{"code": new, "name": name_of(new)} for new in table.successors(code)],
        "predecessors": sorted(old for old, edges in table.edges.items() if any(new == code for new, _ in edges)),
        "split": table.is_split(code),
        "today": table.current_unit(code, day),
        "decree": "19/2025/QĐ-TTg",
    }
