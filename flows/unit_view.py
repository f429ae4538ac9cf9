"""One unit code through time, for people: what it named when, what it was made of, what it became, and who answers for it today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from relay.errors import FatalError

if TYPE_CHECKING:
    from schemas.units_table import Period


def describe(code: str, on: date) -> dict[str, Any]:
    """The unit meant by `code` on the day, with every period of the code, oldest first.

    `predecessors` and `successors` are of the period meant; `answers` who stands for it today: one unit, or several if it was split.
    Raises FatalError when no unit ever had the code.
    """
    from schemas import units

    day = on.isoformat()
    meant = units.table().meant(code, day)
    if meant is None:
        raise FatalError(
            f"No unit ever had the code {code}; give two digits for a province, three for a district, five for a commune.",
            f"Không có đơn vị nào mang mã {code}; hãy nhập hai chữ số cho tỉnh, ba cho huyện, năm cho xã.",
        )
    successors = units.table().successors(meant)
    return {
        "code": code,
        "on": day,
        "name": units.name_of(code, day),
        "valid": meant.valid_on(day),
        "province": units.province_on(code, day),
        "district": meant.district,
        "periods": [_period(one) for one in units.periods(code)],
        "predecessors": _named(units.table().predecessors(meant)),
        "successors": _named(successors),
        "split": len(successors) > 1,
        "answers": _named(units.table().walk(meant, units.today())),
    }


def _period(one: Period) -> dict[str, Any]:
    return {
        "name": one.name,
        "province": one.province,
        "district": one.district,
        "from": one.valid_from,
        "to": one.valid_to,
        "decree": _cited(one.decree),
        "ended_by": _cited(one.ended_by),
    }


def _cited(decree: str) -> dict[str, str | None] | None:
    from schemas.units import decrees

    found = decrees().get(decree)
    return {"id": found.id, "title": found.title, "issued": found.issued, "source": found.source} if found else None


def _named(found: Iterable[Period]) -> list[dict[str, str]]:
    return [{"code": one.code, "name": one.name} for one in found]
