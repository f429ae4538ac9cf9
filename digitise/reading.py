"""A page in, named fields with honest confidence out; a page that is none of the known forms says so instead of being guessed at.

`read(page)` takes the bytes of a picture or a path. Memory is bounded by digitise.opening, time by two page passes and one over zones.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from digitise import anchors, checks, engine, spoken
from digitise.classify import classify
from digitise.clean import STEPS, Box, Cleaned, clean
from digitise.engine import Word
from digitise.forms import FieldForm, Form
from digitise.opening import UnreadableError, opened
from digitise.redaction import Masks, masks

ALL = STEPS | {"gentle", "anchors", "validators", "zones", "cross-checks"}
#: Share of ink below which a page is blank, ours.
BLANK = 0.0005
#: Share of a form's labels that must be found before anything on the page is accepted unseen: else it is another layout; ours.
LABELS_FOUND = 0.6
#: Confidence from which a field is accepted unseen; by kind, ours: set by hand on seeds 101 to 103, on which no figure is reported.
ACCEPT = 0.85
ACCEPT_BY_KIND = {
    "name": 0.94, "text": 0.95, "words": 0.7, "term": 0.7, "address": 0.25, "office": 0.25, "list": 0.25, "class": 0.75,
    "date": 0.7, "id": 0.7, "serial": 0.7, "years": 0.6, "book": 0.7, "icd": 0.7, "level": 0.4,
}  # fmt: skip
#: The same for names and texts that were read as known words only, without a tone being mended.
ACCEPT_KNOWN = {"name": 0.75, "text": 0.6}
#: Likeness (0 to 100) from which words say a figure, and two readings are one name.
SAME_FACT, SAME_NAME = 90, 85
#: Kinds the digit engine reads again.
SECOND = checks.NUMERIC | {"level"}
TWO_READINGS, BORNE_OUT, CONTRADICTED = 0.5, 0.6, 0.5


@dataclass(frozen=True)
class Field:
    """One value: confidence from 0 to 1, box in pixels of the scan, who read it, why it is or is not sure."""

    value: str
    confidence: float
    box: Box
    engine: str
    reason: str
    accepted: bool
    kind: str = "text"


@dataclass(frozen=True)
class Reading:
    """What became of a page. `outcome`: read, unknown, blank, broken, encrypted, empty, huge; `turned`: it stood upside down."""

    form: str | None
    outcome: str
    fields: dict[str, Field] = field(default_factory=dict)
    turned: bool = False
    lines: tuple[str, ...] = ()
    #: What of the page people may see who may see no value; None: nothing.
    masks: Masks | None = None


@dataclass
class _Value:
    declared: FieldForm
    page: Cleaned
    words: list[Word]
    value: str
    holds: bool
    confidence: float
    engine: str = engine.NAME
    reason: str = "read"
    known: bool = False


def read(page: bytes | Path, steps: frozenset[str] = ALL) -> Reading:
    """Read one page. A page that cannot be opened is an outcome, never an exception."""
    try:
        rgb = opened(page)
    except UnreadableError as error:
        return Reading(None, error.outcome)
    page_now = clean(rgb, steps & STEPS)
    if float((page_now.grey < 128).mean()) < BLANK:
        return Reading(None, "blank")
    lines = engine.read_words(page_now.grey)
    form, turned = classify(lines), False
    if form is None and _poor(lines):
        other = clean(rgb[::-1, ::-1], steps & STEPS)
        again = engine.read_words(other.grey)
        if not _poor(again):
            page_now, lines, form, turned = other, again, classify(again), True
    texts = tuple(" ".join(word.text for word in line) for line in lines)
    if form is None:
        return Reading(None, "unknown", turned=turned, lines=texts)
    values = _found(form, lines, page_now, steps)
    if "gentle" in steps and not _names(form) <= values.keys():
        # What stands close to leaders, rules or a fold may have been wiped away with them.
        gentle = clean(rgb[::-1, ::-1] if turned else rgb, (steps & STEPS) - {"leaders"})
        values = _found(form, engine.read_words(gentle.grey), gentle, steps) | values
    fields = _fields(values, steps)
    if sum(one.name in fields for one in form.fields) < LABELS_FOUND * len(form.fields):
        strange = "too few labels of the form were found"
        fields = {name: replace(one, accepted=False, reason=strange) for name, one in fields.items()}
    shown = None if turned else masks(form, lines, page_now, rgb.shape[1::-1])
    return Reading(form.name, "read", fields, turned, texts, shown)


def _names(form: Form) -> set[str]:
    """Every field a page of the form can have."""
    return {one.name for one in form.fields} | {name for names in form.rows.values() for name in names}


def _poor(lines: list[list[Word]]) -> bool:
    """Whether the words of a page are mostly guesses."""
    words = [word for line in lines for word in line if len(word.text) > 2]
    return len(words) < 10 or sum(word.confidence for word in words) / len(words) < 0.6


def _found(form: Form, lines: list[list[Word]], page: Cleaned, steps: frozenset[str]) -> dict[str, _Value]:
    """What a page pass found of the form's fields."""
    declared = {one.name: one for one in form.fields}
    declared |= {name: _cell(form, name) for names in form.rows.values() for name in names}
    values = {}
    for name, words in anchors.found(form, lines, exact="anchors" not in steps).items():
        if not words:
            continue
        kind, text = declared[name].kind, " ".join(word.text for word in words)
        sure = min(word.confidence for word in words)
        value, holds = checks.tidy(declared[name], text) if "validators" in steps else (text.strip(" ."), True)
        if value or ("zones" in steps and kind in SECOND):
            known = kind in ACCEPT_KNOWN and checks.is_known(kind, value) and checks.as_read(value, text)
            values[name] = _Value(declared[name], page, words, value, holds, sure, known=known)
    return values


