"""What stands where in a worklist, and the checksums that show when something else stands there.

The text of a cell is one function of the value (`shown`), so that a cell nobody touched reads back as what was written.
"""

from __future__ import annotations

import hmac
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Literal, get_args

import msgspec

from flows.desk.fields import choices
from schemas import dates, kinds
from schemas.contract import contract
from tracking.sheets import plain

#: Of the workbook, not of its content: goes up when an older file could be misread.
FORMAT = "1"
MAIN, GUIDE, LISTS, SEAL = "Phiếu sửa", "Hướng dẫn", "_danh_muc", "_dau"

BEFORE: Mapping[str, str] = MappingProxyType(
    {
        "version_id": "Mã dòng",
        "key": "Khóa bản ghi",
        "unit": "Mã đơn vị",
        "tip": "Lỗi và cách sửa",
        "decision": "Cách xử lý",
        "reason": "Lý do xử lý",
    }
)
CHECK = "Mã kiểm"
RESULT = "Kết quả"

Decided = Literal["correct", "release", "discard"]
#: What a clerk chooses → the kind of decision.
DECISIONS: Mapping[str, Decided] = MappingProxyType({"Sửa": "correct", "Bỏ qua có lý do": "release", "Hủy": "discard"})

Kind = Literal["text", "code", "day", "moment", "decimal", "count"]
_PATTERNS: Mapping[str, Kind] = MappingProxyType(
    {f"^{dates.DAY}$": "day", f"^{dates.PARTIAL}$": "day", f"^{dates.MOMENT}$": "moment"}
)
#: A cell of Excel holds 32,767 characters; longer texts are shown cut.
LONGEST = 32_000
_CUT = " […]"
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Spreadsheets take these for an escaped character.
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CODE_END = " – "
_CHECK_LENGTH = 16


@dataclass(frozen=True)
class Line:
    """One held record: all contract fields as text (lists as JSON), the fields that are wrong, and what to do in one text."""

    version_id: int
    record_id: int
    key: str
    unit: str
    rules: tuple[str, ...]
    fields: Mapping[str, str | None]
    wrong: frozenset[str]
    tip: str


@cache
def headings(flow: str) -> Mapping[str, str]:
    """Column → what stands above it, all different. Raises KeyError for an unknown flow."""
    known = contract(flow)
    taken, named = {*BEFORE.values(), CHECK, RESULT}, dict(BEFORE)
    for field, title in known.titles.items():
        named[_column(field)] = title if title not in taken else f"{title} ({known.aliases[field]})"
        taken.add(named[_column(field)])
    return MappingProxyType({**named, "check": CHECK})


def _column(field: str) -> str:
    """A field's column: apart from the columns of the sheet's own, whatever a field is called."""
    return f"field:{field}"


@cache
def field_columns(flow: str) -> Mapping[str, str]:
    """Field → its column."""
    return MappingProxyType({field: _column(field) for field in contract(flow).fields})


@cache
def kind(flow: str, field: str) -> Kind:
    """What a cell of this field may hold besides text."""
    known = contract(flow)
    if choices(flow, field):
        return "code"
    if str(known.polars_schema[field]) == "Int64":
        return "count"
    info = known.model.model_fields[field]
    patterns = set(_patterns((info.annotation, *info.metadata)))
    if patterns & set(_patterns((kinds.Decimal,))):
        return "decimal"
    return next((_PATTERNS[one] for one in patterns if one in _PATTERNS), "text")


def _patterns(parts: Iterable[Any]) -> Iterable[str]:
    for part in parts:
        if pattern := getattr(part, "pattern", None):
            yield str(pattern)
        yield from _patterns((*get_args(part), *getattr(part, "__metadata__", ())))


def tidy(text: str) -> str:
    """The text as every spreadsheet keeps it: one kind of line end, no character a workbook cannot hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _ESCAPED.sub("\uff3f", _NOT_XML.sub("\ufffd", text))
    return text if len(text) <= LONGEST else text[:LONGEST] + _CUT


def guarded(text: str) -> str:
    """`tidy`, and no formula."""
    return str(plain(tidy(text), "text", "vi"))


def shown(flow: str, field: str, value: str | None) -> str:
    """A field's value as its cell has it: a code with its label, a date as people write it; "" for none."""
    if not value:
        return ""
    if kind(flow, field) == "code" and value in choices(flow, field):
        return guarded(choice(value, choices(flow, field)[value]))
    return guarded(dates.to_local(value) if kind(flow, field) == "day" and dates.is_partial(value) else value)


def choice(code: str, label: str) -> str:
    """A code as a drop-down shows it."""
    return f"{code}{_CODE_END}{label}" if label else code


@cache
def _codes_by_text(flow: str, field: str) -> Mapping[str, str]:
    codes = choices(flow, field)
    labelled = Counter(label.lower() for label in codes.values() if label)
    by_label = {label.lower(): code for code, label in codes.items() if labelled[label.lower()] == 1}
    by_choice = {choice(code, label).lower(): code for code, label in codes.items()}
    return MappingProxyType({**by_label, **by_choice, **{code.lower(): code for code in codes}})


def code_of(flow: str, field: str, text: str) -> str:
    """The code somebody chose or typed: alone, with its label, or by a label only it has; what is none of these as it stands."""
    return _codes_by_text(flow, field).get(text.strip().lower(), text)


def check(secret: bytes, flow: str, known: Sequence[str], locked: Mapping[str, str], first: Mapping[str, str]) -> str:
    """Checksum of a row. `known`: number, key, unit and tip; `locked`: fields as shown; `first`: the open ones as they were."""
    filled = sorted((field, text) for field, text in locked.items() if text)
    return _signed(secret, ["row", flow, *known, filled, sorted(first.items())])


def seal(secret: bytes, about: Sequence[str], version_ids: Iterable[int]) -> str:
    """Checksum of the whole: what the file says about itself, and which rows it had."""
    return _signed(secret, ["file", *about, sorted(version_ids)])


def _signed(secret: bytes, parts: Sequence[Any]) -> str:
    return hmac.new(secret, msgspec.json.encode(parts), sha256).hexdigest()[:_CHECK_LENGTH]
