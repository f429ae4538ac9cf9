"""What ours is measured beside: the normal approximation it replaced, and the bootstrap of days taken as alike."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta
from statistics import fmean, stdev

import numpy as np

from tracking.forecast import FURTHEST, Forecast

WINDOW_DAYS = 28
LEAST_DAYS = 3
ONE_IN_TEN = 1.2816
PATHS = 500


def normal(left: int, daily: Mapping[date, int], as_of: date) -> Forecast:
    """A day brings m records with a spread of s: P50 where m·t reaches what is left, P90 where m·t − 1.28·s·√t does."""
    window = _window(daily, as_of)
    if not window:
        return Forecast()
    mean, spread = fmean(window), stdev(window) * ONE_IN_TEN
    root = (spread + math.sqrt(spread**2 + 4 * mean * left)) / (2 * mean)
    return Forecast(_after(as_of, left / mean), _after(as_of, root**2), mean)


def alike(left: int, daily: Mapping[date, int], as_of: date) -> Forecast:
    """Days of the last four weeks drawn at random, one by one, until what is left is brought; 500 times."""
    window = _window(daily, as_of)
    if not window:
        return Forecast()
    rng = np.random.default_rng(left)
    brought, days = np.zeros(PATHS), np.zeros(PATHS)
    for _ in range(FURTHEST):
        lacking = brought < left
        if not lacking.any():
            break
        days += lacking
        brought += lacking * rng.choice(window, PATHS)
    p50, p90 = np.quantile(days, [0.5, 0.9], method="inverted_cdf")
    return Forecast(_after(as_of, float(p50)), _after(as_of, float(p90)), fmean(window))


def _window(daily: Mapping[date, int], as_of: date) -> list[int]:
    days = min((as_of - min(daily)).days + 1, WINDOW_DAYS)
    window = [daily.get(as_of - timedelta(days=back), 0) for back in range(days)]
    return window if days >= LEAST_DAYS and any(window) else []


def _after(day: date, days: float) -> date:
    return day + timedelta(days=min(math.ceil(days - 1e-6), FURTHEST))
