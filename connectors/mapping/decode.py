"""Raw JSON to columns of text, a whole batch at a time; a record that is no such JSON costs nobody else anything.

The batch is read as one stream of lines. Where that fails, halves are read apart until the broken rows stand alone. Numbers and
booleans become their text; keys nobody asked for are left out.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import polars as pl

Schema = Mapping[str, pl.DataType]

#: The stream reader turns half a surrogate pair into NUL without a word, and no database takes NUL: such rows are read twice.
_ESCAPES = ("\\u0000", "\\ud", "\\uD")
_FAILURES = (pl.exceptions.PolarsError, pl.exceptions.PanicException)


def decode(frame: pl.DataFrame, schema: Schema) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Columns of `schema` beside version_id and source_id, in the order of `frame`, and the version_id of broken rows.

    A broken row is there too, with nulls.
    """
    sound = frame.filter(~_ill_escaped(frame["raw"]))
    read = [part for part in _read(sound.rechunk(), schema) if part.height]
    ids = ("version_id", "source_id")
    empty = pl.DataFrame(schema={**{name: frame.schema[name] for name in ids}, **schema})
    decoded = pl.concat([empty, *read])
    broken = frame.join(decoded, on="version_id", how="anti").select("version_id")
    if broken.is_empty():
        return decoded, broken
    whole = frame.select(ids).join(decoded.drop("source_id"), on="version_id", how="left", maintain_order="left")
    return whole, broken


def _read(frame: pl.DataFrame, schema: Schema) -> list[pl.DataFrame]:
    if frame.is_empty():
        return []
    lines = frame["raw"].cast(pl.Binary).to_list()
    try:
        columns = pl.read_ndjson(b"\n".join(lines), schema=dict(schema))
        if columns.height == frame.height:
            return [pl.concat([frame.drop("raw"), columns], how="horizontal")]
    except _FAILURES:
        pass
    if frame.height == 1:
        return []
    half = frame.height // 2
    return _read(frame[:half], schema) + _read(frame[half:], schema)


def _ill_escaped(raws: pl.Series) -> pl.Series:
    suspect = raws.is_null()
    for escape in _ESCAPES:
        suspect |= raws.str.contains(escape, literal=True).fill_null(value=True)
    if suspect.any():
        rows = suspect.arg_true()
        suspect[rows] = [not _well_escaped(raw) for raw in raws[rows]]
    return suspect


def _well_escaped(raw: str | None) -> bool:
    try:
        return raw is not None and "\\u0000" not in msgspec.json.encode(msgspec.json.decode(raw)).decode()
    except (msgspec.DecodeError, ValueError, RecursionError):
        return False
