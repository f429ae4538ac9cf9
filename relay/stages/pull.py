"""Pull: pages of a source become batches, and only what changed is stored, in the same transaction as the watermark.

A row whose content hash equals the version we hold is counted as unchanged and dropped before anything else looks at it.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import sqlalchemy as sa

from relay.audit import leaves, merkle
from relay.clock import utc_now
from relay.model import Page, Source
from relay.status import OVERTAKABLE, Hold, Status, Step
from relay.store import Store, evidence, raw_pages
from relay.store.bulk import among, insert_frame, update_frame
from relay.store.diff import changed_rows, hashed
from relay.store.staging import new_batch
from relay.store.tables import VERSIONS_PER_BATCH, record, version, watermark


def pull(store: Store, flow: str, source: Source, run_id: str, *, since: str | None = None) -> Iterator[int]:
    """Take every new page of `source`; yields the id of each batch that brought something new.

    `since` (ISO date) reads again from that day. Raises what the source raises.
    """
    for page in source.pull(flow, read_watermark(store, flow, source.name), since=since):
        batch_id, changed = take_page(store, flow, source.name, run_id, page)
        del page  # while the batch is worked on, its page need not stay in memory
        if changed:
            yield batch_id


def read_watermark(store: Store, flow: str, source: str) -> str | None:
    """Where the next pull of `source` starts; None before the first."""
    query = sa.select(watermark.c.value).where(watermark.c.flow == flow, watermark.c.source == source)
    with store.read() as tx:
        return tx.execute(query).scalar()


def take_page(store: Store, flow: str, source: str, run_id: str, page: Page) -> tuple[int, int]:
    """Store one page as a batch. Returns (batch id, number of versions it brought)."""
    frame = hashed(page.frame)
    with store.begin(flow) as tx:
        changed = changed_rows(tx, flow, source, frame)
        step = Step.PULLED if len(changed) else Step.STAGED
        batch_id = new_batch(tx, flow, source, run_id, len(frame), len(frame) - len(changed), step)
        if len(changed):
            _insert_versions(tx, flow, source, batch_id, changed)
        _move_watermark(tx, flow, source, page.watermark)
        pulled = {"batch": batch_id, "source": source, "run": run_id, "pulled": len(frame), "changed": len(changed)}
        evidence.note(tx, "pulled", flow, pulled | {"root": merkle.root(_leaves(batch_id, changed))})
    return batch_id, len(changed)


def _leaves(batch_id: int, changed: pl.DataFrame) -> list[str]:
    hashes = enumerate(changed["raw_hash"], batch_id * VERSIONS_PER_BATCH)
    return [merkle.leaf(leaves.pulled(version_id, raw_hash)) for version_id, raw_hash in hashes]


def _insert_versions(tx: sa.Connection, flow: str, source: str, batch_id: int, changed: pl.DataFrame) -> None:
    first = batch_id * VERSIONS_PER_BATCH
    rows = changed.with_columns(
        version_id=pl.int_range(first, first + len(changed), dtype=pl.Int64),
        flow=pl.lit(flow),
        source=pl.lit(source),
        hold=pl.lit(None, pl.String),
    ).with_columns(
        is_new=pl.col("record_id").is_null(),
        record_id=pl.coalesce("record_id", pl.col("version_id").first().over("source_id")),
    )
    in_flight = _overtake(tx, rows.filter(~pl.col("is_new"))["record_id"].unique().to_list())
    sent = pl.col("accepted_deleted").eq_missing(False) | pl.col("record_id").is_in(in_flight)
    rows = rows.with_columns(
        status=pl.when(~pl.col("last"))
        .then(pl.lit(Status.SUPERSEDED.value))
        .when(pl.col("deleted") & ~sent)
        .then(pl.lit(Status.CANCELLED.value))
        .otherwise(pl.lit(Status.RECEIVED.value))
    )
    insert_frame(tx, version, rows.select("version_id", "record_id", "flow", "number", "deleted", "status", "hold"))
    raw_pages.keep(tx, batch_id, rows.filter(~pl.col("deleted")))
    heads = rows.filter(pl.col("last"))
    known = ("record_id", "raw_hash", "number", "version_id", "deleted")
    insert_frame(tx, record, heads.filter("is_new").select(*known, "flow", "source", "source_id"))
    update_frame(tx, record, heads.filter(~pl.col("is_new")).select(*known), "record_id")


def _overtake(tx: sa.Connection, record_ids: list[int]) -> list[int]:
    """Older versions not yet on their way are superseded; returns the records that still have one in flight."""
    if not record_ids:
        return []
    mine = among(tx, version.c.record_id, record_ids)
    ticket = sa.func.coalesce(version.c.hold, "") == Hold.TICKET
    tx.execute(
        version.update()
        .where(mine, version.c.status.in_(OVERTAKABLE), ~ticket)
        .values(status=Status.SUPERSEDED, hold=None)
    )
    flying = sa.or_(version.c.status == Status.UNKNOWN, sa.and_(version.c.status == Status.WAITING, ticket))
    return list(tx.execute(sa.select(version.c.record_id).where(mine, flying)).scalars())


def _move_watermark(tx: sa.Connection, flow: str, source: str, value: str) -> None:
    # Only the source can read its own watermark. One that lies earlier (after `since`) costs a second reading, never a record.
    here = sa.and_(watermark.c.flow == flow, watermark.c.source == source)
    moved = {"value": value, "moved_at": utc_now()}
    if not tx.execute(watermark.update().where(here).values(moved)).rowcount:
        tx.execute(watermark.insert().values(flow=flow, source=source, **moved))
