"""The cells of a table: rows stand at even distances, columns below one another, wherever their words were read."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from digitise.engine import Word
from digitise.forms import Form
from digitise.texts import bare

#: Rows of a table that must be read before the others are looked for.
LEAST_ROWS = 4
#: What a mark or a level is read as, and pixels within which marks stand in one column.
MARK = re.compile(r"\d{1,2}[,.]?\d?|C?[ĐDÐ]")
COLUMN = 40


def found(form: Form, lines: list[list[Word]]) -> dict[str, list[Word]]:
    """The cells of the rows of a table: rows stand at even distances, columns below one another, wherever they were read."""
    middles = _rows(form, lines)
    if len(middles) < LEAST_ROWS:
        return {}
    slope, start = _line(list(middles), list(middles.values()))
    top, bottom = start - slope, start + slope * len(form.rows)
    words = [word for line in lines for word in line]
    columns = _columns([word for word in words if top < _middle(word)[1] < bottom], len(next(iter(form.rows.values()))))
    return {
        name: [_cell(words, columns[place], start + slope * number, abs(slope))]
        for number, names in enumerate(form.rows.values())
        for place, name in enumerate(names)
        if columns
    }


def _middle(word: Word) -> tuple[float, float]:
    return (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2


def _rows(form: Form, lines: list[list[Word]]) -> dict[int, float]:
    """Number of a row → its height on the page, where its label was read at the beginning of a line."""
    heights: dict[int, float] = {}
    for number, row in enumerate(form.rows):
        best, count = 80.0, len(row.split())
        for line in lines:
            words = [word for word in line if any(sign.isalnum() for sign in word.text)]
            for first in (0, 1):  # a speck may stand before the label
                head = words[first : first + count]
                like = fuzz.ratio(bare(" ".join(word.text for word in head)), bare(row)) if head else 0.0
                if like > best:
                    best, heights[number] = like, sum(_middle(word)[1] for word in head) / len(head)
    return heights


def _columns(words: list[Word], count: int) -> list[float]:
    """Where the columns of marks stand: the places most of what looks like a mark gathers at; nothing where there are too few."""
    places = sorted(_middle(word)[0] for word in words if MARK.fullmatch(word.text.strip(".:'`|")))
    groups: list[list[float]] = []
    for place in places:
        if groups and place - groups[-1][-1] < COLUMN:
            groups[-1].append(place)
        else:
            groups.append([place])
    fullest = sorted(groups, key=len)[-count:]
    if len(fullest) < count or len(fullest[0]) < LEAST_ROWS // 2:
        return []
    return sorted(group[len(group) // 2] for group in fullest)


def _line(numbers: list[int], middles: list[float]) -> tuple[float, float]:
    """Distance of rows and place of the first: medians, so that a misplaced row does not bend it."""
    import numpy as np

    pairs = [(one, two) for one in range(len(numbers)) for two in range(one)]
    slope = float(np.median([(middles[a] - middles[b]) / (numbers[a] - numbers[b]) for a, b in pairs]))
    return slope, float(np.median([middle - slope * number for number, middle in zip(numbers, middles, strict=True)]))


def _cell(words: list[Word], across: float, down: float, high: float) -> Word:
    """The word read in this cell, else an empty one with the cell's box for the second reading."""
    for word in words:
        left, top, right, bottom = word.box
        near = abs((left + right) / 2 - across) < 0.8 * high and abs((top + bottom) / 2 - down) < 0.45 * high
        if near and right - left < 3 * high:
            return word
    half, tall = 0.8 * high, 0.36 * high
    return Word("", 0.0, (round(across - half), round(down - tall), round(across + half), round(down + tall)))
