"""The mapping all contracts share: decode, make spelling regular, read each field, resolve the unit, make key and content.

A contract's module declares its readings; what cannot be read becomes a critical violation `map.<field>` with the value left null,
so the record is quarantined and never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from connectors.mapping.decode import Schema, decode
from connectors.mapping.readings import Reading
from connectors.mapping.spelling import clean
from connectors.mapping.units import Unit, as_is
from relay.model import NORMALISED, Normalised
from schemas.contract import Contract
from schemas.keys import key_column

CRITICAL = "critical"
VIOLATIONS = {"version_id": pl.Int64, "rule": pl.String, "field": pl.String, "severity": pl.String}
CHANGES = {"version_id": pl.Int64, "field": pl.String, "change": pl.String}
_IDS = ("version_id", "source_id")


@dataclass(frozen=True)
class Items:
    """A list field: raw column of objects, and how each item's fields are read."""

    raw: str
    readings: Mapping[str, Reading]


@dataclass
class Notes:
    """What came up on the way, as small frames of version ids."""

    violations: list[pl.DataFrame] = field(default_factory=list)
    changes: list[pl.DataFrame] = field(default_factory=list)

    def violate(self, ids: pl.Series, name: str) -> None:
        """`map.<name>` for these versions."""
        if len(ids):
            self.violations.append(_noted(ids, rule=f"map.{name}", field=name, severity=CRITICAL))

    def change(self, ids: pl.Series, name: str, word: str) -> None:
        """Field `name` of these versions was altered."""
        if len(ids):
            self.changes.append(_noted(ids, field=name, change=word))


def _noted(ids: pl.Series, **words: str) -> pl.DataFrame:
    return pl.DataFrame({"version_id": ids}).with_columns(pl.lit(text).alias(name) for name, text in words.items())


@dataclass(frozen=True)
class ColumnarMapping:
    """A RecordMapping made of readings, one per field of the contract."""

    contract: Contract
    secret: str
    readings: Mapping[str, Reading]
    items: Mapping[str, Items] = field(default_factory=dict)
    unit: Unit = as_is
    schema: Schema | None = None
    flatten: Callable[[pl.DataFrame, Notes], pl.DataFrame] = lambda frame, notes: frame

    def normalise(self, frame: pl.DataFrame) -> Normalised:
        """`frame`: version_id, source_id, raw. Never raises for what a record holds."""
        notes = Notes()
        decoded, broken = decode(frame.select(*_IDS, "raw"), self.schema or self._schema())
        notes.violate(broken["version_id"], "raw")
        values = self._values(self.flatten(decoded, notes), notes)
        unit = self.unit(values, self.contract.unit, notes)
        made = values.select(
            "version_id",
            natural_key=pl.coalesce(key_column(self.contract.key, self.secret), pl.format("src:{}", "source_id")),
            unit=unit,
            content=pl.struct(self.contract.fields).struct.json_encode(),
            parents=self._parents(),
        )
        return Normalised(made.cast(dict(NORMALISED)), _all(notes.violations, VIOLATIONS), _all(notes.changes, CHANGES))  # type: ignore[arg-type]

    def _schema(self) -> Schema:
        """Raw columns: text, and lists of objects of text."""
        flat: dict[str, pl.DataType] = {reading.raw: pl.String() for reading in self.readings.values()}
        for items in self.items.values():
            flat[items.raw] = pl.List(pl.Struct({reading.raw: pl.String() for reading in items.readings.values()}))
        return flat

    def _values(self, frame: pl.DataFrame, notes: Notes) -> pl.DataFrame:
        values = _read(frame, self.readings, notes)
        for name, items in self.items.items():
            values = values.join(
                _read_items(frame, name, items, notes), on="version_id", how="left", maintain_order="left"
            )
        absent = pl.lit([], dtype=pl.List(pl.Null))
        return values.with_columns(pl.col(name).fill_null(absent.cast(values.schema[name])) for name in self.items)

    def _parents(self) -> pl.Expr:
        named = [
            pl.when(pl.col(parent.field).str.contains("^[0-9]{12}$")).then(pl.format(parent.kind + "|{}", parent.field))
            for parent in self.contract.parents
        ]
        nobody = pl.lit([], dtype=pl.List(pl.String))
        return pl.concat_list(named).list.drop_nulls() if named else nobody


def _read(
    frame: pl.DataFrame, readings: Mapping[str, Reading], notes: Notes, list_field: str | None = None
) -> pl.DataFrame:
    """Content columns beside the ids; failures and changes are noted under the field, or under the list the items belong to."""
    regular, mended = clean(frame)
    fields_of: dict[str, list[str]] = {}
    for name, reading in readings.items():
        fields_of.setdefault(reading.raw, []).append(name)
    for raw, word, ids in mended:
        for name in fields_of.get(raw, ()):
            notes.change(ids, list_field or name, word)
    values = regular.select(*_IDS, **{name: reading.value for name, reading in readings.items()})
    for name, reading in readings.items():
        written, value, ids = regular[reading.raw], values[name], values["version_id"]
        if reading.can_fail and value.null_count() > written.null_count():
            notes.violate(ids.filter(value.is_null() & written.is_not_null()), list_field or name)
        if reading.changed:
            notes.change(ids.filter((value != written).fill_null(value=False)), list_field or name, reading.changed)
    return values


def _read_items(frame: pl.DataFrame, name: str, items: Items, notes: Notes) -> pl.DataFrame:
    """version_id and the list of a record's items as content structs; records without items are left out."""
    exploded = frame.select(*_IDS, pl.col(items.raw)).explode(items.raw).drop_nulls(items.raw).unnest(items.raw)
    values = _read(exploded, items.readings, notes, list_field=name)
    listed = pl.struct(items.readings.keys()).alias(name)
    return values.select("version_id", listed).group_by("version_id", maintain_order=True).agg(name)


def _all(parts: Sequence[pl.DataFrame], schema: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=dict(schema)), *parts]).unique(maintain_order=True)
