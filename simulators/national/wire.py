"""What faults do to a connection: cut it, hold it, or break the answer, below HTTP where a client really feels it.

uvicorn hands an application its cycle's own `send`; the connection under it is the only way to cut without an answer.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# After a cut, uvicorn itself must notice that nobody listens any more, or it logs a missing answer.
NOTICED = 1.0


class Capture:
    """Runs an application to its end and keeps its answer instead of sending it."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = bytearray()

    async def run(self, app: ASGIApp, scope: Scope, receive: Receive) -> Capture:
        """Let the application work (and commit)."""
        await app(scope, receive, self._keep)
        return self

    def media(self) -> str:
        """The media type of the answer, without parameters."""
        named = dict(self.headers).get(b"content-type", b"")
        return named.partition(b";")[0].decode()

    async def _keep(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message.get("headers", []))
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")


async def respond(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    """Send a whole answer; a stale Content-Length is replaced."""
    kept = [(name, value) for name, value in headers if name != b"content-length"]
    await send({"type": "http.response.start", "status": status, "headers": [*kept, _length(body)]})
    await send({"type": "http.response.body", "body": body})


async def truncate(receive: Receive, send: Send, answer: Capture) -> None:
    """Promise the whole answer, send half of it and close."""
    kept = [(name, value) for name, value in answer.headers if name != b"content-length"]
    headers = [*kept, _length(bytes(answer.body))]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": bytes(answer.body[: len(answer.body) // 2]), "more_body": True})
    _transport(send).close()
    await silence(receive, NOTICED)


async def read_all(receive: Receive) -> tuple[bytes, Receive]:
    """The request's body, and a `receive` that gives it once more."""
    body = bytearray()
    while (message := await receive())["type"] == "http.request":
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": bytes(body), "more_body": False}

    return bytes(body), again


async def silence(receive: Receive, seconds: float) -> None:
    """Say nothing for so long, or until the client has gone."""

    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    try:
        await asyncio.wait_for(gone(), seconds)
    except TimeoutError:
        return


async def cut(receive: Receive, send: Send) -> None:
    """Reset the TCP connection: the client reads ECONNRESET and no answer. A client that has gone is left alone."""
    transport = _transport(send)
    if transport.is_closing():
        return
    handle = transport.get_extra_info("socket")
    if handle is not None:
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    await silence(receive, NOTICED)


class Marked:
    """A `send` that puts one more header on the answer and keeps uvicorn's connection within reach."""

    def __init__(self, send: Send, header: tuple[bytes, bytes]) -> None:
        self._send = send
        self._header = header
        self.transport = getattr(getattr(send, "__self__", None), "transport", None)

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), self._header]
        await self._send(message)


def _transport(send: Send) -> asyncio.Transport:
    transport = getattr(send, "transport", None)
    if transport is None:
        raise RuntimeError("Faults on the connection need uvicorn, with nothing between it and the simulator.")
    return cast(asyncio.Transport, transport)  # uvloop's is none by inheritance


def _length(body: bytes) -> tuple[bytes, bytes]:
    return b"content-length", str(len(body)).encode()
