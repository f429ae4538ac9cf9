"""Printed labels are found on a page in spite of misread letters, and the words that follow one are its value."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from digitise.engine import Word
from digitise.forms import FieldForm, Form
from schemas.names import plain

#: Least likeness (0 to 100) of printed words and a label: with a colon after them, and without.
WITH_COLON, WITHOUT = 74, 86
#: The same with what may be a worn colon; labels of fewer letters must be read in full, colon and all.
WORN, SHORT = 80, 5
#: Rows of a table that must be read before the others are looked for.
LEAST_ROWS = 4
#: Signs of a list's longest label from which values run on in a next line.
LONG = 50
#: What a mark or a level is read as, and pixels within which marks stand in one column.
MARK = re.compile(r"\d{1,2}[,.]?\d?|C?[ĐDÐ]")
COLUMN = 40
#: A gap of so many line heights ends a value.
GAP = 4
#: What a worn colon is read as.
END = re.compile(r"[;.,'`·\-]+$")


@dataclass(frozen=True)
class Hit:
    """A label: words `start` to `end` (exclusive) of a line."""

    line: int
    start: int
    end: int
    label: str
    score: float


def found(form: Form, lines: list[list[Word]], exact: bool = False) -> dict[str, list[Word]]:
    """Field → words of its value, for the labels found; a value ends where the next label of its line begins."""
    labels = sorted({label for field in form.fields for label in field.labels})
    values: dict[str, list[Word]] = {}
    sure: dict[str, float] = {}
    part = ""
    open_field = ""  # a long value that may run on in a line without labels
    for number, line in enumerate(lines):
        hits = _apart([hit for label in labels for hit in _hits(label, number, line, exact)])
        if not hits and open_field:
            values[open_field] += line
        open_field = ""
        for place, hit in enumerate(hits):
            field = _field(form, hit.label, part, {name for name, score in sure.items() if score >= hit.score - 3})
            if field is None:
                continue
            part, sure[field.name] = field.opens or part, hit.score
            open_field = field.name if max(map(len, field.words), default=0) > LONG else ""
            until = hits[place + 1].start if place + 1 < len(hits) else len(line)
            values[field.name] = _together(_after_colon(line[hit.end - 1]) + line[hit.end : until])
    return values | _cells(form, lines)


def _hits(label: str, number: int, line: list[Word], exact: bool) -> list[Hit]:
    wanted, count = _bare(label), len(label.split())
    hits = []
    for start in range(len(line)):
        for size in {max(1, count - 1), count, count + 1}:
            words = line[start : start + size]
            if len(words) < size:
                continue
            text = END.sub(":", " ".join(word.text for word in words))
            head, colon, _ = text.partition(":")
            if colon and len(text.split(":")[0].split()) < size:
                continue  # the colon must close the label, not stand inside it
            score = fuzz.ratio(_bare(head), wanted)
            printed = ":" in words[-1].text
            least = 100 if exact or len(wanted) < SHORT else WITH_COLON if printed else WORN if colon else WITHOUT
            if score >= least and (printed or len(wanted) >= SHORT):
                hits.append(Hit(number, start, start + size, label, score + (5 if colon else 0)))
    return hits


def _apart(hits: list[Hit]) -> list[Hit]:
    """The best hits that do not overlap, longer labels first, from left to right."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: -(hit.score**3) * len(hit.label) ** 0.5):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _field(form: Form, label: str, part: str, taken: set[str]) -> FieldForm | None:
    """The field a label means in this part of the form; a field read once is not read again."""
    fits = [field for field in form.fields if label in field.labels and field.name not in taken]
    return next((field for field in fits if field.part == part), None) or next(
        (field for field in fits if not field.part), None
    )


def _after_colon(word: Word) -> list[Word]:
    """What is printed right after the label's colon, without a space."""
    rest = word.text.partition(":")[2]
    return [Word(rest, word.confidence, word.box)] if rest.strip(".:,;-_ ") else []


def _together(words: list[Word]) -> list[Word]:
    """The words up to the first wide gap, without specks at the end."""
    kept: list[Word] = []
    for word in words:
        height = max(12, *(one.box[3] - one.box[1] for one in (kept or [word])))
        if kept and word.box[0] - kept[-1].box[2] > GAP * height:
            break
        kept.append(word)
    while len(kept) > 1 and kept[-1].confidence < 0.5 and (len(kept[-1].text) == 1 or not kept[-1].text[0].isalnum()):
        kept.pop()
    return kept


def _cells(form: Form, lines: list[list[Word]]) -> dict[str, list[Word]]:
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
    found: dict[int, float] = {}
    for number, row in enumerate(form.rows):
        best, count = 80.0, len(row.split())
        for line in lines:
            words = [word for word in line if any(sign.isalnum() for sign in word.text)]
            for first in (0, 1):  # a speck may stand before the label
                head = words[first : first + count]
                like = fuzz.ratio(_bare(" ".join(word.text for word in head)), _bare(row)) if head else 0.0
                if like > best:
                    best, found[number] = like, sum(_middle(word)[1] for word in head) / len(head)
    return found


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


def _bare(text: str) -> str:
    return "".join(sign for sign in plain(text) if sign.isalnum() or sign == " ").strip()
