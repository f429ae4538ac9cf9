"""What a service says to a method a path does not know: HTTP 405 with every method it does know, as RFC 9110 wants it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match, Route


def allowed(request: Request) -> str:
    """The methods of all routes of a path; Starlette by itself names those of the first one only."""
    routes = (route for route in request.app.routes if isinstance(route, Route))
    here = (route.methods or set() for route in routes if route.matches(request.scope)[0] is not Match.NONE)
    return ", ".join(sorted(set().union(*here)))


async def not_allowed(request: Request, error: Exception) -> Response:
    """FastAPI's own answer, with the whole list."""
    return JSONResponse({"detail": "Method Not Allowed"}, 405, {"Allow": allowed(request)})
