"""One sheet of a form while it is filled in: labels, dotted leaders with values typed on them, tables, rules.

Places are millimetres from the top left corner of A4, `y` of a text is its baseline. Everything printed is remembered
with its place, so that the truth about the page is what was drawn and not what was meant.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from simulators.paper import fonts, ink
from simulators.paper.fonts import BOLD, ITALIC, REGULAR, Family
from simulators.province.dice import Dice

PAPER_MM = (210.0, 297.0)
MM_PER_INCH, POINTS_PER_INCH = 25.4, 72
LEFT, RIGHT, TOP = 22.0, 190.0, 20.0
INK, PALE = 25, 90
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Style:
    """How a page is set: families of labels and values, size in points, millimetres from line to line.

    `rise` is how far above the leader values are typed (millimetres), `leader` what leaders are made of.
    """

    label: Family
    value: Family
    points: float = 12.0
    leading: float = 8.4
    bold_values: bool = False
    rise: float = 0.1
    leader: str = "."


class Cell(NamedTuple):
    """A label with the field after it (none: label only); `share` is its part of the row's width."""

    label: str
    field: str = ""
    share: float = 1.0


class Printed(NamedTuple):
    """A field as it stands on the sheet: its text and its box in pixels of the straight sheet."""

    value: str
    box: Box


