"""Polars expressions that turn content fields into the columns rules compare.

What cannot be read becomes null and breaks no rule here: an unreadable value is the mapping's finding, a malformed one the contract's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import polars as pl

from schemas.identifiers import PROVINCES_OF_ISSUE

# Pandas counts nanoseconds and knows no day before 1677 or after 2262; clipping keeps the order of all days that matter.
EARLIEST, LATEST = date(1700, 1, 1), date(2250, 1, 1)


def clipped(day: pl.Expr) -> pl.Expr:
    """A Date as a Datetime pandas can hold."""
    return day.clip(EARLIEST, LATEST).cast(pl.Datetime("ns"))


def first_day(field: str) -> pl.Expr:
    """Earliest day a date of any precision ("1985", "1985-06", "1985-06-12") can mean; Datetime."""
    text = pl.col(field)
    filled = text + pl.lit("0001-01-01").str.slice(text.str.len_bytes())
    return clipped(pl.when(text.str.len_bytes().is_in([4, 7, 10])).then(filled).str.to_date("%Y-%m-%d", strict=False))


def last_day(field: str) -> pl.Expr:
    """Latest day a date of any precision can mean; Datetime."""
    length, start = pl.col(field).str.len_bytes(), first_day(field)
    return (
        pl.when(length == 4)
        .then(start.dt.offset_by("1y").dt.offset_by("-1d"))
        .when(length == 7)
        .then(start.dt.month_end())
        .otherwise(start)
    )


def day(field: str) -> pl.Expr:
    """A full date as Datetime; anything less precise is null."""
    return clipped(pl.col(field).str.to_date("%Y-%m-%d", strict=False))


def moment(field: str) -> pl.Expr:
    """A local datetime "2025-03-01T08:30" (seconds allowed) as Datetime."""
    read = pl.col(field).str.slice(0, 16).str.to_datetime("%Y-%m-%dT%H:%M", time_unit="us", strict=False)
    return read.clip(datetime(1700, 1, 1), datetime(2250, 1, 1)).cast(pl.Datetime("ns"))  # noqa: DTZ001 - local time by contract


def number(field: str) -> pl.Expr:
    """A decimal written as text as Float64; good for comparing, never for sending."""
    return pl.col(field).cast(pl.Float64, strict=False)


def year(field: str) -> pl.Expr:
    """The year of a date of any precision as Float64."""
    return pl.col(field).str.slice(0, 4).cast(pl.Float64, strict=False)


def id_sex(field: str) -> pl.Expr:
    """The sex ("1" male, "2" female) the fourth digit of a 12-digit personal number stands for."""
    digit = pl.when(pl.col(field).str.len_bytes() == 12).then(
        pl.col(field).str.slice(3, 1).cast(pl.Int32, strict=False)
    )
    return pl.when(digit % 2 == 0).then(pl.lit("1")).when(digit % 2 == 1).then(pl.lit("2"))


def id_year(field: str) -> pl.Expr:
    """The year of birth a 12-digit personal number stands for: century digit and two digits of the year; Float64."""
    whole = pl.col(field).str.len_bytes() == 12
    century = pl.col(field).str.slice(3, 1).cast(pl.Int32, strict=False) // 2 * 100 + 1900
    return pl.when(whole).then(century + pl.col(field).str.slice(4, 2).cast(pl.Int32, strict=False)).cast(pl.Float64)


def unlisted(field: str) -> pl.Expr:
    """True where the first three digits of a 12-digit number are no province's of issue."""
    return (pl.col(field).str.len_bytes() == 12) & ~pl.col(field).str.slice(0, 3).is_in(sorted(PROVINCES_OF_ISSUE))


def flag(condition: pl.Expr, name: str) -> pl.Expr:
    """1 where the condition holds, null elsewhere: for rules that say "there is no such record"."""
    return pl.when(condition).then(1.0).alias(name)


def item(field: str) -> pl.Expr:
    """A field of a list's item, for conditions on items."""
    return pl.element().struct.field(field)


def items(field: str, condition: pl.Expr) -> pl.Expr:
    """How many items of a list meet a condition on `item(…)`; null where there is no list."""
    return pl.col(field).list.eval(condition.fill_null(False)).list.sum()


def misfit(one: pl.Expr, other: pl.Expr, allowed: Mapping[str, Sequence[str]]) -> pl.Expr:
    """True where both are given and `other` is not among what is allowed beside `one`."""
    pair = one + "/" + other
    return pair.is_not_null() & ~pair.is_in([f"{key}/{value}" for key, values in allowed.items() for value in values])
