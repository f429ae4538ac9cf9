"""Leads as pages and commands show them: counted by rule, listed by the day they are due, a page at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from relay.store import Store
from relay.store.figure_tables import lead as table


@dataclass(frozen=True, slots=True)
class Lead:
    """One open lead: the record it stands on, its unit, and the day it is due."""

    rule: str
    record_id: int
    unit: str | None
    due_on: date
    found_on: date


def counts(store: Store, day: date, units: Collection[str] | None = None) -> dict[str, tuple[int, int]]:
    """Rule → open leads, and how many of them were due before `day`."""
    overdue = sa.func.sum(sa.case((table.c.due_on < day.isoformat(), 1), else_=0))
    query = sa.select(table.c.rule, sa.func.count(), overdue).where(_open(units)).group_by(table.c.rule)
    with store.read() as tx:
        return {rule: (int(number), int(late)) for rule, number, late in tx.execute(query)}


def leads(
    store: Store,
    rule: str | None = None,
    units: Collection[str] | None = None,
    *,
    page: int = 0,
    per_page: int = 50,
) -> Sequence[Lead]:
    """Open leads, the earliest due first. `units` None: all."""
    query = sa.select(table).where(_open(units))
    if rule:
        query = query.where(table.c.rule == rule)
    query = query.order_by(table.c.due_on, table.c.rule, table.c.record_id).limit(per_page).offset(page * per_page)
    with store.read() as tx:
        return [
            Lead(row.rule, row.record_id, row.unit, date.fromisoformat(row.due_on), date.fromisoformat(row.found_on))
            for row in tx.execute(query)
        ]


def _open(units: Collection[str] | None) -> Any:
    still = table.c.closed_on.is_(None)
    return still if units is None else sa.and_(still, table.c.unit.in_(units))
