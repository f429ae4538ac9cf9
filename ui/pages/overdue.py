"""Dossiers that are open: by how long they are overdue, per unit or per officer of a unit; single ones for those who handle them.

Officers stand as codes. A clerk sees the single dossiers of the own units only.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from flows import indices as figures
from tracking.campaigns import local_today
from tracking.indices.overdue import Ages, OpenDossier, Overdue
from tracking.reporting import Compliance, compliance
from ui.access import Visitor, opens
from ui.choice import ROWS, Chosen, Leaf
from ui.installation import unit_names, wiring
from ui.page import download, language, render
from ui.table import Column, Table
from ui.words import DOSSIER_STATES
from ui.words import OVERDUE as W

router = APIRouter(prefix="/overdue")
MAY = Depends(opens("overdue"))

DOSSIERS = (
    Column("key", W["dossier"], link="href"),
    Column("name", W["unit"]),
    Column("officer", W["officer"]),
    Column("status", W["status"]),
    Column("received_on", W["received"], "day"),
    Column("due_on", W["due"], "day"),
    Column("late", W["late"], "number"),
)

REPORTS = (
    Column("name", W["unit"], link="href"),
    Column("unit", W["code"]),
    Column("due", W["reports_due"], "number"),
    Column("submitted", W["reports_submitted"], "number"),
    Column("late", W["reports_late"], "number"),
    Column("missing", W["reports_missing"], "number"),
    Column("names", W["reports_names"]),
)


@router.get("")
def overdue(
    request: Request,
    chosen: Chosen,
    unit: Annotated[str, Query(max_length=40)] = "",
    which: Literal["ages", "dossiers", "reports"] = "ages",
    who: Visitor = MAY,
) -> Response:
    """Ages per unit (or per officer of one), and the single dossiers where they are for the visitor."""
    lang = language(request)
    english = lang == "en"
    listed = who.sees_dossiers and (who.sees_unit(unit) if unit else who.only_units is None)
    everything = bool(chosen.format) and which == "dossiers" and listed
    found = figures.overdue(
        wiring(), unit or None, 0 if everything else chosen.page - 1, per_page=10**6 if everything else ROWS
    )
    ages = Table(
        "overdue", W["officers" if unit else "units"][english], _columns(found, unit, english), _ages(found, unit)
    )
    rows = [_dossier(one, who, english) for one in found.dossiers] if listed else []
    dossiers = Table("overdue-dossiers", W["dossiers"][english], DOSSIERS, rows)
    owed = [_owed(one) for one in compliance(wiring().store, local_today(), unit or None)]
    reports = Table("reports-owed", W["reports"][english], REPORTS, owed)
    if chosen.format:
        return download({"ages": ages, "dossiers": dossiers, "reports": reports}[which], chosen.format, lang)
    return render(
        request,
        who,
        "overdue.html",
        page="overdue",
        ow=lambda name: W[name][english],
        unit=unit,
        unit_name=unit_names()("dossier", unit) if unit else "",
        found=found,
        ages=ages,
        dossiers=dossiers if listed else None,
        reports=reports,
        leaf=Leaf(rows, found.whole.open, found.page + 1, max(found.pages, 1)),
    )


def _columns(found: Overdue, unit: str, english: bool) -> tuple[Column, ...]:
    first = Column("name", W["officer" if unit else "unit"], link=None if unit else "href")
    named = {"?": W["no_date"], "0": W["not_due"]}
    buckets = [
        Column(f"b{place}", named.get(label, (f"{label} ngày", f"{label} days")), "number")
        for place, label in enumerate(found.labels)
    ]
    return (first, Column("open", W["open"], "number"), Column("overdue", W["overdue"], "number"), *buckets)


def _ages(found: Overdue, unit: str) -> list[dict[str, Any]]:
    return [_age(one, unit) for one in found.groups]


def _age(one: Ages, unit: str) -> dict[str, Any]:
    name = one.name or "?" if unit else unit_names()("dossier", one.name)
    buckets = {f"b{place}": count for place, count in enumerate(one.buckets)}
    return {
        "name": name,
        "href": f"/overdue?unit={quote(one.name)}",
        "open": one.open,
        "overdue": one.overdue,
        **buckets,
    }


def _owed(one: Compliance) -> dict[str, Any]:
    counts = {"due": one.due, "submitted": one.submitted, "late": one.late, "missing": one.missing}
    name = unit_names()("dossier", one.unit)
    return {
        "name": name,
        "unit": one.unit,
        "href": f"/overdue?unit={quote(one.unit)}",
        **counts,
        "names": ", ".join(one.names),
    }


def _dossier(one: OpenDossier, who: Visitor, english: bool) -> dict[str, Any]:
    return {
        "key": one.key,
        "href": f"/passport?key={quote(one.key)}" if who.may_open("passport") else None,
        "name": unit_names()("dossier", one.unit),
        "officer": one.officer,
        "status": DOSSIER_STATES.get(one.status, (one.status, one.status))[english],
        "received_on": date.fromisoformat(one.received_on[:10]),
        "due_on": date.fromisoformat(one.due_on[:10]) if one.due_on else None,
        "late": max(one.late, 0) if one.late is not None else None,
    }
