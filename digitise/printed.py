"""Which words on a page are the form's own print: its titles, labels, row heads and headings, and nothing that was filled in.

Stricter than digitise.anchors, which looks for values and may take a worn word for a label. Here a word counts only if it stands in a
phrase the form declares, reads like a word of that phrase, and is as large as such a word is: what counts is shown to people who may see
no value (digitise.redaction).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from rapidfuzz import fuzz

from digitise.engine import Word
from digitise.forms import Form
from digitise.texts import bare

#: Print at the head of every state form: NĐ 30/2020, Appendix I.
STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
#: Least likeness (0 to 100): of a label with its colon, of a phrase without one, of a row's head, of each word in any of them. Ours.
LABEL, PHRASE, HEAD, WORD = 80, 88, 85, 65
#: Letters from which a label may lack its colon, and a phrase may stand beside other words.
LONG = 12
#: Rows that make a table, and line heights by which their heads may stand apart.
ROWS, APART = 4, 1.5
#: Line heights between two words of a phrase, at most.
GAP = 1.5
#: A word is at most so many times as wide as its letters ask for, and as high as the page's words are.
WIDE, WIDER, HIGH = 1.4, 2.2, 1.9


@dataclass(frozen=True)
class Phrase:
    """Words `start` to `end` (exclusive) of a line; `kind`: label, row, or phrase."""

    line: int
    start: int
    end: int
    text: str
    kind: str
    score: float


def printed(form: Form, lines: Sequence[Sequence[Word]]) -> list[Phrase]:
    """The form's own print on a page, from top to bottom and left to right; no two overlap."""
    labels = {label for one in form.fields for label in one.labels}
    rows = _rows(form, lines)
    found: list[Phrase] = []
    for number, line in enumerate(lines):
        if number in rows:
            found.append(rows[number])
            continue
        mine = _apart([hit for text in labels for hit in _labels(text, number, line)])
        until = mine[0].start if mine else len(line)  # behind a label stand values
        others = _apart([hit for text in _phrases(form) for hit in _whole(text, number, line[:until])])
        alone = sum(one.end - one.start for one in others) == len([word for word in line if bare(word.text)])
        found += [one for one in others if alone or len(bare(one.text)) >= LONG] + mine
    return found


def own_words(lines: Sequence[Sequence[Word]], phrases: Sequence[Phrase]) -> list[Word]:
    """The words of phrases that are sure to hold nothing else: each reads like a word of its phrase and is no larger than one."""
    words = [word for line in lines for word in line if len(word.text) > 2]
    if not words:
        return []
    high = median(_height(word) for word in words)
    letter = median((word.box[2] - word.box[0]) / len(word.text) for word in words)
    return [
        word
        for one in phrases
        for word in _like(lines[one.line][one.start : one.end], one.text)
        if _fits(word, high, letter * (WIDER if one.text.isupper() else WIDE))
    ]


def fields_found(form: Form, phrases: Sequence[Phrase]) -> int:
    """How many fields of the form have a label of their own among these; a label that serves three fields must stand there three times."""
    open_fields = list(form.fields)
    for one in phrases:
        mine = next((field for field in open_fields if one.kind == "label" and one.text in field.labels), None)
        if mine:
            open_fields.remove(mine)
    return len(form.fields) - len(open_fields)


def _phrases(form: Form) -> tuple[str, ...]:
    return (*STATE, *form.titles, *form.printed)


def _labels(label: str, number: int, line: Sequence[Word]) -> Iterator[Phrase]:
    """Where a label stands: closed by its colon, or long and nearly letter for letter."""
    wanted = bare(label)
    for start, end in _spans(label, line):
        text = " ".join(word.text for word in line[start:end])
        head, colon, rest = text.partition(":")
        if rest.strip(".,;-_ '") or (len(wanted) < 5 and not colon):
            continue
        score = fuzz.ratio(bare(head), wanted)
        least = 100 if len(wanted) < 5 else LABEL if colon else PHRASE if len(wanted) >= LONG else 101
        if score >= least:
            yield Phrase(number, start, end, label, "label", score + 5 * bool(colon))


def _whole(phrase: str, number: int, line: Sequence[Word]) -> Iterator[Phrase]:
    for start, end in _spans(phrase, line):
        text = " ".join(word.text for word in line[start:end])
        score = fuzz.ratio(bare(text), bare(phrase))
        if score >= PHRASE and (not phrase.isupper() or text.isupper()):
            yield Phrase(number, start, end, phrase, "phrase", score)


def _spans(phrase: str, line: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Runs of about as many words as the phrase has; a colon or a word far off is none of its own."""
    count = len(phrase.split())
    for size in {max(1, count - 1), count, count + 1}:
        for start in range(len(line) - size + 1):
            words = line[start : start + size]
            reach = GAP * max(_height(word) for word in words)
            if all(right.box[0] - left.box[2] <= reach for left, right in pairwise(words)):
                yield start, start + size


def _apart(hits: list[Phrase]) -> list[Phrase]:
    kept: list[Phrase] = []
    for hit in sorted(hits, key=lambda hit: (-hit.score * len(hit.text) ** 0.25, hit.start, hit.end)):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _rows(form: Form, lines: Sequence[Sequence[Word]]) -> dict[int, Phrase]:
    """Line → head of the row it begins with. Heads stand below one another, so a name that is a subject's is none."""
    found: dict[int, Phrase] = {}
    for row in form.rows:
        hits = [
            Phrase(number, start, end, row, "row", score)
            for number, line in enumerate(lines)
            for start, end in _spans(row, line)
            if not any(bare(word.text) for word in line[:start])
            and (score := fuzz.ratio(bare(" ".join(word.text for word in line[start:end])), bare(row))) >= HEAD
        ]
        if hits:
            best = max(hits, key=lambda hit: hit.score)
            found[best.line] = best
    if len(found) < ROWS:
        return {}
    lefts = {number: lines[number][one.start].box[0] for number, one in found.items()}
    middle, high = median(lefts.values()), median(_height(lines[number][one.start]) for number, one in found.items())
    return {number: one for number, one in found.items() if abs(lefts[number] - middle) <= APART * high}


def _like(words: Sequence[Word], text: str) -> Iterator[Word]:
    """Those that read like the words of a phrase, in its order: a value that repeats a word of its label is none of them."""
    left = [bare(one) for one in text.replace("/", " ").split()]
    for word in words:
        head, _, rest = word.text.partition(":")
        if rest.strip(".,;-_ '") or not bare(head):
            continue
        place = next((place for place, one in enumerate(left) if fuzz.ratio(bare(head), one) >= WORD), None)
        if place is not None:
            left = left[place + 1 :]
            yield word


def _fits(word: Word, high: float, letter: float) -> bool:
    width = word.box[2] - word.box[0]
    return _height(word) <= HIGH * high and width <= letter * len(word.text) + 0.5 * high


def _height(word: Word) -> int:
    return word.box[3] - word.box[1]
