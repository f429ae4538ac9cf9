"""Raw JSON to columns of text, a whole batch at a time; a record that is no such JSON costs nobody else anything.

The batch is read as one stream of lines. Where that fails, halves are read apart until the broken rows stand alone. Numbers and
booleans become their text; keys nobody asked for are left out. Nested parts are first cut out as they stand (`take_apart`) and then
read as streams of their own, because columns of lists cost ten times as much to build.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
import polars as pl

IDS = ("version_id", "source_id")

#: The stream reader turns half a surrogate pair into NUL without a word, and no database takes NUL: such rows are read twice.
_ESCAPES = ("\\u0000", "\\ud", "\\uD")
_ABSENT = msgspec.Raw(b"null")
_FAILURES = (pl.exceptions.PolarsError, pl.exceptions.PanicException)


@dataclass(frozen=True)
class Apart:
    """`parts`: nested part → frame of version_id, source_id, raw, one row per object in order. `broken`: version_ids."""

    parts: Mapping[str, pl.DataFrame]
    broken: pl.Series


def decode(frame: pl.DataFrame, names: Iterable[str]) -> tuple[pl.DataFrame, pl.Series]:
    """Text columns `names` beside the ids, one row per sound row of `frame` in order; and the version_ids of the others."""
    ill = _ill_escaped(frame["raw"])
    broken = [frame["version_id"].filter(ill)]
    schema: dict[str, pl.DataType] = {name: pl.String() for name in names}
    read = _read(frame.filter(~ill) if ill.any() else frame, schema, broken)
    if len(read) != 1:
        empty = frame.clear().select(IDS).with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in schema)
        read = [pl.concat([empty, *read], rechunk=True)]
    return read[0], pl.concat(broken)


def _read(frame: pl.DataFrame, schema: dict[str, pl.DataType], broken: list[pl.Series]) -> list[pl.DataFrame]:
    if frame.is_empty():
        return []
    try:
        columns = pl.read_ndjson(_lines(frame["raw"]), schema=schema)
        if columns.height == frame.height:
            return [pl.concat([frame.select(IDS), columns], how="horizontal")]
    except _FAILURES:
        pass
    if frame.height == 1:
        broken.append(frame["version_id"])
        return []
    half = frame.height // 2
    return _read(frame[:half], schema, broken) + _read(frame[half:], schema, broken)


def _lines(raws: pl.Series) -> bytes:
    """One record a line: a line break inside JSON can only stand between its tokens, where a blank does as well."""
    rows = raws.cast(pl.Binary).to_list()
    lines = b"\n".join(rows)
    if lines.count(b"\n") == len(rows) - 1:
        return lines
    return b"\n".join(row.replace(b"\n", b" ") for row in rows)


def _ill_escaped(raws: pl.Series) -> pl.Series:
    suspect = raws.is_null()
    for escape in _ESCAPES:
        suspect |= raws.str.contains(escape, literal=True).fill_null(value=True)
    if suspect.any():
        rows = suspect.arg_true()
        suspect = suspect.scatter(rows, [not _well_escaped(raw) for raw in raws[rows]])
    return suspect


def _well_escaped(raw: str | None) -> bool:
    try:
        return raw is not None and "\\u0000" not in msgspec.json.encode(msgspec.json.decode(raw)).decode()
    except (msgspec.DecodeError, ValueError, RecursionError):
        return False


@cache
def _cutter(objects: tuple[str, ...], lists: tuple[str, ...]) -> msgspec.json.Decoder[Any]:
    fields = [
        *((name, msgspec.Raw, _ABSENT) for name in objects),
        *((name, list[msgspec.Raw] | None, None) for name in lists),
    ]
    return msgspec.json.Decoder(msgspec.defstruct("Parts", fields, gc=False))


def take_apart(frame: pl.DataFrame, *, objects: Sequence[str] = (), lists: Sequence[str] = ()) -> Apart:
    """Cut the named objects and the objects of the named lists out of each raw record; null and absent parts give no rows."""
    cut = _cutter(tuple(objects), tuple(lists)).decode
    rows: dict[str, list[int]] = {name: [] for name in (*objects, *lists)}
    raws: dict[str, list[bytes]] = {name: [] for name in rows}
    broken = []
    for row, raw in enumerate(frame["raw"].cast(pl.Binary)):
        try:
            parts = cut(raw)
        except (msgspec.DecodeError, ValueError, RecursionError, TypeError):
            broken.append(row)
            continue
        for name in objects:
            rows[name].append(row)
            raws[name].append(bytes(getattr(parts, name)))
        for name in lists:
            if items := getattr(parts, name):
                rows[name].extend([row] * len(items))
                raws[name].extend(map(bytes, items))
    made = {name: _part(frame, rows[name], raws[name]) for name in rows}
    return Apart(made, frame["version_id"][broken])


def _part(frame: pl.DataFrame, rows: list[int], raws: list[bytes]) -> pl.DataFrame:
    text = pl.Series("raw", raws, dtype=pl.Binary).cast(pl.String)
    return frame.select(IDS)[rows].with_columns(text).filter(pl.col("raw") != "null")
