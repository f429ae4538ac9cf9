"""Which unit answers for a record today, and under which it was written: told by code and day, and by the address after a split.

Nothing is guessed: a record of a split commune whose own words do not name exactly one of the parts goes to the correction desk.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Protocol

import polars as pl

from schemas import units
from schemas.keys import is_code
from schemas.units_table import Period

SUCCESSOR = "successor"
PLACED = "placed_by_address"


class Notebook(Protocol):
    """Where unresolved units and successions are written down."""

    def violate(self, ids: pl.Series, name: str) -> None: ...

    def change(self, ids: pl.Series, name: str, word: str) -> None: ...


class Unit(Protocol):
    """Makes the columns `unit` and `unit_then` from the values, one row each."""

    def __call__(self, values: pl.DataFrame, code_field: str, notes: Notebook, /) -> pl.DataFrame: ...


def as_is(values: pl.DataFrame, code_field: str, notes: Notebook) -> pl.DataFrame:
    """The code itself: schools, facilities, agencies; nothing of theirs changes with the communes."""
    return _alone(values, pl.col(code_field))


def as_is_or_from_file(values: pl.DataFrame, code_field: str, notes: Notebook) -> pl.DataFrame:
    """The code itself, or where the record could not be read the code its file bears: source ids begin with it."""
    filed = pl.col("source_id").str.extract("^([0-9A-Z]{5}|[0-9]{13})-", 1)
    return _alone(values, pl.coalesce(code_field, filed))


def _alone(values: pl.DataFrame, unit: pl.Expr) -> pl.DataFrame:
    unit = unit.cast(pl.String)
    # Whoever stands where a code belongs is nobody's unit, and units stand on every list.
    return values.select(unit=pl.when(is_code(unit)).then(unit), unit_then=pl.lit(None, pl.String))


class CurrentCommune:
    """The commune that answers today for the code as meant on the day in `date_field`; unknown codes have no unit.

    A record of a commune that was split is placed by its own words, where they name exactly one of the parts by code or name: that is
    noted. `place` are fields about the very place; `homes` say where people live, so there a name counts only if no other commune of
    the province bore it before. A record nothing places is held (`map.unit`), and still counts under the commune it was written in.
    """

    def __init__(self, date_field: str, *, place: Sequence[str] = (), homes: Sequence[str] = ()) -> None:
        self.date_field = date_field
        self.evidence = (*place, *homes)
        self.new_names_only = bool(homes)

    def __call__(self, values: pl.DataFrame, code_field: str, notes: Notebook) -> pl.DataFrame:
        """Both columns; notes successions on the unit's field."""
        now = units.today()
        found = _looked_up(values[code_field], values[self.date_field], now)
        found = found.with_columns(version_id=values["version_id"], code=values[code_field])
        notes.change(found.filter(pl.col("unit") != pl.col("code"))["version_id"], code_field, SUCCESSOR)
        split = found["unit"].is_null() & found["unit_then"].is_not_null()
        if split.any():
            told = self._placed(values.filter(split), found.filter(split)["unit_then"], now)
            found = found.with_columns(found["unit"].scatter(split.arg_true(), told["unit"]))
            found = found.with_columns(found["unit_then"].scatter(split.arg_true(), told["unit_then"]))
            notes.change(found.filter(split & found["unit"].is_not_null())["version_id"], code_field, PLACED)
            notes.violate(found.filter(split & found["unit"].is_null())["version_id"], "unit")
        return found.select("unit", "unit_then")

    def _placed(self, values: pl.DataFrame, then: pl.Series, now: str) -> pl.DataFrame:
        """Both columns of records of split communes: the part named, and its id beside that of the old commune."""
        told = values.select(pl.concat_str(pl.lit(""), *self.evidence, separator="\n", ignore_nulls=True)).to_series()
        words = partial(_words, now=now, new_only=self.new_names_only)
        named = [_named(text, words(unit)) for unit, text in zip(then, told, strict=True)]
        both = [
            (part and part.code, f"{unit}>{part.id}" if part else unit) for unit, part in zip(then, named, strict=True)
        ]
        return pl.DataFrame(both, schema={"unit": pl.String, "unit_then": pl.String}, orient="row")


def _looked_up(codes: pl.Series, days: pl.Series, now: str) -> pl.DataFrame:
    """`unit` and `unit_then` of each code as meant on its day; a record without a day is read as of today."""
    table, firsts = _table(now)
    day = pl.col("day")
    era = pl.sum_horizontal((day >= first).cast(pl.Int32) for first in firsts) if firsts else pl.lit(0, pl.Int32)
    asked = pl.DataFrame({"code": codes.cast(pl.String), "day": days.cast(pl.String)})
    asked = asked.with_columns(era=pl.when(day.is_null()).then(pl.lit(len(firsts), pl.Int32)).otherwise(era))
    found = asked.join(table, on=["code", "era"], how="left", maintain_order="left")
    return found.select("unit", "unit_then")


@cache
def _table(now: str) -> tuple[pl.DataFrame, Sequence[str]]:
    found = units.meanings(now)
    columns = {"code": found.codes, "era": found.eras, "unit_then": found.then, "unit": found.now}
    kinds = {"code": pl.String, "era": pl.Int32, "unit_then": pl.String, "unit": pl.String}
    return pl.DataFrame(columns, schema=kinds), found.days


def _named(text: str, known: Mapping[str, Period | None]) -> Period | None:
    """The one part of a split commune that a text names; None for none or several. `known`: words → part, None where they say nothing."""
    left = _spelt(text)
    found = {}
    for words, part in known.items():
        left, times = re.subn(rf"(?<![\w.]){re.escape(words)}(?!\w| \d)", " ", left)
        if times and part:
            found[part.id] = part
    return next(iter(found.values())) if len(found) == 1 else None


@cache
def _words(unit_then: str, now: str, *, new_only: bool) -> Mapping[str, Period | None]:
    """Code and name of each part → the part, the longest first: "Xã Hà An 2" is no "Xã Hà An".

    The old commune's own say nothing (None), as one of the parts often took them over; with `new_only` nor do those of its neighbours.
    """
    table = units.table()
    written = table.by_id[unit_then]
    known: dict[str, Period | None] = {words: one for one in table.walk(written, now) for words in _called(one)}
    for old in [written, *(_neighbours(written.province, written.valid_to or now) if new_only else ())]:
        known.update(dict.fromkeys(set(_called(old)) & {*known, *_called(written)}))
    return dict(sorted(known.items(), key=lambda item: -len(item[0])))


@cache
def _neighbours(province: str, until: str) -> Sequence[Period]:
    """The communes of a province that ended on a day or before."""
    found = (one for code in units.all_codes() for one in units.periods(code))
    return [one for one in found if one.province == province and one.valid_to and one.valid_to <= until]


def _called(unit: Period) -> tuple[str, str]:
    return unit.code, _spelt(unit.name)


def _spelt(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
