"""A page in, named fields with honest confidence out; a page that is none of the known forms says so instead of being guessed at.

`read(page)` takes the bytes of a picture or a path. Memory is bounded by digitise.opening, time by two page passes and one over zones.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from digitise import again, cross, engine, pen
from digitise.classify import by_labels, classify
from digitise.clean import STEPS, Box, clean
from digitise.engine import PageWords, Word
from digitise.forms import Form
from digitise.opening import UnreadableError, opened
from digitise.redaction import Masks, masks
from digitise.values import Value, found

ALL = STEPS | {"gentle", "anchors", "validators", "zones", "cross-checks"}
#: Share of ink below which a page is blank, ours.
BLANK = 0.0005
#: Share of a form's labels that must be found before anything on the page is accepted unseen: else it is another layout; ours.
LABELS_FOUND = 0.7
#: Confidence from which a field is accepted unseen; by kind, ours: set by hand on seeds 101 to 103 and 201 to 203,
#: on which no figure is reported.
ACCEPT = 0.85
ACCEPT_BY_KIND = {
    "name": 0.96, "text": 0.95, "words": 0.7, "term": 0.7, "address": 0.5, "office": 0.25, "list": 0.25, "class": 0.75,
    "date": 0.7, "id": 0.7, "serial": 0.7, "years": 0.6, "book": 0.7, "icd": 0.7, "level": 0.4,
}  # fmt: skip
#: The same for names and texts that were read as known words only, without a tone being mended.
ACCEPT_KNOWN = {"name": 0.85, "text": 0.6}
#: What is left of the confidence of a value that has not the shape of its kind.
NOT_HELD = 0.5
#: Reasons for which a field is accepted by no threshold.
SHAPE, STRANGE, HEADLESS, PEN = NEVER = (
    "not of the expected shape",
    "too few labels of the form were found",
    "the heading of its part was not found",
    "written by hand",
)


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
    #: The words of the page pass, for a text layer of the same page.
    words: PageWords | None = None
    #: What of the page people may see who may see no value; None: nothing.
    masks: Masks | None = None


def read(page: bytes | Path, steps: frozenset[str] = ALL, number: int = 0) -> Reading:
    """Read one page, of a PDF the page of this number. A page that cannot be opened is an outcome, never an exception."""
    try:
        rgb = opened(page, number)
    except UnreadableError as error:
        return Reading(None, error.outcome)
    page_now = clean(rgb, steps & STEPS)
    if float((page_now.grey < 128).mean()) < BLANK:
        return Reading(None, "blank")
    lines = engine.read_words(page_now.grey)
    form, turned = classify(lines), False
    if form is None and _poor(lines):
        other = clean(rgb[::-1, ::-1], steps & STEPS)
        upright = engine.read_words(other.grey)
        if not _poor(upright):
            page_now, lines, form, turned = other, upright, classify(upright), True
    texts = tuple(" ".join(word.text for word in line) for line in lines)
    words = PageWords(lines, page_now.back.tolist(), rgb.shape[:2], turned)
    form = form or by_labels(lines)
    if form is None:
        return Reading(None, "unknown", turned=turned, lines=texts, words=words)
    if turned:
        page_now = page_now.over_head(rgb.shape[1], rgb.shape[0])
    values = found(form, lines, page_now, steps)
    if "gentle" in steps and not _names(form) <= values.keys():
        # What stands close to leaders, rules or a fold may have been wiped away with them.
        gentle = replace(page_now, grey=page_now.ruled)
        values = found(form, engine.read_words(gentle.grey), gentle, steps) | values
    fields = _fields(values, steps)
    if sum(one.name in fields for one in form.fields) < LABELS_FOUND * len(form.fields):
        fields = _not_accepted(fields, set(fields), STRANGE)
    fields = _not_accepted(fields, _headless(form, fields), HEADLESS)
    fields = _not_accepted(fields, {name for name, one in fields.items() if pen.is_written(rgb, one.box)}, PEN)
    shown = None if turned else masks(form, lines, page_now, rgb.shape[1::-1])
    return Reading(form.name, "read", fields, turned, texts, words, shown)


def _names(form: Form) -> set[str]:
    """Every field a page of the form can have."""
    return {one.name for one in form.fields} | {name for names in form.rows.values() for name in names}


def _headless(form: Form, fields: dict[str, Field]) -> set[str]:
    """Fields of a part whose first field was not found: they may be another part's."""
    opened_by = {one.opens: one.name for one in form.fields if one.opens}
    return {one.name for one in form.fields if opened_by.get(one.part, one.name) not in fields} & fields.keys()


def _not_accepted(fields: dict[str, Field], names: set[str], reason: str) -> dict[str, Field]:
    return {name: replace(one, accepted=False, reason=reason) if name in names else one for name, one in fields.items()}


def _poor(lines: list[list[Word]]) -> bool:
    """Whether the words of a page are mostly guesses."""
    words = [word for line in lines for word in line if len(word.text) > 2]
    return len(words) < 10 or sum(word.confidence for word in words) / len(words) < 0.6


def _fields(values: dict[str, Value], steps: frozenset[str]) -> dict[str, Field]:
    if "zones" in steps:
        again.by_digits(values)
        again.hamlets(values)
        again.by_lines(values, lambda value: not _judged(value).accepted)
    if "cross-checks" in steps:
        cross.borne_out(values)
    return {name: _judged(value) for name, value in values.items() if value.value}


def _judged(value: Value) -> Field:
    sure = round(max(0.0, min(1.0, value.confidence)), 3)
    enough = sure >= (ACCEPT_KNOWN[value.kind] if value.known else ACCEPT_BY_KIND.get(value.kind, ACCEPT))
    reason = value.reason if value.holds else SHAPE
    shown = sure if value.holds else round(sure * NOT_HELD, 3)
    box = value.page.box(value.box)
    return Field(value.value, shown, box, value.engine, reason, value.holds and enough, value.kind)
