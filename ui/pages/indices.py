"""Settlement indices: the score board of the province or one unit, the rank of units, and ours beside the nation's own.

Every figure stands with its numerator and denominator; what cannot be counted says which source it would need.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from flows import indices as figures
from tracking.indices.board import Line, Ranked, periods
from tracking.indices.compare import Difference
from tracking.wording import Lang, decimal
from ui.access import Visitor, opens
from ui.choice import Chosen, leaf, narrowed, ordered
from ui.installation import unit_names, wiring
from ui.page import download, language, render
from ui.table import Column, Table
from ui.words import BASES
from ui.words import INDICES as W

router = APIRouter(prefix="/indices")
MAY = Depends(opens("indices"))

LINES = (
    Column("number", W["number"]),
    Column("title", W["metric"]),
    Column("numerator", W["numerator"], "decimal"),
    Column("denominator", W["denominator"], "decimal"),
    Column("value", W["value"]),
    Column("target", W["target"]),
    Column("points", W["points"], "points"),
    Column("max", W["max"], "points"),
    Column("note", W["note"]),
    Column("law", W["law"]),
)
RANKS = (
    Column("rank", W["rank"], "number", sort=True),
    Column("name", W["unit"], link="href", sort=True),
    Column("unit", W["code"], sort=True),
    Column("points", W["points"], "points", sort=True),
    Column("reachable", W["reachable"], "points"),
    Column("share", W["share"], "share", sort=True),
    Column("on_time", W["on_time"], "share", sort=True),
    Column("dossiers", W["dossiers"], "number", sort=True),
)
DIFFERENCES = (
    Column("number", W["number"]),
    Column("title", W["metric"]),
    Column("ours", W["ours"]),
    Column("theirs", W["theirs"]),
    Column("our_points", W["our_points"], "points"),
    Column("their_points", W["their_points"], "points"),
    Column("difference", W["difference"], "points"),
    Column("reason", W["reason"]),
)

Period = Annotated[str, Query(pattern=r"^(\d{4}(-\d{2}|-Q[1-4])?)?$")]
Which = Literal["board", "ranks", "national"]


@router.get("")
def indices(
    request: Request,
    chosen: Chosen,
    period: Period = "",
    unit: Annotated[str, Query(max_length=40)] = "",
    which: Which = "board",
    who: Visitor = MAY,
) -> Response:
    """The board of a period, the units by rank, and the nation's figures beside ours."""
    lang = language(request)
    known = periods(wiring().store)
    period = period or next((one for one in known if len(one) == 4), "")
    board = figures.board(wiring(), period, unit)
    ranks = _ranks(figures.ranks(wiring(), period), period)
    compared = figures.comparison(wiring(), period, unit)
    tables = {
        "board": Table("indices", W["board"][lang == "en"], LINES, [_line(line, lang) for line in board.lines]),
        "ranks": Table("ranks", W["ranks"][lang == "en"], RANKS, _chosen(ranks, chosen)),
        "national": Table(
            "national",
            W["national"][lang == "en"],
            DIFFERENCES,
            [_difference(one, lang) for one in compared.differences],
        ),
    }
    if chosen.format:
        return download(tables[which], chosen.format, lang)
    return render(
        request,
        who,
        "indices.html",
        page="indices",
        iw=lambda name: W[name][lang == "en"],
        periods=known,
        period=period,
        unit=unit,
        unit_name=unit_names()("dossier", unit) if unit else "",
        board=board,
        compared=compared,
        tables=tables,
        chosen=chosen,
        leaf=leaf(tables["ranks"].rows, chosen.page),
    )


def _chosen(rows: Sequence[dict[str, Any]], chosen: Chosen) -> list[Any]:
    sortable = [column.name for column in RANKS if column.sort]
    return ordered(narrowed(rows, chosen, ("name", "unit")), chosen.sort or "rank", sortable)


def _line(line: Line, lang: Lang) -> dict[str, Any]:
    english = lang == "en"
    return {
        "number": line.number,
        "title": line.title_en if english else line.title_vi,
        "numerator": line.numerator,
        "denominator": line.denominator,
        "value": figures_text(line.ratio, line.kind, lang),
        "target": "" if line.target is None else figures_text(line.target, line.kind, lang),
        "points": line.points,
        "max": line.max,
        "note": line.note_en if english else line.note_vi,
        "law": line.law if english else _basis(line.law),
    }


def _basis(law: str) -> str:
    """What a metric rests on, in Vietnamese; the names of documents are."""
    for english, vietnamese in BASES.items():
        law = law.replace(english, vietnamese)
    return law


def figures_text(value: float | None, kind: str, lang: Lang) -> str:
    """A ratio as people read it: a share in percent, a mean or minutes with one decimal; N/A where there is none."""
    if value is None:
        return "N/A"
    # The sign stays with its number.
    return f"{decimal(100 * value, lang, 2)}\u00a0%" if kind == "share" else decimal(value, lang)


def _ranks(ranked: Sequence[Ranked], period: str) -> list[dict[str, Any]]:
    return [
        {
            "rank": one.rank,
            "unit": one.unit,
            "name": unit_names()("dossier", one.unit),
            "href": f"/indices?period={period}&unit={quote(one.unit)}",
            "points": one.points,
            "reachable": one.reachable,
            "share": None if one.share is None else 100 * one.share,
            "on_time": None if one.on_time is None else 100 * one.on_time,
            "dossiers": one.dossiers,
        }
        for one in ranked
    ]


def _difference(one: Difference, lang: Lang) -> dict[str, Any]:
    english = lang == "en"
    return {
        "number": one.number,
        "title": one.title_en if english else one.title_vi,
        "ours": _pair(one.ours, lang),
        "theirs": _pair(one.theirs, lang),
        "our_points": one.our_points,
        "their_points": one.their_points,
        "difference": one.difference,
        "reason": one.reason_en if english else one.reason_vi,
    }


def _pair(counts: tuple[float | None, float | None], lang: Lang) -> str:
    return "–" if None in counts else " / ".join(decimal(value, lang, 0) for value in counts)
