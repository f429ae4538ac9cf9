"""Digitise: scans that came with the records of a batch are read into named fields, kept beside the record with their confidence."""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa

from relay.model import Digitiser
from relay.stages.batches import at_step
from relay.status import Step
from relay.store import Store, raw_pages
from relay.store.bulk import insert_frame
from relay.store.tables import document, of_batch


def digitise(store: Store, flow: str, batch_id: int, digitiser: Digitiser) -> int:
    """Read the scans of a batch. Returns how many pages were read; pages read before a kill are not read again."""
    done = sa.select(document.c.version_id).where(of_batch(document.c.version_id, batch_id))
    with store.read() as tx:
        frame = raw_pages.received(tx, batch_id).select("version_id", "raw")
        frame = frame.filter(~pl.col("version_id").is_in(list(tx.execute(done).scalars())))
    pages = digitiser.read(frame)  # slow, so outside the transaction
    with store.begin() as tx:
        if not at_step(tx, batch_id, Step.PULLED):
            return 0
        # Another process may have read the same scans meanwhile.
        pages = pages.filter(~pl.col("version_id").is_in(list(tx.execute(done).scalars())))
        insert_frame(tx, document, pages)
    return len(pages)
