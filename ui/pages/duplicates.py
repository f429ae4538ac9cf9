"""Possible duplicates on the desk: pairs without values, and one pair side by side for those who may see its records and judge it.

Values are shown to clerks and reviewers of the record's unit only, and every look is in the access log; a verdict needs both units.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from flows.catalogue import FLOWS
from flows.desk.alike import value_of
from flows.desk.deciding import PROPOSERS
from flows.desk.fields import spelt
from flows.desk.records import Held, Seen, held, look
from flows.duplicates import judge, withdraw_at_source
from relay.errors import RelayError
from schemas.contract import contract
from tracking.duplicates.declared import UNIT
from tracking.duplicates.finding import DIFFERENT, NEARLY, SAME
from tracking.duplicates.reading import End, Pair, Verdict, pairs
from ui.access import Visitor, opens
from ui.choice import Chosen, leaf
from ui.desk_words import W
from ui.forms import demand_token, token
from ui.installation import unit_names, wiring
from ui.page import download, language, render
from ui.pages.desk import headings, sees_values
from ui.table import Column, Table

router = APIRouter(prefix="/desk/duplicates")
MAY = Depends(opens("desk"))

PAIRS = (
    Column("score", W["score"], "number", link="href"),
    Column("flow", W["flow"]),
    Column("one", W["record"]),
    Column("one_unit", W["unit"]),
    Column("other", W["other_record"]),
    Column("other_unit", W["unit"]),
    Column("same", W["alike_in"]),
    Column("different", W["different_in"]),
)


@router.get("")
def listed(request: Request, chosen: Chosen, who: Visitor = MAY) -> Response:
    """Pairs that wait for a verdict and have a record of the visitor's units, the highest score first."""
    lang = language(request)
    rows = [_row(one) for one in pairs(wiring().store, units=who.only_units)]
    table = Table("desk-duplicates", W["duplicates"][lang == "en"], PAIRS, rows)
    if chosen.format:
        return download(table, chosen.format, lang)
    shown = leaf(rows, chosen.page)
    return render(
        request,
        who,
        "desk_duplicates.html",
        page="desk",
        dw=lambda name: W[name][lang == "en"],
        table=table,
        leaf=shown,
    )


@router.get("/{flow}/{one}/{other}")
def pair(request: Request, flow: str, one: int, other: int, who: Visitor = MAY) -> Response:
    """One pair: both records side by side, and the form of the verdict."""
    found, english = _known(flow, one, other, who), language(request) == "en"
    ends = (found.a, found.b)
    seen = [_values(found.flow, end, who) for end in ends]
    next_step = _next_step(found)
    return render(
        request,
        who,
        "desk_duplicate.html",
        page="desk",
        dw=lambda name: W[name][english],
        pair=found,
        ends=[_end(found.flow, end) for end in ends],
        lines=_lines(found, seen),
        sees=any(seen),
        may_judge=_may_judge(found, who),
        verdict=W[found.verdict][english] if found.verdict else None,
        next_step=next_step[english] if next_step else None,
        token=token(who),
    )


@router.post("/{flow}/{one}/{other}")
def judged(
    request: Request,
    flow: str,
    one: int,
    other: int,
    verdict: Annotated[Verdict, Form()],
    given: Annotated[str, Form(alias="token", max_length=300)],
    reason: Annotated[str, Form(max_length=2000)] = "",
    give_up: Annotated[str, Form(max_length=30)] = "",
    who: Visitor = MAY,
) -> Response:
    """The verdict of somebody who may decide about both records."""
    demand_token(who, given)
    found = _known(flow, one, other, who)
    if not _may_judge(found, who):
        raise HTTPException(403, "a verdict is for clerks and reviewers of both units")
    gone = int(give_up) if give_up.isdecimal() and verdict == "same" else None
    try:
        done = judge(wiring(), found, verdict, who.user, reason, gone)
    except RelayError as error:
        return render(request, who, "error.html", page="desk", status=422, code=422, sentence=(error.vi, error.en))
    to = f"/desk/decision/{done.decision}" if done.decision else request.url.path
    return RedirectResponse(to if to == request.url.path else f"{request.scope.get('root_path', '')}{to}", 303)


def _known(flow: str, one: int, other: int, who: Visitor) -> Pair:
    if flow not in FLOWS:
        raise HTTPException(404, flow)
    found = pairs(wiring().store, flow, who.only_units, decided=True, only=(one, other))
    if not found:
        raise HTTPException(404, "pair")
    return found[0]


def _may_judge(found: Pair, who: Visitor) -> bool:
    return sees_values(who) and bool(set(PROPOSERS) & who.roles) and all(who.sees_unit(unit) for unit in found.units)


def _values(flow: str, end: End, who: Visitor) -> Seen | None:
    """The values of a record for those who may see them; the look is written down first."""
    if not sees_values(who) or not who.sees_unit(end.unit):
        return None
    one = Held(end.version_id, end.record_id, flow, end.key, end.unit, None, (), None)
    return look(wiring().store, [one], who.user, "desk/duplicate")[end.version_id]


def _lines(found: Pair, seen: list[Seen | None]) -> list[dict[str, Any]]:
    """The compared fields first, each with how far the two agree, then all others."""
    signs = {name: sign for sign in (DIFFERENT, NEARLY, SAME) for name in found.fields(sign)}
    names = headings(found.flow)
    fields = [*signs, *(name for name in contract(found.flow).fields if name not in signs and any(seen))]
    return [
        {
            "title": names.get(name, W["unit"][0] if name == UNIT else name),
            "sign": signs.get(name),
            "values": [
                None if one is None else _value(found, name, one, end)
                for one, end in zip(seen, (found.a, found.b), strict=True)
            ],
        }
        for name in fields
    ]


def _value(found: Pair, name: str, seen: Seen, end: End) -> str | None:
    return _unit(found.flow, end.unit) if name == UNIT else spelt(found.flow, name, value_of(found.flow, name, seen))


def _end(flow: str, end: End) -> dict[str, Any]:
    on_desk = held(wiring().store, flow, only=[end.version_id])
    return {
        "key": end.key,
        "record_id": end.record_id,
        "unit": _unit(flow, end.unit) or "–",
        "status": end.status,
        "desk": f"/desk/record/{flow}/{end.version_id}" if on_desk else None,
    }


def _next_step(found: Pair) -> tuple[str, str] | None:
    if found.verdict != "same" or found.given_up is None:
        return None
    end = found.a if found.given_up == found.a.record_id else found.b
    # One on the desk is given up by a decision, which the desk shows.
    return None if held(wiring().store, found.flow, only=[end.version_id]) else withdraw_at_source(end)


def _row(one: Pair) -> dict[str, Any]:
    names = headings(one.flow) | {UNIT: W["unit"][0]}
    told = {sign: ", ".join(names.get(name, name) for name in one.fields(sign)) for sign in (SAME, NEARLY, DIFFERENT)}
    return {
        "score": round(one.score * 100),
        "href": f"/desk/duplicates/{one.flow}/{one.a.record_id}/{one.b.record_id}",
        "flow": one.flow,
        "one": one.a.key,
        "one_unit": _unit(one.flow, one.a.unit),
        "other": one.b.key,
        "other_unit": _unit(one.flow, one.b.unit),
        "same": "; ".join(part for part in (told[SAME], told[NEARLY] and f"≈ {told[NEARLY]}") if part),
        "different": told[DIFFERENT],
    }


def _unit(flow: str, unit: str | None) -> str | None:
    return unit_names()(FLOWS[flow].domain, unit) if unit else None
