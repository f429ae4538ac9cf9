"""One pace for all workers: each request to an endpoint takes the next free place in a row of the store, and waits for it."""

from __future__ import annotations

import time

import sqlalchemy as sa

from relay.store import Store
from relay.store.side_tables import pace


def wait_for_turn(store: Store, endpoint: str, per_minute: float | None) -> float:
    """Sleep until this worker may send its next request. Returns the seconds waited."""
    if per_minute is None:
        return 0.0
    wait = max(0.0, _place(store, endpoint, 60.0 / per_minute) - time.time())
    time.sleep(wait)
    return wait


def _place(store: Store, endpoint: str, interval: float) -> float:
    """The next free moment, in seconds since 1970; whoever asks after us gets a later one."""
    now = time.time()
    with store.begin(f"pace of {endpoint}") as tx:
        mine = pace.c.endpoint == endpoint
        free = tx.execute(sa.select(pace.c.free_at).where(mine).with_for_update()).scalar()
        # A clock that was set back must not make everybody wait until it catches up.
        place = min(max(free or now, now), now + 100 * interval)
        if free is None:
            tx.execute(pace.insert().values(endpoint=endpoint, free_at=place + interval))
        else:
            tx.execute(pace.update().where(mine).values(free_at=place + interval))
    return place
