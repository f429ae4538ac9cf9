"""Release: children go by themselves as soon as the nation knows their parents."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from relay.status import Hold, Status
from relay.store import Store
from relay.store.bulk import among
from relay.store.tables import content, version


def release_children(store: Store, flow: str, known: Callable[[Sequence[str]], set[str]]) -> list[int]:
    """Ask for the parents of every waiting child of a flow; those whose parents are all known become pending.

    Returns their version ids.
    """
    query = (
        sa.select(version.c.version_id, content.c.parents)
        .join(content, content.c.version_id == version.c.version_id)
        .where(version.c.flow == flow, version.c.status == Status.WAITING, version.c.hold == Hold.PARENT)
    )
    with store.read() as tx:
        children = {row[0]: (row[1] or "").split("\n") for row in tx.execute(query)}
    if not children:
        return []
    found = known(sorted({parent for parents in children.values() for parent in parents if parent}))
    free = [child for child, parents in children.items() if all(not parent or parent in found for parent in parents)]
    if not free:
        return []
    with store.begin() as tx:
        tx.execute(
            version.update()
            .where(
                among(tx, version.c.version_id, free),
                version.c.status == Status.WAITING,
                version.c.hold == Hold.PARENT,
            )
            .values(status=Status.PENDING, hold=None)
        )
    return free
