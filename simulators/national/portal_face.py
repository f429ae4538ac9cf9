"""The face of the public-service portal: one path for everything, sessions in the body, every answer HTTP 200.

Success is error_code 0 at some services and "00" at others, as clients of the real portal have met it. A dossier's
content is its item without MaGiaoDich (the idempotency key) and IsDeleted.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from fastapi import FastAPI, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from simulators.national.canonical import Content, Leaf
from simulators.national.model import LIMIT, Held, Record, Verdict
from simulators.national.openapi import Shapes, answer
from simulators.national.registry import Registry

FORWARD = "/XrdAdapter/RestService/forward/mapi"
CONTRACT = "dossier"
NOT_IN_CONTENT = ("MaGiaoDich", "IsDeleted")
Destination = Annotated[str | None, Query(description="VN:GOV:<agency>:<subsystem>")]


class Login(msgspec.Struct):
    """The account of a province at the portal."""

    username: str
    password: str


class Session(msgspec.Struct):
    """A session when error_code is 0."""

    error_code: int
    message: str
    session: str | None = None


class Call(msgspec.Struct):
    """One call: `data` for DongBoHoSoMC, KiemTraHoSo and CapNhatTienDoHoSoMC, `mahoso` for TraCuuHoSo,
    `after` and `limit` for LayDanhSachHoSo.
    """

    session: str
    service: str
    madonvi: str | None = None
    isUpdating: str = "False"  # noqa: N815 - the portal's own word
    data: Annotated[list[Content], msgspec.Meta(extra_json_schema={"maxItems": LIMIT})] = []
    mahoso: Annotated[list[str], msgspec.Meta(extra_json_schema={"maxItems": LIMIT})] | str = []
    after: str = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = LIMIT


class Answer(msgspec.Struct):
    """What every call hears; `next` only from LayDanhSachHoSo."""

    error_code: int | str
    message: str
    result: list[dict[str, Leaf]] = []
    next: str | None = None


Service = Callable[[Registry, Call], Answer]


def mount(app: FastAPI, shapes: Shapes, registry: Registry, log_in: Callable[[str, str], str | None]) -> None:
    """Give the application its routes; `log_in` gives a session for the right name and password."""

    @app.post(
        f"{FORWARD}/login",
        responses=shapes.answers(Session, 429),
        response_class=Response,
        openapi_extra=shapes.body(Login) | {"security": []},
    )
    async def login(request: Request, dstcode: Destination = None) -> Response:
        """Open a session."""
        try:
            said = msgspec.json.decode(await request.body(), type=Login)
        except msgspec.MsgspecError as error:
            return answer(Session(-400, str(error)))
        session = log_in(said.username, said.password)
        return answer(Session(0, "Thành công", session) if session else Session(-403, "Sai tài khoản hoặc mật khẩu"))

    @app.post(
        f"{FORWARD}/g",
        responses=shapes.answers(Answer, 429),
        response_class=Response,
        openapi_extra=shapes.body(Call) | {"security": []},
    )
    async def call(request: Request, dstcode: Destination = None) -> Response:
        """Call a service inside a session."""
        try:
            asked = msgspec.json.decode(await request.body(), type=Call)
        except msgspec.MsgspecError as error:
            return answer(Answer(-400, str(error)))
        service = SERVICES.get(asked.service)
        if service is None:
            return answer(Answer(-404, "Không có dịch vụ này"))
        if max(len(asked.data), len(asked.mahoso) if isinstance(asked.mahoso, list) else 1) > LIMIT:
            return answer(Answer(-413, f"Tối đa {LIMIT} hồ sơ trong một lần gọi"))
        return answer(await run_in_threadpool(service, registry, asked))


def _push(registry: Registry, call: Call) -> Answer:
    return Answer(0, "Thành công", list(map(_told, registry.push(CONTRACT, list(map(_record, call.data))))))


def _check(registry: Registry, call: Call) -> Answer:
    return Answer("00", "Thành công", list(map(_told, registry.check(CONTRACT, list(map(_record, call.data))))))


def _look_up(registry: Registry, call: Call) -> Answer:
    codes = [call.mahoso] if isinstance(call.mahoso, str) else call.mahoso
    return Answer("00", "Thành công", list(map(_held, registry.by_key(CONTRACT, codes))))


def _listing(registry: Registry, call: Call) -> Answer:
    page = registry.ledger.page(CONTRACT, call.after, call.limit)
    listed: list[dict[str, Leaf]] = [
        {"MaHoSo": entry.key, "hash": entry.hash, "IsDeleted": str(entry.deleted)} for entry in page
    ]
    return Answer(0, "Thành công", listed, page[-1].key if len(page) == call.limit else None)


def _progress(registry: Registry, call: Call) -> Answer:
    taken: list[dict[str, Leaf]] = [
        {"MaHoSo": _text(item, "MaHoSo"), "error_code": "00", "message": ""} for item in call.data
    ]
    return Answer("00", "Thành công", taken)


SERVICES: dict[str, Service] = {
    "DongBoHoSoMC": _push,
    "KiemTraHoSo": _check,
    "TraCuuHoSo": _look_up,
    "LayDanhSachHoSo": _listing,
    "CapNhatTienDoHoSoMC": _progress,
}


def _record(item: Content) -> Record:
    # Without MaGiaoDich the portal cannot tell a repetition from a new effect.
    idem = _text(item, "MaGiaoDich") or f"auto-{secrets.token_hex(12)}"
    if _text(item, "IsDeleted") == "1":
        return Record(_text(item, "MaHoSo"), idem, "delete")
    content: Content = {name: value for name, value in item.items() if name not in NOT_IN_CONTENT}
    return Record(_text(item, "MaHoSo"), idem, "upsert", content)


def _text(item: Content, name: str) -> str:
    value: Any = item.get(name)
    return value if isinstance(value, str) else ""


def _told(verdict: Verdict) -> dict[str, Leaf]:
    return {
        "MaHoSo": verdict.key,
        "MaGiaoDich": verdict.idempotency_key,
        "error_code": verdict.code,
        "message": verdict.message,
        "MaBienNhan": verdict.receipt,
    }


def _held(held: Held) -> dict[str, Leaf]:
    return {
        "MaHoSo": held.key,
        "found": held.found,
        "hash": held.hash,
        "MaBienNhan": held.receipt,
        "MaGiaoDich": held.idempotency_key,
        "IsDeleted": str(int(held.deleted or False)),
    }
