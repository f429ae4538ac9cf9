"""How many records of a flow each unit has, and how far they came: one grouped query per flow, read from the store alone.

A record counts once, by its live identity, under the unit of its newest version. What the nation holds is told by receipts, so
a past day can be asked for; the inventory, digitised and validated are always those of now (the store keeps no earlier ones).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from relay.status import OUTGOING, Status
from relay.store import Store
from relay.store.tables import content, document, receipt, record, version
from tracking.campaigns import LOCAL_TIME
from tracking.names import UNKNOWN_UNIT

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


def count_flow(store: Store, flow: str, as_of: date) -> dict[str, UnitCounts]:
    """Unit code (or "unknown") → counts of one flow, accepted and linked as they were at the end of `as_of`."""
    found: dict[str, UnitCounts] = {}
    with store.read() as tx:
        for unit, day, *numbers in tx.execute(_grouped(tx, flow, end_of(as_of))):
            counts = Counts(*map(int, numbers))
            daily = {date.fromisoformat(day): counts.accepted} if day else {}
            name = unit or UNKNOWN_UNIT
            found[name] = found.get(name, UnitCounts()) + UnitCounts(counts, daily)
    return found


def _grouped(tx: sa.Connection, flow: str, cutoff: datetime) -> sa.Select[Any]:
    """unit, day of first acceptance (null when not accepted), then the five counts."""
    live = _live_records(flow, cutoff).subquery("live")
    held, held_receipt = version.alias("held"), receipt.alias("held_receipt")
    accepted = held.c.deleted.is_(False)
    # A record of one version was first accepted with it; only corrected ones need a look at their earlier receipts.
    first = sa.case((held.c.number == 1, held_receipt.c.received_at), else_=_first_receipt(live.c.record_id))
    day = sa.case((accepted, _local_day(tx, first))).label("first_day")
    linked = sa.and_(accepted, held_receipt.c.linked_at < cutoff)
    return (
        sa.select(
            live.c.unit,
            day,
            sa.func.count(),
            _number_of(live.c.digitised),
            _number_of(live.c.status.in_(VALIDATED)),
            _number_of(accepted),
            _number_of(linked),
        )
        .select_from(live)
        .outerjoin(held, held.c.version_id == live.c.held_id)
        .outerjoin(held_receipt, held_receipt.c.version_id == live.c.held_id)
        .group_by(live.c.unit, sa.text("first_day"))
    )


def _live_records(flow: str, cutoff: datetime) -> sa.Select[Any]:
    """record_id, unit, status of the newest version, digitised, held_id: what the nation held of it before `cutoff`."""
    newest = receipt.alias("newest")
    # After the cutoff the nation accepted something newer, so the one before it counts.
    held_id = sa.case(
        (newest.c.received_at < cutoff, record.c.accepted_version_id),
        (record.c.accepted_version_id.is_not(None), _held_before(record.c.record_id, cutoff)),
    )
    scanned = (
        sa.select(version.c.record_id)
        .join(document, document.c.version_id == version.c.version_id)
        .where(version.c.flow == flow)
    )
    return (
        sa.select(
            record.c.record_id,
            content.c.unit,
            version.c.status,
            record.c.record_id.in_(scanned).label("digitised"),
            held_id.label("held_id"),
        )
        .join(version, version.c.version_id == record.c.version_id)
        .outerjoin(content, content.c.version_id == record.c.version_id)
        .outerjoin(newest, newest.c.version_id == record.c.accepted_version_id)
        .where(record.c.flow == flow, record.c.deleted.is_(False))
    )


def _held_before(record_id: Any, cutoff: datetime) -> Any:
    of_record, held = version.alias("of_record"), receipt.alias("of_receipt")
    return (
        sa.select(sa.func.max(of_record.c.version_id))
        .join(held, held.c.version_id == of_record.c.version_id)
        .where(of_record.c.record_id == record_id, held.c.received_at < cutoff)
        .scalar_subquery()
    )


def _first_receipt(record_id: Any) -> Any:
    of_record, held = version.alias("first_version"), receipt.alias("first_receipt")
    return (
        sa.select(sa.func.min(held.c.received_at))
        .join(held, held.c.version_id == of_record.c.version_id)
        .where(of_record.c.record_id == record_id, of_record.c.deleted.is_(False))
        .scalar_subquery()
    )


def _local_day(tx: sa.Connection, moment: Any) -> Any:
    """The day in Việt Nam as ISO text; the two databases agree on no spelling of this."""
    if tx.dialect.name == "postgresql":
        return sa.func.to_char(sa.func.timezone("Asia/Ho_Chi_Minh", moment), "YYYY-MM-DD")
    return sa.func.date(moment, "+7 hours")


def _number_of(condition: Any) -> Any:
    return sa.func.sum(sa.case((condition, 1), else_=0))
