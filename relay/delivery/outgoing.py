"""Messages leaving the outbox: claimed before they are sent, so that a killed process leaves them `unknown`, never forgotten."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from relay.audit import leaves, merkle
from relay.clock import utc_now
from relay.delivery.limits import NO_LIMITS, Limits
from relay.delivery.verdicts import let_successors_go, overtaken
from relay.model import Message
from relay.status import BY_LIMITS, Hold, Status
from relay.store import Store, evidence
from relay.store.bulk import among
from relay.store.tables import content, outbox, request, version


@dataclass(frozen=True)
class Chosen:
    """Which pending messages may go: those of some units, or some versions; None is all."""

    units: Sequence[str] | None = None
    only: Sequence[int] | None = None


ALL = Chosen()


def claim(
    store: Store, flow: str, endpoint: str, run_id: str, limit: int, chosen: Chosen = ALL, limits: Limits = NO_LIMITS
) -> tuple[int, list[Message]]:
    """Take up to `limit` pending messages, oldest first, as one request. Returns (request id, messages); none left: (0, []).

    The messages become `unknown` in the same transaction: from here on only an answer of the endpoint moves them.
    """
    # One claim at a time for each endpoint: two that counted the same quota would overdraw it.
    with store.begin(f"quota of {endpoint}") as tx:
        room = min(limit, quota_left(tx, endpoint, limits))
        query = _pending(tx, flow, room, chosen).with_for_update(skip_locked=True, of=version)
        claimed = list(tx.execute(query).scalars()) if room else []
        if not claimed:
            return 0, []
        values = {"flow": flow, "endpoint": endpoint, "run_id": run_id, "messages": len(claimed), "sent_at": utc_now()}
        request_id = int(tx.execute(request.insert().values(values).returning(request.c.request_id)).scalar_one())
        tx.execute(
            version.update().where(among(tx, version.c.version_id, claimed)).values(status=Status.UNKNOWN, hold=None)
        )
        tx.execute(outbox.update().where(among(tx, outbox.c.version_id, claimed)).values(request_id=request_id))
        messages = read_messages(tx, claimed)
        body = {"request": request_id, "endpoint": endpoint, "run": run_id, "messages": len(messages)}
        evidence.note(tx, "sent", flow, body | {"root": merkle.root([merkle.leaf(leaves.sent(m)) for m in messages])})
        return request_id, messages


def anything_pending(store: Store, flow: str, chosen: Chosen) -> bool:
    """Whether a message of those chosen may go now."""
    with store.read() as tx:
        return tx.execute(_pending(tx, flow, 1, chosen)).first() is not None


def quota_left(tx: sa.Connection, endpoint: str, limits: Limits) -> int:
    """How many records may still go to an endpoint today; requests it turned away whole do not count."""
    if limits.records_per_day is None:
        return sys.maxsize
    today = request.c.sent_at >= limits.day_began(utc_now())
    sent = sa.select(sa.func.coalesce(sa.func.sum(request.c.messages), 0)).where(request.c.endpoint == endpoint, today)
    return max(0, limits.records_per_day - int(tx.execute(sent).scalar_one()))


def _pending(tx: sa.Connection, flow: str, limit: int, chosen: Chosen) -> sa.Select[int]:
    query = (
        sa.select(version.c.version_id)
        .where(version.c.flow == flow, version.c.status == Status.PENDING)
        .order_by(version.c.version_id)
        .limit(limit)
    )
    if chosen.units:
        named = sa.select(content.c.version_id).where(content.c.unit.in_(chosen.units))
        query = query.where(version.c.version_id.in_(named))
    if chosen.only is not None:
        query = query.where(among(tx, version.c.version_id, chosen.only))
    return query


def hold_back(store: Store, flow: str, hold: Hold) -> int:
    """What is still pending waits: the endpoint is closed, or its quota of today is used up. Returns how many."""
    with store.begin(flow) as tx:
        mine = sa.and_(version.c.flow == flow, version.c.status == Status.PENDING)
        return tx.execute(version.update().where(mine).values(status=Status.WAITING, hold=hold)).rowcount


def let_go(store: Store, flow: str) -> None:
    """What waited for an open window or a new quota may be tried again."""
    with store.begin(flow) as tx:
        held = sa.and_(version.c.status == Status.WAITING, version.c.hold.in_(BY_LIMITS))
        tx.execute(version.update().where(version.c.flow == flow, held).values(status=Status.PENDING, hold=None))


def read_messages(tx: sa.Connection, version_ids: Sequence[int]) -> list[Message]:
    """The messages of these versions in id order."""
    query = (
        sa.select(outbox.c.version_id, outbox.c.idempotency_key, outbox.c.natural_key, outbox.c.op, content.c.payload)
        .join(content, content.c.version_id == outbox.c.version_id, isouter=True)
        .where(among(tx, outbox.c.version_id, version_ids))
        .order_by(outbox.c.version_id)
    )
    return [
        Message(version_id, key, natural_key, op, None if op == "delete" else payload.encode())
        for version_id, key, natural_key, op, payload in tx.execute(query)
    ]


def give_back(store: Store, request_id: int) -> None:
    """The endpoint said clearly that it applied nothing: the messages of this request may go again."""
    with store.read() as tx:
        flow = tx.execute(sa.select(request.c.flow).where(request.c.request_id == request_id)).scalar_one()
    # One after the other with the pulls of the flow: a newer version must see whether this one is still in flight.
    with store.begin(flow) as tx:
        mine = sa.select(outbox.c.version_id).where(outbox.c.request_id == request_id)
        tx.execute(
            version.update()
            .where(version.c.version_id.in_(mine), version.c.status == Status.UNKNOWN)
            .values(status=Status.PENDING)
        )
        given_back = list(tx.execute(mine).scalars())
        overtaken(tx, given_back)
        let_successors_go(tx, given_back)
        answered = request.update().where(request.c.request_id == request_id).values(answered_at=utc_now(), messages=0)
        tx.execute(answered)
        evidence.note(tx, "turned_away", flow, {"request": request_id})
