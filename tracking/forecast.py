"""When will it be done, and is that in time? A first, small answer from daily acceptances; every rule on this page is ours.

Forecast: over the days since the first acceptance, 28 at most and quiet days included, a day brings m records with a spread of s.
After t days m·t ± s·√t are expected, so P50 is where m·t reaches what is left, and P90 where m·t − 1.28·s·√t does. Fewer than
three such days, or none with an acceptance, is no history and gives no forecast.

State, the first that fits: nothing to bring → not_started; all accepted → done; the last day past → missed; nothing accepted →
not_started; P50 after the last day → late; P90 after it → at_risk; a forecast in time → on_track; without a forecast, on the
straight line from start to last day → on_track, below it → at_risk. An open-ended campaign is never late.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import fmean, stdev

from tracking.campaigns import Campaign

WINDOW_DAYS = 28
LEAST_DAYS = 3
ONE_IN_TEN = 1.2816

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
    window = [daily.get(as_of - timedelta(days=back), 0) for back in range(days)]
    if days < LEAST_DAYS or not any(window):
        return Forecast()
    mean, spread = fmean(window), stdev(window) * ONE_IN_TEN
    # m·t − z·s·√t = left is a quadratic in √t.
    root = (spread + math.sqrt(spread**2 + 4 * mean * left)) / (2 * mean)
    return Forecast(_after(as_of, left / mean), _after(as_of, root**2), mean)


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
    if accepted == 0:
        return State.NOT_STARTED
    if last_day is None:
        return State.ON_TRACK
    if expected.p50 is None or expected.p90 is None:
        return _on_straight_line(campaign.start, last_day, accepted, target, as_of)
    if expected.p50 > last_day:
        return State.LATE
    return State.AT_RISK if expected.p90 > last_day else State.ON_TRACK


def _on_straight_line(start: date, last_day: date, accepted: int, target: int, as_of: date) -> State:
    days, gone = (last_day - start).days + 1, (as_of - start).days + 1
    return State.ON_TRACK if accepted * days >= target * gone else State.AT_RISK


def _after(day: date, days: float) -> date:
    # The square of a root may come out a hair above a whole day.
    return day + timedelta(days=min(math.ceil(days - 1e-6), FURTHEST))