def _fields(values: dict[str, _Value], steps: frozenset[str]) -> dict[str, Field]:
    if "zones" in steps:
        _second_reading(values)
    if "cross-checks" in steps:
        _borne_out(values)
    return {name: _judged(value) for name, value in values.items() if value.value}


def _cell(form: Form, name: str) -> FieldForm:
    return FieldForm(name, "level" if name.rpartition("_")[0] in form.levelled else "mark", ())


def _second_reading(values: dict[str, _Value]) -> None:
    """Zones of numbers are read again by the digit engine; two equal readings are surer, of two the one that holds is taken."""
    again = [value for value in values.values() if value.declared.kind in SECOND]
    crops = [_crop(value.page, value.words) for value in again]
    for value, (text, score) in zip(again, engine.read_digits(crops) if crops else [], strict=True):
        other, holds = checks.tidy(value.declared, text)
        if other == value.value or (value.holds and other == value.value.replace("Đ", "D")):  # it writes no Đ
            value.confidence = 1 - (1 - value.confidence) * TWO_READINGS * (1 - score)
            value.holds = value.holds or holds
            value.reason = "two readings agree"
        elif holds and (not value.holds or score > value.confidence):
            value.value, value.holds, value.engine = other, True, "rapidocr"
            value.confidence, value.reason = score * 0.8, "two readings differ"
        else:
            value.confidence, value.reason = value.confidence * 0.8, "two readings differ"


def _crop(page: Cleaned, words: list[Word], margin: int = 6) -> Any:
    left, top, right, bottom = _around(words)
    return page.grey[max(0, top - margin) : bottom + margin, max(0, left - margin) : right + margin]


def _in_words(values: dict[str, _Value]) -> None:
    """A day or an area and its words are two readings of one fact; where they agree, the words are spelled as the fact asks."""
    for name, said, spell in (("born_on", "born_on_in_words", spoken.day), ("area", "area_in_words", spoken.area)):
        if name not in values or said not in values or not (wanted := spell(values[name].value)):
            continue
        fact, words = values[name], values[said]
        if fuzz.ratio(wanted.lower(), words.value.lower()) >= SAME_FACT:
            words.value, words.holds, words.confidence = wanted, True, max(words.confidence, fact.confidence)
            fact.confidence = 1 - (1 - fact.confidence) * (1 - BORNE_OUT)
            words.reason = "the figure and the words agree"
        elif fact.holds and words.holds:
            words.confidence *= CONTRADICTED
            fact.confidence *= CONTRADICTED
            words.reason = fact.reason = "the figure and the words differ"


def _same_person(values: dict[str, _Value]) -> None:
    """Who asked for the registration is as a rule a parent: of two nearly equal readings the surer one is taken for both."""
    asked = values.get("requester_name")
    parents = [values[name] for name in ("mother_name", "father_name") if name in values]
    for parent in parents if asked else []:
        if asked and fuzz.ratio(asked.value, parent.value) >= SAME_NAME:
            sure, other = (parent, asked) if parent.confidence >= asked.confidence else (asked, parent)
            agreed = sure.value == other.value
            other.value, other.holds = sure.value, sure.holds
            if agreed:
                sure.confidence = other.confidence = 1 - (1 - sure.confidence) * (1 - other.confidence)


def _borne_out(values: dict[str, _Value]) -> None:
    _in_words(values)
    _same_person(values)
    for name, good in checks.agrees({name: value.value for name, value in values.items()}).items():
        value = values[name]
        if good:
            value.confidence = 1 - (1 - value.confidence) * (1 - BORNE_OUT)
            value.reason += ", borne out by another field"
        else:
            value.confidence *= CONTRADICTED
            value.reason += ", contradicted by another field"


def _around(words: list[Word]) -> Box:
    lefts, tops, rights, bottoms = zip(*(word.box for word in words), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _judged(value: _Value) -> Field:
    sure = round(max(0.0, min(1.0, value.confidence)), 3)
    kind = value.declared.kind
    enough = sure >= (ACCEPT_KNOWN[kind] if value.known else ACCEPT_BY_KIND.get(kind, ACCEPT))
    reason = value.reason if value.holds else "not of the expected shape"
    made = Field(
        value.value,
        sure,
        value.page.box(_around(value.words)),
        value.engine,
        reason,
        value.holds and enough,
        value.declared.kind,
    )
    return made if value.holds else replace(made, confidence=round(sure * 0.5, 3))
