"""How much is on its way to an endpoint: above what it bears, no more is pulled, so that a night does not fill the store for weeks."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from relay.status import Hold, Status
from relay.store import Store
from relay.store.tables import version


def backlog(store: Store, flows: Sequence[str]) -> int:
    """Versions of these flows that still have to go: not judged yet, pending, unclear, or held by quota or opening hours."""
    held = sa.and_(version.c.status == Status.WAITING, version.c.hold.in_((Hold.QUOTA, Hold.WINDOW)))
    open_ = version.c.status.in_((Status.RECEIVED, Status.PENDING, Status.UNKNOWN))
    query = sa.select(sa.func.count()).where(version.c.flow.in_(flows), sa.or_(open_, held))
    with store.read() as tx:
        return int(tx.execute(query).scalar_one())
