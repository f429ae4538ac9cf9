"""Receipts promised by ticket are polled for; receipts held are written back to the local system and looked up as a citizen would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from relay.audit import merkle
from relay.clock import utc_now
from relay.delivery.outgoing import read_messages
from relay.delivery.verdicts import Answered, record_verdicts
from relay.errors import RetryableError
from relay.model import Endpoint, WriteBack
from relay.status import Hold, Status
from relay.store import Store, evidence
from relay.store.bulk import among
from relay.store.tables import outbox, receipt, record, version

AT_ONCE = 500

Visible = Callable[[str, Sequence[str]], set[str]]


def poll_tickets(store: Store, flow: str, endpoint: Endpoint) -> dict[str, int]:
    """Ask once for every promised receipt. Returns how many got each verdict; still promised ones stay as they are."""
    totals: dict[str, int] = {}
    for part in _parts(store, _tickets(flow)):
        found = endpoint.poll([ticket for _, ticket, _ in part])
        with store.read() as tx:
            messages = {message.version_id: message for message in read_messages(tx, [row[0] for row in part])}
        by_request: dict[int, list[Answered]] = {}
        for version_id, ticket, request_id in part:
            verdict = found.get(ticket)
            if verdict is not None and verdict.kind in ("accepted", "refused", "unknown"):
                by_request.setdefault(request_id, []).append(Answered(messages[version_id], verdict))
        for request_id, answered in by_request.items():
            for kind, count in record_verdicts(store, flow, endpoint, request_id, answered).items():
                totals[kind] = totals.get(kind, 0) + count
    return totals


def _tickets(flow: str) -> sa.Select[Any]:
    return (
        sa.select(version.c.version_id, outbox.c.ticket, outbox.c.request_id)
        .join(outbox, outbox.c.version_id == version.c.version_id)
        .where(version.c.flow == flow, version.c.status == Status.WAITING, version.c.hold == Hold.TICKET)
        .order_by(version.c.version_id)
    )


def write_back(store: Store, flow: str, local: WriteBack) -> int:
    """Carry new receipts and returned ids to the local system. Repeating it is harmless: the local system knows the key.

    Raises the first RetryableError once every part was tried: what is not confirmed holds up its neighbours only.
    """
    done, failed = 0, list[RetryableError]()
    for part in _parts(store, _unwritten(flow)):
        try:
            local.write([_item(flow, row) for row in part])
        except RetryableError as error:
            failed.append(error)
            continue
        _mark(store, flow, [row.version_id for row in part], "written_back_at")
        done += len(part)
    if failed:
        raise failed[0]
    return done


def _unwritten(flow: str) -> sa.Select[Any]:
    return (
        sa.select(
            receipt.c.version_id,
            record.c.source,
            record.c.source_id,
            receipt.c.receipt,
            receipt.c.returned,
            receipt.c.received_at,
            outbox.c.idempotency_key,
        )
        .join(version, version.c.version_id == receipt.c.version_id)
        .join(record, record.c.record_id == version.c.record_id)
        .join(outbox, outbox.c.version_id == receipt.c.version_id)
        .where(receipt.c.flow == flow, receipt.c.written_back_at.is_(None))
        .order_by(receipt.c.version_id)
    )


def _item(flow: str, row: Any) -> dict[str, object]:
    return {
        "source": row.source,
        "source_id": row.source_id,
        "contract": flow,
        "receipt": row.receipt,
        "returned": msgspec.json.decode(row.returned),
        "accepted_at": row.received_at.isoformat(),
        "idempotency_key": row.idempotency_key,
    }


def link(store: Store, flow: str, visible: Visible) -> int:
    """Mark accepted records a citizen can see in their own account. Returns how many became visible."""
    done = 0
    for part in _parts(store, _unlinked(flow)):
        seen = visible(flow, [row.natural_key for row in part])
        found = [row.version_id for row in part if row.natural_key in seen]
        _mark(store, flow, found, "linked_at")
        done += len(found)
    return done


def _unlinked(flow: str) -> sa.Select[Any]:
    return (
        sa.select(receipt.c.version_id, outbox.c.natural_key)
        .join(outbox, outbox.c.version_id == receipt.c.version_id)
        .join(record, record.c.accepted_version_id == receipt.c.version_id)
        .where(receipt.c.flow == flow, receipt.c.linked_at.is_(None), record.c.accepted_deleted.is_(False))
        .order_by(receipt.c.version_id)
    )


def _mark(store: Store, flow: str, version_ids: list[int], column: str) -> None:
    if version_ids:
        with store.begin() as tx:
            mine = among(tx, receipt.c.version_id, version_ids)
            tx.execute(receipt.update().where(mine).values({column: utc_now()}))
            kind = column.removesuffix("_at")
            leaves = [merkle.leaf(str(version_id)) for version_id in version_ids]
            evidence.note(tx, kind, flow, {"receipts": len(version_ids), "root": merkle.root(leaves)})


def _parts(store: Store, query: sa.Select[Any]) -> Iterator[list[Any]]:
    """Everything the query finds now, in parts; read whole first, so that work on one part does not move the next."""
    with store.read() as tx:
        rows = list(tx.execute(query).fetchall())
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
