"""True answers to spoil: every verb of every client against the real simulators, each exchange kept as it passed by."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import requests

from benchmarks.fuzz.server import Reply, Request, Server
from benchmarks.fuzz.spoil import Sample
from connectors.credentials import Connection
from connectors.http import Limits
from connectors.local.onestop import OneStop
from connectors.local.write_back import OneStopWriteBack
from connectors.national.civil_status import CivilStatus
from connectors.national.endpoint import NationalEndpoint
from connectors.national.health import Health
from connectors.national.land import Land
from connectors.national.population import Population
from connectors.national.portal import Portal
from connectors.national.school import School
from relay.model import Message
from simulators.credentials import credentials
from simulators.national.published import published

#: Hostile answers are not worth waiting for.
QUICK = Limits(connect_s=2, silence_s=2, answer_s=2, attempts=1, longest_wait_s=0, answer_bytes=1 << 20)
CLIENTS: dict[str, Callable[..., Any]] = {
    "civil_status": CivilStatus, "land": Land, "school": School, "health": Health, "portal": Portal,
    "population": Population, "onestop": OneStop, "write_back": OneStopWriteBack,
}  # fmt: skip
#: What each registry is told: contract, and the wire names that make its records good.
TOLD: dict[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "civil_status": (("death", {"noiDangKyDvhc": "17329", "quyenSo": "02/2026", "ngayDangKy": "2026-01-02"}),
                     ("birth", {"noiDangKyDvhc": "17329", "quyenSo": "02/2026", "ngayDangKy": "2026-01-02"})),
    "land": (("parcel", {"soPhatHanhGcn": "AA 00476432"}),),
    "school": (("student", {}),),
    "health": (("encounter", {"MA_CSKCB": "40001"}),),
    "portal": (("dossier", {"MaTTHC": "1.001612", "ChuHoSo": "Phạm Dung", "TrangThaiHoSo": "9"}),),
}  # fmt: skip
NUMBERED = {"death": "so", "birth": "so", "encounter": "MA_LK", "dossier": "MaHoSo"}
BACK = [
    {"source": "civil_db", "source_id": f"ks{n}", "contract": "birth", "receipt": f"BN-{n}", "returned": {},
     "accepted_at": "2026-11-20T00:00:00Z", "idempotency_key": f"back{n}"}
    for n in range(3)
]  # fmt: skip


def same(content: bytes) -> bytes:
    """Our messages hold wire names at once."""
    return content


@dataclass
class Truth:
    """Samples by route; the clients' questions that led to them."""

    samples: dict[str, list[Sample]] = field(default_factory=dict)
    messages: dict[tuple[str, str], list[Message]] = field(default_factory=dict)
    tickets: list[str] = field(default_factory=list)
    person: str = ""


def client(name: str, url: str) -> Any:
    """A client at an address, with the real login."""
    connection = Connection(url, *credentials()["onestop" if name == "write_back" else name])
    wire = () if name in ("population", "onestop", "write_back") else (same,)
    return CLIENTS[name](connection, *wire, limits=QUICK)


def route(name: str, request: Request) -> str:
    """Where a question goes, so that its answer can be given again; at the portal also the service."""
    path = f"{name} {request.method} {request.path.partition('?')[0]}"
    if not path.endswith("/mapi/g"):
        return path
    return f"{path}#{json.loads(request.body)['service']}"


@contextmanager
def world(home: Path) -> Iterator[dict[str, str]]:
    """The addresses of running simulators."""
    words = [sys.executable, "-m", "simulators", "--home", str(home), "--records", "20", "--communes", "2"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        try:
            yield {**said["national"], "onestop": said["local"]["onestop"], "write_back": said["local"]["onestop"]}
        finally:
            process.terminate()


def learn(home: Path) -> Truth:
    """Ask everything once; at home a world is made for it."""
    truth = Truth()
    with world(home) as urls:
        with closing(sqlite3.connect(home / "province" / "population.sqlite")) as db:
            truth.person = db.execute("SELECT id FROM person WHERE deceased = 0 ORDER BY id").fetchone()[0]
        # Systems that only report hold no records whose fate an answer could decide.
        for name in (name for name in urls if name in CLIENTS):
            url = urls[name]
            recorder = Server(partial(_passed, truth, name, url))
            _ask_everything(truth, name, client(name, recorder.url))
            recorder.close()
    return truth


def _passed(truth: Truth, name: str, url: str, request: Request) -> Reply:
    headers = {key: value for key, value in request.headers.items() if key not in ("host", "accept-encoding")}
    real = requests.request(request.method, url + request.path, headers=headers, data=request.body, timeout=10)
    media, body = real.headers.get("Content-Type", ""), real.content
    truth.samples.setdefault(route(name, request), []).append(Sample(real.status_code, media, body))
    head = f"HTTP/1.1 {real.status_code} Said\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n"
    return Reply(head.encode() + body)


def _ask_everything(truth: Truth, name: str, asker: Any) -> None:
    if isinstance(asker, Population):
        asker.known([f"person|{truth.person}", "person|040216000009"])
        asker.visible("death", ["17329|death|02/2026|1|2026", "nothing"])
    elif isinstance(asker, OneStop):
        list(asker.pull("dossier", None))
    elif isinstance(asker, OneStopWriteBack):
        asker.write(BACK)
    else:
        for contract, given in TOLD[name]:
            _deliver_everything(truth, name, asker, contract, _messages(truth.person, contract, given))


def _deliver_everything(
    truth: Truth, name: str, asker: NationalEndpoint, contract: str, messages: list[Message]
) -> None:
    truth.messages[name, contract] = messages
    asker.ask(contract, messages)
    asker.holds(contract, [message.key for message in messages])
    asker.check(contract, messages)
    told = asker.push(contract, messages)
    asker.ask(contract, messages)
    asker.push(contract, messages)
    asker.holds(contract, [message.key for message in messages])
    list(asker.listing(contract))
    if asker.can_digest:
        asker.digests(contract)
    if tickets := [verdict.ticket for verdict in told if verdict.ticket]:
        truth.tickets += tickets
        for _ in range(2):
            asker.poll(tickets)


def _messages(person: str, contract: str, given: dict[str, str]) -> list[Message]:
    """Two good records and an empty one, which is refused."""
    required = () if contract == "dossier" else published()[contract].required
    made: list[Message] = []
    for n in (1, 2, 3):
        key = {"death": f"17329|death|02/2026|{n}|2026", "birth": f"17329|birth|02/2026|{n}|2026"}.get(
            contract, f"{contract}|{n}"
        )
        content = dict.fromkeys(required, "1") | given | _about(contract, n, person)
        body = msgspec.json.encode(content if n < 3 else dict.fromkeys(content, ""))
        made.append(Message(n, f"{key}#1", f"{contract}|{n}" if contract == "dossier" else key, "upsert", body))
    return made


def _about(contract: str, n: int, person: str) -> dict[str, Any]:
    numbered = {NUMBERED[contract]: f"dossier|{n}" if contract == "dossier" else str(n)} if contract in NUMBERED else {}
    return numbered | ({"soDinhDanh": person} if contract in ("parcel", "student") else {})


def names(truth: Truth, messages: Sequence[Message]) -> list[str]:
    """Keys and tickets worth mixing up."""
    keys = [name for message in messages for name in (message.idempotency_key, message.key)]
    return [*keys, *truth.tickets, truth.person, "back0", "back1", "stranger"]
