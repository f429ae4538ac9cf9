"""The conservation law: every record ever pulled stands in exactly one place.

`pulled = received + unchanged + superseded + quarantined + pending + waiting + unknown + accepted + cancelled`
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from relay.errors import FatalError
from relay.status import Status
from relay.store import Store
from relay.store.tables import batch, of_batch, version

#: SQLite takes a condition of at most a thousand parts.
AT_ONCE = 500


@dataclass(frozen=True)
class Conservation:
    """How many were pulled and where they stand. `counts` has every Status as key."""

    pulled: int
    counts: dict[str, int]

    @property
    def holds(self) -> bool:
        """True when nothing was lost and nothing was counted twice."""
        return self.pulled == sum(self.counts.values())

    def demand(self) -> None:
        """Raise FatalError unless it holds."""
        if not self.holds:
            counted = sum(self.counts.values())
            raise FatalError(
                f"The conservation law is broken: {self.pulled} pulled, {counted} accounted for. Stop and report it.",
                f"Luật bảo toàn bị vi phạm: kéo {self.pulled}, đếm được {counted}. Dừng lại và báo cáo.",
            )

    def as_dict(self) -> dict[str, int | bool]:
        """The JSON of the public interface."""
        return {"pulled": self.pulled, **self.counts, "holds": self.holds}


def conservation(store: Store, flow: str | None = None, batch_ids: Sequence[int] | None = None) -> Conservation:
    """Count the whole store, one flow, or some batches."""
    sums = sa.select(
        sa.func.coalesce(sa.func.sum(batch.c.pulled), 0), sa.func.coalesce(sa.func.sum(batch.c.unchanged), 0)
    )
    states = sa.select(version.c.status, sa.func.count()).group_by(version.c.status)
    if flow is not None:
        sums, states = sums.where(batch.c.flow == flow), states.where(version.c.flow == flow)
    with store.read() as tx:
        if batch_ids is not None:
            sums = sums.where(batch.c.batch_id.in_(batch_ids))
            states = states.where(sa.or_(sa.false(), *(of_batch(version.c.version_id, one) for one in batch_ids)))
        pulled, unchanged = tx.execute(sums).one()
        counts = dict.fromkeys((status.value for status in Status), 0)
        counts.update({row[0]: row[1] for row in tx.execute(states)})
    counts[Status.UNCHANGED] = int(unchanged)
    return Conservation(int(pulled), counts)


def check_batches(store: Store, flow: str, batch_ids: Sequence[int]) -> None:
    """Raise FatalError when some of these batches do not add up; called after every step."""
    for start in range(0, len(batch_ids), AT_ONCE):
        conservation(store, flow, batch_ids[start : start + AT_ONCE]).demand()
