"""Real services for the connectors' tests: the national simulators and a hostile server, on free loopback ports."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import requests
import uvicorn

from connectors.credentials import Connection
from connectors.http import Limits
from connectors.national.endpoint import NationalEndpoint
from relay.model import Message
from simulators.clock import Clock
from simulators.credentials import credentials
from simulators.national import apps
from simulators.national.published import FOLDER

ADULT, CHILD, DECEASED, STRANGER = "040085000001", "040215000002", "040214000003", "040216000009"
REVOKED = "AB 123456"
QUICK = Limits(connect_s=1, silence_s=1, answer_s=3, attempts=3, longest_wait_s=0.05)


def same(content: bytes) -> bytes:
    """The tests write wire names at once: what `wire` does is the contracts' business."""
    return content


def message(key: str, content: dict[str, Any] | None, version: int = 1) -> Message:
    body = None if content is None else msgspec.json.encode(content)
    return Message(version, f"{key}#{version}", key, "upsert" if body else "delete", body)


@dataclass
class World:
    urls: dict[str, str]

    def connection(self, name: str) -> Connection:
        return Connection(self.urls[name], *credentials()[name])

    def endpoint(self, kind: Callable[..., NationalEndpoint]) -> Any:
        return kind(self.connection(kind.name), same, limits=QUICK)

    def ledger(self, name: str, contract: str) -> dict[str, dict[str, Any]]:
        lines = requests.get(f"{self.urls[name]}/_ledger/{contract}", timeout=5).content.splitlines()
        return {row["key"]: row for row in map(msgspec.json.decode, lines)}

    def fault(self, name: str, *faults: dict[str, Any]) -> None:
        assert requests.put(f"{self.urls[name]}/_faults", json=list(faults), timeout=5).status_code == 200


@contextmanager
def served(services: dict[str, Any]) -> Iterator[dict[str, str]]:
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
    yield {
        name: f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}" for name, server in servers.items()
    }
    for server in servers.values():
        server.should_exit = True
    thread.join(10)


@contextmanager
def national(folder: Path, contracts: Path = FOLDER) -> Iterator[World]:
    """All six national services over a seed of a few persons; they keep the contracts published in a folder."""
    seed = folder / "seed.sqlite"
    with closing(sqlite3.connect(seed)) as db, db:
        db.execute("CREATE TABLE person(id TEXT PRIMARY KEY, deceased INTEGER NOT NULL DEFAULT 0)")
        db.execute("CREATE TABLE revoked_certificate(serial TEXT PRIMARY KEY)")
        db.executemany("INSERT INTO person VALUES (?, ?)", [(ADULT, 0), (CHILD, 0), (DECEASED, 1)])
        db.execute("INSERT INTO revoked_certificate VALUES (?)", (REVOKED,))
    services = apps(folder / "state", seed, Clock(), contracts)
    with served(services) as urls:
        yield World(urls)
    for app in services.values():
        app.close()


@dataclass
class Hostile:
    """Answers every request with what `answer(path, body)` gives: status, headers, bytes. Counts what it hears."""

    url: str
    heard: list[str]
    answer: Callable[[str, bytes], tuple[int, dict[str, str], bytes]]


@contextmanager
def hostile() -> Iterator[Hostile]:
    state = Hostile("", [], lambda path, body: (200, {}, b"{}"))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            state.heard.append(self.path)
            status, headers, answer = state.answer(self.path, body)
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(answer))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)
            if int(headers.get("Content-Length", len(answer))) > len(answer):
                self.close_connection = True

        do_GET = do_POST

        def log_message(self, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    yield state
    server.shutdown()
    server.server_close()
