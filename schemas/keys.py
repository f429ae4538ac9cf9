"""Natural keys: parts joined by "|", the same whether made for one record or for a whole column.

A key with a missing part is no key: the caller falls back to `src:<source id>`. Personal numbers enter only as a keyed hash.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from schemas.identifiers import keyed_hash


@dataclass(frozen=True)
class Value:
    """The field as it stands."""

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
            return content.get(field)
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
            return pl.col(field)
        case YearOf(field):
            return pl.col(field).str.slice(0, 4)
        case Hashed(fields):
            return pl.coalesce(fields).map_elements(
                lambda number: keyed_hash(number, secret), return_dtype=pl.String, skip_nulls=True
            )


def key_column(parts: Sequence[Part], secret: str) -> pl.Expr:
    """The keys of a frame whose columns are the contract's fields; null when a part is missing."""
    return pl.concat_str([_column(part, secret) for part in parts], separator="|", ignore_nulls=False)
