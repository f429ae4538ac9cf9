"""The correction desk: why records are held back, the records alike, one record with its values, and decisions that wait.

Values are shown to clerks and reviewers of the record's unit only, and every look is in the access log. The forms are in desk_forms.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from flows.catalogue import FLOWS
from flows.desk.alike import alike, have_values, value_of
from flows.desk.causes import Cause, cause_text, causes
from flows.desk.deciding import SEERS, may_approve, releasable
from flows.desk.fields import choices, settable, spelt
from flows.desk.records import Held, held, look
from relay.desk.decisions import Decision, State, decision_of, decisions, units_of
from schemas.contract import contract
from ui.access import Visitor, opens
from ui.choice import ROWS, Chosen, leaf
from ui.desk_words import KINDS, STATES, W
from ui.forms import token
from ui.installation import unit_names, wiring
from ui.page import download, language, render
from ui.table import Column, Table

router = APIRouter(prefix="/desk")
MAY = Depends(opens("desk"))

CAUSES = (
    Column("said", W["cause"], link="href"),
    Column("records", W["records"], "number"),
    Column("units", W["units"], "number"),
    Column("flow", W["flow"]),
    Column("rule", W["rule"]),
)
DECISIONS = (
    Column("number", W["decision"], link="href"),
    Column("flow", W["flow"]),
    Column("kind", W["kind"]),
    Column("records", W["records"], "number"),
    Column("state", W["state"]),
    Column("made_by", W["made_by"]),
    Column("made_at", W["made_at"], "moment"),
    Column("decided_by", W["decided_by"]),
)
RECORDS = (
    Column("key", W["record"], link="href"),
    Column("unit", W["unit"]),
    Column("fields", W["fields"]),
    Column("pending", W["waits"], link="decision"),
)

#: A group is looked for among so many records of a cause at most; a worklist takes more.
AT_ONCE = 5_000


@router.get("")
def desk(request: Request, chosen: Chosen, which: str = "causes", who: Visitor = MAY) -> Response:
    """Root causes, the most records first, then decisions."""
    lang = language(request)
    english = lang == "en"
    found = causes(wiring().store, units=who.only_units)
    tables = {
        "causes": Table("desk-causes", W["causes"][english], CAUSES, [_cause(one, lang) for one in found]),
        "decisions": Table(
            "desk-decisions", W["decisions"][english], DECISIONS, [decision_row(one, english) for one in _mine(who)]
        ),
    }
    if chosen.format:
        return download(tables["decisions" if which == "decisions" else "causes"], chosen.format, lang)
    return render(
        request,
        who,
        "desk.html",
        page="desk",
        dw=lambda name: W[name][english],
        tables=tables,
        listed=sorted({one.flow for one in found}) if sees_values(who) else (),
        token=token(who),
    )


@router.get("/cause/{flow}/{rule}")
def cause(request: Request, flow: str, rule: str, chosen: Chosen, who: Visitor = MAY) -> Response:
    """The records one rule holds: put together by value for those who may see values, and one by one."""
    lang = language(request)
    records = known(flow, who, rule)[:AT_ONCE]
    if not records:
        raise HTTPException(404, rule)
    field = next((name for one in records for broken, name in one.breaches if broken == rule), "")
    groups = []
    if sees_values(who) and have_values(rule):
        seen = look(wiring().store, records, who.user, f"desk/{rule}")
        groups = alike(flow, field, records, seen, wiring().settings.key_secret)
    table = Table("desk-records", W["one_by_one"][lang == "en"], RECORDS, [_record(one, flow) for one in records])
    if chosen.format:
        return download(table, chosen.format, lang)
    return render(
        request,
        who,
        "desk_cause.html",
        page="desk",
        dw=lambda name: W[name][lang == "en"],
        flow=flow,
        rule=rule,
        said=cause_text(flow, rule, lang),
        field=field,
        heading=headings(flow).get(field, field),
        groups=groups[:ROWS],
        more=max(len(groups) - ROWS, 0),
        nothing="no_values" if have_values(rule) else "not_alike",
        options=choices(flow, field),
        may_set=field in settable(flow) or field == "unit",
        may_release=releasable(flow, rule),
        table=table,
        leaf=leaf(table.rows, chosen.page),
        token=token(who),
    )


@router.get("/record/{flow}/{version_id}")
def record(request: Request, flow: str, version_id: int, who: Visitor = MAY) -> Response:
    """One record: every field as it is and as the source wrote it, what is wrong, and the form."""
    lang = language(request)
    records = known(flow, who, only=[version_id])
    if not records or not sees_values(who):
        raise HTTPException(404 if sees_values(who) else 403, "record")
    seen = look(wiring().store, records, who.user, "desk/record")[version_id]
    names = headings(flow)
    fields = [
        {
            "name": name,
            "title": names.get(name, name),
            "value": spelt(flow, name, value_of(flow, name, seen)),
            "scanned": seen.read(name),
            "wrong": name in records[0].wrong,
            "options": choices(flow, name),
            "settable": name in settable(flow),
        }
        for name in contract(flow).fields
    ]
    return render(
        request,
        who,
        "desk_record.html",
        page="desk",
        dw=lambda name: W[name][lang == "en"],
        flow=flow,
        one=records[0],
        title=FLOWS[flow].title_en if lang == "en" else FLOWS[flow].title_vi,
        unit_name=_unit(flow, records[0].unit),
        said=[(rule, cause_text(flow, rule, lang)) for rule, _ in records[0].breaches],
        fields=sorted(fields, key=lambda one: not one["wrong"]),
        scan=seen.page,
        token=token(who),
    )


@router.get("/decision/{number}")
def decision(request: Request, number: int, who: Visitor = MAY) -> Response:
    """One decision: what is set on which records, for its second person to answer."""
    one = decision_of(wiring().store, number)
    if any(not who.sees_unit(unit) for unit in units_of(wiring().store, number)):
        raise HTTPException(403, "another unit's records")
    english = language(request) == "en"
    from ui.pages.desk_details import details

    return render(
        request,
        who,
        "desk_decision.html",
        page="desk",
        dw=lambda name: W[name][english],
        one=one,
        row=decision_row(one, english),
        table=details(one, who, english),
        open=one.state is State.OPEN,
        may_approve=may_approve(wiring(), one, who.user),
        may_withdraw=one.made_by == who.user,
        token=token(who),
    )


def known(flow: str, who: Visitor, rule: str | None = None, only: Any = ()) -> list[Held]:
    """Records of the desk that the visitor may work on. Raises HTTPException 404 for a flow there is none of."""
    if flow not in FLOWS:
        raise HTTPException(404, flow)
    return held(wiring().store, flow, rule, who.only_units, only)


def sees_values(who: Visitor) -> bool:
    """Whether values of records are for this visitor."""
    return bool(set(SEERS) & who.roles)


def headings(flow: str) -> dict[str, str]:
    """Field → its Vietnamese heading."""
    return dict(contract(flow).titles)


def decision_row(one: Decision, english: bool) -> dict[str, Any]:
    """A decision as a line of the table."""
    return {
        "number": f"D{one.decision_id}",
        "href": f"/desk/decision/{one.decision_id}",
        "flow": one.flow,
        "kind": KINDS[one.kind][english],
        "records": one.records,
        "state": STATES[one.state][english],
        "made_by": one.made_by,
        "made_at": one.made_at,
        "decided_by": one.decided_by,
    }


def _mine(who: Visitor) -> list[Decision]:
    found = decisions(wiring().store)
    if who.only_units is None:
        return found
    return [one for one in found if set(units_of(wiring().store, one.decision_id)) <= who.only_units]


def _cause(one: Cause, lang: Any) -> dict[str, Any]:
    href = f"/desk/cause/{quote(one.flow)}/{quote(one.rule)}"
    return {**vars(one), "said": one.said(lang), "href": href}


def _record(one: Held, flow: str) -> dict[str, Any]:
    number = one.open_decision
    return {
        "key": one.key,
        "href": f"/desk/record/{flow}/{one.version_id}",
        "unit": _unit(flow, one.unit),
        "fields": ", ".join(sorted(headings(flow).get(name, name) for name in one.wrong)),
        "pending": f"D{number}" if number else None,
        "decision": f"/desk/decision/{number}" if number else None,
    }


def _unit(flow: str, unit: str | None) -> str | None:
    return unit_names()(FLOWS[flow].domain, unit) if unit else None
