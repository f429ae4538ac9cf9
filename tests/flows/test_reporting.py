"""The provincial report system over real HTTP: what it holds is what is counted; where it is missing or garbled the night goes on."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlalchemy as sa
import uvicorn

from connectors.credentials import Connection
from connectors.http import Limits
from connectors.local.reports import Reports
from flows import indices
from flows.reporting import look
from flows.wiring import Wiring
from relay.errors import FatalError, RelayError
from relay.store import Store
from relay.store.figure_tables import index_figure, report_duty
from simulators.credentials import Login
from simulators.local import reports as system
from tests.connectors.world import hostile
from tracking.campaigns import local_today
from tracking.indices.periods import of_day
from tracking.reporting import compliance, due_on, state_of

UNITS = ("H41.10", "H41.11", "H41.12")
ACCOUNT = Login("lienthong", "local-only-reports")
SEED = 20261123


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    items = system.made(UNITS, local_today(), SEED)
    server = uvicorn.Server(uvicorn.Config(system.app(lambda: items, ACCOUNT), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        pass
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def installed(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str | None) -> Wiring:
    config = tmp_path / "config"
    shutil.copytree(Path(__file__).parents[2] / "config", config)
    for name, value in {"HOME": tmp_path, "CONFIG": config, "DATABASE_URL": store.url}.items():
        monkeypatch.setenv(f"LIENTHONG_{name}", str(value))

    def connections(name: str) -> Connection:
        if url is None:
            raise FatalError(f"no connection {name}", f"chưa có kết nối {name}")
        return Connection(url, *ACCOUNT)

    return Wiring(connections)


def counts(store: Store, period: str, unit: str = "") -> dict[str, tuple[float, float]]:
    query = sa.select(index_figure).where(index_figure.c.period == period, index_figure.c.unit == unit)
    with store.read() as tx:
        return {row.metric: (row.numerator, row.denominator) for row in tx.execute(query)}


def test_what_the_system_holds_is_what_is_counted(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    print(f"seed {SEED}")
    wiring, held = installed(store, tmp_path, monkeypatch, address), system.made(UNITS, local_today(), SEED)
    done = look(wiring, local_today())
    assert done["duties"] == len(held["duties"])
    year = str(local_today().year)
    ratings = [one for one in held["ratings"] if one["rated_on"].startswith(year)]
    assert counts(store, year)["satisfied"] == (sum(one["satisfied"] for one in ratings), len(ratings))
    mine = [one for one in ratings if one["unit"] == UNITS[0]]
    assert counts(store, year, UNITS[0])["satisfied"] == (sum(one["satisfied"] for one in mine), len(mine))
    tickets = [one for one in held["tickets"] if one["taken_at"].startswith(year)]
    waits = [minutes(one["taken_at"], one["called_at"]) for one in tickets]
    assert counts(store, year)["waiting_minutes"] == (sum(waits), len(waits))
    assert counts(store, year)["waiting_in_limit"] == (sum(wait <= 15 for wait in waits), len(waits))


def test_petitions_are_judged_as_they_were_planted(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    look(installed(store, tmp_path, monkeypatch, address), local_today())
    years = {one["received_on"][:4] for one in system.made(UNITS, local_today(), SEED)["petitions"]}
    for unit, (in_time, content, every) in system.planted(UNITS, local_today(), SEED).items():
        told = [counts(store, year, unit) for year in years]
        found = {
            name: [one[name] for one in told if name in one] for name in ("petition_on_time", "petition_satisfaction")
        }
        sums = {name: tuple(map(sum, zip(*pairs, strict=True))) for name, pairs in found.items()}
        assert sums == {"petition_on_time": (in_time, every), "petition_satisfaction": (content, every)}


@pytest.mark.parametrize(
    ("received", "outcome", "due"),
    [
        (date(2026, 11, 2), "refused", date(2026, 11, 4)),
        (date(2026, 11, 7), "refused", date(2026, 11, 10)),  # a Saturday: Monday is the first working day
        (date(2026, 11, 2), "supplement", date(2026, 11, 9)),
        (date(2026, 11, 2), None, date(2026, 11, 23)),
        (date(2026, 4, 29), "refused", date(2026, 5, 5)),  # 30 April, 1 May and a weekend lie between
    ],
)
def test_the_term_of_a_petition_is_counted_in_working_days(received: date, outcome: str | None, due: date) -> None:
    assert due_on(received, outcome) == due


def minutes(start: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds() / 60


def test_looking_again_changes_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    wiring = installed(store, tmp_path, monkeypatch, address)
    look(wiring, local_today())
    before = [counts(store, period) for period in of_day(local_today())]
    look(wiring, local_today())
    assert [counts(store, period) for period in of_day(local_today())] == before


def test_petitions_and_ratings_become_reachable_points(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    wiring = installed(store, tmp_path, monkeypatch, address)
    look(wiring, local_today())
    board = indices.board(wiring, str(local_today().year))
    assert board.line("petition_on_time").points is not None
    assert board.line("waiting_minutes").ratio is not None


@pytest.mark.parametrize("url", [None, "http://127.0.0.1:9"])
def test_without_the_system_the_night_goes_on_and_the_figures_stay(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    wiring = installed(store, tmp_path, monkeypatch, url)
    monkeypatch.setattr("connectors.local.reports.PAGE", 500)
    assert look(wiring, local_today()) == {"figures": 0, "duties": 0}
    assert caplog.records
    assert indices.board(wiring, "2026").line("petition_on_time").flag == "no_source"


def test_reports_are_due_submitted_late_or_missing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    wiring, held = installed(store, tmp_path, monkeypatch, address), system.made(UNITS, local_today(), SEED)
    look(wiring, local_today())
    found = compliance(store, local_today())
    assert {one.unit for one in found} == set(UNITS)
    for one in found:
        mine = [duty for duty in held["duties"] if duty["unit"] == one.unit]
        assert one.due + one.submitted + one.late + one.missing == len(mine)
        assert one.missing == sum(
            not duty["submitted_at"] and duty["due_on"] < local_today().isoformat() for duty in mine
        )
        assert one.missing == len(one.names)
        came = [(duty["submitted_at"][:10], duty["due_on"]) for duty in mine if duty["submitted_at"]]
        assert one.late == sum(at > due for at, due in came)
        assert compliance(store, local_today(), one.unit) == [one]
        parts = [compliance(store, local_today(), one.unit, period) for period in {duty["period"] for duty in mine}]
        assert sum(part.late + part.missing for [part] in parts) == one.late + one.missing
    with store.read() as tx:
        assert len(tx.execute(sa.select(report_duty)).fetchall()) == len(held["duties"])


@pytest.mark.parametrize(
    ("submitted", "day", "state"),
    [
        (None, date(2026, 3, 5), "due"),
        (None, date(2026, 3, 6), "missing"),
        ("2026-03-05T23:59:59+07:00", date(2026, 3, 9), "submitted"),
        ("2026-03-06T00:00:00+07:00", date(2026, 3, 9), "late"),
    ],
)
def test_the_day_a_report_is_due_still_counts(submitted: str | None, day: date, state: str) -> None:
    at = datetime.fromisoformat(submitted) if submitted else None
    assert state_of(date(2026, 3, 5), at, day) == state


GARBLED = [
    b"",
    b"{}",
    b"[]",
    b"\xff",
    b'{"items": [{}], "next": null}',
    b'{"items": [], "next": 0}',
    b'{"items": null}',
]


@pytest.mark.parametrize("body", GARBLED)
def test_a_garbled_answer_is_a_sentence_and_never_read_for_ever(body: bytes) -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever).start()
    try:
        source = Reports(
            Connection(f"http://127.0.0.1:{server.server_address[1]}", *ACCOUNT), limits=Limits(attempts=1)
        )
        with pytest.raises(RelayError):
            source.duties()
    finally:
        server.shutdown()
        server.server_close()


GOOD = {"unit": "H41.10", "rated_on": "2026-11-02", "satisfied": True}
ODD: dict[str, dict[str, Any]] = {
    "ratings": {"unit": "H41.10\x00"} | {"rated_on": "2026-11-02", "satisfied": False},
    "a year of no calendar": {**GOOD, "rated_on": "0001-01-01"},
    "31 February": {**GOOD, "rated_on": "2026-02-31"},
    "a text for yes": {**GOOD, "satisfied": "yes"},
    "no unit": {"rated_on": "2026-11-02", "satisfied": True},
    "null": {},
}


@pytest.mark.parametrize("case", ODD)
def test_an_item_nobody_can_read_is_told_and_holds_up_no_other(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, case: str
) -> None:
    items = {kind: [] for kind in ("duties", "petitions", "tickets")} | {
        "ratings": [{"id": 1, **GOOD}, {"id": 2, **ODD[case]}, {"id": 3, **GOOD}]
    }
    with hostile() as server:
        server.answer = lambda path, _: (
            200, {}, json.dumps({"items": items[path.split("/")[2].partition("?")[0]], "next": None}).encode()
        )  # fmt: skip
        look(installed(store, tmp_path, monkeypatch, server.url), local_today())
    assert counts(store, "2026-11")["satisfied"] == (2, 2)
    assert "1 items of the report system cannot be read" in caplog.text


@pytest.mark.parametrize(
    "moment", ["2026-11-02T09:00:00", "0001-01-01T00:00:00+07:00", "9999-12-31T23:59:59-12:00", "yesterday"]
)
def test_a_moment_without_zone_or_beyond_the_calendar_is_no_ticket(moment: str) -> None:
    good = {
        "id": 1,
        "unit": "H41.10",
        **dict.fromkeys(("taken_at", "called_at", "finished_at"), "2026-11-02T09:00:00+07:00"),
    }
    with hostile() as server:
        body = json.dumps({"items": [good, {**good, "id": 2, "taken_at": moment}], "next": None}).encode()
        server.answer = lambda path, _: (200, {}, body)
        source = Reports(Connection(server.url, *ACCOUNT), limits=Limits(attempts=1))
        assert ([one.id for one in source.tickets()], source.unreadable) == ([1], 1)


def test_a_stranger_is_refused(address: str) -> None:
    assert requests.get(f"{address}/api/duties", timeout=10).status_code == 401
    assert requests.get(f"{address}/api/duties", auth=("x", "y"), timeout=10).status_code == 401


def test_the_same_seed_tells_the_same_and_nothing_lies_ahead() -> None:
    held = system.made(UNITS, local_today(), SEED)
    assert held == system.made(UNITS, local_today(), SEED)
    assert all(
        one["answered_on"] is None or one["answered_on"] <= local_today().isoformat() for one in held["petitions"]
    )
    assert all(
        one["submitted_at"] is None or one["submitted_at"][:10] <= local_today().isoformat() for one in held["duties"]
    )
