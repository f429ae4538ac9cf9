"""The face of the health gateway: XML envelopes in, XML results out, and a JSON listing to reconcile with."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from simulators.national import health_xml
from simulators.national.health_xml import MEDIA, EnvelopeError, Result
from simulators.national.model import LIMIT, Held, Listed, Verdict
from simulators.national.openapi import Shapes, answer
from simulators.national.records_face import After, Page, PageSize, kept_by
from simulators.national.registry import Registry

# What the registry's word for a record is on this wire; refusals carry their code.
CODES = {"accepted": "00", "would_accept": "00", "pending": "PENDING"}


def _xml(root: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "xml": {"name": root}, "properties": properties}


_TEXT = {"type": "string"}
_FILE = _xml("FILEHOSO", LOAIHOSO={"type": "string", "const": "TOMTAT"}, NOIDUNGFILE=_TEXT)
_NAMED = {"type": "string", "pattern": r"\S"}
_SENT = _xml("HOSO", MA_GIAO_DICH=_NAMED, KHOA=_NAMED, THAO_TAC={"enum": ["upsert", "delete"]}, FILEHOSO=_FILE)
_SENT["required"] = ["MA_GIAO_DICH", "KHOA", "THAO_TAC"]
_LIST = _xml("DANHSACHHOSO", HOSO={"type": "array", "maxItems": LIMIT, "items": _SENT})
_HEAD = _xml("THONGTINHOSO", NGAYLAP=_TEXT, SOLUONGHOSO=_TEXT, DANHSACHHOSO=_LIST)
_UNIT = _xml("THONGTINDONVI", MACSKCB=_TEXT)
ENVELOPE = _xml("GIAMDINHHS", THONGTINDONVI=_UNIT, THONGTINHOSO=_HEAD, CHUKYDONVI=_TEXT)
_SAID = _xml("HOSO", **dict.fromkeys(health_xml.SAID, _TEXT))
_SAYS = _xml("DANHSACH", HOSO={"type": "array", "items": _SAID})
RESULT = _xml("KETQUA", MA_KETQUA=_TEXT, THONG_BAO=_TEXT, DANHSACH=_SAYS)
_MANY = {"type": "array", "maxItems": LIMIT, "items": _TEXT}
LOOKUP = _xml("TRACUU", MA_GIAO_DICH=_MANY, KHOA=_MANY)


def mount(app: FastAPI, shapes: Shapes, registry: Registry) -> None:
    """Give the application its routes."""
    said = shapes.answers(RESULT, 401, 429, media=MEDIA) | {
        code: {"description": text, "content": {MEDIA: {"schema": RESULT}}}
        for code, text in ((400, "The request is no envelope"), (413, "More than 1,000 HOSO in one request"))
    }
    said |= shapes.answers(RESULT, 404, media=MEDIA)
    sent, contracts = shapes.body(ENVELOPE, MEDIA), kept_by(registry)

    @app.post("/v1/envelopes/{contract}", responses=said, response_class=Response, openapi_extra=sent)
    async def push(request: Request, contract: str = contracts) -> Response:
        """Apply the records of an envelope. The same MA_GIAO_DICH again gets the same result and changes nothing."""
        return await _judged(request, contract, registry.push)

    @app.post("/v1/envelopes/{contract}/check", responses=said, response_class=Response, openapi_extra=sent)
    async def check(request: Request, contract: str = contracts) -> Response:
        """Say what a push would answer; nothing is applied."""
        return await _judged(request, contract, registry.check)

    @app.post(
        "/v1/envelopes/{contract}/query",
        responses=said,
        response_class=Response,
        openapi_extra=shapes.body(LOOKUP, MEDIA),
    )
    async def query(request: Request, contract: str = contracts) -> Response:
        """Say what is held under record keys (KHOA) and answered under idempotency keys (MA_GIAO_DICH); 404 if nothing."""
        try:
            idems, keys = health_xml.lookup(await request.body())
        except EnvelopeError as error:
            return _failed(400, str(error))
        if len(idems) + len(keys) > LIMIT:
            return _failed(413, f"tối đa {LIMIT}")
        held = await run_in_threadpool(registry.by_idempotency_key, contract, idems)
        held += await run_in_threadpool(registry.by_key, contract, keys)
        return Response(health_xml.answer(map(_held, held)), media_type=MEDIA)

    @app.get("/v1/envelopes/{contract}", responses=shapes.answers(Page, 400, 401, 404, 429), response_class=Response)
    async def listing(contract: str = contracts, after: After = "", limit: PageSize = LIMIT) -> Response:
        """List every record ever accepted, deleted ones included, in the order of the keys' UTF-8 bytes."""
        entries = await run_in_threadpool(registry.ledger.page, contract, after, limit)
        listed = [Listed(entry.key, entry.hash, bool(entry.deleted)) for entry in entries]
        return answer(Page(listed, listed[-1].key if len(listed) == limit else None))


async def _judged(request: Request, contract: str, verb: Any) -> Response:
    try:
        records = health_xml.envelope(await request.body())
    except EnvelopeError as error:
        return _failed(400, str(error))
    if len(records) > LIMIT:
        return _failed(413, f"tối đa {LIMIT}")
    verdicts = await run_in_threadpool(verb, contract, records)
    return Response(health_xml.answer(map(_result, verdicts)), media_type=MEDIA)


def _result(verdict: Verdict) -> Result:
    code = CODES.get(verdict.status, verdict.code)
    return Result(
        verdict.idempotency_key, verdict.key, code, verdict.message, verdict.receipt or "", verdict.field or ""
    )


def _held(held: Held) -> Result:
    code = CODES.get(held.status or "", held.code or "404")
    gone = {True: "1", False: "0", None: ""}[held.deleted]
    return Result(held.idempotency_key or "", held.key or "", code, "", held.receipt or "", held.field or "", gone)


def _failed(status: int, message: str) -> Response:
    return Response(health_xml.failure(f"E{status}", message), status, media_type=MEDIA)
