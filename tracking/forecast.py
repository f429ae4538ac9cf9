"""When will it be done, and is that in time? Two hundred futures drawn from a unit's own past; every rule on this page is ours.

Forecast, over the last 42 days at most, quiet ones included, from the first acceptance on:
- *Rhythm*: how much a Saturday, and a Sunday or public holiday, brings beside a workday, leaning towards no difference until seen.
- *Pace*: what a workday brings, recent days weighing most (half as much 14 days back), carried on with half the growth between the first
  and the second half of the days, which fades.
- *Luck*: stretches of seven days as they were, stalls among them, drawn at random and put one behind the other; and how wrong the pace
  itself may be, the more the fewer and the wilder the days.
P50 and P90 are the days by which half and nine in ten of the futures are done. Fewer than three days, or none with an acceptance, is no
history and gives no forecast. The same figures give the same days. docs/forecast.md tells how often that held.

State, the first that fits: nothing to bring → not_started; all accepted → done; the last day past → missed; nothing accepted →
not_started, or late once a quarter of the days is gone; P50 after the last day → late; P90 after it → at_risk; a forecast in time →
on_track; without a forecast, on the straight line from start to last day → on_track, below it → at_risk. An open-ended campaign is
never late.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from tracking.campaigns import Campaign
from tracking.days import FREE, SATURDAY, WORKDAY, kinds

Days = npt.NDArray[np.float64]

WINDOW_DAYS = 42
LEAST_DAYS = 3
#: Days after which a day weighs half as much.
HALF_LIFE = 14
#: So many unseen Saturdays and Sundays like workdays stand beside those that were seen.
UNSEEN = 0.7
#: Days that bring less of a workday's pace say nothing of luck.
LEAST_BUSY = 0.3
LEAST_DOUBT = 0.1
LEAST_TREND = 8
#: What is left of the growth a day later.
FADING = 0.93
STRETCH = 7
FUTURES = 200
DOUBTS = np.array([NormalDist().inv_cdf((number + 0.5) / FUTURES) for number in range(FUTURES)])
WEEK = [WORKDAY] * 5 + [SATURDAY, FREE]

#: The part of a campaign's days after which nothing accepted yet is late.
LEISURE = 0.25

#: Whatever takes longer is said to take this long: a date people can still read.
FURTHEST = 3650


class State(StrEnum):
    """Where a unit stands against its deadline."""

    NOT_STARTED = "not_started"
    DONE = "done"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    LATE = "late"
    MISSED = "missed"


#: States that ask for something to be done, the most pressing first.
BEHIND = (State.MISSED, State.LATE, State.AT_RISK)


@dataclass(frozen=True, slots=True)
class Forecast:
    """The day by which all is accepted with even chances, and with nine chances in ten; None without history, or when done.

    `held`: records a day brought lately.
    """

    p50: date | None = None
    p90: date | None = None
    held: float | None = None

    def as_dict(self) -> dict[str, str | None]:
        """The JSON of the public interface."""
        return {
            "p50": self.p50.isoformat() if self.p50 else None,
            "p90": self.p90.isoformat() if self.p90 else None,
        }


def forecast(left: int, daily: Mapping[date, int], as_of: date) -> Forecast:
    """When the `left` records will be accepted, judged on `as_of` by acceptances per day."""
    if left <= 0 or not daily:
        return Forecast()
    days = min((as_of - min(daily)).days + 1, WINDOW_DAYS)
    first = as_of - timedelta(days=days - 1)
    counts = np.array([daily.get(first + timedelta(days=number), 0) for number in range(days)], dtype=float)
    if days < LEAST_DAYS or not counts.any():
        return Forecast()
    past = _past(counts, kinds(first, days))
    futures = _futures(left, past, as_of)
    p50, p90 = np.sort(futures)[[FUTURES // 2 - 1, FUTURES * 9 // 10 - 1]]
    return Forecast(_after(as_of, p50), _after(as_of, p90), past.pace * float(past.rhythm[WEEK].mean()))


@dataclass(frozen=True)
class _Past:
    """`rhythm`: part of a workday's pace by kind of day; `pace`: records of a workday now; `growth`: of its logarithm, per day.

    `luck`: days as multiples of what was to be expected, in their order; `doubt`: spread of the logarithm of the pace.
    """

    rhythm: Days
    pace: float
    growth: float
    luck: Days
    doubt: float
    seed: int


def _past(counts: Days, kind: npt.NDArray[np.int8]) -> _Past:
    rhythm = _rhythm(counts, kind)
    weight = 0.5 ** (np.arange(counts.size)[::-1] / HALF_LIFE)
    pace = float((weight * counts).sum() / (weight * rhythm[kind]).sum())
    busy = rhythm[kind] >= LEAST_BUSY
    luck = (counts / (pace * rhythm[kind]))[busy]
    luck = luck / luck.mean() if luck.any() else np.ones(1)
    doubt = math.sqrt(LEAST_DOUBT**2 + 2 * min(float(luck.var()), 2.0) / luck.size)
    return _Past(rhythm, pace, _growth(counts, rhythm[kind], luck.size), luck, doubt, int(counts.sum()))


def _rhythm(counts: Days, kind: npt.NDArray[np.int8]) -> Days:
    work = counts[kind == WORKDAY]
    usual = work.mean() if work.any() else counts.mean()
    rhythm = np.ones(3)
    for one in (SATURDAY, FREE):
        seen = counts[kind == one]
        rhythm[one] = min((seen.sum() / usual + UNSEEN) / (seen.size + UNSEEN), 1.5)
    return rhythm


def _growth(counts: Days, expected: Days, busy: int) -> float:
    """Half of what the pace has grown a day between the two halves of the past, less where there is little past to tell it by."""
    if counts.size < LEAST_TREND:
        return 0.0
    half = counts.size // 2
    early, late = (
        part.sum() / max(rates.sum(), 1e-9)
        for part, rates in zip(np.split(counts, [half]), np.split(expected, [half]), strict=True)
    )
    if not early or not late:
        return 0.0
    return 0.5 * math.log(min(max(late / early, 0.25), 4.0)) / (counts.size / 2) * min(1.0, busy / 20)


def _futures(left: int, past: _Past, as_of: date) -> Days:
    """Days from `as_of` until nothing is left, one number per future."""
    rng = np.random.default_rng([left, as_of.toordinal(), past.seed])
    ahead = min(math.ceil(2.5 * left / (past.pace * past.rhythm[WEEK].mean())) + 14, FURTHEST)
    number = np.arange(1, ahead + 1)
    expected = past.pace * past.rhythm[kinds(as_of + timedelta(days=1), ahead)]
    expected = expected * np.exp(past.growth * FADING * (1 - FADING**number) / (1 - FADING))
    pace = np.exp(past.doubt * rng.permutation(DOUBTS))
    brought = np.cumsum(expected * _luck(past.luck, ahead, rng), axis=1) * pace[:, None]
    done = brought >= left - 1e-6
    # Few futures are not done by then; they go on as they have.
    later = ahead * left / np.maximum(brought[:, -1], 1e-9)
    days: Days = np.minimum(np.where(done.any(axis=1), done.argmax(axis=1) + 1, np.ceil(later)), FURTHEST)
    return days


def _luck(luck: Days, ahead: int, rng: np.random.Generator) -> Days:
    stretches = np.lib.stride_tricks.sliding_window_view(np.resize(luck, luck.size + STRETCH - 1), STRETCH)
    drawn = stretches[rng.integers(0, luck.size, (FUTURES, -(-ahead // STRETCH)))]
    return drawn.reshape(FUTURES, -1)[:, :ahead]


def percent(accepted: int, target: int) -> float | None:
    """Share in percent with one decimal, None for target 0. Not clamped above; 100.0 is only said when nothing is missing."""
    if target == 0:
        return None
    shown = round(100 * accepted / target, 1)
    return 99.9 if accepted < target and shown >= 100 else shown


def state(campaign: Campaign, accepted: int, target: int, expected: Forecast, as_of: date) -> State:
    """The state on `as_of`, by the rules of this page."""
    last_day = campaign.last_day
    if target == 0:
        return State.NOT_STARTED
    if accepted >= target:
        return State.DONE
    if last_day is not None and as_of > last_day:
        return State.MISSED
    if last_day is None:
        return State.ON_TRACK if accepted else State.NOT_STARTED
    days, gone = (last_day - campaign.start).days + 1, (as_of - campaign.start).days + 1
    if accepted == 0:
        return State.LATE if gone > days * LEISURE else State.NOT_STARTED
    if expected.p50 is None or expected.p90 is None:
        return State.ON_TRACK if accepted * days >= target * gone else State.AT_RISK
    if expected.p50 > last_day:
        return State.LATE
    return State.AT_RISK if expected.p90 > last_day else State.ON_TRACK


def _after(day: date, days: float) -> date:
    return day + timedelta(days=int(days))
