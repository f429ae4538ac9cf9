"""Kinds of days: on an ordinary one people work, on a Saturday some do, on Sundays and public holidays hardly anybody."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays
import numpy as np
import numpy.typing as npt

WORKDAY, SATURDAY, FREE = range(3)


@cache
def free_days(year: int) -> frozenset[date]:
    """Public holidays of Việt Nam with Tết and substitute days (PyPI package `holidays`)."""
    return frozenset(holidays.country_holidays("VN", years=year))


@cache
def _made_up(year: int) -> frozenset[date]:
    """Days at week-ends that are worked in exchange for a holiday."""
    return frozenset(holidays.country_holidays("VN", years=year).weekend_workdays)


def kind(day: date) -> int:
    """WORKDAY, SATURDAY or FREE."""
    if day in _made_up(day.year):
        return WORKDAY
    if day.weekday() == 6 or day in free_days(day.year):
        return FREE
    return SATURDAY if day.weekday() == 5 else WORKDAY


@cache
def _year(year: int) -> npt.NDArray[np.int8]:
    first = date(year, 1, 1)
    count = (date(year + 1, 1, 1) - first).days
    return np.array([kind(first + timedelta(days=number)) for number in range(count)], dtype=np.int8)


def kinds(first: date, count: int) -> npt.NDArray[np.int8]:
    """The kinds of `count` days from `first` on."""
    last = first + timedelta(days=count)
    years = np.concatenate([_year(year) for year in range(first.year, last.year + 1)])
    start = (first - date(first.year, 1, 1)).days
    return years[start : start + count]
