"""The faults a test orders: each really happens on the wire, as often as it was ordered, to requests that match.

`match` is a substring of the path; at the portal, where everything goes through one path, of path#service. The first
fault in the list that matches and has `times` left strikes. The test face itself never fails.
"""

from __future__ import annotations

import asyncio
import re
import threading
from typing import Annotated, Literal

import msgspec
from starlette.types import ASGIApp, Receive, Scope, Send

from simulators.national import wire
from simulators.national.auth import Guard

Kind = Literal[
    "latency",
    "timeout_before_commit",
    "timeout_after_commit",
    "reset",
    "http_500",
    "http_429",
    "echo",
    "ok_with_error",
    "duplicate_ack",
    "truncated_body",
    "auth_expired",
    "down",
]
SECONDS = {"latency": 0.5, "timeout_before_commit": 30.0, "timeout_after_commit": 30.0}
JSON = (b"content-type", b"application/json")


class Fault(msgspec.Struct):
    """One order. `seconds` is how long latency and timeouts last; a reset cuts before the request is worked on,
    with `after_commit` afterwards. An echo is an error that quotes the whole request.
    """

    match: str
    kind: Kind
    times: Annotated[int, msgspec.Meta(ge=0)] = 1
    seconds: Annotated[float, msgspec.Meta(ge=0)] | None = None
    after_commit: bool = False


class Faults:
    """The orders of one service, and their execution in front of its application."""

    def __init__(self, app: ASGIApp, guard: Guard, error: tuple[str, bytes]) -> None:
        self.app = app
        self.guard = guard
        self.media, self.error = error
        self.orders: list[Fault] = []
        self._lock = threading.Lock()

    def order(self, faults: list[Fault]) -> None:
        """Replace the orders."""
        with self._lock:
            self.orders = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, spoilt if an order says so."""
        if not self.orders:
            await self.app(scope, receive, send)
            return
        body, receive = await wire.read_all(receive)
        fault = self._next(_place(scope["path"], body), login=self.guard.is_login(scope["path"]))
        if fault is None:
            await self.app(scope, receive, send)
        else:
            await self._strike(fault, body, scope, receive, send)

    def _next(self, place: str, *, login: bool) -> Fault | None:
        with self._lock:
            for fault in self.orders:
                # A login has nothing that could have expired.
                if fault.times > 0 and fault.match in place and not (login and fault.kind == "auth_expired"):
                    fault.times -= 1
                    return fault
        return None

    async def _strike(self, fault: Fault, body: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        plain = _ANSWERS.get(fault.kind)
        if plain is not None:
            await wire.respond(send, *plain)
        elif fault.kind == "echo":
            await wire.respond(send, 500, [JSON], _failure("E500", f"Không đọc được: {body.decode(errors='replace')}"))
        elif fault.kind == "ok_with_error":
            await wire.respond(send, 200, [(b"content-type", self.media.encode())], self.error)
        elif fault.kind == "auth_expired":
            self.guard.forget()
            await self.app(scope, receive, send)
        else:
            await self._disturb(fault, scope, receive, send)

    async def _disturb(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        seconds = fault.seconds if fault.seconds is not None else SECONDS.get(fault.kind, 0.0)
        if fault.kind == "latency":
            await asyncio.sleep(seconds)
            await self.app(scope, receive, send)
        elif fault.kind == "timeout_before_commit" or (fault.kind == "reset" and not fault.after_commit):
            await wire.silence(receive, seconds)
            await wire.cut(receive, send)
        else:
            answer = await wire.Capture().run(self.app, scope, receive)
            await self._spoil(fault.kind, answer, seconds, receive, send)

    async def _spoil(self, kind: Kind, answer: wire.Capture, seconds: float, receive: Receive, send: Send) -> None:
        if kind == "truncated_body":
            await wire.truncate(receive, send, answer)
        elif kind == "duplicate_ack":
            await wire.respond(send, answer.status, answer.headers, duplicated(answer.media(), bytes(answer.body)))
        else:
            await wire.silence(receive, seconds)
            await wire.cut(receive, send)


def duplicated(media: str, body: bytes) -> bytes:
    """The answer with its first acknowledgement given twice; unchanged when it holds none."""
    if media == "application/xml":
        return re.sub(rb"<HOSO>.*?</HOSO>", lambda first: first[0] * 2, body, count=1, flags=re.DOTALL)
    document = msgspec.json.decode(body)
    for name in ("results", "result"):
        if isinstance(document, dict) and isinstance(given := document.get(name), list):
            document[name] = given[:1] + given
    return msgspec.json.encode(document)


def _place(path: str, body: bytes) -> str:
    if not path.endswith("/mapi/g"):
        return path
    service = re.search(rb'"service"\s*:\s*"(\w+)"', body)
    return f"{path}#{service[1].decode()}" if service else path


def _failure(code: str, message: str) -> bytes:
    return msgspec.json.encode({"code": code, "message": message})


_Answer = tuple[int, list[tuple[bytes, bytes]], bytes]
_ANSWERS: dict[str, _Answer] = {
    "http_500": (500, [JSON], _failure("E500", "Lỗi hệ thống")),
    "http_429": (429, [JSON, (b"retry-after", b"1")], _failure("E429", "Vượt hạn mức, thử lại sau")),
    "down": (503, [JSON], _failure("E503", "Hệ thống đang bảo trì")),
}
