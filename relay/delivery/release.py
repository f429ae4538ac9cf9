"""Release: children go by themselves as soon as the nation knows their parents, deleted parents as soon as their children are gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from relay.delivery.outgoing import read_messages
from relay.model import Endpoint
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
    _let_go(store, flow, free, Hold.PARENT)
    return free


def release_parents(store: Store, flow: str, endpoint: Endpoint) -> list[int]:
    """Ask, without effect, which of the deletions that wait for the deletion of children would be accepted now; those become pending.

    Returns their version ids.
    """
    query = (
        sa.select(version.c.version_id)
        .where(version.c.flow == flow, version.c.status == Status.WAITING, version.c.hold == Hold.CHILDREN)
        .order_by(version.c.version_id)
    )
    with store.read() as tx:
        messages = read_messages(tx, list(tx.execute(query).scalars()))
    free: list[int] = []
    for start in range(0, len(messages), endpoint.batch_size):
        part = messages[start : start + endpoint.batch_size]
        verdicts = zip(part, endpoint.check(flow, part), strict=True)
        free += [message.version_id for message, verdict in verdicts if verdict.kind not in ("has_children", "unknown")]
    _let_go(store, flow, free, Hold.CHILDREN)
    return free


def _let_go(store: Store, flow: str, version_ids: Sequence[int], hold: Hold) -> None:
    if version_ids:
        with store.begin(flow) as tx:
            tx.execute(
                version.update()
                .where(
                    among(tx, version.c.version_id, version_ids),
                    version.c.status == Status.WAITING,
                    version.c.hold == hold,
                )
                .values(status=Status.PENDING, hold=None)
            )
