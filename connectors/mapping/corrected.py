"""Fields that people set on the correction desk stand in place of what the source wrote, and count as read.

Fields read off a scan stand only where the source wrote nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import msgspec
import polars as pl

from schemas import units

#: What the desk sets when a split commune's record names none of the parts: not a field of any contract.
UNIT = "unit"
WORD = "corrected"
#: Column of the fields read off a scan, and the word for a gap one of them filled.
READ, FILLED = "read", "read_from_scan"

#: version id → field → value.
Said = Mapping[int, Mapping[str, Any]]


class Notebook(Protocol):
    """Where it is written down that a field was set, and that it is no longer unread."""

    def forgive(self, ids: Sequence[int], name: str) -> None: ...

    def unread(self, name: str) -> set[int]: ...

    def change(self, ids: pl.Series, name: str, word: str) -> None: ...


def said(frame: pl.DataFrame, column: str = WORD) -> Said:
    """What people set, or what was read: nothing unless the frame has the column."""
    if column not in frame.columns:
        return {}
    rows = frame.filter(pl.col(column).is_not_null()).select("version_id", column).iter_rows()
    return {version_id: msgspec.json.decode(text) for version_id, text in rows}


def with_fields(values: pl.DataFrame, set_: Said, kinds: Mapping[str, pl.DataType], notes: Notebook) -> pl.DataFrame:
    """The values with the fields people set; `kinds`: the contract's columns."""
    for name in [one for one in kinds if any(one in fields for fields in set_.values())]:
        told = {version_id: fields[name] for version_id, fields in set_.items() if name in fields}
        values = values.with_columns(_put(values, name, told, kinds[name]))
        _note(told, name, notes)
    return values


def with_gaps_filled(
    values: pl.DataFrame, read: Said, kinds: Mapping[str, pl.DataType], notes: Notebook
) -> pl.DataFrame:
    """The values with what a scan tells in fields the source left empty; what it wrote and nobody could read stays unread."""
    for name in [one for one in kinds if any(one in fields for fields in read.values())]:
        empty = set(values.filter(pl.col(name).is_null())["version_id"].to_list()) - notes.unread(name)
        told = {
            version_id: fields[name] for version_id, fields in read.items() if name in fields and version_id in empty
        }
        if told:
            values = values.with_columns(_put(values, name, told, kinds[name]))
            notes.change(pl.Series("version_id", list(told), dtype=pl.Int64), name, FILLED)
    return values


def with_units(columns: pl.DataFrame, ids: pl.Series, set_: Said, notes: Notebook) -> pl.DataFrame:
    """`unit` and `unit_then` of each version, with the commune people chose among the parts of a split one."""
    told = {version_id: str(fields[UNIT]) for version_id, fields in set_.items() if UNIT in fields}
    if not told:
        return columns
    rows = [
        (told[version_id], _placed(then, told[version_id])) if version_id in told else (unit, then)
        for version_id, (unit, then) in zip(ids, columns.select("unit", "unit_then").iter_rows(), strict=True)
    ]
    _note(told, UNIT, notes)
    return pl.DataFrame(rows, schema={"unit": pl.String, "unit_then": pl.String}, orient="row")


def _placed(then: str | None, code: str) -> str | None:
    if then is None:
        return None
    part = units.table().on(code, units.today())
    return f"{then.split('>')[0]}>{part.id}" if part else then


def _put(values: pl.DataFrame, name: str, told: Mapping[int, Any], kind: pl.DataType) -> pl.Series:
    ids = values["version_id"]
    places = [place for place, version_id in enumerate(ids) if version_id in told]
    new = pl.Series([told[ids[place]] for place in places], dtype=kind, strict=False)
    return values[name].cast(kind).scatter(places, new).alias(name)


def _note(told: Mapping[int, Any], name: str, notes: Notebook) -> None:
    notes.forgive(list(told), name)
    notes.change(pl.Series("version_id", list(told), dtype=pl.Int64), name, WORD)
