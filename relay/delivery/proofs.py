"""The log against the tables: every batch pulled, request sent and answer kept must still be what its event says it was."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import msgspec
import polars as pl
import sqlalchemy as sa

from relay.audit import leaves, merkle
from relay.audit.chain import Event
from relay.delivery.outgoing import read_messages
from relay.desk.corrections import leaf
from relay.model import Verdict
from relay.store import evidence
from relay.store.desk_tables import correction
from relay.store.diff import DELETED, content_hash
from relay.store.tables import attempt, of_batch, raw_page, receipt, version

DECIDED = ("decision_made", "decision_approved", "decision_rejected", "decision_withdrawn")
PROVEN = ("pulled", "sent", "answered", *DECIDED)

#: Version id → the text of its leaf, in the order of the event's tree.
Leaves = dict[int, str]


def leaves_of(tx: sa.Connection, event: Event) -> Leaves:
    """What stands behind an event now, rebuilt from the tables; of an event of another kind, nothing."""
    body = msgspec.json.decode(event.body)
    if event.kind == "pulled":
        return _pulled(tx, body["batch"])
    if event.kind == "sent":
        return _sent(tx, body["request"])
    if event.kind in DECIDED:
        return _decided(tx, body["decision"])
    return _answered(tx, body["request"], body["answer"]) if event.kind == "answered" else {}


def root_of(found: Leaves) -> str:
    """The root of the tree these leaves make."""
    return merkle.root([merkle.leaf(text) for text in found.values()])


def contradicted(tx: sa.Connection) -> Iterator[Event]:
    """Events of the log that the tables do not bear out any more.

    A request whose answers are not all in yet, or that was turned away whole, has nothing to be compared with.
    """
    for kind in PROVEN:
        for event in evidence.events(tx, kind):
            body: dict[str, Any] = msgspec.json.decode(event.body)
            found = leaves_of(tx, event)
            if kind == "sent" and len(found) < body["messages"]:
                continue
            if root_of(found) != body["root"]:
                yield event


def _pulled(tx: sa.Connection, batch_id: int) -> Leaves:
    payload = tx.execute(sa.select(raw_page.c.payload).where(raw_page.c.batch_id == batch_id)).scalar()
    raws = pl.read_ipc(BytesIO(payload)).select("version_id", "raw").iter_rows() if payload else ()
    hashes = {version_id: content_hash(raw.encode()) for version_id, raw in raws}
    query = (
        sa.select(version.c.version_id).where(of_batch(version.c.version_id, batch_id)).order_by(version.c.version_id)
    )
    return {one: leaves.pulled(one, hashes.get(one, DELETED)) for one in tx.execute(query).scalars()}


def _decided(tx: sa.Connection, number: int) -> Leaves:
    query = sa.select(correction).where(correction.c.decision_id == number).order_by(correction.c.version_id)
    return {row.version_id: leaf(row) for row in tx.execute(query)}


def _sent(tx: sa.Connection, request_id: int) -> Leaves:
    query = sa.select(attempt.c.version_id).where(attempt.c.request_id == request_id).distinct()
    messages = read_messages(tx, list(tx.execute(query).scalars()))
    return {message.version_id: leaves.sent(message) for message in messages}


def _answered(tx: sa.Connection, request_id: int, answer: int) -> Leaves:
    query = (
        sa.select(
            attempt.c.version_id, attempt.c.verdict, attempt.c.code, attempt.c.proof, receipt.c.receipt, receipt.c.said
        )
        .join(receipt, receipt.c.version_id == attempt.c.version_id, isouter=True)
        .where(attempt.c.request_id == request_id, attempt.c.answer == answer)
    )
    rows = {row.version_id: row for row in tx.execute(query)}
    return {
        message.version_id: leaves.answered(message, _verdict(rows[message.version_id]))
        for message in read_messages(tx, list(rows))
    }


def _verdict(row: Any) -> Verdict:
    accepted = row.verdict == "accepted"
    # The receipt itself is read where receipts are kept, so that an edited one shows.
    proof = row.receipt or "" if accepted else row.proof or ""
    return Verdict(row.verdict, code=row.code or "", receipt=proof, said=(row.said or "") if accepted else "")
