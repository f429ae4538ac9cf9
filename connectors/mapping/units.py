"""Which unit answers for a record today: the code as it stands, or the commune that took over an old commune's work."""

from __future__ import annotations

from functools import cache
from typing import Protocol

import polars as pl

from schemas.units import REARRANGED_ON, all_codes, crosswalk, current_units

SUCCESSOR = "successor"
DEFAULT_SUCCESSOR = "default_successor"


class Notebook(Protocol):
    """Where unresolved units and successions are written down."""

    def violate(self, ids: pl.Series, name: str) -> None: ...

    def change(self, ids: pl.Series, name: str, word: str) -> None: ...


class Unit(Protocol):
    """Makes the unit column from the values."""

    def __call__(self, values: pl.DataFrame, code_field: str, notes: Notebook, /) -> pl.Series: ...


def as_is(values: pl.DataFrame, code_field: str, notes: Notebook) -> pl.Series:
    """The code itself: schools, facilities, agencies."""
    return values[code_field]


def as_is_or_from_file(values: pl.DataFrame, code_field: str, notes: Notebook) -> pl.Series:
    """The code itself, or where the record could not be read the code its file bears: source ids begin with it."""
    filed = pl.col("source_id").str.extract("^([0-9A-Z]{5}|[0-9]{13})-", 1)
    return values.select(pl.coalesce(code_field, filed)).to_series()


@cache
def _table(*, old_meaning: bool) -> tuple[pl.Series, pl.Series]:
    found = current_units(old_meaning)
    return pl.Series(list(found), dtype=pl.String), pl.Series(list(found.values()), dtype=pl.String)


@cache
def _split() -> frozenset[str]:
    return frozenset(code for code in all_codes() if crosswalk().is_split(code))


def _current(codes: pl.Series, *, old_meaning: bool) -> pl.Series:
    old, new = _table(old_meaning=old_meaning)
    return codes.replace_strict(old, new, default=None, return_dtype=pl.String)


class CurrentCommune:
    """The commune that answers today for the code as meant on the day in `date_field`; unknown codes have no unit.

    An old commune that was split goes to its default successor and that is noted; without a default the record is held (`map.unit`).
    """

    def __init__(self, date_field: str) -> None:
        self.date_field = date_field

    def __call__(self, values: pl.DataFrame, code_field: str, notes: Notebook) -> pl.Series:
        """Unit column; notes successions on the unit's field."""
        codes, ids = values[code_field], values["version_id"]
        before = (values[self.date_field] < REARRANGED_ON).fill_null(value=False)
        unit = _current(codes, old_meaning=True).zip_with(before, _current(codes, old_meaning=False))
        moved = (unit != codes).fill_null(value=False)
        split = codes.is_in(_split())
        notes.change(ids.filter(moved & ~split), code_field, SUCCESSOR)
        notes.change(ids.filter(moved & split), code_field, DEFAULT_SUCCESSOR)
        lost = unit.is_null() & codes.is_not_null()
        if lost.any():
            notes.violate(ids.filter(lost & codes.is_in(all_codes())), "unit")
        return unit
