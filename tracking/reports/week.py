"""The figures of one week: every campaign at its end beside the week before, the units furthest behind, and who owes what by when.

Read from the daily standings, so that a report of a past week can be made again as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from relay.store import Store
from tracking import history
from tracking.campaigns import Campaign
from tracking.forecast import BEHIND, State
from tracking.history import Line, Point
from tracking.names import Names
from tracking.standing import WHOLE
from tracking.wording import DOMAINS

UNITS = 10
WEEK = timedelta(days=7)

#: A campaign that is over for longer than this is history.
KEPT = timedelta(days=31)


@dataclass(frozen=True)
class Debt:
    """What one unit owes: how many records, by when, and the five clear things."""

    name: str
    unit: str
    line: Line
    clear: Mapping[str, str | None]


@dataclass(frozen=True)
class Progress:
    """One campaign at the end of the week. `moved`: records accepted in these seven days, None when the week before is not known."""

    campaign: Campaign
    line: Line
    moved: int | None
    states: Mapping[State, int]
    points: Sequence[Point]
    debts: Sequence[Debt]


@dataclass(frozen=True)
class Sector:
    """The campaigns of one domain."""

    domain: str
    campaigns: Sequence[Progress]


@dataclass(frozen=True)
class Week:
    """A week that ends with `day` included."""

    day: date
    sectors: Sequence[Sector]

    @property
    def name(self) -> str:
        """The ISO week, 2026-W48."""
        year, number, _ = self.day.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def campaigns(self) -> list[Progress]:
        """All of them, sector by sector."""
        return [one for sector in self.sectors for one in sector.campaigns]


def week(store: Store, campaigns: Sequence[Campaign], day: date, names: Names) -> Week:
    """The week that ends with `day`: campaigns that have begun and are not long over."""
    told = [one for one in campaigns if one.start <= day and (one.last_day is None or day <= one.last_day + KEPT)]
    days = history.days_kept(store, [one.id for one in told], day)
    before = history.wholes(store, history.days_kept(store, [one.id for one in told], day - WEEK))
    lines, states = history.wholes(store, days), history.states(store, days)
    found = [
        _progress(store, one, lines[one.id], before.get(one.id), states[one.id], names)
        for one in told
        if one.id in lines
    ]
    sectors = [Sector(domain, [one for one in found if one.campaign.domain == domain]) for domain in DOMAINS]
    return Week(day, [sector for sector in sectors if sector.campaigns])


def _progress(
    store: Store, one: Campaign, line: Line, before: Line | None, states: Mapping[State, int], names: Names
) -> Progress:
    behind = history.furthest_behind(store, one.id, line.day, limit=UNITS) if line.state in BEHIND else []
    debts = [_debt(one, unit, names) for unit in behind]
    moved = None if before is None else line.accepted - before.accepted
    return Progress(one, line, moved, states, history.burn_up(store, one.id, WHOLE, line.day), debts)


def _debt(one: Campaign, line: Line, names: Names) -> Debt:
    name = names(one.domain, line.unit)
    return Debt(name, line.unit, line, one.clear_of(line.unit).as_dict(name))


def rows(found: Week) -> list[dict[str, Any]]:
    """One row per campaign, for a workbook or a file."""
    return [
        {
            "domain": DOMAINS[one.campaign.domain][0],
            "campaign": one.campaign.id,
            "title": one.campaign.title_vi,
            "deadline": one.campaign.last_day,
            "target": one.line.target,
            "accepted": one.line.accepted,
            "percent": one.line.percent,
            "moved": one.moved,
            "left": one.line.left,
            "state": one.line.state.value if one.line.state else None,
            "p50": one.line.p50,
            "p90": one.line.p90,
            "held": one.line.held,
            "needed": one.line.needed,
            "behind": sum(one.states.get(state, 0) for state in BEHIND),
        }
        for one in found.campaigns
    ]


def debts(found: Week) -> list[dict[str, Any]]:
    """One row per unit that is furthest behind in a campaign."""
    return [
        {
            "campaign": one.campaign.title_vi,
            "unit": debt.unit,
            "name": debt.name,
            "left": debt.line.left,
            "percent": debt.line.percent,
            "state": debt.line.state.value if debt.line.state else None,
            **{name: debt.clear[name] for name in ("owner", "task", "leader", "authority", "due", "product")},
        }
        for one in found.campaigns
        for debt in one.debts
    ]
