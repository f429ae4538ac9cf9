"""Dossiers that are open, and how long they are overdue: by unit, by officer (a code) and one by one, a page at a time.

Read from open_dossier, as the last night left it. Ages are counted in calendar days after the promised day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from relay.store import Store
from relay.store.figure_tables import open_dossier as table
from tracking.indices.rules import Rules

PER_PAGE = 50
DEFAULT_DAYS = Rules().overdue_days


@dataclass(frozen=True, slots=True)
class Ages:
    """Open dossiers of a unit or an officer. `buckets` follow Overdue.labels: no date, not due, then overdue by age."""

    name: str
    open: int
    overdue: int
    buckets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OpenDossier:
    """One open dossier. `late`: calendar days overdue; 0 or less while it is not, None without a promised day."""

    key: str
    unit: str
    officer: str | None
    status: str
    received_on: str
    due_on: str | None
    late: int | None


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is open on a day. `groups`: units, or the officers of one unit, most overdue first. `dossiers`: one page, the latest first."""

    day: date
    labels: tuple[str, ...]
    whole: Ages
    groups: Sequence[Ages]
    dossiers: Sequence[OpenDossier]
    page: int
    pages: int


def overdue(
    store: Store,
    unit: str | None = None,
    page: int = 0,
    *,
    day: date | None = None,
    days: Sequence[int] = DEFAULT_DAYS,
    per_page: int = PER_PAGE,
) -> Overdue:
    """Open dossiers of all units, or of one, as of the beginning of `day` (today). `page` counts from 0; one too far is empty."""
    day = day or datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    this = sa.true() if unit is None else table.c.unit == unit
    name = table.c.unit if unit is None else table.c.officer
    counts = [sa.func.coalesce(sa.func.sum(sa.case((part, 1), else_=0)), 0) for part in _parts(day, days)]
    ages = sa.select(name, *counts).where(this).group_by(name)
    listed = (
        sa.select(table)
        .where(this)
        # Without a promised day nobody can say how late it is: those come last.
        .order_by(table.c.due_on.is_(None), table.c.due_on, table.c.record_id)
        .limit(per_page)
        .offset(max(page, 0) * per_page)
    )
    with store.read() as tx:
        groups = [_ages(row) for row in tx.execute(ages)]
        dossiers = [_dossier(row, day) for row in tx.execute(listed)]
    whole = tuple(map(sum, zip(*(one.buckets for one in groups), strict=True))) or (0,) * (len(days) + 3)
    groups.sort(key=lambda one: (-one.overdue, -one.open, one.name))
    everything = _of(unit or "", whole)
    return Overdue(day, _labels(days), everything, groups, dossiers, max(page, 0), -(-everything.open // per_page))


def _parts(day: date, days: Sequence[int]) -> list[sa.ColumnElement[bool]]:
    """Conditions that each open dossier meets exactly one of, in the order of the labels."""
    due, today = table.c.due_on, day.isoformat()
    edges = [today, *((day - timedelta(days=limit)).isoformat() for limit in days)]
    between = [sa.and_(due < later, due >= earlier) for later, earlier in pairwise(edges)]
    return [due.is_(None), due >= today, *between, due < edges[-1]]


def _labels(days: Sequence[int]) -> tuple[str, ...]:
    firsts = [1, *(limit + 1 for limit in days)]
    spans = [f"{first}–{last}" for first, last in zip(firsts, days, strict=False)]
    return ("?", "0", *spans, f">{days[-1]}")


def _ages(row: Any) -> Ages:
    return _of(row[0] or "", tuple(int(number) for number in row[1:]))


def _of(name: str, buckets: tuple[int, ...]) -> Ages:
    return Ages(name, sum(buckets), sum(buckets[2:]), buckets)


def _dossier(row: Any, day: date) -> OpenDossier:
    late = (day - date.fromisoformat(row.due_on)).days if row.due_on else None
    return OpenDossier(row.natural_key, row.unit or "", row.officer, row.status, row.received_on, row.due_on, late)
