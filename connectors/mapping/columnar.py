"""The mapping all contracts share: decode, make spelling regular, read each field, resolve the unit, make key and content.

A contract's module declares its readings; what cannot be read becomes a critical violation `map.<field>` with the value left null,
so the record is quarantined and never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from connectors.mapping import corrected
from connectors.mapping.decode import IDS, decode, take_apart
from connectors.mapping.readings import Reading
from connectors.mapping.spelling import clean
from connectors.mapping.units import Unit, as_is
from relay.model import NORMALISED, Normalised
from schemas.contract import Contract
from schemas.identifiers import PERSONAL_ID
from schemas.keys import key_column

CRITICAL = "critical"
#: How a source hands over a whole file it could not read.
UNREADABLE = '{"unreadable":'
VIOLATIONS = {"version_id": pl.Int64, "rule": pl.String, "field": pl.String, "severity": pl.String}
CHANGES = {"version_id": pl.Int64, "field": pl.String, "change": pl.String}


@dataclass(frozen=True)
class Items:
    """A list field: raw column of objects, and how each item's fields are read."""

    raw: str
    readings: Mapping[str, Reading]


@dataclass(frozen=True)
class Batch:
    """A batch on its way: `frame` has ids and raw text columns of each record, `parts` those of the items of its lists."""

    frame: pl.DataFrame
    parts: Mapping[str, pl.DataFrame]


@dataclass
class Notes:
    """What came up on the way, as small frames of version ids."""

    violations: list[pl.DataFrame] = field(default_factory=list)
    changes: list[pl.DataFrame] = field(default_factory=list)

    def violate(self, ids: pl.Series, name: str) -> None:
        """`map.<name>` for these versions."""
        if len(ids):
            self.violations.append(_noted(ids, rule=f"map.{name}", field=name, severity=CRITICAL))

    def forgive(self, ids: Sequence[int], name: str) -> None:
        """What was noted against `name` of these versions is no more: somebody set it."""
        spared = (pl.col("field") == name) & pl.col("version_id").is_in(list(ids))
        self.violations = [found.filter(~spared) for found in self.violations]

    def unread(self, name: str) -> set[int]:
        """The versions in which something was written in field `name` and could not be read."""
        spoilt = [found.filter(pl.col("field") == name)["version_id"].to_list() for found in self.violations]
        return {version_id for ids in spoilt for version_id in ids}

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

    def normalise(self, frame: pl.DataFrame) -> Normalised:
        """`frame`: version_id, source_id, raw, perhaps corrected and read. Never raises for what a record holds."""
        notes = Notes()
        raw = frame.select(*IDS, "raw")
        notes.violate(raw.filter(pl.col("raw").str.starts_with(UNREADABLE))["version_id"], "raw")
        values = self._values(self.decode(raw, notes), notes)
        if values.height < raw.height:
            values = raw.select(IDS).join(values.drop("source_id"), on="version_id", how="left", maintain_order="left")
        values = values.with_columns(self._no_items(name) for name in self.items)
        if read := corrected.said(frame, corrected.READ):
            values = corrected.with_gaps_filled(values, read, self.contract.polars_schema, notes)
        set_ = corrected.said(frame)
        values = corrected.with_fields(values, set_, self.contract.polars_schema, notes) if set_ else values
        units = corrected.with_units(self.unit(values, self.contract.unit, notes), values["version_id"], set_, notes)
        made = values.select(
            "version_id",
            *units,
            natural_key=pl.coalesce(key_column(self.contract.key, self.secret), pl.format("src:{}", "source_id")),
            content=pl.struct(self.contract.fields).struct.json_encode(),
            parents=self._parents(),
        )
        violations, changes = _all(notes.violations, VIOLATIONS), _all(notes.changes, CHANGES)
        return Normalised(made.cast(dict(NORMALISED)), violations, changes)  # type: ignore[arg-type]

    def decode(self, frame: pl.DataFrame, notes: Notes) -> Batch:
        """Raw records as columns of text; what is no such record is noted as `map.raw`."""
        columns, broken = decode(frame, {reading.raw for reading in self.readings.values()})
        notes.violate(broken, "raw")
        apart = take_apart(frame, lists=[items.raw for items in self.items.values()]) if self.items else None
        if apart:
            notes.violate(apart.broken, "raw")
        return Batch(columns, apart.parts if apart else {})

    def _values(self, batch: Batch, notes: Notes) -> pl.DataFrame:
        values = _read(batch.frame, self.readings, notes)
        for name, items in self.items.items():
            listed = _read_items(batch.parts[items.raw], name, items, notes)
            values = values.join(listed, on="version_id", how="left", maintain_order="left")
        return values

    def _no_items(self, name: str) -> pl.Expr:
        kind = self.contract.polars_schema[name]
        return pl.col(name).cast(kind).fill_null(pl.lit([], dtype=pl.List(pl.Null)).cast(kind))

    def _parents(self) -> pl.Expr:
        named = []
        for parent in self.contract.parents:
            key = pl.col(parent.number) if parent.number else key_column(parent.key, self.secret)
            someone = key.str.contains(PERSONAL_ID) if parent.number else key.is_not_null()
            named.append(pl.when(someone).then(pl.format(parent.kind + "|{}", key)))
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
    values = regular.select(*IDS, **{name: reading.value for name, reading in readings.items()})
    for name, reading in readings.items():
        written, value, ids = regular[reading.raw], values[name], values["version_id"]
        if reading.can_fail and value.null_count() > written.null_count():
            notes.violate(ids.filter(value.is_null() & written.is_not_null()), list_field or name)
        if reading.changed:
            notes.change(ids.filter((value != written).fill_null(value=False)), list_field or name, reading.changed)
    return values


def _read_items(frame: pl.DataFrame, name: str, items: Items, notes: Notes) -> pl.DataFrame:
    """version_id and the list of a record's items as content structs; records without items are left out."""
    columns, broken = decode(frame, {reading.raw for reading in items.readings.values()})
    notes.violate(broken, "raw")
    values = _read(columns, items.readings, notes, list_field=name)
    listed = pl.struct(items.readings.keys()).alias(name)
    return values.select("version_id", listed).group_by("version_id", maintain_order=True).agg(name)


def _all(parts: Sequence[pl.DataFrame], schema: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=dict(schema)), *parts]).unique(maintain_order=True)
