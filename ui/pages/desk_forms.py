"""What people send from the desk: a proposal, shown first with what it would do and then made, and the second person's answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from flows.desk import deciding
from flows.desk.alike import alike
from flows.desk.causes import cause_text
from flows.desk.deciding import release_of
from flows.desk.fields import spelt, typed
from flows.desk.foresight import foresee
from flows.desk.records import Held, look
from relay.desk import decisions
from relay.desk.decisions import Change, Kind
from relay.errors import RelayError
from ui.access import Visitor, opens
from ui.desk_words import KINDS, W
from ui.forms import demand_token, token
from ui.installation import wiring
from ui.page import language, render
from ui.pages.desk import AT_ONCE, headings, known, sees_values

router = APIRouter(prefix="/desk")
MAY = Depends(opens("desk"))
SET = "set:"


async def sent(request: Request) -> FormData:
    """The form as it was sent."""
    return await request.form(max_files=0, max_fields=200)


Sent = Annotated[FormData, Depends(sent)]


@router.post("/propose")
def propose(request: Request, form: Sent, who: Visitor = MAY) -> Response:
    """Without `sure` tells what the proposal would do; with it, writes the decision down for its second person."""
    demand_token(who, _text(form, "token"))
    if not sees_values(who):
        raise HTTPException(403, "values are for clerks and reviewers")
    flow, reason = _text(form, "flow"), _text(form, "reason")
    try:
        kind = Kind(_text(form, "kind"))
    except ValueError:
        raise HTTPException(422, "kind") from None
    records = _records(flow, form, who)
    if not records:
        raise HTTPException(404, "records")
    try:
        changes = _changes(flow, kind, records, form)
        if form.get("sure"):
            number = deciding.propose(wiring(), flow, kind, changes, who.user, reason)
            return _to(request, f"/desk/decision/{number}")
        return _preview(request, who, form, kind, changes)
    except RelayError as error:
        return render(request, who, "error.html", page="desk", status=422, code=422, sentence=(error.vi, error.en))


@router.post("/decision/{number}")
def answer(
    request: Request,
    number: int,
    say: Annotated[str, Form(max_length=10)],
    given: Annotated[str, Form(alias="token", max_length=300)],
    why: Annotated[str, Form(max_length=2000)] = "",
    who: Visitor = MAY,
) -> Response:
    """The second person's yes or no, or the first one's taking back."""
    demand_token(who, given)
    try:
        match say:
            case "approve":
                deciding.approve(wiring(), number, who.user)
            case "reject":
                deciding.reject(wiring(), number, who.user, why)
            case "withdraw":
                decisions.withdraw(wiring().store, number, who.user)
            case _:
                raise HTTPException(422, "say")
    except RelayError as error:
        return render(request, who, "error.html", page="desk", status=422, code=422, sentence=(error.vi, error.en))
    return _to(request, f"/desk/decision/{number}")


def _preview(request: Request, who: Visitor, form: FormData, kind: Kind, changes: Sequence[Change]) -> Response:
    lang = language(request)
    flow = _text(form, "flow")
    told = None if kind is Kind.DISCARD else foresee(wiring(), flow, changes)
    names = headings(flow)
    return render(
        request,
        who,
        "desk_preview.html",
        page="desk",
        dw=lambda name: W[name][lang == "en"],
        kind=KINDS[kind][lang == "en"],
        changes=len(changes),
        fields=[(names.get(name, name), spelt(flow, name, value)) for name, value in (changes[0].fields or {}).items()],
        rules=[(rule, cause_text(flow, rule, lang)) for rule in changes[0].rules],
        told=told,
        failing=[(cause_text(flow, rule, lang), count) for rule, count in told.failing.items()] if told else [],
        form=[(name, value) for name, value in form.multi_items() if name != "token"],
        reason=_text(form, "reason"),
        token=token(who),
    )


def _records(flow: str, form: FormData, who: Visitor) -> list[Held]:
    """The one record the form names, or all that are alike in the field it names."""
    if version_id := _text(form, "version_id"):
        return known(flow, who, only=[int(version_id)]) if version_id.isdecimal() else []
    rule, field, group = (_text(form, name) for name in ("rule", "field", "group"))
    records = known(flow, who, rule)[:AT_ONCE]
    seen = look(wiring().store, records, who.user, f"desk/{rule}")
    groups = alike(flow, field, records, seen, wiring().settings.key_secret)
    ids = next((one.version_ids for one in groups if one.group == group), ())
    return [one for one in records if one.version_id in set(ids)]


def _changes(flow: str, kind: Kind, records: Sequence[Held], form: FormData) -> list[Change]:
    if kind is Kind.RELEASE:
        return [release_of(one) for one in records]
    if kind is Kind.DISCARD:
        return [Change(one.version_id) for one in records]
    named = [(name.removeprefix(SET), str(value)) for name, value in form.multi_items() if name.startswith(SET)]
    fields: dict[str, Any] = {
        name: text.strip() if name == "unit" else typed(flow, name, text) for name, text in named if text.strip()
    }
    return [Change(one.version_id, fields) for one in records]


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip()[:2000] if isinstance(value, str) else ""


def _to(request: Request, path: str) -> Response:
    return RedirectResponse(f"{request.scope.get('root_path', '')}{path}", status_code=303)
