"""How many records of a flow each unit has, and how far they came: one grouped query per flow, read from the store alone.

A record counts once, by its live identity, under the unit of its newest version: the one that answers today, or the one that answered
on a day asked for ("as then"). Both have the same total; what no single unit answers for is a line of its own. What the nation holds
is told by receipts, and what was there by the day it was first pulled, so a past day can be asked for; deleted, digitised and validated
are always those of now (the store keeps no earlier ones).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from relay.clock import utc_now
from relay.status import OUTGOING, Status
from relay.store import Store
from relay.store.scan_tables import document
from relay.store.tables import VERSIONS_PER_BATCH, batch, content, receipt, record, version
from schemas import units
from tracking.campaigns import LOCAL_TIME
from tracking.names import UNKNOWN_UNIT, UNPLACED_UNIT

#: The newest version passed the suite.
VALIDATED = (*OUTGOING, Status.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Counts:
    """Distinct live records: all of them, those with a scan that was read, valid, nationally accepted, visible to the citizen."""

    target: int = 0
    digitised: int = 0
    validated: int = 0
    accepted: int = 0
    linked: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.target + other.target,
            self.digitised + other.digitised,
            self.validated + other.validated,
            self.accepted + other.accepted,
            self.linked + other.linked,
        )


@dataclass(frozen=True)
class UnitCounts:
    """A unit's counts, and `daily`: the local day a record was first accepted → how many of the accepted ones."""

    counts: Counts = Counts()
    daily: Mapping[date, int] = field(default_factory=dict)

    def __add__(self, other: UnitCounts) -> UnitCounts:
        days = dict(self.daily)
        for day, number in other.daily.items():
            days[day] = days.get(day, 0) + number
        return UnitCounts(self.counts + other.counts, days)


