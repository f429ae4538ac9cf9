"""Printed labels are found on a page in spite of misread letters, and the words that follow one are its value."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from digitise import cells
from digitise.engine import Word
from digitise.forms import FieldForm, Form
from digitise.texts import bare

#: Least likeness (0 to 100) of printed words and a label: with a colon after them, and without.
WITH_COLON, WITHOUT = 74, 86
#: A likeness nothing has.
NEVER = 101
#: The same with what may be a worn colon; labels of fewer letters must be read in full, colon and all.
WORN, SHORT = 80, 5
#: Signs of a list's longest label from which values run on in a next line.
LONG = 50
#: A gap of so many line heights ends a value.
GAP = 4
#: So many line heights before a word, and it begins something new; letters from which a label may have a misread comma inside.
ALONE, LONG_LABEL = 1.5, 15
#: Small words that may follow a label before its colon; line heights down to a value below its label.
MORE_LABEL, NEXT_LINE = 4, 1.5
#: Likeness from which a line is fixed print that holds no field.
PRINTED = 88
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
    labels = sorted({label for field in form.fields for label in (*field.labels, *field.inside)})
    values: dict[str, list[Word]] = {}
    sure: dict[str, float] = {}
    part, headed = "", False
    open_field = ""  # a long value that may run on in a line without labels
    fixed = [bare(text) for text in form.printed]
    for number, line in enumerate(lines):
        if _is_printed(line, fixed):
            continue
        if under := _heading(form, line):
            part, headed, open_field = under, True, ""
            continue
        hits = _apart([hit for label in labels for hit in _hits(label, number, line, exact)])
        if not hits and open_field:
            values[open_field] += line
        open_field = ""
        for place, hit in enumerate(hits):
            taken = {name for name, score in sure.items() if score >= hit.score - 3}
            field = (_inside(form, hit.label, part, taken) if headed else None) or _field(form, hit.label, part, taken)
            if field is None:
                continue
            headed = headed and field.opens in ("", part)
            part, sure[field.name] = field.opens or part, hit.score
            open_field = field.name if max(map(len, field.words), default=0) > LONG else ""
            until = hits[place + 1].start if place + 1 < len(hits) else len(line)
            behind = _behind(line[hit.start : until], hit.end - hit.start)
            if not behind and number + 1 < len(lines):
                edge = hits[place + 1] if place + 1 < len(hits) else None
                behind = _below(line[hit.start], line[edge.start] if edge else None, lines[number + 1])
                if any(_hits(label, 0, behind, exact) for label in labels):
                    behind = []
            values[field.name] = _together(behind)
    return values | cells.found(form, lines)


def _hits(label: str, number: int, line: list[Word], exact: bool) -> list[Hit]:
    wanted, count = bare(label), len(label.split())
    hits = []
    for start in range(len(line)):
        for size in {max(1, count - 1), count, count + 1}:
            words = line[start : start + size]
            if len(words) < size:
                continue
            text = END.sub(":", " ".join(word.text for word in words))
            inner, _, end = text.rpartition(" ")
            head, colon, _ = end.partition(":")
            printed = ":" in words[-1].text
            if not printed and _is_name(words, label):
                continue
            score = fuzz.ratio(bare(f"{inner} {head}"), wanted)
            if score >= _least(len(wanted), printed, colon != "", ":" in inner, exact) or (
                text.rstrip(":") == label and _stands_alone(line, start)
            ):
                hits.append(Hit(number, start, start + size, label, score + (5 if colon else 0)))
    return hits


def _least(letters: int, printed: bool, colon: bool, inside: bool, exact: bool) -> float:
    """Least likeness: less where a colon closes the label, more where one stands inside it."""
    if exact or (letters < SHORT and printed):
        return 100
    if letters < SHORT:
        return NEVER
    if inside:
        return WITHOUT if printed and letters >= LONG_LABEL else NEVER
    return WITH_COLON if printed else WORN if colon else WITHOUT


def _stands_alone(line: list[Word], place: int) -> bool:
    """Whether a word begins its line, or stands behind a gap."""
    word = line[place]
    return not place or word.box[0] - line[place - 1].box[2] > ALONE * max(12, word.box[3] - word.box[1])


def _is_name(words: list[Word], label: str) -> bool:
    """Whether words have capitals where the label has none: "Ngoi, Tỉnh" is no "Giới tính", unless all is capitals."""
    if all(word.text.isupper() for word in words):
        return False
    return any(
        word.text[:1].isupper() and part.islower() for word, part in zip(words[1:], label.split()[1:], strict=False)
    )


def _apart(hits: list[Hit]) -> list[Hit]:
    """The best hits that do not overlap, longer labels first, from left to right."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: -(hit.score**3) * len(hit.label) ** 0.5):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _is_printed(line: list[Word], fixed: list[str]) -> bool:
    text = bare(" ".join(word.text for word in line))
    return any(fuzz.ratio(text, one) >= PRINTED for one in fixed)


def _heading(form: Form, line: list[Word]) -> str:
    """The part whose heading this line is: its words and perhaps a number before them, nothing else."""
    text = bare(" ".join(word.text for word in line)).lstrip("ivx0123456789 ")
    likeness = {part: max(fuzz.ratio(text, bare(words)) for words in texts) for part, texts in form.headings.items()}
    best = max(likeness, key=lambda part: likeness[part], default="")
    return best if best and likeness[best] >= PRINTED else ""


def _inside(form: Form, label: str, part: str, taken: set[str]) -> FieldForm | None:
    """The field of a headed part that has this label under its heading only."""
    fits = (field for field in form.fields if field.opens == part and label in field.inside)
    return next((field for field in fits if field.name not in taken), None)


def _field(form: Form, label: str, part: str, taken: set[str]) -> FieldForm | None:
    """The field a label means in this part of the form; a field read once is not read again.

    Where this part has it already, the heading of the next part was not read: it is the next part's.
    """
    fits = [field for field in form.fields if label in field.labels]
    free = [field for field in fits if field.name not in taken]
    if here := next((field for field in free if field.part == part), None):
        return here
    if any(field.part == part for field in fits):
        behind = fits[[field.part for field in fits].index(part) :]
        return next((field for field in behind if field in free), None)
    return next((field for field in free if not field.part), None)


def _behind(words: list[Word], label: int) -> list[Word]:
    """The words behind the first `label` words; where small words and a colon follow, these belong to the label."""
    for place, word in enumerate(words[label : label + MORE_LABEL], label):
        if not (word.text[:1].islower() or word.text[:1] == "(") or ":" in words[label - 1].text:
            break
        if word.text.endswith(":"):
            return words[place + 1 :]
    return _after_colon(words[label - 1]) + words[label:]


def _below(label: Word, other: Word | None, line: list[Word]) -> list[Word]:
    """The words of the next line that stand under a label, left of what stands under the label beside it."""
    height = max(12, label.box[3] - label.box[1])
    if line[0].box[1] - label.box[3] > NEXT_LINE * height:
        return []
    right = other.box[0] - height if other else float("inf")
    return [word for word in line if label.box[0] - 2 * height <= word.box[0] < right]


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
    while len(kept) > 1 and kept[-1].confidence < 0.5 and sum(map(str.isalnum, kept[-1].text)) < 2:
        kept.pop()
    return kept
