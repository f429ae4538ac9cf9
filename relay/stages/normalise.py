"""Normalise: raw records become the contract's fields; every change of a value's spelling is noted, nothing is guessed."""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa

from relay.desk import corrections
from relay.model import Normalised, RecordMapping
from relay.stages.batches import at_step, move_on
from relay.status import Step
from relay.store import Store, documents, raw_pages
from relay.store.bulk import insert_frame
from relay.store.tables import change, content, violation


def normalise(store: Store, flow: str, batch_id: int, mapping: RecordMapping) -> int:
    """Translate the received versions of a batch. Returns how many; 0 when the batch was already past this step."""
    with store.begin() as tx:
        if not at_step(tx, batch_id, Step.PULLED):
            return 0
        frame = raw_pages.received(tx, batch_id)
        for given in (corrections.fields_set(tx, batch_id), documents.told(tx, batch_id)):
            if not given.is_empty():
                frame = frame.join(given, on="version_id", how="left", maintain_order="left")
        made = mapping.normalise(frame)
        _insert(tx, flow, made)
        move_on(tx, batch_id, Step.NORMALISED)
        return len(frame)


def _insert(tx: sa.Connection, flow: str, made: Normalised) -> None:
    parents = pl.when(pl.col("parents").list.len() > 0).then(pl.col("parents").list.join("\n"))
    rows = made.frame.select("version_id", "natural_key", "unit", "unit_then", payload="content", parents=parents)
    insert_frame(tx, content, rows.with_columns(flow=pl.lit(flow)))
    insert_frame(tx, violation, made.violations)
    insert_frame(tx, change, made.changes)
