"""Values on their way to fields: the words a page pass found behind each label, brought into the form their kind asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from digitise import anchors, checks, engine, names, texts
from digitise.clean import Box, Cleaned
from digitise.engine import Word
from digitise.forms import FieldForm, Form

#: Confidence below which a word behind a known text may be dirt, and how many words of dirt are looked through; ours.
DIRT, MOST_DIRT = 0.5, 6


#: Reasons: what two readings of one field say of each other.
AGREE, DIFFER = "two readings agree", "two readings differ"


@dataclass
class Value:
    """What is read of one field so far. `holds`: it has the shape of its kind; `known`: it is made of known words, none mended."""

    declared: FieldForm
    page: Cleaned
    words: list[Word]
    value: str
    holds: bool
    confidence: float
    engine: str = engine.NAME
    reason: str = "read"
    known: bool = False

    @property
    def kind(self) -> str:
        """Kind of the field, one of digitise.checks."""
        return self.declared.kind

    @property
    def box(self) -> Box:
        """Left, top, right, bottom on the cleaned page."""
        return around(self.words)

    def crop(self, picture: Any, margin: int = 6) -> Any:
        """The piece of a picture as large as the cleaned page the value stands on."""
        return piece(picture, self.box, margin)


def found(form: Form, lines: list[list[Word]], page: Cleaned, steps: frozenset[str]) -> dict[str, Value]:
    """Field → what a page pass found of it. Fields the digit engine reads again are there even where nothing could be read."""
    declared = {one.name: one for one in form.fields}
    declared |= {name: _cell(form, name) for names in form.rows.values() for name in names}
    values = {}
    for name, words in anchors.found(form, lines, exact="anchors" not in steps).items():
        if words:
            one = value_of(declared[name], page, words, "validators" in steps)
            if (one.value and not _is_dirt(one)) or ("zones" in steps and one.kind in checks.BY_DIGITS):
                values[name] = one
    return values


def _is_dirt(value: Value) -> bool:
    """Whether a lone sign stands where a value should: nothing was legible."""
    return not value.holds and sum(map(str.isalnum, value.value)) < 2


def value_of(declared: FieldForm, page: Cleaned, words: list[Word], tidied: bool = True) -> Value:
    """The value these words say; without `tidied` just as they were read."""
    text = _text(words)
    if not tidied:
        return Value(declared, page, words, text.strip(" ."), True, _least(words))
    words = _whole(declared, words)
    text = _text(words)
    value, holds = checks.tidy(declared, text)
    sure = _least(words)
    if declared.kind == "name" and holds:
        value, share = _spelled(value, words)
        sure *= share
    known = checks.is_known(declared.kind, value) and checks.as_read(value, text)
    return Value(declared, page, words, value, holds, sure, known=known)


def _whole(declared: FieldForm, words: list[Word]) -> list[Word]:
    """The words that are the value: dirt that was read behind a whole value is not part of it."""
    if declared.kind not in checks.SHAPED | {"text"}:
        return words
    value, good = _tidied(declared, words)
    for end in range(len(words) - 1, max(0, len(words) - 1 - MOST_DIRT), -1):
        if not good and words[end].confidence >= DIRT:
            break  # what was read well is no dirt
        shorter, still = _tidied(declared, words[:end])
        if still and (not good or shorter == value):
            words, value, good = words[:end], shorter, True
        elif good:
            break
    return words


def _tidied(declared: FieldForm, words: list[Word]) -> tuple[str, bool]:
    value, holds = checks.tidy(declared, _text(words))
    return value, holds and (declared.kind != "text" or checks.is_known("text", value))


def _spelled(name: str, words: list[Word]) -> tuple[str, float]:
    """A name in its likeliest spelling, and how likely that is."""
    family, *rest = name.split()
    sure = {part: word.confidence for word in words for part in texts.name(word.text).split()}
    spelled, share = names.likely([(one, sure.get(one, _least(words))) for one in rest])
    return " ".join([family, *spelled]), share


def piece(picture: Any, box: Box, margin: int = 6) -> Any:
    """A piece of a picture with a margin around it."""
    left, top, right, bottom = box
    return picture[max(0, top - margin) : bottom + margin, max(0, left - margin) : right + margin]


def around(words: list[Word]) -> Box:
    """The box around all of these words."""
    lefts, tops, rights, bottoms = zip(*(word.box for word in words), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _text(words: list[Word]) -> str:
    return " ".join(word.text for word in words)


def _least(words: list[Word]) -> float:
    return min(word.confidence for word in words)


def _cell(form: Form, name: str) -> FieldForm:
    return FieldForm(name, "level" if name.rpartition("_")[0] in form.levelled else "mark", ())
