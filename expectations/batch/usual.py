"""What the nights before a batch tell is usual."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from expectations.batch.profile import Profile


@dataclass(frozen=True)
class Night:
    """One night of a flow's source: records that changed, and the profiles of its batches put together."""

    day: date
    changed: int
    profile: Profile


@dataclass(frozen=True)
class Usual:
    """`nights` there were; `low`, `high`: usual changed records a night; `age`: days from the newest event to the night; `always`: keys
    every record had; `seen`: keys any had; `codes`: field → code → records; `spread`: field → the largest distance of a night from it.
    """

    nights: int
    low: float = 0
    high: float = 0
    age: float | None = None
    always: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()
    codes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    spread: Mapping[str, float] = field(default_factory=dict)


def usual(nights: Sequence[Night], least_records: int = 0) -> Usual:
    """What these nights have in common. A tenth of them at either end is no measure: a first load, a day off."""
    if not nights:
        return Usual(0)
    volumes = [night.changed for night in nights]
    ages = [(night.day - date.fromisoformat(night.profile.newest)).days for night in nights if night.profile.newest]
    keyed = [night.profile for night in nights if night.profile.keys]
    always = [{key for key, count in one.keys.items() if count >= max(one.keys.values())} for one in keyed]
    codes = together([night.profile for night in nights])
    large = [night.profile for night in nights if night.profile.records >= least_records]
    return Usual(
        nights=len(nights),
        low=float(np.quantile(volumes, 0.1, method="lower")),
        high=float(np.quantile(volumes, 0.9, method="lower")),
        age=float(np.quantile(ages, 0.9, method="lower")) if ages else None,
        always=frozenset(set.intersection(*always)) if always else frozenset(),
        seen=frozenset(key for one in keyed for key in one.keys),
        codes=codes,
        spread={
            name: max((distance(one.codes.get(name, {}), codes[name]) for one in large), default=0.0) for name in codes
        },
    )


def together(profiles: Sequence[Profile]) -> dict[str, dict[str, int]]:
    """Field → code → records of all of them."""
    found: dict[str, Counter[str]] = {}
    for one in profiles:
        for name, counts in one.codes.items():
            found.setdefault(name, Counter()).update(counts)
    return {name: dict(counts) for name, counts in found.items()}


def distance(ours: Mapping[str, int], theirs: Mapping[str, int]) -> float:
    """Jensen–Shannon distance of two spreads of codes (base 2): 0 alike, 1 nothing in common; 0 where one of them is empty.

    Source: J. Lin, Divergence measures based on the Shannon entropy, IEEE Trans. Inf. Theory 37 (1991); its square root is a metric.
    """
    if not sum(ours.values()) or not sum(theirs.values()):
        return 0.0
    codes = sorted({*ours, *theirs})
    p, q = (np.array([counts.get(code, 0) for code in codes], dtype=float) for counts in (ours, theirs))
    p, q = p / p.sum(), q / q.sum()
    middle = (p + q) / 2
    return float(np.sqrt(max((_divergence(p, middle) + _divergence(q, middle)) / 2, 0)))


def _divergence(p: np.ndarray, q: np.ndarray) -> float:
    there = p > 0
    return float(np.sum(p[there] * np.log2(p[there] / q[there])))
