"""Heal: an approved plan becomes new versions in the outbox, which the ordinary push carries.

Nothing is rewritten: the old version stays accepted and keeps its receipt. Only what is still true is done.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import sqlalchemy as sa

from relay.delivery.plans import Plan, carried_out
from relay.delivery.reconcile import compare
from relay.delivery.remedies import HEALING, remedies
from relay.model import Endpoint
from relay.status import Status, Step
from relay.store import Store
from relay.store.bulk import among, insert_frame, read_frame, update_frame
from relay.store.staging import messages, new_batch
from relay.store.tables import VERSIONS_PER_BATCH, content, of_batch, outbox, record, version

HELD = {
    "record_id": pl.Int64,
    "source": pl.String,
    "source_id": pl.String,
    "number": pl.Int64,
    "raw_hash": pl.String,
    "deleted": pl.Boolean,
    "natural_key": pl.String,
    "accepted_version_id": pl.Int64,
}
AT_ONCE = 10_000


def carry_out(store: Store, plan: Plan, endpoint: Endpoint) -> int:
    """Stage what an approved plan wants and is still true. Returns how many versions; a second call stages none."""
    found = compare(store, plan.flow, endpoint)
    with store.begin(plan.flow) as tx:
        now = {entry for entry in remedies(tx, plan.flow, found) if entry.remedy in HEALING}
        version_ids = [entry.version_id for entry in plan.entries if entry in now and entry.version_id is not None]
        if not carried_out(tx, plan, len(version_ids)):
            return 0
        held = _held(tx, version_ids)
        for source in held["source"].unique(maintain_order=True):
            for part in held.filter(pl.col("source") == source).iter_slices(AT_ONCE):
                _send_again(tx, plan, endpoint.name, source, part)
    return len(version_ids)


def _held(tx: sa.Connection, version_ids: Sequence[int]) -> pl.DataFrame:
    """The records whose accepted version is one of these, with what their next version needs."""
    query = (
        sa.select(
            record.c.record_id,
            record.c.source,
            record.c.source_id,
            record.c.number,
            record.c.raw_hash,
            record.c.accepted_deleted,
            record.c.accepted_key,
            record.c.accepted_version_id,
        )
        .join(version, version.c.record_id == record.c.record_id)
        .where(among(tx, version.c.version_id, version_ids), record.c.accepted_version_id == version.c.version_id)
        .order_by(record.c.record_id)
    )
    return read_frame(tx, query, HELD)


def _send_again(tx: sa.Connection, plan: Plan, endpoint: str, source: str, held: pl.DataFrame) -> None:
    """The next version of each record, with the content that was accepted, in a batch of its own."""
    batch_id = new_batch(tx, plan.flow, source, f"heal-{plan.plan_id}", len(held), 0, Step.STAGED)
    first = batch_id * VERSIONS_PER_BATCH
    rows = held.with_columns(
        pl.col("number") + 1,
        version_id=pl.int_range(first, first + len(held), dtype=pl.Int64),
        flow=pl.lit(plan.flow),
        status=pl.lit(Status.PENDING.value),
        hold=pl.lit(None, pl.String),
    )
    insert_frame(tx, version, rows.select("version_id", "record_id", "flow", "number", "deleted", "status", "hold"))
    insert_frame(tx, outbox, messages(plan.flow, endpoint, rows))
    _copy_content(tx, batch_id)
    # What the source said last stays as it was: a new pull of the same is still unchanged.
    update_frame(tx, record, rows.select("record_id", "version_id", "number"), "record_id")


def _copy_content(tx: sa.Connection, batch_id: int) -> None:
    others = [column for column in content.c if column.name != "version_id"]
    copied = (
        sa.select(version.c.version_id, *others)
        .join(record, record.c.record_id == version.c.record_id)
        .join(content, content.c.version_id == record.c.accepted_version_id)
        .where(of_batch(version.c.version_id, batch_id))
    )
    names = ["version_id", *(column.name for column in others)]
    tx.execute(content.insert().from_select(names, copied))
