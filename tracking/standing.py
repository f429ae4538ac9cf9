"""The daily standing: where every campaign and each of its units stood at the end of a day, so that pages and reports need not count.

A page reads these rows alone: what it costs grows with units and days, never with records. Writing a day again replaces it; two
writers at once leave one of the two, whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from relay.store import Store
from relay.store.figure_tables import balance
from relay.store.figure_tables import standing as table
from tracking.counts import Counts
from tracking.progress import CampaignProgress, Report, UnitProgress

KEY = ("campaign", "view", "unit", "day")

#: The unit of a campaign's own line.
WHOLE = ""


#: The units records count under: those of today, or those of the day itself.
NOW, THEN = "now", "then"


def keep(store: Store, report: Report, then: Report | None = None) -> int:
    """Write the report's campaigns and units as the standing of its day. Returns how many rows; running it again leaves the same.

    `then` is the same day by the units of that day: its campaigns whose lines differ from the report's are written beside them.
    """
    lines = {one.campaign.id: _lines(one) for one in report.campaigns}
    other = [one for one in then.campaigns if _lines(one) != lines[one.campaign.id]] if then else []
    return _keep(store, report, NOW) + (_keep(store, replace(then, campaigns=other), THEN) if then else 0)


def _lines(one: CampaignProgress) -> dict[str, Counts]:
    return {line.unit: line.counts for line in one.units}


def _keep(store: Store, report: Report, view: str) -> int:
    rows = [row for one in report.campaigns for row in _rows(one, report.as_of, view)]
    ids = [one.campaign.id for one in report.campaigns]
    this = sa.and_(table.c.campaign.in_(ids), table.c.view == view, table.c.day == report.as_of.isoformat())
    with store.begin() as tx:
        tx.execute(table.delete().where(this))
        if rows:
            tx.execute(_upsert(tx), rows)
        _keep_balance(tx, report)
    return len(rows)


def _keep_balance(tx: sa.Connection, report: Report) -> None:
    day = report.as_of.isoformat()
    law = {"pulled": report.conservation.pulled, **report.conservation.counts}
    tx.execute(balance.delete().where(balance.c.day == day))
    tx.execute(balance.insert(), [{"day": day, "place": place, "records": number} for place, number in law.items()])


def _rows(one: CampaignProgress, day: date, view: str) -> Iterator[dict[str, Any]]:
    lines: list[tuple[str, CampaignProgress | UnitProgress]] = [
        (WHOLE, one),
        *((line.unit, line) for line in one.units),
    ]
    for unit, line in lines:
        yield {
            "campaign": one.campaign.id,
            "view": view,
            "unit": unit,
            "day": day.isoformat(),
            **_figures(line),
            "needed": needed(line, one.campaign.last_day, day),
        }


def _figures(line: CampaignProgress | UnitProgress) -> dict[str, Any]:
    counts = line.counts
    return {
        "target": counts.target,
        "digitised": counts.digitised,
        "validated": counts.validated,
        "accepted": counts.accepted,
        "linked": counts.linked,
        "state": line.state.value,
        **line.forecast.as_dict(),
        "held": line.forecast.held,
    }


def needed(line: CampaignProgress | UnitProgress, last_day: date | None, day: date) -> float | None:
    """Records a day, from tomorrow to the last day, that would bring the rest in time; None when done, open-ended or over."""
    left = line.counts.target - line.counts.accepted
    if last_day is None or left <= 0 or last_day <= day:
        return None
    return left / (last_day - day).days


def _upsert(tx: sa.Connection) -> Any:
    # Another process may have written the same day between our delete and this insert.
    insert = postgresql.insert(table) if tx.dialect.name == "postgresql" else sqlite.insert(table)
    changed = {column.name: insert.excluded[column.name] for column in table.c if column.name not in KEY}
    return insert.on_conflict_do_update(index_elements=list(KEY), set_=changed)
