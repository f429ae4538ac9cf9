"""Printed labels are found on a page in spite of misread letters, and the words that follow one are its value."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz

from digitise.birth_extract import plain
from digitise.engine import Word
from digitise.forms import FieldForm, Form

#: Least likeness (0 to 100) of printed words and a label: with a colon after them, and without.
WITH_COLON, WITHOUT = 74, 86


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
    part = ""
    for number, line in enumerate(lines):
        hits = _apart([hit for label in labels for hit in _hits(label, number, line, exact)])
        for place, hit in enumerate(hits):
            field = _field(form, hit.label, part, values)
            if field is None:
                continue
            part = field.opens or part
            until = hits[place + 1].start if place + 1 < len(hits) else len(line)
            values[field.name] = _after_colon(line[hit.end - 1]) + line[hit.end : until]
    return values | _cells(form, lines)


def _hits(label: str, number: int, line: list[Word], exact: bool) -> list[Hit]:
    wanted, count = _bare(label), len(label.split())
    hits = []
    for start in range(len(line)):
        for size in {max(1, count - 1), count, count + 1}:
            words = line[start : start + size]
            if len(words) < size:
                continue
            text = " ".join(word.text for word in words)
            head, colon, _ = text.partition(":")
            if colon and len(text.split(":")[0].split()) < size:
                continue  # the colon must close the label, not stand inside it
            score = fuzz.ratio(_bare(head), wanted)
            if score >= (100 if exact else WITH_COLON if colon else WITHOUT) and (colon or len(wanted) > 4):
                hits.append(Hit(number, start, start + size, label, score + (5 if colon else 0)))
    return hits


def _apart(hits: list[Hit]) -> list[Hit]:
    """The best hits that do not overlap, longer labels first, from left to right."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: -(hit.score**3) * len(hit.label) ** 0.5):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _field(form: Form, label: str, part: str, taken: dict[str, list[Word]]) -> FieldForm | None:
    """The field a label means in this part of the form; a field read once is not read again."""
    fits = [field for field in form.fields if label in field.labels and field.name not in taken]
    return next((field for field in fits if field.part == part), None) or next(
        (field for field in fits if not field.part), None
    )


def _after_colon(word: Word) -> list[Word]:
    """What is printed right after the label's colon, without a space."""
    rest = word.text.partition(":")[2]
    return [Word(rest, word.confidence, word.box)] if rest.strip(".:,;-_ ") else []


def _cells(form: Form, lines: list[list[Word]]) -> dict[str, list[Word]]:
    """The cells of the rows of a table: the last words of the line that begins with the row's name."""
    values = {}
    for row, names in form.rows.items():
        wanted, best, score = _bare(row), None, 80.0
        for line in lines:
            head, cells = line[: -len(names)], line[-len(names) :]
            like = fuzz.ratio(_bare(" ".join(word.text for word in head)), wanted) if head else 0.0
            if like > score:
                best, score = cells, like
        if best:
            values |= {name: [cell] for name, cell in zip(names, best, strict=True)}
    return values


def _bare(text: str) -> str:
    return "".join(sign for sign in plain(text) if sign.isalnum() or sign == " ").strip()
