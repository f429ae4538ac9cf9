"""What a contract cannot say in JSON Schema, for the tests of the published contracts."""

from __future__ import annotations

import os
from typing import Any

import schemathesis
from schemathesis import Case, CheckContext, HookContext, Response

ACCEPTS = (0, "00")


@schemathesis.hook
def map_body(context: HookContext, body: Any) -> Any:
    """JSON Schema counts 1.0 as a whole number; the registries want it written 1."""
    return _whole(body)


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _whole(held) for name, held in value.items()}
    if isinstance(value, list):
        return [_whole(held) for held in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


@schemathesis.hook
def before_call(context: HookContext, case: Case, kwargs: dict[str, Any]) -> None:
    """A call of the portal shows a living session, or no service behind the door would ever be called."""
    if case.operation.path.endswith("/mapi/g") and isinstance(case.body, dict) and case.body.get("session"):
        case.body["session"] = os.environ["PORTAL_SESSION"]


@schemathesis.check
def refused_inside(context: CheckContext, response: Response, case: Case) -> None:
    """What breaks the contract is refused by the portal's own error_code."""
    if "/mapi/" in case.operation.path and case.meta and case.meta.generation.mode.is_negative:
        body = case.meta.components.get("body")
        if body is not None and body.mode.is_negative and response.status_code == 200:
            assert response.json()["error_code"] not in ACCEPTS
