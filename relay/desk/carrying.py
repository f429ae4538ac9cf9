"""Approved decisions happen: a corrected or released record gets a next version, which the flow's next run takes from normalise on.

The source's own record stays as it was pulled, and what it said last stays known, so that reading it again is still unchanged. A record
whose source was quicker is left to its newer version.
"""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa

from relay.desk.decisions import Decision, Kind, State, answered, decision_of, on_the_desk, told
from relay.errors import FatalError
from relay.scans import DOCUMENT
from relay.status import Status, Step
from relay.store import Store, documents, evidence, raw_pages
from relay.store.bulk import among, insert_frame, read_frame, update_frame
from relay.store.desk_tables import correction
from relay.store.scan_tables import document
from relay.store.staging import new_batch
from relay.store.tables import VERSIONS_PER_BATCH, record, version

HELD = {
    "version_id": pl.Int64,
    "record_id": pl.Int64,
    "number": pl.Int64,
    "deleted": pl.Boolean,
    "source": pl.String,
    "source_id": pl.String,
}
AT_ONCE = 10_000


def approve(store: Store, number: int, actor: str) -> Decision:
    """The second person says yes, and it happens, in one transaction. Raises FatalError for the one who proposed."""
    proposed = decision_of(store, number)
    if proposed.made_by == actor:
        raise FatalError(
            f"You made decision {number} yourself; ask another reviewer or engineer to approve it.",
            f"Bạn là người lập quyết định {number}; hãy nhờ người duyệt khác.",
            decision=number,
        )
    with store.begin(proposed.flow) as tx:
        answered(tx, number, State.APPROVED, actor, "")
        held = _held(tx, number)
        if proposed.kind is Kind.DISCARD:
            _give_up(tx, held["version_id"].to_list())
        else:
            for source in held["source"].unique(maintain_order=True):
                for part in held.filter(pl.col("source") == source).iter_slices(AT_ONCE):
                    _next_versions(tx, proposed, source, part)
        _note_outcomes(tx, number, held["version_id"].to_list())
        body = {"actor": actor, "kind": proposed.kind, "carried": len(held), **told(tx, number)}
        evidence.note(tx, "decision_approved", proposed.flow, body)
    return decision_of(store, number)


def _held(tx: sa.Connection, number: int) -> pl.DataFrame:
    """The decision's versions that are still on the desk and still the newest of their records."""
    query = (
        sa.select(
            version.c.version_id,
            version.c.record_id,
            record.c.number,
            version.c.deleted,
            record.c.source,
            record.c.source_id,
        )
        .join(correction, correction.c.version_id == version.c.version_id)
        .join(record, record.c.version_id == version.c.version_id)
        .where(correction.c.decision_id == number, on_the_desk())
        .order_by(version.c.version_id)
    )
    return read_frame(tx, query, HELD)


def _give_up(tx: sa.Connection, version_ids: list[int]) -> None:
    mine = among(tx, version.c.version_id, version_ids)
    tx.execute(version.update().where(mine).values(status=Status.CANCELLED, hold=None))


def _next_versions(tx: sa.Connection, proposed: Decision, source: str, held: pl.DataFrame) -> None:
    """A batch of the records' next versions, waiting to be normalised; the ones before them are superseded."""
    run_id = f"desk-{proposed.decision_id}"
    batch_id = new_batch(tx, proposed.flow, source, run_id, len(held), 0, Step.PULLED)
    first = batch_id * VERSIONS_PER_BATCH
    rows = held.with_columns(
        pl.col("number") + 1,
        before=pl.col("version_id"),
        version_id=pl.int_range(first, first + len(held), dtype=pl.Int64),
        flow=pl.lit(proposed.flow),
        status=pl.lit(Status.RECEIVED.value),
        hold=pl.lit(None, pl.String),
    )
    before = rows["before"].to_list()
    over = among(tx, version.c.version_id, before)
    tx.execute(version.update().where(over).values(status=Status.SUPERSEDED, hold=None))
    insert_frame(tx, version, rows.select("version_id", "record_id", "flow", "number", "deleted", "status", "hold"))
    _copy_raw(tx, batch_id, rows)
    _copy_scans(tx, rows)
    update_frame(tx, record, rows.select("record_id", "version_id", "number"), "record_id")
    mine = sa.and_(correction.c.decision_id == proposed.decision_id, correction.c.version_id == sa.bindparam("held"))
    following = correction.update().where(mine).values(next_version_id=sa.bindparam("following"))
    tx.execute(following, rows.select(held="before", following="version_id").to_dicts())


def _copy_raw(tx: sa.Connection, batch_id: int, rows: pl.DataFrame) -> None:
    raw = raw_pages.of_versions(tx, rows["before"].to_list()).rename({"version_id": "before"})
    kept = rows.select("version_id", "before").join(raw, on="before", how="inner", maintain_order="left")
    raw_pages.keep(tx, batch_id, kept)


def _copy_scans(tx: sa.Connection, rows: pl.DataFrame) -> None:
    """A scan that was read is not read again."""
    read = documents.of_versions(tx, rows["before"].to_list()).rename({"version_id": "before"})
    found = read.join(rows.select("version_id", "before"), on="before").select(DOCUMENT.keys())
    insert_frame(tx, document, found)


def _note_outcomes(tx: sa.Connection, number: int, version_ids: list[int]) -> None:
    mine = correction.c.decision_id == number
    tx.execute(correction.update().where(mine).values(outcome="overtaken"))
    carried = sa.and_(mine, among(tx, correction.c.version_id, version_ids))
    tx.execute(correction.update().where(carried).values(outcome="carried"))
