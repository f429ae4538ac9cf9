"""How much is on its way to an endpoint: above what it bears, no more is pulled, so that a night does not fill the store for weeks."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from relay.delivery.outstanding import outstanding
from relay.status import BY_LIMITS, Status
from relay.store import Store
from relay.store.tables import version


def backlog(store: Store, flows: Sequence[str]) -> int:
    """Versions of these flows that still have to go: not judged yet, pending, unclear, or held by quota or opening hours."""
    held = version.c.status == Status.WAITING, version.c.hold.in_(BY_LIMITS)
    query = sa.select(sa.func.count()).where(version.c.flow.in_(flows), *held)
    with store.read() as tx:
        waiting = int(tx.execute(query).scalar_one())
    open_ = (outstanding(store, flow) for flow in flows)
    return waiting + sum(one["received"] + one["pending"] + one["unknown"] for one in open_)
