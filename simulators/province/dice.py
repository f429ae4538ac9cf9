"""Chance that can be repeated: the same seed and record number give the same draws on every machine, in any order.

A record is generated from its number alone, so one can be made again for an update a night later without having been
kept, and a million of them need no memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")
MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15
STEP = 6364136223846793005
FIRST_ORDINAL = date(1900, 1, 1).toordinal()


def salt(*parts: object) -> int:
    """A 64-bit number that stands for a seed and the name of a purpose."""
    return int.from_bytes(blake2b("/".join(map(str, parts)).encode(), digest_size=8).digest(), "big")


class Dice:
    """Draws for one record: `Dice(salt, number)`."""

    __slots__ = ("state",)

    def __init__(self, base: int, number: int) -> None:
        mixed = (base + (number + 1) * GOLDEN) & MASK
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        self.state = mixed ^ (mixed >> 27)

    def below(self, limit: int) -> int:
        """A number from 0 to limit - 1."""
        self.state = (self.state * STEP + 1442695040888963407) & MASK
        return ((self.state >> 32) * limit) >> 32

    def between(self, low: int, high: int) -> int:
        """A number from low to high, both possible."""
        return low + self.below(high - low + 1)

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices, each as likely."""
        return choices[self.below(len(choices))]

    def chance(self, per_mille: int) -> bool:
        """True in so many cases of a thousand."""
        return self.below(1000) < per_mille

    def day(self, first: date, last: date) -> date:
        """A day of the span, both ends possible."""
        return date.fromordinal(self.between(first.toordinal(), last.toordinal()))

    def digits(self, count: int) -> str:
        """A number of so many digits, leading zeros kept."""
        return f"{self.below(10**count):0{count}d}"


class Shuffle:
    """A repeatable one-to-one mapping of 0..size-1 onto itself that needs no memory."""

    def __init__(self, size: int, base: int) -> None:
        self.size = max(size, 1)
        factor = (base | 1) % self.size or 1
        while _common(factor, self.size) != 1:
            factor += 1
        self.factor, self.shift = factor, base % self.size
        self.inverse = pow(factor, -1, self.size) if self.size > 1 else 0

    def at(self, place: int) -> int:
        """Where `place` goes."""
        return (place * self.factor + self.shift) % self.size

    def back(self, target: int) -> int:
        """The place that goes to `target`."""
        return (target - self.shift) * self.inverse % self.size


def _common(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a
