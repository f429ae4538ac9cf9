"""The application: every page, and nothing that answers before it is known who asks.

Files of style and script are guarded like pages. What goes wrong becomes one sentence and the next step, never a trace.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException as AnyHTTPException

from relay.errors import RelayError
from ui import access
from ui.page import SAFETY, render
from ui.pages import (
    codes,
    deliveries,
    desk,
    desk_files,
    desk_forms,
    digitisation,
    duplicates,
    indices,
    leads,
    overdue,
    passport,
    progress,
    quality,
)

STATIC = Path(__file__).parent / "static"
FILES = {"style.css": "text/css", "page.js": "text/javascript"}

PAGES = (
    progress, quality, codes, digitisation, desk, desk_files, desk_forms, duplicates, deliveries, indices, overdue, leads, passport,
)  # fmt: skip

log = logging.getLogger(__name__)

guarded = APIRouter(dependencies=[Depends(access.visitor)])


@guarded.get("/")
def start(request: Request) -> Response:
    """The first page is progress."""
    return RedirectResponse(f"{request.scope.get('root_path', '')}/progress")


@guarded.get("/static/{name}")
def static(name: str) -> Response:
    """Style and script."""
    if name not in FILES:
        raise HTTPException(404, name)
    return FileResponse(STATIC / name, media_type=FILES[name], headers={**SAFETY, "Cache-Control": "max-age=300"})


def create_app(identify: Callable[..., Any] | None = None) -> FastAPI:
    """All pages. `identify`: a FastAPI dependency that returns the signed-in user's name; without it everyone is refused."""
    app = FastAPI(title="Liên Thông", openapi_url=None, docs_url=None, redoc_url=None)
    if identify is not None:
        app.dependency_overrides[access.user_name] = identify
    app.include_router(guarded)
    for page in PAGES:
        app.include_router(page.router)
    app.add_exception_handler(AnyHTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _refused)
    app.add_exception_handler(RelayError, _said)
    app.middleware("http")(_caught)
    return app


def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, AnyHTTPException) else 422
    return render(request, None, "error.html", status=status, code=status, sentence=None)


def _said(request: Request, error: Exception) -> Response:
    """What the product says itself: two sentences that say what to do."""
    assert isinstance(error, RelayError)
    return render(request, None, "error.html", status=500, code=500, sentence=(error.vi, error.en))


async def _caught(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
    """An unexpected error ends here: its message may hold values of a record, the places it came through do not."""
    try:
        return await go_on(request)
    except Exception as error:
        log.error("unexpected %s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
        return render(request, None, "error.html", status=500, code=500, sentence=None)
