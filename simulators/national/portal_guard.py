"""The portal's sessions: opened by the login service, shown in the body of every call, refused inside HTTP 200."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from simulators.credentials import Login
from simulators.national import wire
from simulators.national.auth import OPEN, Given, Guard
from simulators.national.portal_face import FORWARD


class _Shown(msgspec.Struct):
    session: str = ""


class PortalSession(Guard):
    """Lets calls with a living session through; the others hear error_code -401."""

    scheme: ClassVar[dict[str, Any]] = {
        "type": "apiKey",
        "in": "query",
        "name": "session",
        "description": "Not a query parameter in truth: the session goes into the body of every call.",
    }
    login_path = f"{FORWARD}/login"

    def __init__(self, app: ASGIApp, login: Login) -> None:
        super().__init__(app, login)
        self.given = Given()

    def forget(self) -> None:
        """Let every session expire."""
        self.given.forget()

    def open(self, name: str, password: str) -> str | None:
        """A new session for the right account, else None."""
        right = secrets.compare_digest(name.encode(), self.login.login.encode())
        right &= secrets.compare_digest(password.encode(), self.login.password.encode())
        return self.given.give() if right else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, or say that the session has expired."""
        if scope["path"] != f"{FORWARD}/g" or scope["method"] != "POST" or scope["path"] in OPEN:
            await self.app(scope, receive, send)
            return
        body, receive = await wire.read_all(receive)
        if self._admits_body(body):
            await self.app(scope, receive, send)
        else:
            refusal: Response = JSONResponse({"error_code": -401, "message": "Phiên làm việc đã hết hạn"})
            await refusal(scope, receive, send)

    def admits(self, request: Request) -> bool:
        """Never by headers."""
        return False

    def _admits_body(self, body: bytes) -> bool:
        try:
            return self.given.holds(msgspec.json.decode(body, type=_Shown).session)
        except msgspec.MsgspecError:
            return True  # no call at all: the service itself says what is wrong with it
