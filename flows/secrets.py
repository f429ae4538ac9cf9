"""Where a system is and who we are there, for the command line. DAGs hand in Airflow Connections instead."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from connectors.credentials import Connection
from flows.settings import settings
from relay.errors import FatalError

#: name of a system → its connection. Raises FatalError when there is none.
Connections = Callable[[str], Connection]


def from_environment(name: str) -> Connection:
    """LIENTHONG_CONN_<NAME> (JSON with url, login, password), else the file of the local stack in LIENTHONG_HOME."""
    variable = f"LIENTHONG_CONN_{name.upper()}"
    text = os.environ.get(variable)
    known = _decoded(variable, text) if text else _stack_file(settings().home).get(name)
    if not isinstance(known, dict) or not isinstance(known.get("url"), str):
        raise FatalError(
            f"There is no connection for {name!r}; set {variable}, or start the local stack with `make run`.",
            f"Chưa có kết nối cho {name!r}; đặt {variable}, hoặc chạy `make run`.",
            system=name,
        )
    return Connection(known["url"], str(known.get("login", "")), str(known.get("password", "")))


def _decoded(variable: str, text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        raise FatalError(
            f'{variable} is not JSON; write {{"url": "…", "login": "…", "password": "…"}}.',
            f'{variable} không phải JSON; viết {{"url": "…", "login": "…", "password": "…"}}.',
        ) from None


def _stack_file(home: Path) -> dict[str, dict[str, str]]:
    path = home / "connections.json"
    found: dict[str, dict[str, str]] = json.loads(path.read_text()) if path.exists() else {}
    return found
