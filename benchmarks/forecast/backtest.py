"""Forecasts made in the middle of histories whose end is known: how often the end came by P50 and P90, and how wide the band was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from benchmarks.forecast.histories import FAMILIES, POOLED, History, histories
from tracking.forecast import Forecast

#: Shares of the records at which a forecast is asked for.
SHARES = (0.3, 0.5, 0.7)

Method = Callable[[int, Mapping[date, int], date], Forecast]


@dataclass(frozen=True)
class Held:
    """Over many forecasts: shares that were done by P50 and by P90, and the median width of the band as a part of the time left."""

    forecasts: int
    p50: float
    p90: float
    width: float


def backtest(method: Method, told: Sequence[History]) -> dict[str, Held]:
    """Family → how its forecasts held; "pooled": the five families together, and the same by size and by progress."""
    found: dict[str, list[tuple[bool, bool, float]]] = defaultdict(list)
    for one in told:
        for share, as_of, left, daily in moments(one):
            expected = method(left, daily, as_of)
            if expected.p50 is not None and expected.p90 is not None:
                width = (expected.p90 - expected.p50).days / max((one.finish - as_of).days, 1)
                for group in _groups(one, share):
                    found[group].append((one.finish <= expected.p50, one.finish <= expected.p90, width))
    families = [family for family in FAMILIES if family in found]
    rest = sorted(found.keys() - families, key=lambda group: (len(group), group))
    return {group: _held(found[group]) for group in (*families, *rest)}


def _groups(one: History, share: float) -> list[str]:
    if one.family not in POOLED:
        return [one.family]
    return [one.family, "pooled", f"pooled, at {share:.0%}", f"pooled, of {one.target:,}"]


def told(seed: int, each: int) -> list[History]:
    """`each` histories of every family."""
    return list(histories(seed, each))


def moments(one: History) -> Iterator[tuple[float, date, int, dict[date, int]]]:
    """(share of the records, day, records left, acceptances by day) at 30, 50 and 70 % of a history."""
    total = np.cumsum(one.daily)
    for share in SHARES:
        last = int(np.argmax(total >= share * one.target))
        left = one.target - int(total[last])
        if left:
            daily = {one.start + timedelta(days=number): count for number, count in enumerate(one.daily[: last + 1])}
            yield share, one.start + timedelta(days=last), left, daily


def _held(outcomes: Sequence[tuple[bool, bool, float]]) -> Held:
    table = np.array(outcomes, dtype=float)
    return Held(len(outcomes), float(table[:, 0].mean()), float(table[:, 1].mean()), float(np.median(table[:, 2])))
