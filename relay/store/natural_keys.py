"""Natural keys are claimed by one record, and a record keeps its own.

Where two live records claim one key, neither may go, and each goes by itself once it is the only one left. A record whose key is
no longer the one the nation holds it under is held back too: sent as it is, it would be there twice.

What the nation has accepted, and what it has promised a receipt for, stays as it is.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl
import sqlalchemy as sa

from relay.status import Hold, Severity, Status, Step
from relay.store.bulk import among, insert_frame
from relay.store.tables import VERSIONS_PER_BATCH, batch, content, of_batch, record, version, violation

SHARED = "natural_key.shared"
CHANGED = "natural_key.changed"
VIOLATION = {"version_id": pl.Int64, "rule": pl.String, "field": pl.String, "severity": pl.String}

#: Still ours to hold back when another record turns out to claim the same key.
HOLDABLE = (Status.RECEIVED, Status.PENDING, Status.WAITING)


def quarantine_shared(tx: sa.Connection, flow: str, batch_id: int) -> int:
    """Hold back both sides of every key that this batch makes shared, save what the nation already has. Returns how many."""
    mine, theirs = content.alias("mine"), content.alias("theirs")
    my_version, their_version = version.alias("my_version"), version.alias("their_version")
    their_record = record.alias("their_record")
    query = (
        sa.select(mine.c.version_id, theirs.c.version_id)
        .select_from(my_version)
        .join(mine, mine.c.version_id == my_version.c.version_id)
        .join(theirs, sa.and_(theirs.c.natural_key == mine.c.natural_key, theirs.c.flow == flow))
        .join(their_version, their_version.c.version_id == theirs.c.version_id)
        .join(their_record, their_record.c.record_id == their_version.c.record_id)
        .where(
            of_batch(my_version.c.version_id, batch_id),
            my_version.c.status.in_((Status.RECEIVED, Status.QUARANTINED)),
            their_record.c.record_id != my_version.c.record_id,
            _claims(their_record, theirs),
        )
    )
    both = sorted({version_id for pair in tx.execute(query) for version_id in pair})
    if not both:
        return 0
    marked = set(tx.execute(_marked(tx, both)).scalars())
    fresh = [version_id for version_id in both if version_id not in marked]
    rows = [(version_id, SHARED, "natural_key", Severity.CRITICAL.value) for version_id in fresh]
    insert_frame(tx, violation, pl.DataFrame(rows, schema=VIOLATION, orient="row"))
    # A receipt promised by ticket is on its way whatever we think of the record now.
    promised = sa.func.coalesce(version.c.hold, "") == Hold.TICKET
    done = tx.execute(
        version.update()
        .where(among(tx, version.c.version_id, both), version.c.status.in_(HOLDABLE), ~promised)
        .values(status=Status.QUARANTINED, hold=None)
    )
    return int(done.rowcount)


def _marked(tx: sa.Connection, version_ids: list[int]) -> sa.Select[tuple[int]]:
    return sa.select(violation.c.version_id).where(
        violation.c.rule == SHARED, among(tx, violation.c.version_id, version_ids)
    )


def claimed(tx: sa.Connection, flow: str, keys: list[str], except_for: Collection[int | None]) -> set[str]:
    """Those of these keys that a record claims which is none of `except_for` (record ids)."""
    query = (
        sa.select(content.c.natural_key, record.c.record_id)
        .join(version, version.c.version_id == content.c.version_id)
        .join(record, record.c.record_id == version.c.record_id)
        .where(content.c.flow == flow, among(tx, content.c.natural_key, keys), _claims(record, content))
    )
    return {key for key, record_id in tx.execute(query) if record_id not in except_for}


def quarantine_changed(tx: sa.Connection, batch_id: int) -> int:
    """Hold back versions of this batch whose record the nation holds under another key. Returns how many."""
    query = (
        sa.select(version.c.version_id)
        .join(record, record.c.record_id == version.c.record_id)
        .join(content, content.c.version_id == version.c.version_id)
        .where(
            of_batch(version.c.version_id, batch_id),
            version.c.status.in_((Status.RECEIVED, Status.QUARANTINED)),
            record.c.accepted_deleted.is_(False),
            record.c.accepted_key != content.c.natural_key,
        )
    )
    moved = list(tx.execute(query).scalars())
    rows = [(version_id, CHANGED, "natural_key", Severity.CRITICAL.value) for version_id in moved]
    insert_frame(tx, violation, pl.DataFrame(rows, schema=VIOLATION, orient="row"))
    if moved:
        tx.execute(version.update().where(among(tx, version.c.version_id, moved)).values(status=Status.QUARANTINED))
    return len(moved)


def free(tx: sa.Connection, flow: str) -> int:
    """Let records go whose key nobody else claims any more (the other was deleted or corrected). Returns how many.

    They are `received` again and their batch is one step back, so the next run stages them.
    """
    alone = _alone(tx, flow)
    if not alone:
        return 0
    tx.execute(violation.delete().where(among(tx, violation.c.version_id, alone), violation.c.rule == SHARED))
    bad = sa.select(violation.c.version_id).where(
        among(tx, violation.c.version_id, alone), violation.c.severity == Severity.CRITICAL
    )
    freed = version.c.version_id.not_in(bad)
    done = tx.execute(
        version.update().where(among(tx, version.c.version_id, alone), freed).values(status=Status.RECEIVED)
    )
    batches = sorted({version_id // VERSIONS_PER_BATCH for version_id in alone})
    tx.execute(
        batch.update()
        .where(among(tx, batch.c.batch_id, batches), batch.c.step == Step.STAGED)
        .values(step=Step.VALIDATED)
    )
    return int(done.rowcount)


def _claims(owner: sa.FromClause, theirs: sa.FromClause) -> sa.ColumnElement[bool]:
    """The record's newest version is live, or it is the version the nation still holds."""
    return sa.or_(
        sa.and_(owner.c.version_id == theirs.c.version_id, owner.c.deleted.is_(False)),
        sa.and_(owner.c.accepted_version_id == theirs.c.version_id, owner.c.accepted_deleted.is_(False)),
    )


def _alone(tx: sa.Connection, flow: str) -> list[int]:
    their_version = version.alias("their_version")
    mine, theirs = content.alias("mine"), content.alias("theirs")
    rival = (
        sa.select(theirs.c.version_id)
        .join(their_version, their_version.c.version_id == theirs.c.version_id)
        .join(record, record.c.record_id == their_version.c.record_id)
        .where(
            theirs.c.natural_key == mine.c.natural_key,
            theirs.c.flow == flow,
            record.c.record_id != version.c.record_id,
            _claims(record, theirs),
        )
    )
    query = (
        sa.select(version.c.version_id)
        .join(violation, violation.c.version_id == version.c.version_id)
        .join(mine, mine.c.version_id == version.c.version_id)
        .where(
            version.c.flow == flow, version.c.status == Status.QUARANTINED, violation.c.rule == SHARED, ~rival.exists()
        )
    )
    return list(tx.execute(query).scalars())
