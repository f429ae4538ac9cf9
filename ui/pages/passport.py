"""The passport of one record: source → batch → checks → attempts → receipt, with the proofs the audit log holds. No value of it.

Asked for by natural key, source id, receipt or record id. A clerk of some units sees the records of these units only.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import JSONResponse, Response

from flows.life import Step, steps
from relay.errors import FatalError
from ui.access import Visitor, opens
from ui.installation import wiring
from ui.page import SAFETY, language, render
from ui.table import Column, Table

router = APIRouter(prefix="/passport")
MAY = Depends(opens("passport"))

STEPS = (
    Column("at", ("Lúc", "When"), "moment"),
    Column("step", ("Bước", "Step")),
    Column("outcome", ("Kết quả", "Outcome")),
)

Key = Annotated[str, Query(max_length=200)]


@router.get("")
def passport(request: Request, key: Key = "", flow: str = "", who: Visitor = MAY) -> Response:
    """The form, and below it the record's life when one was asked for."""
    found, sentence = None, None
    if key:
        try:
            found = _document(key.strip(), flow, who)
        except FatalError as error:
            sentence = (error.vi, error.en)
    english = language(request) == "en"
    return render(
        request,
        who,
        "passport.html",
        page="passport",
        key=key,
        found=found,
        sentence=sentence,
        tables=[_table(one, english) for one in found["versions"]] if found else [],
        status=404 if sentence else 200,
    )


@router.get("/document.json")
def document(key: Key, flow: str = "", who: Visitor = MAY) -> Response:
    """The signed document itself; `lienthong audit verify --passport FILE` checks it anywhere."""
    try:
        found = _document(key.strip(), flow, who)
    except FatalError:
        raise HTTPException(404, "no such record") from None
    named = {"Content-Disposition": f'attachment; filename="passport-{found["record_id"]}.json"'}
    return JSONResponse(found, headers={**SAFETY, **named})


def _document(key: str, flow: str, who: Visitor) -> dict[str, Any]:
    from flows.passport import passport as made
    from relay.audit.keys import signer

    found = made(wiring().store, signer(wiring().settings.keys), key, flow or None)
    if not who.sees_unit(found["versions"][-1]["unit"]):
        raise HTTPException(403, "another unit's record")
    return found


def _table(version: dict[str, Any], english: bool) -> Table:
    caption = f"{'Version' if english else 'Bản'} {version['number']}"
    return Table(f"version-{version['number']}", caption, STEPS, [_row(one, english) for one in steps(version)])


def _row(one: Step, english: bool) -> dict[str, Any]:
    return {"at": one.at, "step": one.step[english], "outcome": one.outcome[english]}
