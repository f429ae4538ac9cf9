"""Months, quarters and years as the reports name them: 2026-11, 2026-Q4, 2026. A period is told from its name alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

_PERIOD = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")


def first_day(period: str) -> date:
    """The first day of a period. Raises ValueError when it is none."""
    year, quarter, month = _parts(period)
    return date(year, month or (3 * (quarter - 1) + 1 if quarter else 1), 1)


def last_day(period: str) -> date:
    """The last day of a period. Raises ValueError when it is none."""
    year, quarter, month = _parts(period)
    last = month or (3 * quarter if quarter else 12)
    return date(year + last // 12, last % 12 + 1, 1) - timedelta(days=1) if year < 9999 else date(9999, 12, 31)


def months_in(period: str) -> int:
    """How many months it has: 1, 3 or 12. Raises ValueError."""
    _, quarter, month = _parts(period)
    return 1 if month else 3 if quarter else 12


def year_of(period: str) -> int:
    """The year it belongs to. Raises ValueError."""
    return _parts(period)[0]


def of_day(day: date) -> tuple[str, str, str]:
    """The month, quarter and year a day belongs to."""
    return f"{day:%Y-%m}", f"{day.year:04d}-Q{(day.month + 2) // 3}", f"{day.year:04d}"


def newest_first(periods: Sequence[str]) -> list[str]:
    """By their last day, the newest first; a year before its last quarter, a quarter before its last month."""
    return sorted(set(periods), key=lambda one: (last_day(one), months_in(one)), reverse=True)


def _parts(period: str) -> tuple[int, int, int]:
    found = _PERIOD.fullmatch(period)
    if not found or found[1] == "0000":
        raise ValueError(f"{period!r} is no period")
    return int(found[1]), int(found[2] or 0), int(found[3] or 0)
