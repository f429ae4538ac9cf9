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

import numpy as np
import sqlalchemy as sa

from relay.clock import utc_now
from relay.store import Store
from relay.store.figure_tables import index_figure, report_duty
from tracking.campaigns import LOCAL_TIME
from tracking.counts import end_of
from tracking.indices.periods import of_day
from tracking.indices.prepare import free_days

if TYPE_CHECKING:
    from connectors.local.reports import Duty, Petition, Rating, Ticket

PROVINCE = ""
TERMS = {"answered": 15, "refused": 2, "supplement": 5}
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
            "late": state_of(one.due_on, one.submitted_at, day) == "late",
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


def _parts(told: Told, limits: Minutes, day: date) -> Iterator[Part]:
    for petition in told.petitions:
        # 5.2: done in time, or open and not over its term. 5.3: all but those that were late, disliked or complained of again,
        # each once (QĐ 766/QĐ-TTg).
        in_time = (petition.answered_on or day) <= due_on(petition.received_on, petition.outcome)
        content = in_time and petition.satisfied is not False and not petition.repeated
        yield "petition_on_time", petition.unit, petition.received_on, in_time, 1
        yield "petition_satisfaction", petition.unit, petition.received_on, content, 1
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


def due_on(received: date, outcome: str | None) -> date:
    """The last day of a petition's term: 15 working days to settle it, 2 to refuse it, 5 to ask for more (QĐ 766/QĐ-TTg, 5.2)."""
    days = np.busday_offset(received, TERMS[outcome or "answered"], "backward", holidays=free_days(received.year))
    return date.fromisoformat(str(days))


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
        for period in of_day(day):
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


def compliance(store: Store, day: date, unit: str | None = None, period: str | None = None) -> list[Compliance]:
    """Every unit that owes reports, the one that misses most first; only of one unit, or one period of a report, where asked.

    Counted by the database; one by one come only the reports that are missing.
    """
    c, asked = report_duty.c, {"unit": unit, "period": period}
    wanted = [c[name] == value for name, value in asked.items() if value is not None]
    missing = sa.and_(c.submitted_at.is_(None), c.due_on < day.isoformat())
    states = {
        "due": sa.and_(c.submitted_at.is_(None), c.due_on >= day.isoformat()),
        "submitted": sa.and_(c.submitted_at.is_not(None), c.late.is_(False)),
        "late": c.late.is_(True),
        "missing": missing,
    }
    sums = [sa.func.sum(sa.case((state, 1), else_=0)).label(name) for name, state in states.items()]
    counted = sa.select(c.unit, *sums).where(*wanted).group_by(c.unit)
    listed = sa.select(c.unit, c.report, c.period).where(missing, *wanted).order_by(c.due_on, c.report)
    names: dict[str, list[str]] = defaultdict(list)
    with store.read() as tx:
        for owing, report, of in tx.execute(listed):
            names[owing].append(f"{report} {of}")
        rows = tx.execute(counted).fetchall()
    found = [
        Compliance(of, int(due), int(in_time), int(late), int(gone), tuple(names[of]))
        for of, due, in_time, late, gone in rows
    ]
    return sorted(found, key=lambda one: (-one.missing, -one.late, one.unit))
