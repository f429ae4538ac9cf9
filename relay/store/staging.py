"""Rows that more than one step makes, always alike: a batch, and the messages of its versions.

The same version of a record gets the same idempotency key whoever stages it.
"""

from __future__ import annotations

from hashlib import blake2b

import polars as pl
import sqlalchemy as sa

from relay.clock import utc_now
from relay.status import Step
from relay.store.tables import batch


def new_batch(tx: sa.Connection, flow: str, source: str, run_id: str, pulled: int, unchanged: int, step: Step) -> int:
    """A batch of `pulled` rows, of which `unchanged` were dropped. Returns its id."""
    values = {
        "flow": flow,
        "source": source,
        "run_id": run_id,
        "pulled": pulled,
        "unchanged": unchanged,
        "step": step,
        "pulled_at": utc_now(),
    }
    return int(tx.execute(batch.insert().values(values).returning(batch.c.batch_id)).scalar_one())


def messages(flow: str, endpoint: str, versions: pl.DataFrame) -> pl.DataFrame:
    """Rows of the outbox. `versions`: version_id, natural_key, deleted, source, source_id, number, raw_hash."""
    return versions.select(
        "version_id",
        "natural_key",
        flow=pl.lit(flow),
        endpoint=pl.lit(endpoint),
        idempotency_key=pl.Series(_idempotency_keys(flow, versions), dtype=pl.String),
        op=pl.when("deleted").then(pl.lit("delete")).otherwise(pl.lit("upsert")),
        staged_at=pl.lit(utc_now()).dt.convert_time_zone("UTC"),
    )


def _idempotency_keys(flow: str, versions: pl.DataFrame) -> list[str]:
    # The same version always gets the same key, so sending it again applies nothing. Going back to an earlier content is a
    # new version number and no repetition; a store rebuilt from nothing starts counting anew and cannot tell the two apart.
    rows = versions.select("source", "source_id", "number", "raw_hash").iter_rows()
    return [blake2b("\n".join((flow, *map(str, row))).encode(), digest_size=16).hexdigest() for row in rows]
