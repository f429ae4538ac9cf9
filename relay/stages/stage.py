"""Stage: what passed goes to the outbox, once, under an idempotency key made of its own identity and content.

A child of a parent the nation does not know waits; so does a version whose predecessor is still in flight.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl
import sqlalchemy as sa

from relay.stages.batches import at_step, move_on
from relay.status import Hold, Status, Step
from relay.store import Store
from relay.store.bulk import among, insert_frame, read_frame
from relay.store.staging import messages
from relay.store.tables import content, of_batch, outbox, record, version

PASSED = {
    "version_id": pl.Int64,
    "record_id": pl.Int64,
    "number": pl.Int64,
    "deleted": pl.Boolean,
    "source": pl.String,
    "source_id": pl.String,
    "raw_hash": pl.String,
    "accepted_key": pl.String,
    "natural_key": pl.String,
    "parents": pl.String,
}

Known = Callable[[Sequence[str]], set[str]]


def stage(store: Store, flow: str, endpoint: str, batch_id: int, known: Known) -> int:
    """Put the passed versions of a batch into the outbox of `endpoint`. Returns how many; a second call adds nothing.

    `known`: which of these "kind|value" parents the nation knows; it may talk to a registry, so it is asked outside the transaction.
    """
    with store.read() as tx:
        passed = _passed(tx, batch_id)
    orphans = _orphans(passed, known)
    with store.begin(flow) as tx:
        if not at_step(tx, batch_id, Step.VALIDATED):
            return 0
        passed = _with_keys(tx, _passed(tx, batch_id))
        ids = passed["version_id"].to_list()
        tx.execute(outbox.delete().where(among(tx, outbox.c.version_id, ids)))
        insert_frame(tx, outbox, messages(flow, endpoint, passed))
        _set_status(tx, ids, Status.PENDING, None)
        _set_status(tx, sorted({*orphans} & {*ids}), Status.WAITING, Hold.PARENT)
        _set_status(tx, _behind_others(tx, passed), Status.WAITING, Hold.PREDECESSOR)
        move_on(tx, batch_id, Step.STAGED)
    return len(passed)


def _passed(tx: sa.Connection, batch_id: int) -> pl.DataFrame:
    query = (
        sa.select(
            version.c.version_id,
            version.c.record_id,
            version.c.number,
            version.c.deleted,
            record.c.source,
            record.c.source_id,
            record.c.raw_hash,
            record.c.accepted_key,
            content.c.natural_key,
            content.c.parents,
        )
        .join(record, record.c.record_id == version.c.record_id)
        .join(content, content.c.version_id == version.c.version_id, isouter=True)
        .where(of_batch(version.c.version_id, batch_id), version.c.status == Status.RECEIVED)
        .order_by(version.c.version_id)
    )
    return read_frame(tx, query, PASSED)


def _orphans(passed: pl.DataFrame, known: Known) -> list[int]:
    pairs = passed.select("version_id", pl.col("parents").str.split("\n")).explode("parents").drop_nulls()
    if pairs.is_empty():
        return []
    found = known(pairs["parents"].unique(maintain_order=True).to_list())
    return pairs.filter(~pl.col("parents").is_in(list(found)))["version_id"].unique().to_list()


def _with_keys(tx: sa.Connection, passed: pl.DataFrame) -> pl.DataFrame:
    """A deletion goes under the key its record was accepted under, or is being sent under."""
    flying = (
        sa.select(version.c.record_id, outbox.c.natural_key)
        .join(version, version.c.version_id == outbox.c.version_id)
        .where(among(tx, version.c.record_id, passed.filter("deleted")["record_id"].to_list()))
        .order_by(outbox.c.version_id)
    )
    sent = {row[0]: row[1] for row in tx.execute(flying)} if passed["deleted"].any() else {}
    sent_key = pl.col("record_id").replace_strict(sent, default=None, return_dtype=pl.String)
    key = pl.when("deleted").then(pl.coalesce("accepted_key", sent_key)).otherwise("natural_key")
    return passed.with_columns(natural_key=key)


def _behind_others(tx: sa.Connection, passed: pl.DataFrame) -> list[int]:
    """Versions whose record still has an older one in flight (unknown, or promised by ticket) or about to be (pending)."""
    older = version.alias("older")
    flying = sa.or_(
        older.c.status.in_((Status.UNKNOWN, Status.PENDING)),
        sa.and_(older.c.status == Status.WAITING, older.c.hold.in_((Hold.TICKET, Hold.PREDECESSOR))),
    )
    query = (
        sa.select(version.c.version_id)
        .join(older, sa.and_(older.c.record_id == version.c.record_id, older.c.version_id < version.c.version_id))
        .where(among(tx, version.c.version_id, passed.filter(pl.col("number") > 1)["version_id"].to_list()), flying)
    )
    return list(tx.execute(query).scalars())


def _set_status(tx: sa.Connection, version_ids: list[int], status: Status, hold: Hold | None) -> None:
    if version_ids:
        mine = among(tx, version.c.version_id, version_ids)
        tx.execute(version.update().where(mine).values(status=status, hold=hold))
