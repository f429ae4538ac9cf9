"""Change detection: a row whose content hash equals the version we hold is dropped before anything else looks at it."""

from __future__ import annotations

from hashlib import blake2b

import polars as pl
import sqlalchemy as sa

from relay.store.bulk import among, read_frame
from relay.store.tables import record

DELETED = "deleted"

HELD = {
    "source_id": pl.String,
    "record_id": pl.Int64,
    "held_hash": pl.String,
    "held_number": pl.Int32,
    "accepted_version_id": pl.Int64,
    "accepted_deleted": pl.Boolean,
}


def content_hash(payload: bytes) -> str:
    """The hash that tells a changed record from an unchanged one: BLAKE2b-128 of the raw JSON, hex."""
    return blake2b(payload, digest_size=16).hexdigest()


def hashed(frame: pl.DataFrame) -> pl.DataFrame:
    """The page with a `raw_hash` column; every deletion has the hash DELETED."""
    # No database but SQLite keeps a null byte in a text; one in an id must not stop the other records.
    frame = frame.with_columns(pl.col("source_id", "raw").str.replace_all("\x00", "\ufffd", literal=True))
    hashes = [content_hash(payload) for payload in frame["raw"].cast(pl.Binary).to_list()]
    column = pl.Series("raw_hash", hashes, dtype=pl.String)
    return frame.with_columns(raw_hash=pl.when("deleted").then(pl.lit(DELETED)).otherwise(column))


def _held(tx: sa.Connection, flow: str, source: str, source_ids: list[str]) -> pl.DataFrame:
    query = sa.select(
        record.c.source_id,
        record.c.record_id,
        record.c.raw_hash,
        record.c.number,
        record.c.accepted_version_id,
        record.c.accepted_deleted,
    ).where(record.c.flow == flow, record.c.source == source, among(tx, record.c.source_id, source_ids))
    return read_frame(tx, query, HELD)


def changed_rows(tx: sa.Connection, flow: str, source: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of a hashed page that differ from the version before them (in the store, or earlier in this very page).

    Adds record_id, held_hash, held_number, accepted_version_id (null for a new record), `number` (the version's own, from 1)
    and `last` (no newer version of the same record in this page).
    """
    held = _held(tx, flow, source, frame["source_id"].unique().to_list())
    joined = frame.join(held, on="source_id", how="left", maintain_order="left")
    before = pl.col("raw_hash").shift(1).over("source_id")
    changed = joined.filter(pl.col("raw_hash").ne_missing(pl.coalesce(before, pl.col("held_hash"))))
    nth = pl.int_range(pl.len(), dtype=pl.Int32).over("source_id")
    return changed.with_columns(
        number=pl.col("held_number").fill_null(0) + nth + 1,
        last=nth == pl.len().over("source_id") - 1,
    )
