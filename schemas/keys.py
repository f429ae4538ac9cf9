"""Natural keys: parts joined by "|", the same whether made for one record or for a whole column.

A key with a missing part is no key: the caller falls back to `src:<source id>`. Keys stand on lists, in logs and in addresses, so
what could be a person enters only as a keyed hash: personal numbers, and whatever a source wrote where a code belongs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from schemas.identifiers import keyed_hash

#: At most two words of plain letters, digits and signs: no name of a person is one (ours).
CODE = r"^[0-9A-Za-zĐđ._:/\\%()-]{1,100}(?: [0-9A-Za-zĐđ._:/\\%()-]{1,100})?$"
#: Twelve digits alone, which may be somebody's number.
PERSONAL = r"(?:^|[^0-9A-Za-z])[0-9]{12}(?:[^0-9A-Za-z]|$)"
_CODE, _PERSONAL = re.compile(CODE), re.compile(PERSONAL)


@dataclass(frozen=True)
class Value:
    """The field as it stands; hidden where it is no code."""

    field: str


@dataclass(frozen=True)
class Fixed:
    """The same word in every key of the contract."""

    text: str


@dataclass(frozen=True)
class YearOf:
    """The year of a date field."""

    field: str


@dataclass(frozen=True)
class Hashed:
    """The keyed hash of the first of these fields that is given."""

    fields: tuple[str, ...]


Part = Value | Fixed | YearOf | Hashed


def _text(part: Part, content: Mapping[str, Any], secret: str) -> str | None:
    match part:
        case Fixed(text):
            return text
        case Value(field):
            return hidden(content.get(field), secret)
        case YearOf(field):
            date = content.get(field)
            return date[:4] if date else None
        case Hashed(fields):
            given = next((content[field] for field in fields if content.get(field)), None)
            return keyed_hash(given, secret) if given else None


def natural_key(parts: Sequence[Part], content: Mapping[str, Any], secret: str) -> str | None:
    """The key of one record, None when a part is missing."""
    texts = [_text(part, content, secret) for part in parts]
    return "|".join(text for text in texts if text) if all(texts) else None


def _column(part: Part, secret: str) -> pl.Expr:
    match part:
        case Fixed(text):
            return pl.lit(text)
        case Value(field):
            return hidden_column(pl.col(field), secret)
        case YearOf(field):
            return pl.col(field).str.slice(0, 4)
        case Hashed(fields):
            return _hashed(pl.coalesce(fields), secret)


def hidden(text: str | None, secret: str) -> str | None:
    """The text where it is a code; its keyed hash where it is none, or a personal number."""
    if not text or (_CODE.fullmatch(text) and not _PERSONAL.search(text)):
        return text
    return keyed_hash(text, secret)


def hidden_column(texts: pl.Expr, secret: str) -> pl.Expr:
    """As `hidden`, of a whole column."""
    shown = (texts == "") | is_code(texts)
    return pl.when(shown).then(texts).otherwise(_hashed(pl.when(~shown).then(texts), secret))


def is_code(texts: pl.Expr) -> pl.Expr:
    """Whether each text is a code, the way codes of units and numbers in books are written, and no personal number."""
    return texts.str.contains(CODE) & ~texts.str.contains(PERSONAL)


def _hashed(texts: pl.Expr, secret: str) -> pl.Expr:
    return texts.map_elements(lambda text: keyed_hash(text, secret), return_dtype=pl.String, skip_nulls=True)


def key_column(parts: Sequence[Part], secret: str) -> pl.Expr:
    """The keys of a frame whose columns are the contract's fields; null when a part is missing."""
    return pl.concat_str([_column(part, secret) for part in parts], separator="|", ignore_nulls=False)
