"""How clients log in to the national services: OAuth2 client credentials, an API key, HTTP basic, a portal session.

A guard stands in front of a service: what comes without a valid login never reaches it. The health page is open to all.
"""

from __future__ import annotations

import base64
import secrets
import time
from typing import Any, ClassVar
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from simulators.credentials import Login

LASTS = 3600
OPEN = ("/health", "/openapi.json")


class Guard:
    """Lets requests with the right login through to `app`; the base class knows the doors, subclasses the keys."""

    challenge: str | None = None
    paths: ClassVar[dict[str, Any]] = {}
    scheme: ClassVar[dict[str, Any]]
    login_path: str | None = None

    def __init__(self, app: ASGIApp, login: Login) -> None:
        self.app = app
        self.login = login
        self.refuse_next = False

    def is_login(self, path: str) -> bool:
        """Whether a login is asked for at this path."""
        return path == self.login_path

    def forget(self) -> None:
        """Let everything given so far expire; where nothing was given, the next request is refused."""
        self.refuse_next = True

    def admits(self, request: Request) -> bool:
        """Whether the request shows a valid login."""
        raise NotImplementedError

    async def log_in(self, request: Request) -> Response:
        """Answer a request to log in."""
        raise NotImplementedError

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, or answer 401."""
        request = Request(scope, receive)
        refused, self.refuse_next = self.refuse_next, False
        if scope["path"] == self.login_path:
            await (await self.log_in(request))(scope, receive, send)
        elif scope["path"] in OPEN or (self.admits(request) and not refused):
            await self.app(scope, receive, send)
        else:
            headers = {"WWW-Authenticate": self.challenge} if self.challenge else None
            refusal = JSONResponse({"code": "E401", "message": "Chưa đăng nhập hoặc đã hết hạn"}, 401, headers)
            await refusal(scope, receive, send)


class ApiKey(Guard):
    """A key in the header X-Api-Key."""

    scheme: ClassVar[dict[str, Any]] = {"type": "apiKey", "in": "header", "name": "X-Api-Key"}

    def admits(self, request: Request) -> bool:
        """Whether the header holds the key."""
        return _same(request.headers.get("x-api-key", ""), self.login.password)


class Basic(Guard):
    """HTTP basic authentication."""

    scheme: ClassVar[dict[str, Any]] = {"type": "http", "scheme": "basic"}
    challenge = 'Basic realm="MOCK", charset="UTF-8"'

    def admits(self, request: Request) -> bool:
        """Whether the header holds the login and the password."""
        expected = base64.b64encode(f"{self.login.login}:{self.login.password}".encode()).decode()
        return _same(request.headers.get("authorization", ""), f"Basic {expected}")


_FORM = {
    "type": "object",
    "required": ["grant_type", "client_id", "client_secret"],
    "properties": {
        "grant_type": {"const": "client_credentials"},
        "client_id": {"type": "string"},
        "client_secret": {"type": "string"},
    },
}
_TOKEN = {
    "type": "object",
    "required": ["access_token", "token_type", "expires_in"],
    "properties": {
        "access_token": {"type": "string"},
        "token_type": {"const": "Bearer"},
        "expires_in": {"type": "integer", "description": "seconds"},
    },
}
_REFUSED = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
_TOKEN_DOCUMENT = {
    "summary": "Log in",
    "operationId": "log_in",
    "security": [],
    "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": _FORM}}},
    "responses": {
        "200": {"description": "A token", "content": {"application/json": {"schema": _TOKEN}}},
        "400": {"description": "Not this grant", "content": {"application/json": {"schema": _REFUSED}}},
        "401": {"description": "Not this client", "content": {"application/json": {"schema": _REFUSED}}},
    },
}


class OAuth2(Guard):
    """OAuth2 client credentials (RFC 6749, 4.4) at POST /oauth/token; tokens last an hour or until a restart."""

    scheme: ClassVar[dict[str, Any]] = {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": {}}},
    }
    challenge = 'Bearer realm="MOCK"'
    login_path = "/oauth/token"
    paths: ClassVar[dict[str, Any]] = {"/oauth/token": {"post": _TOKEN_DOCUMENT}}

    def __init__(self, app: ASGIApp, login: Login) -> None:
        super().__init__(app, login)
        self.given = Given()

    def forget(self) -> None:
        """Let every token expire."""
        self.given.forget()

    def admits(self, request: Request) -> bool:
        """Whether the header holds a living token."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and self.given.holds(token)

    async def log_in(self, request: Request) -> Response:
        """Give a token for the form grant_type=client_credentials, client_id, client_secret."""
        if request.method != "POST":
            return JSONResponse({"error": "invalid_request"}, 405, {"Allow": "POST"})
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        if form.get("grant_type") != ["client_credentials"]:
            return JSONResponse({"error": "unsupported_grant_type"}, 400)
        said = (form.get("client_id", [""])[0], form.get("client_secret", [""])[0])
        if not (_same(said[0], self.login.login) and _same(said[1], self.login.password)):
            return JSONResponse({"error": "invalid_client"}, 401)
        token = {"access_token": self.given.give(), "token_type": "Bearer", "expires_in": LASTS}
        return JSONResponse(token, headers={"Cache-Control": "no-store"})


class Given:
    """Tokens or sessions given out, with the moment they expire."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def give(self) -> str:
        """A new one."""
        token = secrets.token_urlsafe(24)
        self._until[token] = time.monotonic() + LASTS
        return token

    def holds(self, token: str) -> bool:
        """Whether this one was given and lives."""
        return self._until.get(token, 0.0) > time.monotonic()

    def forget(self) -> None:
        """Let all of them expire."""
        self._until.clear()


def _same(said: str, expected: str) -> bool:
    return secrets.compare_digest(said.encode(), expected.encode())
