"""How far two values of a field agree: 1 the same, 0 different, between them what a slip of the pen explains. Symmetric in the two.

Scorers are rapidfuzz's, called once for a whole column. The steps between 0 and 1 are ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from tracking.duplicates.declared import How
from tracking.duplicates.forms import bare, plain, spelt

#: A letter left out, put in, changed, or two that changed places: what so many of them leave of the agreement of a name.
SLIPS = (0.95, 0.8, 0.5)
#: A name in which a middle word is missing.
SHORTER = 0.75
#: A number with one wrong digit, or two that changed places.
ONE_DIGIT = 0.6
#: Dates of which one record or both know the year only, or the year and month: many people share these.
YEAR_ONLY, MONTH_ONLY = 0.5, 0.8
#: A date with a wrong digit, or with day and month exchanged.
MISWRITTEN = 0.5
#: Addresses are alike from so many of a hundred of rapidfuzz's ratio.
LIKE_TEXT = 85

#: Length of a date known that far.
YEAR, MONTH = 4, 7

Agree = Callable[[Sequence[str], Sequence[str]], list[float]]


def _edits(a: Sequence[str], b: Sequence[str], most: int) -> list[int]:
    """Slips between each two texts; more than `most` are told as most + 1."""
    return [int(found) for found in process.cpdist(a, b, scorer=OSA.distance, score_cutoff=most)]


def names(a: Sequence[str], b: Sequence[str]) -> list[float]:
    """Names of people."""
    most = len(SLIPS) - 1
    written = _edits([plain(one) for one in a], [plain(one) for one in b], most)
    ordered = _edits([bare(one) for one in a], [bare(one) for one in b], most)
    return [_name(*each) for each in zip(a, b, map(min, written, ordered), strict=True)]


def _name(one: str, other: str, slips: int) -> float:
    if spelt(one) == spelt(other):
        return 1.0
    if slips < len(SLIPS):
        return SLIPS[slips]
    few, many = sorted((set(plain(one).split()), set(plain(other).split())), key=len)
    return SHORTER if len(few) >= 2 and few < many else 0.0


def days(a: Sequence[str], b: Sequence[str]) -> list[float]:
    """Dates as far as they are known, year first."""
    edits = _edits(a, b, 1)
    return [_day(one, other, slips) for one, other, slips in zip(a, b, edits, strict=True)]


def _day(one: str, other: str, slips: int) -> float:
    if one.startswith(other) or other.startswith(one):
        return {YEAR: YEAR_ONLY, MONTH: MONTH_ONLY}.get(min(len(one), len(other)), float(one == other))
    exchanged = one[:5] == other[:5] and one[5:7] == other[8:10] and one[8:10] == other[5:7]
    return MISWRITTEN if exchanged or slips <= 1 else 0.0


def numbers(a: Sequence[str], b: Sequence[str]) -> list[float]:
    """Numbers of people, cards, telephones, certificates."""
    edits = _edits(a, b, 1)
    return [(1.0, ONE_DIGIT, 0.0)[slips] for slips in edits]


def texts(a: Sequence[str], b: Sequence[str]) -> list[float]:
    """Free text, such as an address."""
    found = process.cpdist([bare(one) for one in a], [bare(one) for one in b], scorer=fuzz.ratio)
    return [float(one) / 100 if one >= LIKE_TEXT else 0.0 for one in found]


def same(a: Sequence[str], b: Sequence[str]) -> list[float]:
    """Codes: there is nothing between the same and another."""
    return [float(one == other) for one, other in zip(a, b, strict=True)]


AGREE: Mapping[How, Agree] = {"name": names, "day": days, "number": numbers, "text": texts, "same": same}
