"""Quality: what share of the records of a night passed, by flow, source and unit, what caught the others, and what people say of it.

Figures and words only: nothing here leads to a single record. The Data Docs are served from their folder to whoever is signed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from flows.catalogue import FLOWS
from flows.quality import REVIEWERS, folder_of, in_words, say
from flows.screens.quality import DECISIONS
from relay.errors import RelayError
from tracking.campaigns import local_today
from tracking.quality.batches import open_stops
from tracking.quality.report import Cause, Choice, Passed, newest_day, report
from tracking.quality.review import COMMENT, review_of
from tracking.quality.trend import Night, nights
from tracking.wording import Lang
from ui.access import Visitor, opens
from ui.choice import Chosen, Row, chosen_day, leaf, narrowed, ordered
from ui.forms import demand_token, token
from ui.installation import unit_names, wiring
from ui.page import SAFETY, download, language, render
from ui.pages.quality_foretold import table as foretold
from ui.quality_words import W
from ui.table import Column, Table

router = APIRouter(prefix="/quality")
MAY = Depends(opens("quality"))

#: The Data Docs run nothing, load nothing, and have their style in the page.
DOCS = {
    **SAFETY,
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'",
}

COUNTS = (
    Column("judged", W["judged"], "number"),
    Column("held", W["held"], "number"),
    Column("rate", W["rate"], "share"),
)
FLOW_COLUMNS = (Column("name", W["flow"], link="href"), *COUNTS)
SOURCE_COLUMNS = (Column("name", W["source"], link="href"), *COUNTS)
UNIT_COLUMNS = (
    Column("name", W["unit"], link="href", sort=True),
    Column("code", W["code"]),
    Column("flow", W["flow"]),
    *(replace(column, sort=True) for column in COUNTS),
)
CAUSE_COLUMNS = (
    Column("said", W["cause"]),
    Column("failed", W["records"], "number"),
    Column("units", W["units"], "number"),
    Column("before", W["before"], "number"),
    Column("flow", W["flow"]),
    Column("rule", W["rule"]),
)
NIGHT_COLUMNS = (Column("day", W["night"], "day"), *COUNTS)


def choice(
    flow: Annotated[str, Query(max_length=60)] = "",
    source: Annotated[str, Query(max_length=60)] = "",
    unit: Annotated[str, Query(max_length=40)] = "",
) -> Choice:
    """What of the figures the visitor looks at."""
    return Choice(flow, source, unit)


Looked = Annotated[Choice, Depends(choice)]
Which = Literal["flows", "sources", "units", "causes", "nights", "foretold"]


@router.get("")
def quality(
    request: Request,
    chosen: Chosen,
    looked: Looked,
    day: date | None = None,
    which: Which = "flows",
    who: Visitor = MAY,
) -> Response:
    """The report of a day, the newest one unless another is asked for."""
    lang, store = language(request), wiring().store
    shown = chosen_day(day) if day else newest_day(store, local_today()) or local_today()
    found, trend = report(store, shown, looked), nights(store, shown, looked)
    units = ordered(
        narrowed([_unit(one, lang, shown) for one in found.units], chosen, ("name", "code")),
        chosen.sort,
        [column.name for column in UNIT_COLUMNS if column.sort],
    )
    tables = {
        "flows": _table("flows", FLOW_COLUMNS, [_flow(one, lang, shown) for one in found.flows], lang),
        "sources": _table("sources", SOURCE_COLUMNS, [_source(one, shown) for one in found.sources], lang),
        "units": _table("units", UNIT_COLUMNS, units, lang),
        "causes": _table("causes", CAUSE_COLUMNS, [_cause(one, lang) for one in found.causes], lang),
        "fresh": _table("fresh", CAUSE_COLUMNS, [_cause(one, lang) for one in found.fresh], lang),
        "nights": _table("nights", NIGHT_COLUMNS, [_night(one) for one in trend], lang),
        "foretold": foretold(store, lang),
    }
    if chosen.format:
        return download(tables[which], chosen.format, lang)
    return render(
        request,
        who,
        "quality.html",
        page="quality",
        qw=lambda name: W[name][lang == "en"],
        day_shown=shown,
        looked=looked,
        looked_at=_looked_at(looked, lang),
        found=found,
        tables=tables,
        leaf=leaf(units, chosen.page),
        chosen=chosen,
        review=review_of(store, shown),
        decisions=DECISIONS,
        token=token(who) if who.roles & {*REVIEWERS} else "",
        longest=COMMENT,
        stops=open_stops(store),
        docs=(folder_of(wiring(), shown) / "index.html").is_file(),
    )


@router.post("")
def reviewed(
    request: Request,
    day: Annotated[date, Form()],
    decision: Annotated[str, Form(max_length=20)],
    given: Annotated[str, Form(alias="token", max_length=300)],
    comment: Annotated[str, Form(max_length=2 * COMMENT)] = "",
    who: Visitor = MAY,
) -> Response:
    """The word of a reviewer or leader on the report of a day."""
    demand_token(who, given)
    if not who.roles & {*REVIEWERS}:
        raise HTTPException(403, "reviews are for reviewers and leaders")
    try:
        say(wiring(), day, who.user, decision, comment)
    except RelayError as error:
        return render(request, who, "error.html", page="quality", status=422, code=422, sentence=(error.vi, error.en))
    return RedirectResponse(f"{request.scope.get('root_path', '')}{_address(day)}#review", 303)


@router.get("/trend.svg")
def trend_chart(
    request: Request, looked: Looked, day: date | None = None, narrow: int = 0, _: Visitor = MAY
) -> Response:
    """The share that passed, night by night."""
    from tracking.charts import shares

    until = chosen_day(day)
    points = [(one.day, one.rate) for one in nights(wiring().store, until, looked)]
    drawn = shares(points, language(request), narrow=bool(narrow))
    return Response(drawn, media_type="image/svg+xml", headers=SAFETY)


@router.get("/docs/{day}/{path:path}")
def docs(day: str, path: str, _: Visitor = MAY) -> Response:
    """One page of a day's Data Docs; nothing outside their folder."""
    try:
        folder = folder_of(wiring(), date.fromisoformat(day)).resolve()
        asked = (folder / path).resolve()
        inside = asked.is_relative_to(folder) and asked.suffix == ".html" and asked.is_file()
    except (ValueError, OSError):  # no day, a null byte, a name that is too long
        inside = False
    if not inside:
        raise HTTPException(404, "docs")
    return FileResponse(asked, media_type="text/html; charset=utf-8", headers=DOCS)


