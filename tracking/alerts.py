"""What people have to be told: states that turned since they were last told, once each, and once when all is well again.

A subject is a campaign, a unit in one, a source of a flow, a night, or the quality report of a day. The table alert remembers the state
people know of; it is written only after the message has left, so that a message may come twice after a crash and is never missing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from relay.clock import utc_now
from relay.store import Store
from relay.store.figure_tables import alert as table
from relay.store.tables import batch
from tracking import history
from tracking.campaigns import Campaign
from tracking.counts import end_of
from tracking.forecast import BEHIND
from tracking.standing import WHOLE

SILENT, DEGRADED, NOT_DONE, UNREVIEWED = "silent", "degraded", "not_done", "unreviewed"

#: States people are told of.
ALARMING = frozenset({*BEHIND, SILENT, DEGRADED, NOT_DONE, UNREVIEWED})

#: The state of a subject that people know to be well again.
WELL = "well"

BETWEEN = "/"


@dataclass(frozen=True, order=True)
class Change:
    """A subject whose state is not the one people were last told; `before` None: they were told of none."""

    subject: tuple[str, ...]
    state: str
    before: str | None

    @property
    def key(self) -> str:
        """The subject as the table knows it."""
        return BETWEEN.join(self.subject)


def of_campaigns(store: Store, campaigns: Sequence[Campaign], day: date, missed_days: int) -> dict[str, str]:
    """Subject → state of every campaign and unit that is running, or over for at most `missed_days`."""
    told = [one for one in campaigns if one.last_day is None or day <= one.last_day + timedelta(days=missed_days)]
    days = history.days_kept(store, [one.id for one in told], day)
    found: dict[str, str] = {}
    for campaign, line in history.wholes(store, days).items():
        if line.state:
            found[BETWEEN.join(("campaign", campaign))] = line.state.value
        for unit in history.units(store, campaign, days[campaign]):
            if unit.state and unit.unit != WHOLE:
                found[BETWEEN.join(("unit", campaign, unit.unit))] = unit.state.value
    return found


def of_sources(
    store: Store, ways: Sequence[tuple[str, str]], degraded: Collection[tuple[str, str]], day: date, silent_days: int
) -> dict[str, str]:
    """Subject → state of every source of a flow: degraded, silent (nothing new for so many days), or well."""
    query = sa.select(batch.c.flow, batch.c.source, sa.func.max(batch.c.pulled_at)).group_by(
        batch.c.flow, batch.c.source
    )
    with store.read() as tx:
        # The overlap brings a quiet source's last rows every night: only what differs is news.
        news = query.where(batch.c.pulled > batch.c.unchanged)
        newest = {(flow, source): at for flow, source, at in tx.execute(news)}
    since = end_of(day - timedelta(days=silent_days))
    found: dict[str, str] = {}
    for way in ways:
        quiet = way in newest and newest[way] < since
        found[BETWEEN.join(("source", *way))] = DEGRADED if way in degraded else SILENT if quiet else WELL
    return found


def changes(store: Store, channel: str, states: Mapping[str, str]) -> list[Change]:
    """What the people of a channel do not know yet. A subject they were never told of and that is well is nothing to tell."""
    query = sa.select(table.c.subject, table.c.state).where(table.c.channel == channel)
    with store.read() as tx:
        known = {row.subject: row.state for row in tx.execute(query)}
    found = []
    for subject, state in states.items():
        now, before = state if state in ALARMING else WELL, known.get(subject)
        if now != (before or WELL):
            found.append(Change(tuple(subject.split(BETWEEN)), now, before))
    return sorted(found)


def told(store: Store, channel: str, told_of: Sequence[Change]) -> None:
    """The people of a channel know of these changes now. Doing it again changes nothing."""
    if not told_of:
        return
    now = utc_now()
    with store.begin() as tx:
        gone = table.delete().where(table.c.channel == channel, table.c.subject == sa.bindparam("gone"))
        tx.execute(gone, [{"gone": one.key} for one in told_of])
        row = {"channel": channel, "since": now, "told_at": now}
        rows = [{**row, "subject": one.key, "state": one.state} for one in told_of if one.state != WELL]
        if rows:
            tx.execute(table.insert(), rows)
