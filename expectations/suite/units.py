"""From when until when a commune code may stand on a record, as columns."""

from __future__ import annotations

from functools import cache

import polars as pl

from schemas import units


@cache
def _spans() -> tuple[dict[str, str], dict[str, str]]:
    """(code → first day, code → first day it is no longer valid); a code kept on 2025-07-01 is open at both ends."""
    firsts: dict[str, str] = {}
    ends: dict[str, str] = {}
    for code in units.all_codes():
        lives = units.periods(code)
        if all(life.valid_from for life in lives):
            firsts[code] = min(life.valid_from or "" for life in lives)
        if all(life.valid_to for life in lives):
            ends[code] = max(life.valid_to or "" for life in lives)
    return firsts, ends


def since(field: str) -> pl.Expr:
    """First day the code is valid; null when it always was, or when no list knows it."""
    return _looked_up(field, 0)


def until(field: str) -> pl.Expr:
    """First day the code is withdrawn; null when it still stands, or when no list knows it."""
    return _looked_up(field, 1)


def _looked_up(field: str, end: int) -> pl.Expr:
    days = _spans()[end]
    found = pl.col(field).replace_strict(days, default=None, return_dtype=pl.String)
    return found.str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("ns"))