def _table(name: str, columns: Sequence[Column], rows: Sequence[Row], lang: Lang) -> Table:
    return Table(f"quality-{name}", W[f"by_{name}"][lang == "en"], columns, rows)


def _counts(one: Passed | Night) -> dict[str, Any]:
    return {"judged": one.judged, "held": one.held, "rate": one.rate}


def _title(flow: str, lang: Lang) -> str:
    known = FLOWS.get(flow)
    return flow if known is None else known.title_en if lang == "en" else known.title_vi


def _flow(one: Passed, lang: Lang, shown: date) -> dict[str, Any]:
    return {"name": _title(one.name, lang), "href": _address(shown, flow=one.name), **_counts(one)}


def _source(one: Passed, shown: date) -> dict[str, Any]:
    return {"name": one.name, "href": _address(shown, source=one.name), **_counts(one)}


def _unit(one: Passed, lang: Lang, shown: date) -> dict[str, Any]:
    named = {"name": _unit_name(one.flow, one.name), "code": one.name, "flow": _title(one.flow, lang)}
    return {**named, "href": _address(shown, unit=one.name), **_counts(one)}


def _unit_name(flow: str, unit: str) -> str:
    return unit_names()(FLOWS[flow].domain, unit) if flow in FLOWS else unit


def _cause(one: Cause, lang: Lang) -> dict[str, Any]:
    said = {"said": in_words(one.flow, one.rule, lang), "flow": _title(one.flow, lang), "rule": one.rule}
    return {**said, "failed": one.failed, "units": one.units, "before": one.before}


def _night(one: Night) -> dict[str, Any]:
    return {"day": one.day, **_counts(one)}


def _looked_at(looked: Choice, lang: Lang) -> str:
    named = (_title(looked.flow, lang) if looked.flow else "", looked.source, looked.unit)
    return " · ".join(one for one in named if one)


def _address(shown: date, **changes: str) -> str:
    from urllib.parse import urlencode

    return f"/quality?{urlencode({'day': shown.isoformat(), **changes})}"
