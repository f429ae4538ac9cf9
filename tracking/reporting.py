"""What the provincial report system tells, counted into index_figure (metric names of metrics.csv) and report_duty.

Periods are the month, quarter and year a petition was received, a rating given, a ticket drawn, or a report was due in. Each reading
replaces what was counted before; the unit "" is the province.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from relay.clock import utc_now
from relay.store import Store
from relay.store.figure_tables import index_figure, report_duty
from tracking.campaigns import LOCAL_TIME
from tracking.counts import end_of

if TYPE_CHECKING:
    from connectors.local.reports import Duty, Petition, Rating, Ticket

PROVINCE = ""
METRICS = (
    "petition_on_time",
    "petition_satisfaction",
    "satisfied",
    "dossiers_disliked",
    "waiting_minutes",
    "waiting_in_limit",
    "handling_minutes",
    "handling_in_limit",
    "reports_on_time",
)

#: (metric, unit, day, numerator, denominator) of one item.
Part = tuple[str, str, date, float, float]


@dataclass(frozen=True)
class Told:
    """Everything one reading brought."""

    duties: Sequence[Duty]
    petitions: Sequence[Petition]
    ratings: Sequence[Rating]
    tickets: Sequence[Ticket]


@dataclass(frozen=True)
class Minutes:
    """How long somebody may wait, and be handled."""

    waiting: float
    handling: float


def keep(store: Store, told: Told, limits: Minutes, day: date) -> dict[str, int]:
    """Replace what the report system told before. Returns how many figures and duties. Repeating it changes nothing but the time."""
    figures = [_row(key, counts) for key, counts in sorted(_figures(_parts(told, limits, day)).items())]
    now = utc_now()
    duties = [
        {
            "report": one.report,
            "unit": one.unit,
            "period": one.period,
            "due_on": one.due_on.isoformat(),
            "submitted_at": one.submitted_at,
            "fetched_at": now,
        }
        for one in {(one.report, one.unit, one.period): one for one in told.duties}.values()
    ]
    with store.begin() as tx:
        tx.execute(index_figure.delete().where(index_figure.c.metric.in_(METRICS)))
        tx.execute(report_duty.delete())
        for table, rows in ((index_figure, figures), (report_duty, duties)):
            if rows:
                tx.execute(table.insert(), rows)
    return {"figures": len(figures), "duties": len(duties)}


def periods(day: date) -> tuple[str, str, str]:
    """Month, quarter and year of a day: 2026-11, 2026-Q4, 2026."""
    return f"{day:%Y-%m}", f"{day.year}-Q{(day.month + 2) // 3}", str(day.year)


def _parts(told: Told, limits: Minutes, day: date) -> Iterator[Part]:
    for petition in told.petitions:
        # 5.2 is about petitions that have been answered or should have been (QĐ 766/QĐ-TTg).
        if petition.answered_on or petition.due_on < day:
            in_time = petition.answered_on is not None and petition.answered_on <= petition.due_on
            yield "petition_on_time", petition.unit, petition.received_on, in_time, 1
        if petition.answered_on and petition.satisfied is not None:
            yield "petition_satisfaction", petition.unit, petition.received_on, petition.satisfied, 1
    for rating in told.ratings:
        yield "satisfied", rating.unit, rating.rated_on, rating.satisfied, 1
        yield "dossiers_disliked", rating.unit, rating.rated_on, not rating.satisfied, 1
    for ticket in told.tickets:
        waited, handled = _minutes(ticket.called_at - ticket.taken_at), _minutes(ticket.finished_at - ticket.called_at)
        on = ticket.taken_at.astimezone(LOCAL_TIME).date()
        yield "waiting_minutes", ticket.unit, on, waited, 1
        yield "waiting_in_limit", ticket.unit, on, waited <= limits.waiting, 1
        yield "handling_minutes", ticket.unit, on, handled, 1
        yield "handling_in_limit", ticket.unit, on, handled <= limits.handling, 1
    for duty in told.duties:
        if duty.submitted_at or duty.due_on < day:
            yield (
                "reports_on_time",
                duty.unit,
                duty.due_on,
                state_of(duty.due_on, duty.submitted_at, day) == "submitted",
                1,
            )


def state_of(due_on: date, submitted_at: Any, day: date) -> str:
    """due (not yet), submitted, late (came after its day), or missing (its day is past)."""
    if submitted_at is None:
        return "missing" if due_on < day else "due"
    return "submitted" if submitted_at < end_of(due_on) else "late"


def _minutes(span: timedelta) -> float:
    return max(span.total_seconds() / 60, 0.0)


def _figures(parts: Iterable[Part]) -> Mapping[tuple[str, str, str], list[float]]:
    found: dict[tuple[str, str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for metric, unit, day, numerator, denominator in parts:
        for period in periods(day):
            for line in (unit, PROVINCE):
                counts = found[period, line, metric]
                counts[0] += numerator
                counts[1] += denominator
    return found


def _row(key: tuple[str, str, str], counts: Sequence[float]) -> dict[str, Any]:
    period, unit, metric = key
    return {"period": period, "unit": unit, "metric": metric, "numerator": counts[0], "denominator": counts[1]}


@dataclass(frozen=True, slots=True)
class Compliance:
    """One unit's reports: how many are due, came in time, came late, or are missing; and which are missing."""

    unit: str
    due: int
    submitted: int
    late: int
    missing: int
    names: tuple[str, ...]


def compliance(store: Store, day: date) -> list[Compliance]:
    """Every unit that owes reports, the one that misses most first."""
    with store.read() as tx:
        rows = tx.execute(sa.select(report_duty).order_by(report_duty.c.unit, report_duty.c.due_on)).fetchall()
    by_unit: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        state = state_of(date.fromisoformat(row.due_on), row.submitted_at, day)
        by_unit[row.unit].append((state, f"{row.report} {row.period}"))
    found = [_compliance(unit, states) for unit, states in by_unit.items()]
    return sorted(found, key=lambda one: (-one.missing, -one.late, one.unit))


def _compliance(unit: str, states: Sequence[tuple[str, str]]) -> Compliance:
    count = {name: sum(state == name for state, _ in states) for name in ("due", "submitted", "late", "missing")}
    return Compliance(unit, **count, names=tuple(name for state, name in states if state == "missing"))
