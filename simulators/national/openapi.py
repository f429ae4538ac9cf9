"""How a route says its OpenAPI 3.1: bodies and answers are msgspec shapes, and the document is built from those shapes.

Routes read their body themselves, since decoding a thousand records straight into shapes is many times faster than
through models, so what FastAPI cannot see is declared here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException as NoRoute
from starlette.responses import Response

from simulators.methods import allowed
from simulators.national.auth import Guard

T = TypeVar("T")
JSON = "application/json"
SECURITY = "login"


class Failure(msgspec.Struct):
    """What every refusal of a whole request says."""

    code: str
    message: str


class Alive(msgspec.Struct):
    """The answer of a living service."""

    service: str
    mock: bool


FAILURES = {
    400: "The request is malformed",
    401: "No valid login came with the request",
    404: "This registry keeps no such contract",
    413: "More than 1,000 records in one request",
    429: "Too many requests; Retry-After says how many seconds to wait",
}


class Shapes:
    """The shapes one service's document speaks of, collected as its routes are declared."""

    def __init__(self) -> None:
        self.types: list[Any] = [Failure]

    def body(self, shape: Any, media: str = JSON) -> dict[str, Any]:
        """The `openapi_extra` of a route that reads such a body."""
        return {"requestBody": {"required": True, "content": {media: {"schema": self.schema(shape)}}}}

    def answers(
        self, shape: Any, *failures: int, more: Mapping[int, str] | None = None, media: str = JSON
    ) -> dict[int | str, dict[str, Any]]:
        """The `responses` of a route: 200 (and `more` codes) with the shape, the failures with a code and a sentence."""
        content = {media: {"schema": self.schema(shape)}}
        told: dict[int | str, dict[str, Any]] = {200: {"description": "The answer", "content": content}}
        told |= {code: {"description": text, "content": content} for code, text in (more or {}).items()}
        problem = {JSON: {"schema": self.schema(Failure)}}
        return told | {code: {"description": FAILURES[code], "content": problem} for code in failures}

    def schema(self, shape: Any) -> Any:
        """A reference to a shape of the document; a schema that is written out stays as it is."""
        if isinstance(shape, dict):
            return shape
        self.types.append(shape)
        return {"$ref": f"#/components/schemas/{shape.__name__}"}


def service(name: str, title: str, description: str, guard: type[Guard]) -> tuple[FastAPI, Shapes]:
    """A FastAPI application whose document says MOCK and how to log in, and whose refusals have one shape."""
    app = FastAPI(title=f"{title} (MOCK)", version="1.0.0", description=description, docs_url=None, redoc_url=None)
    shapes = Shapes()

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app, shapes, guard)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # FastAPI's own way to extend the document
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(NoRoute, _failed)

    @app.get("/health", responses=shapes.answers(Alive), response_class=Response, openapi_extra={"security": []})
    async def health() -> Response:
        """Say that the service lives; needs no login."""
        return answer(Alive(service=name, mock=True))

    return app, shapes


def answer(content: Any, status: int = 200) -> Response:
    """A JSON response."""
    return Response(msgspec.json.encode(content), status, media_type=JSON)


async def read(request: Request, shape: type[T]) -> T:
    """The request's body in the given shape; HTTP 400 when it is not."""
    try:
        return msgspec.json.decode(await request.body(), type=shape)
    except msgspec.MsgspecError as error:
        # msgspec names the place, never the value.
        raise HTTPException(400, str(error)) from error


def _document(app: FastAPI, shapes: Shapes, guard: type[Guard]) -> dict[str, Any]:
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        separate_input_output_schemas=False,
    )
    _, named = msgspec.json.schema_components(shapes.types, ref_template="#/components/schemas/{name}")
    document["components"] = {"schemas": dict(sorted(named.items())), "securitySchemes": {SECURITY: guard.scheme}}
    document["security"] = [{SECURITY: []}]
    document["paths"] |= guard.paths
    for operations in document["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)  # a malformed request is answered 400
    return document


async def _malformed(request: Request, error: Exception) -> Response:
    return answer(Failure("E400", "The parameters are not as documented"), 400)


async def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, NoRoute)
    response = answer(Failure(f"E{error.status_code}", str(error.detail)), error.status_code)
    response.headers.update({"Allow": allowed(request)} if error.status_code == 405 else error.headers or {})
    return response
