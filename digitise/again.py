"""A second look at zones: numbers by the digit engine, doubtful words as one line on the page with its leaders."""

from __future__ import annotations

from collections.abc import Callable

from digitise import checks, engine
from digitise.engine import Word
from digitise.values import AGREE, DIFFER, Value, piece, value_of

#: What another reading that agrees leaves of the doubt, and one that differs of the confidence; ours.
AGREED, DIFFERED = 0.5, 0.8
#: What is left where two readings differ and both may be a value of the kind: one of them is wrong.
BOTH_HOLD = 0.6
#: What is left of an address whose number was read in two ways.
NOT_THE_SAME = 0.2
#: Zones higher than so many times their first word are more than one line.
ONE_LINE = 1.8
#: Pixels around a zone.
MARGIN = 10


def by_digits(values: dict[str, Value]) -> None:
    """Zones of numbers are read again by the digit engine; two equal readings are surer, of two the one that holds is taken."""
    zones = [value for value in values.values() if value.kind in checks.BY_DIGITS]
    crops = [value.crop(value.page.grey) for value in zones]
    for value, (text, score) in zip(zones, engine.read_digits(crops) if crops else [], strict=True):
        other, holds = checks.tidy(value.declared, text)
        if other == value.value or (value.holds and other == value.value.replace("Đ", "D")):  # it writes no Đ
            value.confidence = 1 - (1 - value.confidence) * AGREED * (1 - score)
            value.holds = value.holds or holds
            value.reason = AGREE
        elif holds and (not value.holds or score > value.confidence):
            # It is the better with digits, not with letters.
            letters = other[:1].isalpha() and other[1:] == value.value[1:]
            doubt = BOTH_HOLD if value.holds else DIFFERED
            value.value, value.holds, value.engine = other, True, "rapidocr"
            value.confidence = score * (doubt if not letters else doubt * DIFFERED)
            value.reason = DIFFER
        else:
            value.confidence *= BOTH_HOLD if holds else DIFFERED
            value.reason = DIFFER


def hamlets(values: dict[str, Value]) -> None:
    """The number of a hamlet or a block in an address is on no list: both engines must read the same."""
    zones = [(value, word) for value in values.values() if value.kind == "address" for word in _numbers(value)]
    crops = [piece(value.page.grey, word.box) for value, word in zones]
    for (value, word), (text, _) in zip(zones, engine.read_digits(crops) if crops else [], strict=True):
        if checks.digits(text) != checks.digits(word.text) or any(map(str.isalpha, word.text)):
            value.confidence *= NOT_THE_SAME
            value.reason = "two readings of a number differ"


def _numbers(value: Value) -> list[Word]:
    return [word for word in value.words if any(map(str.isdigit, word.text))]


def by_lines(values: dict[str, Value], doubtful: Callable[[Value], bool]) -> None:
    """Doubtful zones of one line are read again where nothing was painted white; the better of two readings is taken."""
    for value in values.values():
        if not doubtful(value) or not _one_line(value):
            continue
        words = engine.read_line(value.crop(value.page.ruled, MARGIN))
        if words:
            _weigh(value, value_of(value.declared, value.page, words))


def _weigh(value: Value, other: Value) -> None:
    if other.value == value.value:
        value.confidence = max(value.confidence, 1 - (1 - value.confidence) * (1 - AGREED * other.confidence))
        value.holds, value.reason = value.holds or other.holds, AGREE
    elif (other.holds, other.known, other.confidence) > (value.holds, value.known, value.confidence):
        value.value, value.holds, value.known = other.value, other.holds, other.known
        value.confidence, value.reason = other.confidence * DIFFERED, DIFFER
    else:
        value.confidence, value.reason = value.confidence * DIFFERED, DIFFER


def _one_line(value: Value) -> bool:
    _, top, _, bottom = value.box
    first = value.words[0].box
    return bottom - top <= ONE_LINE * max(first[3] - first[1], 16)
