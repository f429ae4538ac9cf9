"""How we prove who we are: nothing, an API key, basic, OAuth2 client credentials. Tokens live in memory only."""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import msgspec

FORM = "application/x-www-form-urlencoded"
_EARLY_S = 30.0


@dataclass(frozen=True)
class Connection:
    """Where a system is and who we are there. Secrets are never shown by repr."""

    url: str
    login: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    ca_bundle: str | None = None


@dataclass(frozen=True)
class Login:
    """A request that fetches a token."""

    path: str
    body: bytes = field(repr=False)
    content_type: str = FORM


class Auth:
    """No credentials; the base of the others."""

    def headers(self) -> Mapping[str, str]:
        """What to send with every request."""
        return {}

    def login(self) -> Login | None:
        """The request to make before the next one, or None when there is nothing to fetch."""
        return None

    def learn(self, body: bytes) -> bool:
        """Keep the token of a login's answer; False when there is none in it."""
        return True

    def forget(self) -> None:
        """Drop a token the system no longer accepts."""


class ApiKey(Auth):
    """The password of the connection, in one header."""

    def __init__(self, connection: Connection, header: str = "X-Api-Key") -> None:
        self._headers = {header: connection.password}

    def headers(self) -> Mapping[str, str]:
        """The key's header."""
        return self._headers


class Basic(Auth):
    """HTTP basic, as UTF-8."""

    def __init__(self, connection: Connection) -> None:
        pair = base64.b64encode(f"{connection.login}:{connection.password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {pair}"}

    def headers(self) -> Mapping[str, str]:
        """The basic header."""
        return self._headers


class _Token(msgspec.Struct):
    access_token: str
    expires_in: float = 300.0


class ClientCredentials(Auth):
    """OAuth2 client credentials; the token is renewed shortly before it expires, or once after a 401."""

    def __init__(self, connection: Connection, path: str = "/oauth/token") -> None:
        self._login = Login(
            path,
            urlencode(
                {
                    "grant_type": "client_credentials",
                    "client_id": connection.login,
                    "client_secret": connection.password,
                }
            ).encode(),
        )
        self._token = ""
        self._until = 0.0

    def headers(self) -> Mapping[str, str]:
        """The bearer header."""
        return {"Authorization": f"Bearer {self._token}"}

    def login(self) -> Login | None:
        """The token request, when no token is held or it is about to expire."""
        return None if self._token and time.monotonic() < self._until else self._login

    def learn(self, body: bytes) -> bool:
        """Keep the access token."""
        try:
            token = msgspec.json.decode(body.decode(), type=_Token)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return False
        # A life shorter than the safety margin is used to its half, or every request would log in again.
        life = max(token.expires_in - _EARLY_S, token.expires_in / 2)
        self._token, self._until = token.access_token, time.monotonic() + life
        return bool(token.access_token)

    def forget(self) -> None:
        """Drop the token."""
        self._token = ""
