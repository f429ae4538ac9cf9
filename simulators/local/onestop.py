"""The one-stop system's REST face: OAuth2 client credentials, changes since a moment, and write-backs.

A listing is ordered by (updated_at, id); `updated_since` is inclusive; a cursor is opaque and goes on behind its page.
"""

from __future__ import annotations

import base64
import secrets
import threading
import time
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Form, HTTPException, Query, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

from simulators.credentials import Login
from simulators.local.dossiers import Dossiers
from simulators.methods import not_allowed

TOKEN_SECONDS = 3600
BEARER = "Bearer"
HEADER = HTTPBearer(auto_error=False, description="A token of POST /oauth/token")
MOST = 1000
GRANT = "client_credentials"
LAST = 2**63 - 1  # SQLite counts no further


class Token(BaseModel):
    """An access token."""

    access_token: str
    token_type: str
    expires_in: int


class WriteBack(BaseModel):
    """A receipt carried back; `source` names the local system it is for."""

    source: str
    source_id: str
    contract: str
    receipt: str | None = None
    returned: dict[str, str] = {}
    accepted_at: str | None = None
    idempotency_key: str


class WriteBacks(BaseModel):
    """A batch of receipts."""

    items: list[WriteBack]


class Stored(BaseModel):
    """What became of one receipt: "stored" or "already"."""

    idempotency_key: str
    status: str


class StoredAll(BaseModel):
    """Verdicts in the order of the batch."""

    results: list[Stored]


class Dossier(BaseModel):
    """One change of a dossier; `data` has the portal's names, dates dd/mm/yyyy HH:MM:SS and LOCAL status codes."""

    id: str
    updated_at: str
    deleted: bool
    data: dict[str, Any]


class Refused(BaseModel):
    """Why a request was not served."""

    detail: str


class WrittenBack(BaseModel):
    """A page of what was written back; `next` goes into `after`."""

    items: list[WriteBack]
    next: int | None


class Listing(BaseModel):
    """A page of changes; `total` where it was asked for."""

    items: list[Dossier]
    next_cursor: str | None
    total: int | None = None


class Tokens:
    """The tokens this run has given out."""

    def __init__(self, account: Login) -> None:
        self.account = account
        self._expires: dict[str, float] = {}
        self._lock = threading.Lock()

    def give(self, client_id: str, client_secret: str) -> Token:
        """A new token, or HTTP 401."""
        known = secrets.compare_digest(client_id.encode(), self.account.login.encode())
        if not secrets.compare_digest(client_secret.encode(), self.account.password.encode()) or not known:
            raise HTTPException(401, "invalid_client")
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._expires[token] = time.monotonic() + TOKEN_SECONDS
        return Token(access_token=token, token_type=BEARER, expires_in=TOKEN_SECONDS)

    def check(self, given: Annotated[HTTPAuthorizationCredentials | None, Depends(HEADER)]) -> None:
        """HTTP 401 unless the header carries a token that still holds."""
        with self._lock:
            expires = self._expires.get(given.credentials, 0.0) if given else 0.0
        if expires < time.monotonic():
            raise HTTPException(401, "invalid_token", {"WWW-Authenticate": BEARER})


def app(store: Dossiers, account: Login) -> FastAPI:
    """The service over a store; `account` may log in."""
    tokens = Tokens(account)
    guard = [Depends(tokens.check)]
    refused: dict[int | str, dict[str, Any]] = {401: {"model": Refused}, 400: {"model": Refused}}
    api = FastAPI(title="Một cửa điện tử (simulated one-stop system)", version="1.0.0", openapi_url=None, docs_url=None)
    api.add_exception_handler(405, not_allowed)

    @api.post("/oauth/token", responses=refused)
    def log_in(
        grant_type: Annotated[str, Form(json_schema_extra={"const": GRANT})],
        client_id: Annotated[str, Form(min_length=1)],
        client_secret: Annotated[str, Form(min_length=1)],
    ) -> Token:
        if grant_type != GRANT:
            raise HTTPException(400, "unsupported_grant_type")
        return tokens.give(client_id, client_secret)

    @api.get("/api/dossiers", dependencies=guard, response_model=Listing, responses=refused)
    def changes(
        updated_since: str = "",
        cursor: str | None = None,
        limit: Annotated[int, Query(ge=1, le=MOST)] = 500,
        with_total: Annotated[bool, Query(description="Say how many live dossiers there are in all")] = False,
    ) -> Response:
        # "" sorts before every id: the moment itself is included.
        rows = store.page(_place(cursor) if cursor else (updated_since, ""), limit)
        following = _cursor(rows[-1][1], rows[-1][0]) if len(rows) == limit else None
        return Response(_listing(rows, following, store.live() if with_total else None), media_type="application/json")

    @api.post("/api/write-backs", dependencies=guard, responses=refused)
    def write_back(batch: WriteBacks) -> StoredAll:
        verdicts = store.store([item.model_dump() for item in batch.items])
        keys = (item.idempotency_key for item in batch.items)
        pairs = zip(keys, verdicts, strict=True)
        return StoredAll(results=[Stored(idempotency_key=key, status=verdict) for key, verdict in pairs])

    @api.get("/api/write-backs", dependencies=guard, response_model=WrittenBack, responses=refused)
    def written_back(
        contract: str | None = None,
        limit: Annotated[int, Query(ge=1, le=MOST)] = 500,
        after: Annotated[int, Query(ge=0, le=LAST)] = 0,
    ) -> Response:
        rows = store.write_backs(contract, after, limit)
        items = ",".join(item for _, item in rows)
        following = rows[-1][0] if len(rows) == limit else "null"
        return Response(f'{{"items":[{items}],"next":{following}}}', media_type="application/json")

    @api.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    return api


def _listing(rows: list[tuple[str, str, int, str]], following: str | None, total: int | None) -> str:
    """The page's JSON; the data is stored as JSON text and goes out as it is."""
    items = ",".join(
        f'{{"id":"{key}","updated_at":"{at}","deleted":{"true" if deleted else "false"},"data":{data}}}'
        for key, at, deleted, data in rows
    )
    cursor = f'"{following}"' if following else "null"
    known = "" if total is None else f',"total":{total}'
    return f'{{"items":[{items}],"next_cursor":{cursor}{known}}}'


def _cursor(at: str, key: str) -> str:
    return base64.urlsafe_b64encode(f"{at}|{key}".encode()).decode()


def _place(cursor: str) -> tuple[str, str]:
    try:
        at, _, key = base64.b64decode(cursor, altchars=b"-_", validate=True).decode().partition("|")
    except ValueError as error:
        raise HTTPException(400, "invalid cursor") from error
    return at, key
