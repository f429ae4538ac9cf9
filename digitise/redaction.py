"""A page for people who may see no values: the form's own print stays, everything else is white, whatever it may be.

Nothing has to be found to be hidden. A name, a signature, handwriting, a word nobody could read is hidden because it is not among the
words that are shown (digitise.printed). Where a form was not recognised, or the labels it must have were not found, there is nothing to
go by and the page is withheld whole. What is kept of a page is places only, and can be stored beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from digitise.clean import Box, Cleaned
from digitise.crops import MARGIN, png
from digitise.engine import Word
from digitise.forms import Form
from digitise.opening import opened
from digitise.printed import Phrase, fields_found, own_words, printed

#: Share of a form's labels that must stand on a page, else it is withheld; ours.
EXPECTED = 0.8
#: Share of the page's width at which the last value of a line ends: the right margin. A value's own end would tell its length.
RIGHT = 0.93
#: Greys of a zone with something in it, and of the frame of an empty one.
FILLED, FRAME, PAPER = 190, 150, 255
#: Pixels around a word that is shown, and around one that is hidden.
SHOWN, AROUND = 1, 2
#: Share of a field's box that must lie in a zone to be shown as that zone.
INSIDE = 0.2
#: Four corners in pixels of the scan: x, y, x, y …, clockwise from the upper left; they follow the skew.
Quad = tuple[int, int, int, int, int, int, int, int]


class Zone(msgspec.Struct, frozen=True, array_like=True):
    """A label, the place for values behind it, and whether anything stands there."""

    label: Quad
    value: Quad
    filled: bool


class Masks(msgspec.Struct, frozen=True):
    """What may be shown of a page: size of the scan, words shown, words that are hidden even where one reaches into those, zones."""

    size: tuple[int, int]
    shown: tuple[Quad, ...]
    hidden: tuple[Quad, ...]
    zones: tuple[Zone, ...]

    def as_json(self) -> str:
        """Numbers only."""
        return msgspec.json.encode(self).decode()


def masks(form: Form, lines: Sequence[Sequence[Word]], page: Cleaned, size: tuple[int, int]) -> Masks | None:
    """`size`: width and height of the scan. None: the labels the form must have are not there, so the page is withheld."""
    phrases = printed(form, lines)
    if fields_found(form, phrases) < EXPECTED * len(form.fields):
        return None
    words = own_words(lines, phrases)
    own = {id(word) for word in words}
    others = [word for line in lines for word in line if id(word) not in own and any(map(str.isalnum, word.text))]
    return Masks(
        size,
        tuple(_quad(page, word.box, SHOWN) for word in words),
        tuple(_quad(page, word.box, AROUND) for word in others),
        tuple(_zone(page, *place, others) for place in _places(lines, phrases, round(RIGHT * page.grey.shape[1]))),
    )


def redacted(page: bytes | Path, stored: str | None, box: Box | None = None) -> bytes | None:
    """PNG of a scan with its stored masks, or of the zone a field's `box` lies in. None: withheld, or no picture of these masks."""
    try:
        found = msgspec.json.decode(stored or "null", type=Masks | None)
        return None if found is None else apply(opened(page), found, box)
    except ValueError:  # a page that cannot be opened, masks that are none
        return None


def apply(rgb: Any, found: Masks, box: Box | None = None) -> bytes | None:
    """As `redacted`, of a page's pixels."""
    if rgb.shape[1::-1] != found.size:
        return None  # another picture than the one that was read
    from PIL import Image

    zone = _at(found.zones, box) if box else None
    if box and zone is None:
        return None
    made = Image.fromarray(picture(rgb, found))
    if zone is None:
        return png(made)
    left, top, right, bottom = _bounds(zone.label + zone.value)
    return png(made.crop((max(left - MARGIN, 0), max(top - MARGIN, 0), right + MARGIN, bottom + MARGIN)), whole=False)


def picture(rgb: Any, found: Masks) -> Any:
    """The page in grey (numpy), all that is not shown painted over; a zone is flat grey or empty, whatever its value is."""
    import cv2
    import numpy as np

    seen = np.zeros(rgb.shape[:2], np.uint8)
    cv2.fillPoly(seen, [_corners(quad) for quad in found.shown], 1)
    for quad in found.hidden:
        cv2.fillPoly(seen, [_corners(quad)], 0)
    made = np.full(seen.shape, PAPER, np.uint8)
    for zone in found.zones:
        if zone.filled:
            cv2.fillPoly(made, [_corners(zone.value)], FILLED)
        cv2.polylines(made, [_corners(zone.value)], True, FRAME, 2)
    return np.where(seen > 0, cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), made)


def _places(lines: Sequence[Sequence[Word]], phrases: Sequence[Phrase], right: int) -> list[tuple[Box, Box]]:
    """Boxes of each label and of what may stand behind it: up to the next label, else to the right margin."""
    places = []
    for number, one in enumerate(phrases):
        if one.kind == "phrase":
            continue
        label = _around(lines[one.line][one.start : one.end])
        after = phrases[number + 1] if number + 1 < len(phrases) else None
        end = lines[one.line][after.start].box[0] if after and after.line == one.line else right
        height = label[3] - label[1]
        if end - label[2] > height:
            places.append((label, (label[2] + height // 4, label[1], end - height // 4, label[3])))
    return places


def _zone(page: Cleaned, label: Box, value: Box, others: Sequence[Word]) -> Zone:
    filled = any(_common(word.box, value) > 0.3 * _area(word.box) for word in others)
    return Zone(_quad(page, label, 0), _quad(page, value, 0), filled)


def _at(zones: Sequence[Zone], box: Box) -> Zone | None:
    """The zone most of a field's box lies in."""
    best = max(zones, key=lambda zone: _common(_bounds(zone.value), box), default=None)
    return best if best and _common(_bounds(best.value), box) >= INSIDE * max(_area(box), 1) else None


def _quad(page: Cleaned, box: Box, margin: int) -> Quad:
    import numpy as np

    left, top, right, bottom = box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin
    corners = np.array([[left, top, 1], [right, top, 1], [right, bottom, 1], [left, bottom, 1]], float) @ page.back.T
    return tuple(round(float(one)) for one in corners.ravel())  # type: ignore[return-value]


def _corners(quad: Quad) -> Any:
    import numpy as np

    return np.array(quad, np.int32).reshape(4, 2)


def _bounds(numbers: Sequence[int]) -> Box:
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def _around(words: Sequence[Word]) -> Box:
    return _bounds([number for word in words for number in word.box])


def _common(one: Box, other: Box) -> int:
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0) * max(high, 0)


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
