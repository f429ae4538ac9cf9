"""Progress: all campaigns on a day → one campaign with its units → one unit, each with its burn-up and what is asked of whom.

Read from the daily standings alone, so that a page costs the same however many records there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

import sqlalchemy as sa
from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from flows.declaring import past
from flows.figures import campaigns
from relay.status import Status
from relay.store import Store
from relay.store.figure_tables import balance
from tracking import history
from tracking.campaigns import Campaign
from tracking.forecast import BEHIND, State
from tracking.history import Line
from tracking.progress import PROVINCE
from tracking.responsible import responsible
from tracking.standing import WHOLE, sector_id
from tracking.wording import DOMAINS
from ui.access import Visitor, opens
from ui.choice import Chosen, Day, View, leaf, narrowed, ordered
from ui.installation import unit_names, wiring
from ui.page import SAFETY, download, language, render
from ui.pages.progress_rows import CAMPAIGNS, FIGURES, UNITS, campaign_row, pressure, unit_row
from ui.table import Column, Table
from ui.words import WORDS

router = APIRouter(prefix="/progress")
MAY = Depends(opens("progress"))

#: What the table of sectors shows, in its order.
#: Where somebody has to do something before a record goes on.
STUCK = (Status.QUARANTINED, Status.WAITING)
SECTORS = {**DOMAINS, PROVINCE: WORDS["province"]}


@router.get("")
def overview(request: Request, day: Day, chosen: Chosen, view: View = "now", who: Visitor = MAY) -> Response:
    """All campaigns on a day, the most pressing first, and what to do this week."""
    store, lang = wiring().store, language(request)
    known = {one.id: one for one in campaigns(wiring(), day)}
    days = history.days_kept(store, list(known), day)
    lines, states = history.wholes(store, days, view), history.states(store, days)
    sectors = history.wholes(store, history.days_kept(store, [sector_id(name) for name in SECTORS], day))
    rows = [campaign_row(known[name], line, states[name], lang == "en") for name, line in lines.items()]
    rows.sort(key=lambda row: (pressure(row["state"]), row["percent"] or 0.0))
    table = Table("progress", WORDS["running"][lang == "en"], CAMPAIGNS, rows)
    if chosen.format:
        return download(table, chosen.format, lang)
    law = _balance(store, max(days.values(), default=day))
    return render(
        request,
        who,
        "progress.html",
        page="progress",
        day_shown=max(days.values(), default=day),
        view=view,
        sections=_by_time(rows, day),
        sectors=[(SECTORS[name], sectors[sector_id(name)]) for name in SECTORS if sector_id(name) in sectors],
        tasks=_tasks(store, known, lines, states, day),
        law=law,
        stuck=sum(records for place, records in law["places"] if place in STUCK) if law else 0,
    )


@router.get("/{campaign_id}")
def campaign(
    request: Request, campaign_id: str, day: Day, chosen: Chosen, view: View = "now", who: Visitor = MAY
) -> Response:
    """One campaign: its burn-up, how many units are in which state, the five clear things, and all its units."""
    found, kept = _campaign(campaign_id, day)
    store, lang = wiring().store, language(request)
    view = _view(campaign_id, kept, view)
    rows = [unit_row(found, line) for line in history.units(store, campaign_id, kept, view)]
    narrow = ordered(narrowed(rows, chosen, ("name", "unit")), chosen.sort or "-left", _sortable(UNITS))
    table = Table(campaign_id, WORDS["units_table"][lang == "en"], UNITS, narrow)
    if chosen.format:
        return download(table, chosen.format, lang)
    return render(
        request,
        who,
        "campaign.html",
        page="progress",
        campaign=found,
        day_shown=kept,
        view=view,
        chosen=chosen,
        line=history.one(store, campaign_id, WHOLE, kept, view),
        points=history.burn_up(store, campaign_id, WHOLE, kept, view),
        counted=history.states(store, {campaign_id: kept}, view)[campaign_id],
        clear=found.clear.as_dict(WORDS["unit"][lang == "en"].lower()),
        whose=responsible(found, kept),
        versions=past(wiring(), campaign_id),
        table=table,
        leaf=leaf(narrow, chosen.page),
    )


@router.get("/{campaign_id}/chart.svg")
def chart(
    request: Request,
    campaign_id: str,
    day: Day,
    view: View = "now",
    unit: str = "",
    narrow: bool = False,
    who: Visitor = MAY,
) -> Response:
    """The burn-up of a campaign or of one unit as a picture."""
    from tracking.charts import burn_up

    found, kept = _campaign(campaign_id, day)
    view = _view(campaign_id, kept, view)
    line = history.one(wiring().store, campaign_id, unit, kept, view)
    if line is None:
        raise HTTPException(404, unit)
    points = history.burn_up(wiring().store, campaign_id, unit, kept, view)
    picture = burn_up(
        points, line.target, found.start, found.last_day, line.p50, line.p90, language(request), narrow=narrow
    )
    return Response(picture, media_type="image/svg+xml", headers={**SAFETY, "Cache-Control": "private, max-age=300"})


@router.get("/{campaign_id}/units/{unit}")
def unit(
    request: Request, campaign_id: str, unit: str, day: Day, chosen: Chosen, view: View = "now", who: Visitor = MAY
) -> Response:
    """One unit in a campaign: figures, burn-up, and who there answers for what by when."""
    found, kept = _campaign(campaign_id, day)
    view = _view(campaign_id, kept, view)
    line = history.one(wiring().store, campaign_id, unit, kept, view)
    if line is None:
        raise HTTPException(404, unit)
    lang = language(request)
    points = history.burn_up(wiring().store, campaign_id, unit, kept, view)
    table = Table(
        f"{campaign_id}-{unit}",
        WORDS["numbers_of_chart"][lang == "en"],
        (Column("day", ("Ngày", "Day"), "day"), *(one for one in FIGURES if one.name in ("target", "accepted"))),
        [{"day": point.day, "target": point.target, "accepted": point.accepted} for point in points],
    )
    if chosen.format:
        return download(table, chosen.format, lang)
    name = unit_names()(found.domain, unit)
    return render(
        request,
        who,
        "unit.html",
        page="progress",
        campaign=found,
        unit=unit,
        name=name,
        day_shown=kept,
        view=view,
        line=line,
        points=points,
        clear=found.clear_of(unit).as_dict(name),
        table=table,
    )


def _campaign(campaign_id: str, day: date) -> tuple[Campaign, date]:
    """The campaign and the newest day it has figures of. Raises HTTPException 404 when there is none."""
    found = next((one for one in campaigns(wiring(), day) if one.id == campaign_id), None)
    kept = history.days_kept(wiring().store, [campaign_id], day).get(campaign_id)
    if found is None or kept is None:
        raise HTTPException(404, campaign_id)
    return found, kept


def _by_time(rows: Sequence[dict[str, Any]], day: date) -> dict[str, list[dict[str, Any]]]:
    """running, coming, over → campaigns."""
    over = [row for row in rows if row["last_day"] is not None and row["last_day"] < day]
    coming = [row for row in rows if row["start"] > day]
    running = [row for row in rows if row not in over and row not in coming]
    return {"running": running, "coming": coming, "over": over}


def _view(campaign_id: str, kept: date, view: View) -> View:
    return cast("View", history.view_kept(wiring().store, campaign_id, kept, view))


def _tasks(
    store: Store,
    known: Mapping[str, Campaign],
    lines: Mapping[str, Line],
    states: Mapping[str, Mapping[State, int]],
    day: date,
) -> list[dict[str, Any]]:
    """Campaigns not yet over that are behind, or have units that are: each with those units that lack most, who answers, by when."""
    running = [line for line in lines.values() if (known[line.campaign].last_day or date.max) >= day]
    urgent = [line for line in running if line.state in BEHIND or states[line.campaign].keys() & set(BEHIND)]
    urgent.sort(key=lambda line: (pressure(line.state), known[line.campaign].last_day or date.max, -line.left))
    return [_task(store, known[line.campaign], line) for line in urgent]


def _task(store: Store, one: Campaign, line: Line) -> dict[str, Any]:
    rows = [unit_row(one, unit) for unit in history.furthest_behind(store, one.id, line.day)]
    return {
        "campaign": one,
        "line": line,
        "units": [row | {"five": one.clear_of(row["unit"]).as_dict(row["name"])} for row in rows],
    }


def _balance(store: Store, day: date) -> dict[str, Any] | None:
    query = sa.select(balance.c.place, balance.c.records).where(balance.c.day == day.isoformat())
    with store.read() as tx:
        found = {row.place: row.records for row in tx.execute(query)}
    if not found:
        return None
    places = [(status.value, found.get(status.value, 0)) for status in Status if found.get(status.value)]
    return {"pulled": found["pulled"], "places": places, "holds": found["pulled"] == sum(n for _, n in places)}


def _sortable(columns: Sequence[Column]) -> list[str]:
    return [column.name for column in columns if column.sort]
