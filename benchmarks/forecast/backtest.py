"""Forecasts made in the middle of histories whose end is known: how often the end came by P50 and P90, and how wide the band was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from benchmarks.forecast.histories import POOLED, History, histories
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
    """Family → how its forecasts held; "pooled": the five families together."""
    found: dict[str, list[tuple[bool, bool, float]]] = defaultdict(list)
    for one in told:
        for as_of, left, daily in moments(one):
            expected = method(left, daily, as_of)
            if expected.p50 is not None and expected.p90 is not None:
                width = (expected.p90 - expected.p50).days / max((one.finish - as_of).days, 1)
                found[one.family].append((one.finish <= expected.p50, one.finish <= expected.p90, width))
    pooled = [outcome for family in POOLED for outcome in found[family]]
    return {family: _held(outcomes) for family, outcomes in {**found, "pooled": pooled}.items()}


def told(seed: int, each: int) -> list[History]:
    """`each` histories of every family."""
    return list(histories(seed, each))


def moments(one: History) -> Iterator[tuple[date, int, dict[date, int]]]:
    """(day, records left, acceptances by day) at 30, 50 and 70 % of a history."""
    total = np.cumsum(one.daily)
    for share in SHARES:
        last = int(np.argmax(total >= share * one.target))
        left = one.target - int(total[last])
        if left:
            daily = {one.start + timedelta(days=number): count for number, count in enumerate(one.daily[: last + 1])}
            yield one.start + timedelta(days=last), left, daily


def _held(outcomes: Sequence[tuple[bool, bool, float]]) -> Held:
    table = np.array(outcomes, dtype=float)
    return Held(len(outcomes), float(table[:, 0].mean()), float(table[:, 1].mean()), float(np.median(table[:, 2])))
