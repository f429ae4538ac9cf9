"""Raw payloads as they were pulled: one compressed column file per batch, written once and read whole.

A batch's raw records are only ever needed together (to normalise or digitise them), or one at a time by a person; a row per record
would cost more than everything else the store does at pull.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import polars as pl
import sqlalchemy as sa

from relay.status import Status
from relay.store.bulk import among
from relay.store.tables import VERSIONS_PER_BATCH, of_batch, raw_page, version

RAW = {"version_id": pl.Int64, "source_id": pl.String, "raw": pl.String}


def keep(tx: sa.Connection, batch_id: int, frame: pl.DataFrame) -> None:
    """Store the raw records of a batch: version_id, source_id, raw."""
    if frame.is_empty():
        return
    body = BytesIO()
    frame.select(RAW.keys()).write_ipc(body, compression="zstd")
    tx.execute(raw_page.insert().values(batch_id=batch_id, payload=body.getvalue()))


def of_versions(tx: sa.Connection, version_ids: Sequence[int]) -> pl.DataFrame:
    """version_id, source_id, raw of these versions, in order; a deletion has none."""
    batches = sorted({version_id // VERSIONS_PER_BATCH for version_id in version_ids})
    query = sa.select(raw_page.c.payload).where(among(tx, raw_page.c.batch_id, batches)).order_by(raw_page.c.batch_id)
    # One batch at a time: a decision may be about a few records of each of many.
    mine = [
        pl.read_ipc(BytesIO(payload)).filter(pl.col("version_id").is_in(list(version_ids)))
        for payload in tx.execute(query).scalars()
    ]
    return pl.concat([pl.DataFrame(schema=RAW), *mine])


def received(tx: sa.Connection, batch_id: int) -> pl.DataFrame:
    """version_id, source_id, raw of the batch's versions that are still `received`, in order."""
    payload = tx.execute(sa.select(raw_page.c.payload).where(raw_page.c.batch_id == batch_id)).scalar()
    if payload is None:
        return pl.DataFrame(schema=RAW)
    settled = sa.select(version.c.version_id).where(
        of_batch(version.c.version_id, batch_id), version.c.status != Status.RECEIVED
    )
    gone = list(tx.execute(settled).scalars())  # nearly always few
    return pl.read_ipc(BytesIO(payload)).filter(~pl.col("version_id").is_in(gone))
