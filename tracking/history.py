"""Reading back the daily standings: a campaign on a day, its units, and how it came there.

Every query walks one index and returns as many rows as there are campaigns, units of one campaign, or days: never records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from relay.store import Store
from relay.store.figure_tables import standing as table
from tracking.forecast import BEHIND, State, percent
from tracking.standing import WHOLE

VIEWS = ("now", "then")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the standings: a campaign (unit "") or one of its units on one day. Rates are records a day."""

    campaign: str
    unit: str
    day: date
    target: int
    digitised: int
    validated: int
    accepted: int
    linked: int
    state: State | None
    p50: date | None
    p90: date | None
    held: float | None
    needed: float | None

    @property
    def percent(self) -> float | None:
        """Share accepted, in percent; None for target 0."""
        return percent(self.accepted, self.target)

    @property
    def left(self) -> int:
        """Records still to be accepted."""
        return max(self.target - self.accepted, 0)


@dataclass(frozen=True, slots=True)
class Point:
    """One day of a burn-up."""

    day: date
    accepted: int
    target: int


def days_kept(store: Store, campaigns: Sequence[str], upto: date) -> dict[str, date]:
    """Campaign → the newest day it has a standing of, `upto` included."""
    query = (
        sa.select(table.c.campaign, sa.func.max(table.c.day))
        .where(table.c.campaign.in_(campaigns), table.c.view == VIEWS[0], table.c.unit == WHOLE)
        .where(table.c.day <= upto.isoformat())
        .group_by(table.c.campaign)
    )
    with store.read() as tx:
        return {campaign: date.fromisoformat(day) for campaign, day in tx.execute(query)}


def wholes(store: Store, days: dict[str, date], view: str = "now") -> dict[str, Line]:
    """Campaign → its own line on the day given for it; the view "now" stands in where "then" has none."""
    on_its_day = sa.or_(
        sa.false(),
        *(sa.and_(table.c.campaign == campaign, table.c.day == day.isoformat()) for campaign, day in days.items()),
    )
    query = _lines().where(on_its_day, table.c.unit == WHOLE, table.c.view.in_({"now", view}))
    with store.read() as tx:
        # "then" comes after "now" and replaces it.
        return {row.campaign: _line(row) for row in tx.execute(query.order_by(table.c.view))}


def furthest_behind(store: Store, campaign: str, day: date, view: str = "now", limit: int = 5) -> list[Line]:
    """Of the units that are at risk, late or missed, those that lack most records, most first."""
    left = table.c.target - table.c.accepted
    query = _lines().where(table.c.campaign == campaign, table.c.day == day.isoformat(), table.c.unit != WHOLE)
    query = (
        query.where(table.c.view == view, table.c.state.in_(BEHIND)).order_by(left.desc(), table.c.unit).limit(limit)
    )
    with store.read() as tx:
        return [_line(row) for row in tx.execute(query)]


def states(store: Store, days: dict[str, date], view: str = "now") -> dict[str, dict[State, int]]:
    """Campaign → state → how many of its units are in it, on the day given for the campaign."""
    found: dict[str, dict[State, int]] = {campaign: {} for campaign in days}
    query = sa.select(table.c.state, sa.func.count()).where(table.c.view == view, table.c.unit != WHOLE)
    query = query.where(table.c.state.is_not(None)).group_by(table.c.state)
    with store.read() as tx:
        for campaign, day in days.items():
            of_campaign = query.where(table.c.campaign == campaign, table.c.day == day.isoformat())
            found[campaign] = {State(state): count for state, count in tx.execute(of_campaign)}
    return found


def view_kept(store: Store, campaign: str, day: date, view: str) -> str:
    """The view itself, or "now" on days on which the two do not differ and only that was kept."""
    query = sa.select(table.c.view).where(table.c.campaign == campaign, table.c.unit == WHOLE, table.c.view == view)
    with store.read() as tx:
        return view if tx.execute(query.where(table.c.day == day.isoformat())).first() else VIEWS[0]


def units(store: Store, campaign: str, day: date, view: str = "now") -> list[Line]:
    """The lines of a campaign's units on one day, in order of their codes."""
    query = _lines().where(table.c.campaign == campaign, table.c.day == day.isoformat(), table.c.unit != WHOLE)
    with store.read() as tx:
        return [_line(row) for row in tx.execute(query.where(table.c.view == view).order_by(table.c.unit))]


def one(store: Store, campaign: str, unit: str, day: date, view: str = "now") -> Line | None:
    """One line of one day; None where nothing was kept."""
    query = _lines().where(table.c.campaign == campaign, table.c.unit == unit, table.c.day == day.isoformat())
    with store.read() as tx:
        row = tx.execute(query.where(table.c.view == view)).first()
    return _line(row) if row else None


def burn_up(store: Store, campaign: str, unit: str, upto: date, view: str = "now") -> list[Point]:
    """Accepted and target of every day kept, oldest first."""
    query = (
        sa.select(table.c.view, table.c.day, table.c.accepted, table.c.target)
        .where(table.c.campaign == campaign, table.c.unit == unit, table.c.view.in_({"now", view}))
        .where(table.c.day <= upto.isoformat())
        .order_by(table.c.view, table.c.day)
    )
    with store.read() as tx:
        found = {row.day: Point(date.fromisoformat(row.day), row.accepted, row.target) for row in tx.execute(query)}
    return [found[day] for day in sorted(found)]


def _lines() -> sa.Select[Any]:
    columns = (column for column in table.c if column.name != "view")
    return sa.select(*columns)


def _line(row: Any) -> Line:
    return Line(
        row.campaign,
        row.unit,
        date.fromisoformat(row.day),
        row.target,
        row.digitised,
        row.validated,
        row.accepted,
        row.linked,
        State(row.state) if row.state else None,
        date.fromisoformat(row.p50) if row.p50 else None,
        date.fromisoformat(row.p90) if row.p90 else None,
        row.held,
        row.needed,
    )
