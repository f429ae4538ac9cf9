"""What national endpoints answered instead of a receipt: each code with how many records heard it, how many it holds now, and when.

Promise: counted from the attempts themselves, so no code is missed and none is kept twice; no key and no value of a record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from relay.delivery.verdicts import OUTCOME
from relay.store import Store
from relay.store.tables import attempt, request, version


@dataclass(frozen=True)
class Seen:
    """One code of one endpoint. `records` heard it in all, `held` of them stand where it put them; both count records, not messages."""

    endpoint: str
    code: str
    records: int
    held: int
    first: datetime | None
    last: datetime | None


def seen(store: Store) -> list[Seen]:
    """Every code that came in place of a receipt, those that hold most first."""
    heard = sa.func.count(sa.distinct(attempt.c.version_id))
    held = sa.func.count(sa.distinct(sa.case((_still_there(), attempt.c.version_id))))
    code = sa.func.coalesce(attempt.c.code, "")
    query = (
        sa.select(
            request.c.endpoint,
            code,
            heard,
            held,
            sa.func.min(request.c.sent_at, type_=request.c.sent_at.type),
            sa.func.max(request.c.sent_at, type_=request.c.sent_at.type),
        )
        .join(request, request.c.request_id == attempt.c.request_id)
        .join(version, version.c.version_id == attempt.c.version_id)
        # As text, so that both databases see that their partial index answers it. `absent` is our word, not the endpoint's.
        .where(sa.text("attempt.verdict <> 'accepted'"), attempt.c.verdict != "absent")
        .group_by(request.c.endpoint, code)
    )
    with store.read() as tx:
        found = [Seen(*row) for row in tx.execute(query)]
    return sorted(found, key=lambda one: (-one.held, -one.records, one.endpoint, one.code))


def _still_there() -> sa.ColumnElement[bool]:
    """The version still is where a verdict of this kind puts it."""
    return sa.or_(
        *(
            sa.and_(
                attempt.c.verdict == kind,
                version.c.status == status,
                sa.func.coalesce(version.c.hold, "") == (hold or ""),
            )
            for kind, (status, hold) in OUTCOME.items()
            if kind not in ("accepted", "absent")
        )
    )
