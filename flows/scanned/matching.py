"""A field of a page beside the same field of its record: they agree, the page fills a gap, or they say different things.

Names are compared with their tones and without: a tone is what a reader of scans gets wrong most often, so a difference in tones alone
is shown to people and holds nothing. Wording may differ in free text (an address by its units of that time), so that holds nothing either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from digitise.reading import SHAPE
from relay.scans import Verdict
from schemas.dates import from_local
from schemas.names import plain

#: Kinds of text whose wording differs between paper and record without either being wrong.
FREE = frozenset({"text", "address", "office", "words", "term"})
#: Confidence below which a reading beside an empty field is dirt: of those above, four of five are right (docs/digitiser.md); ours.
LEGIBLE = 0.3
DAYS, FIGURES = frozenset({"date"}), frozenset({"decimal", "mark"})


@dataclass(frozen=True)
class Compared:
    """One field of one page beside the record, and the contract's field that is about. Confidence from 0 to 1."""

    field: str
    about: str
    verdict: Verdict
    confidence: float
    accepted: bool


def compare(
    record: Mapping[str, Any], page: Mapping[str, Mapping[str, Any]], filled: Collection[str] = ()
) -> Iterator[Compared]:
    """`record`: the contract's fields; `page`: fields as a document keeps them; `filled`: fields the page filled before."""
    for name, read in page.items():
        known, recorded = _recorded(record, name, read)
        if known and read["value"] and (recorded or _is_legible(read)):
            verdict = _verdict(recorded, read, name in filled)
            yield Compared(name, read.get("list", name), verdict, read["confidence"], bool(read["accepted"]))


def _is_legible(read: Mapping[str, Any]) -> bool:
    """Whether a reading may be more than the dotted line of a field that was left empty: only asked where the record is empty too."""
    return read.get("reason") != SHAPE and bool(read["confidence"] >= LEGIBLE)


def _recorded(record: Mapping[str, Any], name: str, read: Mapping[str, Any]) -> tuple[bool, Any]:
    """(whether the record has this field, its value): a field of the contract, or an item of one of its lists."""
    if "item" not in read:
        return name in record, record.get(name)
    items = record.get(read["list"]) or () if record.get(read["when"]) == read["is"] else ()
    found = next((item for item in items if _toned(item["name"]) == _toned(read["item"])), None)
    return found is not None, found and (found["level"] if read["kind"] == "level" else found["score"])


def _verdict(recorded: Any, read: Mapping[str, Any], filled: bool) -> Verdict:
    if filled:
        return Verdict.FILLS
    if recorded is None or recorded == "":
        return Verdict.GAP
    like = alike(read["kind"], str(recorded), read)
    if like == SAME:
        return Verdict.AGREES
    if not read["accepted"]:
        return Verdict.UNSURE
    return Verdict.NEARLY if like == TONES or read["kind"] in FREE else Verdict.CONFLICTS


SAME, TONES, OTHER = "same", "tones", "other"


def alike(kind: str, recorded: str, read: Mapping[str, Any]) -> str:
    """`same`, `tones` where only tones differ or words are missing at an end, or `other`."""
    printed, said = str(read["value"]), str(read.get("meant") or read["value"])
    if recorded in (printed, said):
        return SAME
    if kind in DAYS:
        return SAME if _one_day(recorded, from_local(printed)) else OTHER
    if kind == "number":  # the year behind a number of a book is the book's
        one, other = (text.partition("/")[0].strip().lstrip("0") for text in (recorded, printed))
        return SAME if one == other else OTHER
    if kind in FIGURES:
        return SAME if _figure(recorded) == _figure(printed) is not None else OTHER
    if kind not in FREE | {"name", "list"}:
        if _toned(recorded) == _toned(printed):
            return SAME
        return TONES if _packed(recorded) == _packed(printed) else OTHER  # Đ and D
    return _by_letters(recorded, printed)


def _by_letters(recorded: str, printed: str) -> str:
    for letters, like in ((_toned, SAME), (_packed, TONES)):
        one, other = letters(recorded), letters(printed)
        # A subgroup in brackets is written in the book, and not always on the paper: "Thái (Tày Mười)".
        if other and (one == other or letters(recorded.partition("(")[0]) == other):
            return like
    # Words lost at an end are the reader's most frequent slip, not another name.
    told, whole = list(map(_toned, printed.split())), list(map(_toned, recorded.split()))
    cut = 0 < len(told) < len(whole) and told in (whole[: len(told)], whole[-len(told) :])
    return TONES if cut else OTHER


def _one_day(recorded: str, read: str | None) -> bool:
    """A day, month or year is no other than the day it is part of; of a moment the day counts."""
    return read is not None and (recorded[:10].startswith(read) or read.startswith(recorded[:10]))


def _figure(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _packed(text: str) -> str:
    """Letters and digits alone, without tones."""
    return re.sub(r"[^0-9a-z]", "", plain(text).lower())


def _toned(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFC", text).casefold() if sign.isalnum())
