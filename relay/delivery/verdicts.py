"""What an endpoint answered becomes the state of each version: one transaction per answered request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import polars as pl
import sqlalchemy as sa

from relay.audit import leaves, merkle
from relay.clock import utc_now
from relay.model import Endpoint, Message, Verdict
from relay.status import OVERTAKABLE, Hold, Severity, Status
from relay.store import Store, evidence
from relay.store.bulk import among, insert_frame, update_frame
from relay.store.tables import attempt, outbox, receipt, record, request, version, violation

#: verdict → (status, hold). `absent`: the endpoint never saw it, so it may go (again). `has_children`: a deletion that has to wait
#: for the deletion of the records that lean on this one.
OUTCOME = {
    "accepted": (Status.ACCEPTED, None),
    "refused": (Status.QUARANTINED, None),
    "promised": (Status.WAITING, Hold.TICKET),
    "parent_unknown": (Status.WAITING, Hold.PARENT),
    "has_children": (Status.WAITING, Hold.CHILDREN),
    "unknown": (Status.UNKNOWN, None),
    "absent": (Status.PENDING, None),
}


#: Nothing of the version is in flight any more.
SETTLED = ("accepted", "refused", "parent_unknown", "has_children", "absent")


@dataclass(frozen=True)
class Answered:
    """One message with the verdict on it."""

    message: Message
    verdict: Verdict


def record_verdicts(
    store: Store, flow: str, endpoint: Endpoint, request_id: int, answered: Sequence[Answered]
) -> dict[str, int]:
    """Write down the verdicts. Returns how many of each kind. Repeating it with the same verdicts changes nothing more."""
    counts: dict[str, int] = {}
    with store.begin(flow) as tx:
        # Only versions still in flight: an answer that comes twice must not move what was already settled.
        open_ids = _in_flight(tx, request_id, [one.message.version_id for one in answered])
        answered = [one for one in answered if one.message.version_id in open_ids]
        if not answered:
            return {}
        for one in answered:
            counts[one.verdict.kind] = counts.get(one.verdict.kind, 0) + 1
        for kind, (status, hold) in OUTCOME.items():
            _move(tx, [one.message.version_id for one in answered if one.verdict.kind == kind], status, hold)
        overtaken(tx, [one.message.version_id for one in answered])
        number = _write_attempts(tx, request_id, answered)
        _write_receipts(tx, flow, endpoint, [one for one in answered if one.verdict.kind == "accepted"])
        _write_refusals(tx, endpoint.name, [one for one in answered if one.verdict.kind == "refused"])
        _write_tickets(tx, [one for one in answered if one.verdict.kind == "promised"])
        let_successors_go(tx, [one.message.version_id for one in answered if one.verdict.kind in SETTLED])
        tx.execute(request.update().where(request.c.request_id == request_id).values(answered_at=utc_now()))
        body = {"request": request_id, "answer": number, "endpoint": endpoint.name, "verdicts": counts}
        evidence.note(tx, "answered", flow, body | {"root": merkle.root(_leaves(answered))})
    return counts


def _leaves(answered: Sequence[Answered]) -> list[str]:
    ordered = sorted(answered, key=lambda one: one.message.version_id)
    return [merkle.leaf(leaves.answered(one.message, one.verdict)) for one in ordered]


def _in_flight(tx: sa.Connection, request_id: int, version_ids: list[int]) -> set[int]:
    query = sa.select(version.c.version_id).where(
        among(tx, version.c.version_id, version_ids),
        version.c.version_id.in_(
            sa.select(outbox.c.version_id).where(
                among(tx, outbox.c.version_id, version_ids), outbox.c.request_id == request_id
            )
        ),
        sa.or_(version.c.status == Status.UNKNOWN, version.c.hold == Hold.TICKET),
    )
    return set(tx.execute(query).scalars())


def _move(tx: sa.Connection, version_ids: list[int], status: Status, hold: Hold | None) -> None:
    if version_ids:
        mine = among(tx, version.c.version_id, version_ids)
        tx.execute(version.update().where(mine).values(status=status, hold=hold))


def _write_attempts(tx: sa.Connection, request_id: int, answered: Sequence[Answered]) -> int:
    """Returns the number of this answer to the request, from 1."""
    before = sa.select(sa.func.coalesce(sa.func.max(attempt.c.answer), 0)).where(attempt.c.request_id == request_id)
    number = int(tx.execute(before).scalar_one()) + 1
    rows = [
        (request_id, one.message.version_id, one.verdict.kind, one.verdict.code, number, leaves.proof(one.verdict))
        for one in answered
    ]
    schema = {
        "request_id": pl.Int64,
        "version_id": pl.Int64,
        "verdict": pl.String,
        "code": pl.String,
        "answer": pl.Int64,
        "proof": pl.String,
    }
    insert_frame(tx, attempt, pl.DataFrame(rows, schema=schema, orient="row"))
    return number


def _write_receipts(tx: sa.Connection, flow: str, endpoint: Endpoint, accepted: Sequence[Answered]) -> None:
    rows = [
        (
            one.message.version_id,
            one.verdict.receipt,
            one.verdict.code,
            msgspec.json.encode(dict(one.verdict.returned)).decode(),
            one.verdict.said or None,
        )
        for one in accepted
    ]
    schema = {
        "version_id": pl.Int64,
        "receipt": pl.String,
        "code": pl.String,
        "returned": pl.String,
        "said": pl.String,
    }
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    now = pl.lit(utc_now()).dt.convert_time_zone("UTC")
    insert_frame(tx, receipt, frame.with_columns(flow=pl.lit(flow), endpoint=pl.lit(endpoint.name), received_at=now))
    _mark_records(tx, endpoint, accepted)


def _mark_records(tx: sa.Connection, endpoint: Endpoint, accepted: Sequence[Answered]) -> None:
    """The newest accepted version of each record is what the nation holds of it."""
    if not accepted:
        return
    sent = {one.message.version_id: one.message for one in accepted}
    query = sa.select(version.c.version_id, version.c.record_id).where(among(tx, version.c.version_id, list(sent)))
    rows = [
        (record_id, version_id, *_as_listed(endpoint, sent[version_id]))
        for version_id, record_id in sorted(tuple(row) for row in tx.execute(query))
    ]
    schema = {
        "record_id": pl.Int64,
        "accepted_version_id": pl.Int64,
        "accepted_deleted": pl.Boolean,
        "accepted_key": pl.String,
        "accepted_hash": pl.String,
    }
    frame = pl.DataFrame(rows, schema=schema, orient="row").unique("record_id", keep="last", maintain_order=True)
    update_frame(tx, record, frame, "record_id")


def _as_listed(endpoint: Endpoint, message: Message) -> tuple[bool, str, str | None]:
    """What the endpoint's listing shows of an accepted message: deleted, key, hash."""
    deleted = message.content is None
    return deleted, message.key, None if message.content is None else endpoint.content_hash(message.content)


