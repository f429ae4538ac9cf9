"""What may still move by itself. What waits for parents or children is not counted: a person must mend or delete those first."""

from __future__ import annotations

import sqlalchemy as sa

from relay.status import Hold, Status, Step
from relay.store import Store
from relay.store.tables import batch, of_batch, version


def outstanding(store: Store, flow: str | None = None) -> dict[str, int]:
    """{"promised": open tickets, "unknown": unclear answers, "pending": not sent yet, "received": not judged yet}."""
    ticket = sa.case((version.c.hold == Hold.TICKET, 1), else_=0)
    query = sa.select(version.c.status, ticket.label("ticket"), sa.func.count()).group_by(version.c.status, "ticket")
    query = query.where(version.c.status.in_((Status.PENDING, Status.UNKNOWN, Status.WAITING)))
    begun = sa.select(batch.c.batch_id).where(batch.c.step != Step.STAGED)
    if flow is not None:
        query, begun = query.where(version.c.flow == flow), begun.where(batch.c.flow == flow)
    with store.read() as tx:
        received = sum(_received(tx, batch_id) for batch_id in tx.execute(begun).scalars())
        found = {(row[0], row[1]): row[2] for row in tx.execute(query)}
    return {
        "promised": found.get((Status.WAITING, 1), 0),
        "unknown": found.get((Status.UNKNOWN, 0), 0),
        "pending": found.get((Status.PENDING, 0), 0),
        "received": received,
    }


def _received(tx: sa.Connection, batch_id: int) -> int:
    mine = of_batch(version.c.version_id, batch_id)
    return int(tx.execute(sa.select(sa.func.count()).where(mine, version.c.status == Status.RECEIVED)).scalar_one())
