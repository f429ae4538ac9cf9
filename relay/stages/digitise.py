"""Digitise: scans that came with the records of a batch are read into named fields, kept beside the record with their confidence."""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa

from relay.model import Digitiser
from relay.stages.batches import at_step
from relay.status import Status, Step
from relay.store import Store
from relay.store.bulk import insert_frame, read_frame
from relay.store.tables import document, raw, version

RAW = {"version_id": pl.Int64, "raw": pl.String}


def digitise(store: Store, flow: str, batch_id: int, digitiser: Digitiser) -> int:
    """Read the scans of a batch. Returns how many pages were read; pages read before a kill are not read again."""
    done = sa.select(document.c.version_id)
    query = (
        sa.select(version.c.version_id, raw.c.payload)
        .join(raw, raw.c.version_id == version.c.version_id)
        .where(version.c.batch_id == batch_id, version.c.status == Status.RECEIVED, version.c.version_id.not_in(done))
        .order_by(version.c.version_id)
    )
    with store.read() as tx:
        frame = read_frame(tx, query, RAW)
    pages = digitiser.read(frame)  # slow, so outside the transaction
    with store.begin() as tx:
        if not at_step(tx, batch_id, Step.PULLED):
            return 0
        insert_frame(tx, document, pages)
    return len(pages)
