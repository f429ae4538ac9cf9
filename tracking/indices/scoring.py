"""Numerators and denominators → ratio and points. Nothing to divide by is N/A, never 0; a ratio over 100 % is shown as it is.

Points: the maximum where the ratio reaches the target, else ratio × maximum ÷ target; without a target, 100 % is the target
(QĐ 766/QĐ-TTg, as the national portal's reporting interface applies it). Halves are rounded up at the second decimal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from tracking.indices.metrics import Metric

#: metric → (numerator, denominator)
Counts = Mapping[str, tuple[float, float]]

CENT = Decimal("0.01")


def ratio(numerator: float, denominator: float) -> float | None:
    """The part of the whole; None when there is no whole."""
    return None if denominator == 0 else numerator / denominator


def points(metric: Metric, numerator: float, denominator: float) -> float | None:
    """Points of a metric, two decimals, from 0 to its maximum; None for one without points or with nothing to divide by.

    Worked out in decimals: 93.08 of 100 is 18.62 of 20 points, and 0.5 / 0.8 of 2 is 1.25 exactly.
    """
    if metric.maximum is None or denominator == 0:
        return None
    reached = Decimal(str(numerator)) / (Decimal(str(denominator)) * Decimal(str(metric.target or 1)))
    return rounded(max(min(reached, Decimal(1)), Decimal(0)) * Decimal(str(metric.maximum)))


def total(scores: Iterable[float | None]) -> float:
    """The sum of points, those that are N/A left out; two decimals."""
    return rounded(sum((Decimal(str(one)) for one in scores if one is not None), Decimal(0)))


def rounded(value: Decimal) -> float:
    """Two decimals, halves up."""
    return float(value.quantize(CENT, ROUND_HALF_UP))


def combined(counts: Counts) -> Counts:
    """The counts with what follows from several of them.

    3.3 is multiplied by the share of dossiers that were synchronised (1.4), where that is known.
    5.4 is 100 % less the share that was late (2.1) and the share that was complained of or disliked.
    """
    found = dict(counts)
    if (share := _share(counts, "dossier_sync")) is not None and (online := counts.get("online_dossiers")):
        # More than all were synchronised: the figure is flagged where it stands and makes nothing else better.
        found["online_dossiers"] = (online[0] * min(share, 1), online[1])
    disliked, in_time = _share(counts, "dossiers_disliked"), counts.get("on_time")
    if disliked is not None and in_time and in_time[1]:
        found["receiving_satisfaction"] = (in_time[0] - disliked * in_time[1], in_time[1])
    return found


def _share(counts: Counts, metric: str) -> float | None:
    return ratio(*counts[metric]) if metric in counts else None
