"""Simulated campaigns, told by family: what was accepted on every day until all was. Every shape and number on this page is ours.

A campaign is planned for 20 to 90 days in 2025 or 2026 and brings 200 to 200,000 records, at a pace that may be too slow for the plan or
faster. Its days scatter more than chance alone would have it (gamma around the expected day, Poisson around that).
Nothing here knows how the forecast works: calendars are built from weekdays and the holiday list alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays
import numpy as np
import numpy.typing as npt

Rates = npt.NDArray[np.float64]

SIZES = (200, 2_000, 20_000, 200_000)

#: What is not finished after so many times its planned length is drawn anew: nobody would call it a campaign.
LONGEST = 8

FIRST_START, STARTS = date(2025, 1, 1), 540


@dataclass(frozen=True, slots=True)
class History:
    """One campaign from its first day to the day on which the last record was accepted."""

    family: str
    start: date
    planned: int
    daily: tuple[int, ...]

    @property
    def target(self) -> int:
        """Records to bring."""
        return sum(self.daily)

    @property
    def finish(self) -> date:
        """The day on which the last record was accepted."""
        return self.start + timedelta(days=len(self.daily) - 1)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a family draws on: random numbers, the kinds of the days, the planned length."""

    rng: np.random.Generator
    weekday: npt.NDArray[np.int64]
    holiday: npt.NDArray[np.bool_]
    planned: int

    @property
    def elapsed(self) -> Rates:
        """Share of the planned time that has passed on each day; above 1 after the deadline."""
        return np.arange(self.weekday.size) / self.planned


def steady(frame: Frame) -> Rates:
    """Every day alike, Sundays too: a transfer that runs by itself."""
    return np.ones(frame.weekday.size)


def office(frame: Frame) -> Rates:
    """Less on Saturdays, hardly anything on Sundays and public holidays."""
    rates = np.ones(frame.weekday.size)
    rates[frame.weekday == 5] = frame.rng.uniform(0.1, 0.6)
    rates[frame.weekday == 6] = frame.rng.uniform(0.0, 0.2)
    rates[frame.holiday] = frame.rng.uniform(0.0, 0.1)
    return rates


def stops(frame: Frame) -> Rates:
    """Nothing for 3 to 10 days at a time, one and a half times in a planned length on average."""
    rates, day = np.ones(frame.weekday.size), 0
    while (day := day + 1 + int(frame.rng.exponential(frame.planned / 1.5))) < rates.size:
        stopped = int(frame.rng.integers(3, 11))
        rates[day : day + stopped] = 0
        day += stopped
    return rates


def hurries(frame: Frame) -> Rates:
    """Faster towards the deadline, up to three times in the end, and no slower after it."""
    most: float = frame.rng.uniform(1.5, 3.0)
    return np.asarray(1 + (most - 1) * np.minimum(frame.elapsed, 1) ** 3)


def learns(frame: Frame) -> Rates:
    """Slow at first, most of it learnt in the first third."""
    first, learnt = frame.rng.uniform(0.25, 0.6), frame.rng.uniform(0.1, 0.35)
    return np.asarray(1 - (1 - first) * np.exp(-frame.elapsed / learnt))


def tires(frame: Frame) -> Rates:
    """The last part is the hard one: from a day on everything goes at 30 to 70 % of its pace."""
    since, slower = frame.rng.uniform(0.5, 0.9), frame.rng.uniform(0.3, 0.7)
    return np.where(frame.elapsed > since, slower, 1.0)


Shape = Callable[[Frame], Rates]

#: The families over which the P90 has to hold: name → what they are made of.
POOLED: dict[str, Sequence[Shape]] = {
    "steady": (steady,),
    "weekly rhythm": (office,),
    "stall and resume": (office, stops),
    "last-minute rush": (office, hurries),
    "learning curve": (office, learns),
}

#: Shown beside them: all of it at once, and what no history announces.
BESIDE: dict[str, Sequence[Shape]] = {
    "everything at once": (office, stops, hurries, learns),
    "hard remainder": (office, tires),
}

FAMILIES = {**POOLED, **BESIDE}


def histories(seed: int, each: int, families: Sequence[str] = tuple(FAMILIES)) -> Iterator[History]:
    """`each` campaigns of every family, sizes in turn; the same seed tells the same ones."""
    for family in families:
        rng = np.random.default_rng([seed, list(FAMILIES).index(family)])
        for number in range(each):
            yield _history(rng, family, SIZES[number % len(SIZES)])


def _history(rng: np.random.Generator, family: str, target: int) -> History:
    while True:
        start = FIRST_START + timedelta(days=int(rng.integers(STARTS)))
        planned = int(rng.integers(20, 91))
        frame = _frame(rng, start, planned)
        rates = np.prod([shape(frame) for shape in FAMILIES[family]], axis=0)
        pace = rng.lognormal(0, 0.25) / max(rates[:planned].sum(), 1.0)
        counts = _scattered(rng, rates * pace * target)
        total = np.cumsum(counts)
        if total[-1] < target:
            continue
        last = int(np.argmax(total >= target))
        counts[last] -= total[last] - target
        first = int(np.argmax(counts > 0))
        return History(
            family, start + timedelta(days=first), planned - first, tuple(map(int, counts[first : last + 1]))
        )


def _scattered(rng: np.random.Generator, expected: Rates) -> npt.NDArray[np.int64]:
    spread = rng.uniform(0.15, 0.6)
    return rng.poisson(rng.gamma(spread**-2, spread**2, expected.size) * expected)


def _frame(rng: np.random.Generator, start: date, planned: int) -> Frame:
    days = [start + timedelta(days=number) for number in range(LONGEST * planned)]
    off = _holidays()
    return Frame(
        rng, np.array([day.weekday() for day in days]), np.array([day in off for day in days], dtype=bool), planned
    )


@cache
def _holidays() -> frozenset[date]:
    return frozenset(holidays.country_holidays("VN", years=range(2025, 2031)))
