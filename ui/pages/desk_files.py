"""What leaves and enters the desk as a file: scans beside a record, and worklists that are filled in elsewhere.

A scan is redacted for those who may see no values; one that cannot be is not shown to them.

A worklist holds values: taking one out is a look, and is in the access log. What comes back is a proposal like any other.
"""

from __future__ import annotations

import re
from base64 import b64encode
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request, UploadFile
from fastapi.responses import Response

from flows.desk.records import look
from flows.desk.scans import picture, redacted_picture
from flows.desk.worklists import export, take_back
from relay.errors import RelayError
from ui.access import Visitor, opens
from ui.desk_words import W
from ui.forms import demand_token
from ui.installation import wiring
from ui.page import language, render
from ui.pages.desk import known, sees_values

router = APIRouter(prefix="/desk")
MAY = Depends(opens("desk"))
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 32 * 1024 * 1024  # bytes; fifty thousand rows
PRIVATE = {"Cache-Control": "no-store"}


@router.get("/scan/{flow}/{version_id}")
def scan(flow: str, version_id: int, field: str = "", who: Visitor = MAY) -> Response:
    """The scanned page of a record, or the piece a field was read from; redacted, or refused, for those who may see no values."""
    records = known(flow, who, only=[version_id])
    if not records:
        raise HTTPException(404, "record")
    if sees_values(who):
        seen = look(wiring().store, records, who.user, "desk/scan")[version_id]
        found = picture(wiring(), records[0], seen, field)
    else:
        found = redacted_picture(wiring(), records[0], field)
    if found is None:
        _demand_sight(who)
        raise HTTPException(404, "scan")
    return Response(found, media_type="image/png", headers=PRIVATE)


@router.get("/worklist")
def worklist(request: Request, flow: str, unit: str = "", who: Visitor = MAY) -> Response:
    """The flow's records of the visitor's units, or of one of them, as a workbook."""
    known(flow, who)
    _demand_sight(who)
    try:
        data, _ = export(wiring(), flow, unit or None, who.user)
    except RelayError as error:
        return _refused(request, who, error)
    name = "-".join(("ban-sua", flow, *re.findall("[0-9A-Za-z]+", unit)))
    return Response(
        data, media_type=WORKBOOK, headers={**PRIVATE, "Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    )


@router.post("/worklist")
def returned(
    request: Request,
    file: UploadFile,
    given: Annotated[str, Form(alias="token", max_length=300)],
    who: Visitor = MAY,
) -> Response:
    """Takes a worklist back: what became of its rows, and the workbook with an answer in each."""
    demand_token(who, given)
    _demand_sight(who)
    if (file.size or 0) > LARGEST:
        raise HTTPException(413, "file")
    try:
        done = take_back(wiring(), file.file.read(), who.user)
    except RelayError as error:
        return _refused(request, who, error)
    return render(
        request,
        who,
        "desk_returned.html",
        page="desk",
        dw=lambda name: W[name][language(request) == "en"],
        done=done,
        answer=f"data:{WORKBOOK};base64,{b64encode(done.answer).decode()}",
    )


def _demand_sight(who: Visitor) -> None:
    if not sees_values(who):
        raise HTTPException(403, "values are for clerks and reviewers")


def _refused(request: Request, who: Visitor, error: RelayError) -> Response:
    return render(request, who, "error.html", page="desk", status=422, code=422, sentence=(error.vi, error.en))
