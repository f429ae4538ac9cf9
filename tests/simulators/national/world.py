"""The six national services, served by uvicorn on free loopback ports, over a seed of a few persons."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import requests
import uvicorn

from simulators.clock import Clock
from simulators.credentials import credentials
from simulators.national import apps
from simulators.national.published import FOLDER, published

ADULT = "040085000001"
CHILD = "040215000002"
DECEASED = "040214000003"
STRANGER = "040216000009"
REVOKED = "AB 123456"
TODAY = date(2026, 11, 22)


@dataclass
class House:
    """Addresses of the running services and a client that is logged in at each."""

    urls: dict[str, str]
    seed: Path
    state: Path
    clients: dict[str, requests.Session] = field(default_factory=dict)

    def client(self, name: str) -> requests.Session:
        if name not in self.clients:
            session = self.clients[name] = requests.Session()
            login = credentials()[name]
            if name in ("population", "school", "reporting"):
                session.headers["X-Api-Key"] = login.password
            elif name == "health":
                session.auth = tuple(login)
            else:
                session.headers["Authorization"] = f"Bearer {self.token(name)}"
        return self.clients[name]

    def token(self, name: str) -> str:
        login = credentials()[name]
        form = {"grant_type": "client_credentials", "client_id": login.login, "client_secret": login.password}
        return requests.post(f"{self.urls[name]}/oauth/token", data=form, timeout=5).json()["access_token"]

    def post(self, name: str, path: str, content: Any, status: int = 200, timeout: float = 5) -> Any:
        response = self.client(name).post(self.urls[name] + path, json=content, timeout=timeout)
        assert response.status_code == status, response.text
        return response.json()

    def get(self, name: str, path: str, **params: Any) -> Any:
        response = self.client(name).get(self.urls[name] + path, params=params, timeout=5)
        assert response.status_code == 200, response.text
        return response.json()

    def push(self, name: str, contract: str, *records: dict[str, Any], status: int = 200) -> list[dict[str, Any]]:
        return self.post(name, f"/v1/records/{contract}", {"records": list(records)}, status)["results"]

    def query(self, name: str, contract: str, **asked: list[str]) -> list[dict[str, Any]]:
        return self.post(name, f"/v1/records/{contract}/query", asked)["results"]

    def ledger(self, name: str, contract: str, **params: Any) -> dict[str, dict[str, Any]]:
        answer = requests.get(f"{self.urls[name]}/_ledger/{contract}", params=params, timeout=5)
        assert answer.headers["Content-Type"] == "application/x-ndjson"
        rows = map(msgspec.json.decode, answer.content.splitlines())
        return {row["key"]: row for row in rows}

    def fault(self, name: str, *faults: dict[str, Any]) -> None:
        assert requests.put(f"{self.urls[name]}/_faults", json=list(faults), timeout=5).status_code == 200


def whole(contract: str, **given: Any) -> dict[str, Any]:
    """A content with every field the published contract requires; what is given stands, None and "" included."""
    return dict.fromkeys(published()[contract].required, "1") | given


def write_seed(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE person(id TEXT PRIMARY KEY, deceased INTEGER NOT NULL DEFAULT 0)")
        db.execute("CREATE TABLE revoked_certificate(serial TEXT PRIMARY KEY)")
        db.executemany("INSERT INTO person VALUES (?, ?)", [(ADULT, 0), (CHILD, 0), (DECEASED, 1)])
        db.execute("INSERT INTO revoked_certificate VALUES (?)", (REVOKED,))


@contextmanager
def serving(state: Path, seed: Path, contracts: Path = FOLDER) -> Iterator[House]:
    """All six services in one thread, until the block ends."""
    services = apps(state, seed, Clock(TODAY), contracts)
    servers = {
        name: uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=1))
        for name, app in services.items()
    }

    async def serve() -> None:
        await asyncio.gather(*(server.serve() for server in servers.values()))

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    while not all(server.started for server in servers.values()):
        thread.join(0.01)
        assert thread.is_alive()
    ports = {name: server.servers[0].sockets[0].getsockname()[1] for name, server in servers.items()}
    house = House({name: f"http://127.0.0.1:{port}" for name, port in ports.items()}, seed, state)
    yield house
    for session in house.clients.values():
        session.close()
    for server in servers.values():
        server.should_exit = True
    thread.join(10)
    for app in services.values():
        app.close()
