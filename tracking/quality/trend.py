"""Quality through time: what share of the records judged each night passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from relay.store import Store
from relay.store.desk_tables import quality_figure as figure
from tracking.quality.figures import EVERY_RULE
from tracking.quality.report import ALL, Choice

NIGHTS = 28


@dataclass(frozen=True)
class Night:
    """`held` of `judged` versions of one day; a day on which nothing was judged has no night."""

    day: date
    judged: int
    held: int

    @property
    def rate(self) -> float:
        """Percent that passed."""
        return 100 * (self.judged - self.held) / self.judged


def nights(store: Store, until: date, choice: Choice = ALL, count: int = NIGHTS) -> Sequence[Night]:
    """The nights of the last `count` days up to `until`, in order."""
    first = until - timedelta(days=count - 1)
    query = (
        sa.select(figure.c.day, sa.func.sum(figure.c.evaluated), sa.func.sum(figure.c.failed))
        .where(figure.c.day.between(first.isoformat(), until.isoformat()), figure.c.rule == EVERY_RULE, *choice.where())
        .group_by(figure.c.day)
        .order_by(figure.c.day)
    )
    with store.read() as tx:
        return [Night(date.fromisoformat(day), int(all_), int(held)) for day, all_, held in tx.execute(query) if all_]
