"""Normalise: raw records become the contract's fields; every change of a value's spelling is noted, nothing is guessed."""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa

from relay.model import Normalised, RecordMapping
from relay.stages.batches import at_step, move_on
from relay.status import Status, Step
from relay.store import Store
from relay.store.bulk import insert_frame, read_frame
from relay.store.tables import change, content, raw, record, version, violation

RAW = {"version_id": pl.Int64, "source_id": pl.String, "raw": pl.String}


def normalise(store: Store, flow: str, batch_id: int, mapping: RecordMapping) -> int:
    """Translate the received versions of a batch. Returns how many; 0 when the batch was already past this step."""
    with store.begin() as tx:
        if not at_step(tx, batch_id, Step.PULLED):
            return 0
        frame = _raw_versions(tx, batch_id)
        made = mapping.normalise(frame)
        _insert(tx, flow, made)
        move_on(tx, batch_id, Step.NORMALISED)
        return len(frame)


def _raw_versions(tx: sa.Connection, batch_id: int) -> pl.DataFrame:
    query = (
        sa.select(version.c.version_id, record.c.source_id, raw.c.payload)
        .join(raw, raw.c.version_id == version.c.version_id)
        .join(record, record.c.record_id == version.c.record_id)
        .where(version.c.batch_id == batch_id, version.c.status == Status.RECEIVED)
        .order_by(version.c.version_id)
    )
    return read_frame(tx, query, RAW)


def _insert(tx: sa.Connection, flow: str, made: Normalised) -> None:
    parents = pl.when(pl.col("parents").list.len() > 0).then(pl.col("parents").list.join("\n"))
    rows = made.frame.select("version_id", "natural_key", "unit", payload="content", parents=parents)
    insert_frame(tx, content, rows.with_columns(flow=pl.lit(flow)))
    insert_frame(tx, violation, made.violations)
    insert_frame(tx, change, made.changes)