def end_of(day: date) -> datetime:
    """The first moment after `day` in Việt Nam, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), LOCAL_TIME).astimezone(UTC)


def count_flow(
    store: Store, flow: str, as_of: date, units_on: date | None = None, known_by: date | None = None
) -> dict[str, UnitCounts]:
    """Unit code (or "unknown", "unplaced") → counts of one flow, accepted and linked as they were at the end of `as_of`.

    Records that came after `known_by` (`as_of` when None) are left out. The units are those of the day `units_on`, of today when None.
    """
    with store.read() as tx:
        rows = tx.execute(_grouped(tx, flow, end_of(as_of), end_of(known_by or as_of)))
        return by_unit(rows, units_on.isoformat() if units_on else units.today())


def by_unit(rows: Iterable[Sequence[Any]], units_on: str) -> dict[str, UnitCounts]:
    """Rows of (unit now, unit as written, first day, five counts) summed under the units of a day; no count is lost on the way."""
    found: dict[str, UnitCounts] = {}
    for unit, written, day, *numbers in rows:
        counts = Counts(*map(int, numbers))
        daily = {date.fromisoformat(day): counts.accepted} if day else {}
        name = units.placed(unit, written, units_on) or (UNPLACED_UNIT if written else UNKNOWN_UNIT)
        found[name] = found.get(name, UnitCounts()) + UnitCounts(counts, daily)
    return found


def _grouped(tx: sa.Connection, flow: str, cutoff: datetime, known: datetime) -> sa.Select[Any]:
    """unit now, unit as written, day of first acceptance (null when not accepted), then the five counts."""
    there = _live_records(flow, cutoff)
    live = (there if known > utc_now() else _known_before(there, known)).subquery("live")
    first = _first_accepted(flow).subquery("first")
    held, held_receipt = version.alias("held"), receipt.alias("held_receipt")
    accepted = held.c.deleted.is_(False)
    moment = sa.func.coalesce(first.c.received_at, held_receipt.c.received_at)
    return (
        sa.select(
            live.c.unit,
            live.c.unit_then,
            sa.case((accepted, _local_day(tx, moment))).label("first_day"),
            sa.func.count(),
            _number_of(live.c.digitised),
            _number_of(live.c.status.in_(VALIDATED)),
            _number_of(accepted),
            _number_of(sa.and_(accepted, held_receipt.c.linked_at < cutoff)),
        )
        .select_from(live)
        .outerjoin(held, held.c.version_id == live.c.held_id)
        .outerjoin(held_receipt, held_receipt.c.version_id == live.c.held_id)
        .outerjoin(first, first.c.record_id == live.c.record_id)
        .group_by(live.c.unit, live.c.unit_then, sa.text("first_day"))
    )


def _live_records(flow: str, cutoff: datetime) -> sa.Select[Any]:
    """record_id, unit, unit_then, status of the newest version, digitised, held_id: what the nation held of it before `cutoff`."""
    newest, earlier = receipt.alias("newest"), _held_earlier(flow, cutoff).subquery("earlier")
    in_time = sa.case((newest.c.received_at < cutoff, record.c.accepted_version_id))
    scanned = (
        sa.select(version.c.record_id)
        .join(document, document.c.version_id == version.c.version_id)
        .where(version.c.flow == flow)
    )
    return (
        sa.select(
            record.c.record_id,
            content.c.unit,
            content.c.unit_then,
            version.c.status,
            record.c.record_id.in_(scanned).label("digitised"),
            sa.func.coalesce(in_time, earlier.c.version_id).label("held_id"),
        )
        .join(version, version.c.version_id == record.c.version_id)
        .outerjoin(content, content.c.version_id == record.c.version_id)
        .outerjoin(newest, newest.c.version_id == record.c.accepted_version_id)
        .outerjoin(earlier, earlier.c.record_id == record.c.record_id)
        .where(record.c.flow == flow, record.c.deleted.is_(False))
    )


def _known_before(records: sa.Select[Any], known: datetime) -> sa.Select[Any]:
    """Those of the records that were pulled, or held by the nation, before a moment. A record bears the number of its first batch."""
    late = sa.select(batch.c.batch_id).where(batch.c.pulled_at >= known)
    held = sa.select(receipt.c.version_id).where(receipt.c.received_at < known)
    came = sa.or_((record.c.record_id // VERSIONS_PER_BATCH).not_in(late), record.c.accepted_version_id.in_(held))
    return records.where(came)


def _held_earlier(flow: str, cutoff: datetime) -> sa.Select[Any]:
    """What the nation held before `cutoff` of the records whose newest acceptance came after it; empty for a day like today."""
    # Joins rather than a subquery per record: right after a big import PostgreSQL has no statistics and plans those badly.
    late, of_version = receipt.alias("late"), receipt.alias("of_version")
    return (
        sa.select(version.c.record_id, sa.func.max(version.c.version_id).label("version_id"))
        .select_from(record)
        .join(late, late.c.version_id == record.c.accepted_version_id)
        .join(version, version.c.record_id == record.c.record_id)
        .join(of_version, of_version.c.version_id == version.c.version_id)
        .where(record.c.flow == flow, late.c.received_at >= cutoff, of_version.c.received_at < cutoff)
        .group_by(version.c.record_id)
    )


def _first_accepted(flow: str) -> sa.Select[Any]:
    """When a record with several versions was first accepted; one with a single version needs no looking up."""
    return (
        sa.select(version.c.record_id, sa.func.min(receipt.c.received_at).label("received_at"))
        .select_from(record)
        .join(version, version.c.record_id == record.c.record_id)
        .join(receipt, receipt.c.version_id == version.c.version_id)
        .where(record.c.flow == flow, record.c.number > 1, version.c.deleted.is_(False))
        .group_by(version.c.record_id)
    )


def _local_day(tx: sa.Connection, moment: Any) -> Any:
    """The day in Việt Nam as ISO text; the two databases agree on no spelling of this."""
    if tx.dialect.name == "postgresql":
        return sa.func.to_char(sa.func.timezone("Asia/Ho_Chi_Minh", moment), "YYYY-MM-DD")
    return sa.func.date(moment, "+7 hours")


def _number_of(condition: Any) -> Any:
    return sa.func.sum(sa.case((condition, 1), else_=0))
