"""How a page is made: language, addresses, and one way to show a table or hand it out as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from flows.days import LOCAL_TIME
from tracking.wording import DOMAINS, STATES, STATUSES, Lang, day, decimal, number, share, until
from ui import words
from ui.access import Visitor
from ui.choice import Format
from ui.table import Column, Table, as_csv, as_xlsx

LANG_COOKIE = "lienthong_lang"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: Nothing from elsewhere, nothing inline, and no frame but Airflow's own.
SAFETY = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}

_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def language(request: Request) -> Lang:
    """Vietnamese unless the address or the visitor's cookie says English."""
    asked = request.query_params.get("lang") or request.cookies.get(LANG_COOKIE)
    return "en" if asked == "en" else "vi"


def render(request: Request, who: Visitor | None, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """The page `template` with its context."""
    lang = language(request)
    page = _pages.get_template(template).render(
        lang=lang,
        who=who,
        here=request.url.path,
        asked=dict(request.query_params),
        url=_urls(request),
        again=lambda **changes: _again(request, changes),
        w=lambda name: words.word(name, lang),
        pick=lambda pair: pair[lang == "en"],
        words=words,
        domains=DOMAINS,
        states=STATES[lang],
        statuses=STATUSES[lang],
        cell=lambda column, row: cell(column, row, lang),
        day=day,
        until=lambda deadline, bound: until(deadline, bound, lang),
        number=lambda value: number(value, lang),
        share=lambda value: share(value, lang),
        rate=lambda value: decimal(value, lang),
        moment=lambda value: f"{value.astimezone(LOCAL_TIME):%d/%m/%Y %H:%M}",
        scored=lambda value: decimal(value, lang, 2),
        **context,
    )
    made = HTMLResponse(page, status, headers=SAFETY)
    if request.query_params.get("lang"):
        made.set_cookie(LANG_COOKIE, lang, max_age=31_536_000, samesite="lax", path=request.scope["root_path"] or "/")
    return made


def download(table: Table, form: Format, lang: Lang) -> Response:
    """The table as a file."""
    body, kind = (as_csv(table, lang), "text/csv; charset=utf-8") if form == "csv" else (as_xlsx(table, lang), XLSX)
    named = {"Content-Disposition": f'attachment; filename="lien-thong-{table.name}.{form}"'}
    return Response(body, media_type=kind, headers={**SAFETY, **named})


def cell(column: Column, row: Mapping[str, Any], lang: Lang) -> str:
    """A value as people read it."""
    value = row.get(column.name)
    if value is None or value == "":
        return "–"
    match column.kind:
        case "number":
            return number(int(value), lang)
        case "decimal":
            return decimal(value, lang) if value % 1 else number(int(value), lang)
        case "points":
            return decimal(value, lang, 2)
        case "share":
            return share(value, lang).removesuffix(" %")
        case "day":
            return day(cast("date", value))
        case "moment":
            return f"{value.astimezone(LOCAL_TIME):%d/%m/%Y %H:%M:%S}"
        case "state":
            return STATES[lang].get(value, str(value))
        case _:
            return str(value)


def _again(request: Request, changes: Mapping[str, Any]) -> str:
    """The address of this page with some parameters changed, those that are None left out."""
    asked = {name: value for name, value in {**request.query_params, **changes}.items() if value is not None}
    return f"{request.url.path}?{urlencode(asked)}"


def _urls(request: Request) -> Any:
    root = request.scope.get("root_path", "")

    def url(path: str, **changes: Any) -> str:
        """An address of ours; `changes` are its parameters, those that are None left out."""
        asked = {name: value for name, value in changes.items() if value not in (None, "")}
        return f"{root}{path}" + (f"?{urlencode(asked)}" if asked else "")

    return url
