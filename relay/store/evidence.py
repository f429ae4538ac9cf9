"""The audit log in the store: what happened in a transaction is chained and signed in that same transaction, at its very end.

`note` only remembers; `Store.begin` writes the notes down just before it commits, so that the one lock on the end of the chain is
held for a moment only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from relay.audit.chain import BEGINNING, Event, Head, link, spelt
from relay.audit.keys import Signer
from relay.clock import utc_now
from relay.store.side_tables import audit_event, audit_head

_NOTES = "lienthong_notes"
#: Any number that no flow's name hashes to by design: the lock on the end of the chain, on PostgreSQL.
_END_OF_CHAIN = 20250702
AT_ONCE = 1000


def note(tx: sa.Connection, kind: str, flow: str, body: Mapping[str, Any]) -> None:
    """Remember an event of this transaction. `body`: ids, counts and hashes, never a value of a record."""
    tx.info.setdefault(_NOTES, []).append((kind, flow, spelt(body)))


def forget(tx: sa.Connection) -> None:
    """A transaction begins without notes; a connection may carry those of one that was rolled back."""
    tx.info.pop(_NOTES, None)


def seal(tx: sa.Connection, signer: Signer | None) -> None:
    """Write the notes of this transaction to the end of the log, each with its signed head; the last thing before the commit."""
    notes = tx.info.pop(_NOTES, [])
    if not notes:
        return
    if tx.dialect.name == "postgresql":
        tx.execute(sa.select(sa.func.pg_advisory_xact_lock(_END_OF_CHAIN)))
    query = sa.select(audit_event.c.seq, audit_event.c.hash).order_by(audit_event.c.seq.desc()).limit(1)
    last = tx.execute(query).first()
    seq, previous = (last.seq, last.hash) if last else (0, BEGINNING)
    at = utc_now().isoformat(timespec="milliseconds")
    events: list[Event] = []
    for kind, flow, body in notes:
        seq += 1
        events.append(link(seq, at, kind, flow, body, previous))
        previous = events[-1].hash
    tx.execute(audit_event.insert(), [event._asdict() for event in events])
    if signer is not None:
        tx.execute(audit_head.insert(), [signer.head(event)._asdict() for event in events])


def events(tx: sa.Connection, kind: str | None = None, flow: str | None = None) -> Iterator[Event]:
    """The log in its order, all of it or some; read in portions."""
    query = sa.select(audit_event).order_by(audit_event.c.seq)
    if kind is not None:
        query = query.where(audit_event.c.kind == kind)
    if flow is not None:
        query = query.where(audit_event.c.flow == flow)
    after = -1
    while rows := tx.execute(query.where(audit_event.c.seq > after).limit(AT_ONCE)).fetchall():
        yield from (Event(*row) for row in rows)
        after = rows[-1].seq


def heads(tx: sa.Connection) -> list[Head]:
    """Every signed head, in order."""
    return [Head(*row) for row in tx.execute(sa.select(audit_head).order_by(audit_head.c.seq))]


def newest_head(tx: sa.Connection) -> Head | None:
    """The head to keep elsewhere."""
    row = tx.execute(sa.select(audit_head).order_by(audit_head.c.seq.desc()).limit(1)).first()
    return Head(*row) if row else None
