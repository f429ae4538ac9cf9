"""How the records of a day fared: per flow, source and unit how many were judged and held, and how many each rule caught.

Promise: counts only. Counting a day again replaces it; the work grows with what was pulled that day, not with what the store holds.
A record is judged once its batch has passed validation; it is held when a critical rule caught it, ours or an endpoint's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from relay.status import Severity, Step
from relay.store import Store
from relay.store.desk_tables import quality_figure as figure
from relay.store.tables import batch, content, of_batch, violation
from tracking.counts import end_of
from tracking.names import UNKNOWN_UNIT

#: The rule that stands for all rules together.
EVERY_RULE = ""

#: What a violation must be to count as a failure; info is no failing.
FAILING = (Severity.CRITICAL, Severity.WARNING)

#: flow, source, unit, rule
Key = tuple[str, str, str, str]


def keep(store: Store, day: date) -> int:
    """Count the batches pulled on a day (Việt Nam) into the table quality_figure. Returns how many versions were judged."""
    judged: Counter[Key] = Counter()
    failed: Counter[Key] = Counter()
    with store.read() as tx:
        for batch_id, flow, source in _batches(tx, day):
            for unit, count in tx.execute(_judged(batch_id)):
                judged[flow, source, unit or UNKNOWN_UNIT, EVERY_RULE] += count
            for unit, rule, count in _failed(tx, batch_id):
                failed[flow, source, unit or UNKNOWN_UNIT, rule] += count
    rows = [_row(day, key, judged, failed) for key in sorted({*judged, *failed})]
    with store.begin() as tx:
        tx.execute(figure.delete().where(figure.c.day == day.isoformat()))
        if rows:
            tx.execute(figure.insert(), rows)
    return sum(judged.values())


def _row(day: date, key: Key, judged: Counter[Key], failed: Counter[Key]) -> dict[str, Any]:
    flow, source, unit, rule = key
    named = {"day": day.isoformat(), "flow": flow, "source": source, "unit": unit, "rule": rule}
    return {**named, "evaluated": judged[flow, source, unit, EVERY_RULE], "failed": failed[key]}


def _batches(tx: sa.Connection, day: date) -> list[Any]:
    """What a plan heals was judged when it was pulled, so its batches are left out."""
    query = (
        sa.select(batch.c.batch_id, batch.c.flow, batch.c.source)
        .where(batch.c.pulled_at >= end_of(day - timedelta(days=1)), batch.c.pulled_at < end_of(day))
        .where(batch.c.step.in_((Step.VALIDATED, Step.STAGED)), batch.c.run_id.not_like("heal-%"))
    )
    return list(tx.execute(query.order_by(batch.c.batch_id)))


def _judged(batch_id: int) -> sa.Select[Any]:
    return sa.select(content.c.unit, sa.func.count()).where(of_batch(content.c.version_id, batch_id)).group_by("unit")


def _failed(tx: sa.Connection, batch_id: int) -> Iterator[tuple[str | None, str, int]]:
    """(unit, rule, versions), a version once per rule however many of its fields broke it, and once for all rules when it is held."""
    count = sa.func.count(violation.c.version_id.distinct())
    mine = sa.and_(of_batch(violation.c.version_id, batch_id), of_batch(content.c.version_id, batch_id))
    joined = sa.join(violation, content, content.c.version_id == violation.c.version_id)
    by_rule = (
        sa.select(content.c.unit, violation.c.rule, count)
        .select_from(joined)
        .where(mine, violation.c.severity.in_(FAILING))
        .group_by(content.c.unit, violation.c.rule)
    )
    held = (
        sa.select(content.c.unit, count)
        .select_from(joined)
        .where(mine, violation.c.severity == Severity.CRITICAL)
        .group_by(content.c.unit)
    )
    yield from ((unit, rule, number) for unit, rule, number in tx.execute(by_rule))
    yield from ((unit, EVERY_RULE, number) for unit, number in tx.execute(held))