class Sheet:
    """A sheet of paper; `facts` are the values by field, `by_hand` the fields that are written with a pen."""

    def __init__(
        self, dpi: int, style: Style, facts: Mapping[str, str], dice: Dice, by_hand: Collection[str] = ()
    ) -> None:
        self.dpi, self.scale, self.style, self.facts, self.dice = dpi, dpi / MM_PER_INCH, style, facts, dice
        self.by_hand = by_hand
        self.image = Image.new("L", (self._px(PAPER_MM[0]), self._px(PAPER_MM[1])), 255)
        self.pen = ImageDraw.Draw(self.image)
        self.y = TOP
        self.fields: dict[str, Printed] = {}
        self.labels: list[Box] = []
        self.typed: list[Box] = []  # every piece of a value; one that runs over two lines has two
        self.patches: list[ink.Patch] = []
        self._texts: list[tuple[float, float, str]] = []

    def lines(self) -> list[str]:
        """Every printed line, from top to bottom; what stands on one height is one line."""
        rows: dict[int, list[tuple[float, str]]] = {}
        for y, x, text in self._texts:
            rows.setdefault(round(y * 2), []).append((x, text))
        return [" ".join(text for _, text in sorted(rows[height])) for height in sorted(rows)]

    def text(self, x: float, y: float, words: str, face: int = REGULAR, size: float = 1.0, anchor: str = "l") -> float:
        """Print words (anchor l, m or r at x) and return where they end."""
        drawn = self._font(self.style.label, face, size)
        self.pen.text((x * self.scale, y * self.scale), words, fill=INK, font=drawn, anchor=f"{anchor}s")
        width = drawn.getlength(words) / self.scale
        start = x - {"l": 0.0, "m": 0.5, "r": 1.0}[anchor] * width
        self._texts.append((y, start, words))
        box = self.pen.textbbox((start * self.scale, y * self.scale), words, font=drawn, anchor="ls")
        self.labels.append((float(box[0]), float(box[1]), float(box[2]), float(box[3])))
        return start + width

    def centred(self, words: str, face: int = BOLD, size: float = 1.0, at: float = 0.0) -> None:
        """A line in the middle of the sheet, or about `at`."""
        self.text(at or PAPER_MM[0] / 2, self.y, words, face, size, "m")
        self.y += self.style.leading * max(size, 0.75)

    def label(self, words: str, face: int = REGULAR) -> None:
        """A line that has no field."""
        self.text(LEFT, self.y, words, face)
        self.y += self.style.leading

    def row(
        self, *cells: Cell | tuple[str, str] | tuple[str, str, float], left: float = LEFT, right: float = RIGHT
    ) -> None:
        """Labels side by side, each with its leader and its value; the value of a lone one may run into a second line."""
        made = [Cell(*cell) for cell in cells]
        whole, x = sum(cell.share for cell in made), left
        for cell in made:
            end = x + (right - left) * cell.share / whole
            start = self.text(x, self.y, cell.label) + 1.5
            if cell.field:
                self._leader(start - 1, end - 1.5, self.y)
                self._fill(cell.field, start, end - 2, left if len(made) == 1 else None)
            x = end
        self.y += self.style.leading

    def value(self, field: str, x: float, y: float, anchor: str = "l", width: float = 80.0) -> None:
        """A field's value alone, for tables, headings and signatures."""
        words = self.facts[field]
        if not words:
            return
        drawn = self._fitting(words, width)
        start = x - {"l": 0.0, "m": 0.5, "r": 1.0}[anchor] * drawn.getlength(words) / self.scale
        self.fields[field] = Printed(words, self._type(field, words, start, y, drawn))

    def rule(self, x: float, y: float, to_x: float, to_y: float, width: float = 0.25) -> None:
        """A straight line."""
        self.pen.line([edge * self.scale for edge in (x, y, to_x, to_y)], fill=INK, width=max(1, self._px(width)))

    def frame(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """A ruled box."""
        corners = (x, y), (to_x, y), (to_x, to_y), (x, to_y)
        for one, other in zip(corners, (*corners[1:], corners[0]), strict=True):
            self.rule(*one, *other)

    def table(
        self, widths: Sequence[float], rows: Sequence[Sequence[str]], left: float = LEFT, height: float = 7.2
    ) -> None:
        """A ruled table from the present height on; a cell that begins with "=" is a field, the first row is a heading."""
        top = self.y
        for place, row in enumerate(rows):
            base, x = top + place * height + height * 0.68, left
            for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
                if cell.startswith("="):
                    self.value(cell[1:], x + width / 2, base, "m", width - 2)
                elif column == 0 or place == 0:
                    middle = place == 0
                    face, at = (BOLD, x + width / 2) if middle else (REGULAR, x + 1.5)
                    self.text(at, base, cell, face, 0.85, "m" if middle else "l")
                x += width
        bottom, right = top + len(rows) * height, left + sum(widths)
        for place in range(len(rows) + 1):
            self.rule(left, top + place * height, right, top + place * height)
        for column in range(len(widths) + 1):
            x = left + sum(widths[:column])
            self.rule(x, top, x, bottom)
        self.y = bottom + self.style.leading

    def mark(self, mask: Image.Image, x: float, y: float, colour: ink.Colour) -> None:
        """Stamp a mask with its centre at a place."""
        self.patches.append(ink.Patch(mask, (x * self.scale, y * self.scale), colour))

    def _fill(self, field: str, start: float, end: float, second: float | None) -> None:
        """Type a value on its leader; what is too long goes on from `second` in a line of its own, or is set smaller."""
        words = self.facts[field]
        if not words:
            return  # nothing is known: the leader stays empty, and the page has no such field
        full = self._font(self.style.value, self._face(), 1.0)
        if second is None or full.getlength(words) <= (end - start) * self.scale:
            drawn = self._fitting(words, end - start)
            self.fields[field] = Printed(words, self._type(field, words, start, self.y, drawn))
            return
        cut = _cut(words, full, (end - start) * self.scale)
        first = self._type(field, words[:cut].rstrip(), start, self.y, full)
        self.y += self.style.leading
        self._leader(second, RIGHT - 1.5, self.y)
        rest = words[cut:].lstrip()
        other = self._type(field, rest, second, self.y, self._fitting(rest, RIGHT - 2 - second))
        box = min(first[0], other[0]), first[1], max(first[2], other[2]), other[3]
        self.fields[field] = Printed(words, box)

    def _type(self, field: str, words: str, x: float, y: float, drawn: ImageFont.FreeTypeFont) -> Box:
        """Words typed, or written by hand, just above a baseline, and the box they take."""
        self._texts.append((y, x, words))
        at = x * self.scale, (y - self.style.rise) * self.scale
        box = self._pen(words, at, int(drawn.size)) if field in self.by_hand else self._press(words, at, drawn)
        self.typed.append(box)
        return box

    def _press(self, words: str, at: tuple[float, float], drawn: ImageFont.FreeTypeFont) -> Box:
        self.pen.text(at, words, fill=INK, font=drawn, anchor="ls")
        left, top, right, bottom = self.pen.textbbox(at, words, font=drawn, anchor="ls")
        return float(left), float(top), float(right), float(bottom)

    def _pen(self, words: str, at: tuple[float, float], size: int) -> Box:
        mask = ink.handwriting(words, fonts.font(self.style.value.files[ITALIC], size), self.dice)
        left, top = at[0], at[1] - 0.74 * mask.height
        self.patches.append(ink.Patch(mask, (left + mask.width / 2, top + mask.height / 2), ink.BLUE))
        inner = mask.getbbox() or (0, 0, 1, 1)
        return left + inner[0], top + inner[1], left + inner[2], top + inner[3]

    def _leader(self, start: float, end: float, y: float) -> None:
        dot = self._font(self.style.label, REGULAR, 0.9)
        count = int((end - start) * self.scale / dot.getlength(self.style.leader))
        dots = self.style.leader * max(count, 0)
        self.pen.text((start * self.scale, y * self.scale), dots, fill=PALE, font=dot, anchor="ls")

    def _fitting(self, words: str, width: float) -> ImageFont.FreeTypeFont:
        """The value's font at the largest size, from the style's down, at which the words fit."""
        size = 1.0
        while True:
            drawn = self._font(self.style.value, self._face(), size)
            if drawn.getlength(words) <= width * self.scale or size < 0.5:
                return drawn
            size -= 0.04

    def _face(self) -> int:
        return BOLD if self.style.bold_values else REGULAR

    def _font(self, family: Family, face: int, size: float) -> ImageFont.FreeTypeFont:
        return fonts.font(family.files[face], max(6, round(self.style.points * size * self.dpi / POINTS_PER_INCH)))

    def _px(self, millimetres: float) -> int:
        return round(millimetres * self.scale)


def _cut(words: str, drawn: ImageFont.FreeTypeFont, width: float) -> int:
    """Where the first line of words ends: at the last space at which they fit."""
    spaces = [place for place, letter in enumerate(words) if letter == " "]
    fitting = [place for place in spaces if drawn.getlength(words[:place]) <= width]
    return fitting[-1] if fitting else 0