def _write_refusals(tx: sa.Connection, endpoint: str, refused: Sequence[Answered]) -> None:
    rows = [
        (
            one.message.version_id,
            f"endpoint.{endpoint}.{one.verdict.code}",
            one.verdict.field or "record",
            Severity.CRITICAL.value,
        )
        for one in refused
    ]
    schema = {"version_id": pl.Int64, "rule": pl.String, "field": pl.String, "severity": pl.String}
    insert_frame(tx, violation, pl.DataFrame(rows, schema=schema, orient="row"))


def _write_tickets(tx: sa.Connection, promised: Sequence[Answered]) -> None:
    rows = [(one.message.version_id, one.verdict.ticket) for one in promised if one.verdict.ticket]
    schema = {"version_id": pl.Int64, "ticket": pl.String}
    update_frame(tx, outbox, pl.DataFrame(rows, schema=schema, orient="row"), "version_id")


def let_successors_go(tx: sa.Connection, version_ids: list[int]) -> None:
    """A newer version of the same record was held back until this one was settled; now it is its turn.

    One that did not arrive is overtaken by it. A deletion of what never arrived has nothing left to delete.
    """
    if not version_ids:
        return
    records = sa.select(version.c.record_id).where(among(tx, version.c.version_id, version_ids))
    behind = sa.and_(version.c.status == Status.WAITING, version.c.hold == Hold.PREDECESSOR)
    waiting = list(tx.execute(sa.select(version.c.record_id).where(version.c.record_id.in_(records), behind)).scalars())
    if not waiting:
        return
    mine = among(tx, version.c.record_id, waiting)
    failed = sa.and_(among(tx, version.c.version_id, version_ids), version.c.status.in_(OVERTAKABLE), ~behind)
    tx.execute(version.update().where(mine, failed).values(status=Status.SUPERSEDED, hold=None))
    held = sa.select(record.c.record_id).where(record.c.accepted_version_id.is_not(None))
    idle = sa.and_(version.c.deleted.is_(True), version.c.record_id.not_in(held))
    tx.execute(version.update().where(mine, behind, idle).values(status=Status.CANCELLED, hold=None))
    tx.execute(version.update().where(mine, behind).values(status=Status.PENDING, hold=None))


def overtaken(tx: sa.Connection, version_ids: list[int]) -> None:
    """Of these versions, those that are not in flight any more and have a newer one are superseded: the older must not go after it."""
    newer = sa.select(record.c.record_id).where(
        record.c.record_id == version.c.record_id, record.c.version_id > version.c.version_id
    )
    ticket = sa.func.coalesce(version.c.hold, "") == Hold.TICKET
    tx.execute(
        version.update()
        .where(among(tx, version.c.version_id, version_ids), version.c.status.in_(OVERTAKABLE), ~ticket, newer.exists())
        .values(status=Status.SUPERSEDED, hold=None)
    )
