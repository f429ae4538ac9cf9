"""What every national service wears outside: the mark of a mock, ordered faults, and the test face for loopback only.

From the outside in: X-Mock on every answer; `/_ledger/{contract}` and `/_faults` for tests and benchmarks; faults; the
guard; the service.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from simulators.national.auth import Guard
from simulators.national.faults import Fault, Faults
from simulators.national.model import Applied
from simulators.national.registry import Registry
from simulators.national.wire import Marked

MARK = (b"x-mock", b"true")
LOOPBACK = ("127.0.0.1", "::1")
MOST = 100_000


class Shell:
    """The outermost application of one service; `app` is the FastAPI application inside, for its document."""

    def __init__(self, app: ASGIApp, guard: Guard, registry: Registry | None, error: tuple[str, bytes]) -> None:
        self.app = app
        self.registry = registry
        self.faults = Faults(guard, guard, error)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["path"].startswith("/_"):
            response = await self._test_face(Request(scope, receive))
            response.headers["X-Mock"] = "true"
            await response(scope, receive, send)
        else:
            await self.faults(scope, receive, Marked(send, MARK))

    def close(self) -> None:
        """Close the ledger's file."""
        if self.registry is not None:
            self.registry.ledger.close()

    async def _test_face(self, request: Request) -> Response:
        if request.client is None or request.client.host not in LOOPBACK:
            return JSONResponse({"code": "E403", "message": "Chỉ dùng trên máy cục bộ"}, 403)
        if request.url.path == "/_faults":
            return await self._order(request)
        contract = request.url.path.removeprefix("/_ledger/")
        if self.registry is None or contract not in self.registry.judge.contracts or request.method != "GET":
            return JSONResponse({"code": "E404", "message": "Không có"}, 404)
        return await self._ledger(self.registry, contract, request)

    async def _order(self, request: Request) -> Response:
        if request.method == "PUT":
            try:
                self.faults.order(msgspec.json.decode(await request.body(), type=list[Fault]))
            except msgspec.MsgspecError as error:
                return JSONResponse({"code": "E400", "message": str(error)}, 400)
        return Response(msgspec.json.encode(self.faults.orders), media_type="application/json")

    async def _ledger(self, registry: Registry, contract: str, request: Request) -> Response:
        after, limit = request.query_params.get("after", ""), request.query_params.get("limit", "1000")
        if not limit.isdecimal():
            return JSONResponse({"code": "E400", "message": "limit"}, 400)
        page = await run_in_threadpool(registry.ledger.page, contract, after, min(int(limit), MOST))
        applied = (Applied(row.key, row.hash, row.applied, row.applied_at, bool(row.deleted)) for row in page)
        return Response(b"".join(_lines(applied)), media_type="application/x-ndjson")


def _lines(rows: Iterator[Applied]) -> Iterator[bytes]:
    return (msgspec.json.encode(row) + b"\n" for row in rows)
