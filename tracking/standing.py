"""The daily standing: where every campaign and each of its units stood at the end of a day, so that pages and reports need not count.

A page reads these rows alone: what it costs grows with units and days, never with records. Writing a day again replaces it; two
writers at once leave one of the two, whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from relay.store import Store
from relay.store.figure_tables import balance
from relay.store.figure_tables import standing as table
from tracking.campaigns import local_today
from tracking.counts import Counts
from tracking.progress import CampaignProgress, Report, SectorProgress, UnitProgress

#: The unit of a campaign's own line.
WHOLE = ""


#: The units records count under: those of today, or those of the day itself.
NOW, THEN = "now", "then"


def keep(store: Store, report: Report, then: Report | None = None) -> int:
    """Write the report's campaigns, units and sectors as the standing of its day. Returns how many rows; running it again leaves the same.

    `then` is the same day by the units of that day: its campaigns whose lines differ from the report's are written beside them.
    """
    lines = {one.campaign.id: _lines(one) for one in report.campaigns}
    other = [one for one in then.campaigns if _lines(one) != lines[one.campaign.id]] if then else []
    rows = [row for one in report.campaigns for row in _rows(one, report.as_of, NOW)]
    rows += [row for one in other for row in _rows(one, report.as_of, THEN)]
    rows += [_sector(one, report.as_of) for one in report.sectors]
    written = [*lines, *(sector_id(one.sector) for one in report.sectors)]
    with store.begin() as tx:
        tx.execute(table.delete().where(table.c.campaign.in_(written), table.c.day == report.as_of.isoformat()))
        if rows:
            tx.execute(_upsert(tx, table), rows)
        # What stood where on a past day is not known any more.
        if report.as_of >= local_today():
            tx.execute(_upsert(tx, balance), _balance(report))
    return len(rows)


def sector_id(sector: str) -> str:
    """What stands for a sector among the campaigns: no campaign's id has a colon."""
    return f"sector:{sector}"


def _lines(one: CampaignProgress) -> dict[str, Counts]:
    return {line.unit: line.counts for line in one.units}


def _balance(report: Report) -> list[dict[str, Any]]:
    law = {"pulled": report.conservation.pulled, **report.conservation.counts}
    return [{"day": report.as_of.isoformat(), "place": place, "records": number} for place, number in law.items()]


def _sector(one: SectorProgress, day: date) -> dict[str, Any]:
    where = {"campaign": sector_id(one.sector), "view": NOW, "unit": WHOLE, "day": day.isoformat()}
    return {**where, **_figures(one), "state": None, "needed": None}


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
            "state": line.state.value,
            "needed": needed(line, one.campaign.last_day, day),
        }


def _figures(line: CampaignProgress | UnitProgress | SectorProgress) -> dict[str, Any]:
    return {**asdict(line.counts), **line.forecast.as_dict(), "held": line.forecast.held}


def needed(line: CampaignProgress | UnitProgress, last_day: date | None, day: date) -> float | None:
    """Records a day, from tomorrow to the last day, that would bring the rest in time; None when done, open-ended or over."""
    left = line.counts.target - line.counts.accepted
    if last_day is None or left <= 0 or last_day <= day:
        return None
    return left / (last_day - day).days


def _upsert(tx: sa.Connection, into: sa.Table) -> Any:
    # Another process may have written the same day meanwhile.
    insert = postgresql.insert(into) if tx.dialect.name == "postgresql" else sqlite.insert(into)
    keys = [column.name for column in into.primary_key]
    changed = {column.name: insert.excluded[column.name] for column in into.c if column.name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=changed)
