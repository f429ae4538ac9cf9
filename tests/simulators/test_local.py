"""The local systems over the wire: one process, real HTTP, real SQLite, real files, nights and restarts."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from simulators.credentials import credentials
from simulators.local import openapi
from simulators.province.catalogue import record_types
from tests.world import World, start_world

ACCOUNT = credentials()["onestop"]
FLOWS = {kind.flow for kind in record_types()}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with start_world(tmp_path_factory.mktemp("home"), records=240, communes=4, seed=11) as running:
        yield running


def onestop(world: World, path: str) -> str:
    return f"{world.addresses['local']['onestop']}{path}"


def log_in(world: World, **changes: str) -> requests.Response:
    form = {"grant_type": "client_credentials", "client_id": ACCOUNT.login, "client_secret": ACCOUNT.password}
    return requests.post(onestop(world, "/oauth/token"), data=form | changes, timeout=10)


@pytest.fixture(scope="module")
def session(world: World) -> Iterator[requests.Session]:
    with requests.Session() as opened:
        opened.headers["Authorization"] = f"Bearer {log_in(world).json()['access_token']}"
        yield opened


def dossiers(world: World, session: requests.Session, since: str = "", limit: int = 70) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        asked = {"updated_since": since, "limit": limit} | ({"cursor": cursor} if cursor else {})
        page = session.get(onestop(world, "/api/dossiers"), params=asked, timeout=10).json()
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


def civil(world: World, query: str) -> list[tuple[Any, ...]]:
    path = world.addresses["local"]["civil_db"].removeprefix("sqlite:///")
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        return db.execute(query).fetchall()


def test_everything_answers(world: World) -> None:
    local, national = world.addresses["local"], world.addresses["national"]
    assert set(national) == {"population", "civil_status", "land", "school", "health", "portal", "reporting"}
    for url in (local["onestop"], world.addresses["control"], *national.values()):
        assert url.startswith("http://127.0.0.1:")
        assert requests.get(f"{url}/health", timeout=10).status_code == 200
    assert Path(local["drop"]).is_dir()
    assert Path(local["civil_scans"]).is_dir()


def test_strangers_get_nothing(world: World) -> None:
    assert log_in(world, client_secret="wrong").status_code == 401
    assert log_in(world, client_id="nobody").status_code == 401
    assert log_in(world, grant_type="password").status_code == 400
    for path in ("/api/dossiers", "/api/write-backs"):
        assert requests.get(onestop(world, path), timeout=10).status_code == 401
        refused = requests.get(onestop(world, path), headers={"Authorization": "Bearer made-up"}, timeout=10)
        assert refused.status_code == 401
    assert requests.post(onestop(world, "/api/write-backs"), json={"items": []}, timeout=10).status_code == 401


def test_dossiers_come_in_order_and_once(world: World, session: requests.Session) -> None:
    items = dossiers(world, session)
    places = [(item["updated_at"], item["id"]) for item in items]
    assert places == sorted(set(places))
    assert len(items) == 240
    middle = items[100]["updated_at"]
    assert [item["id"] for item in dossiers(world, session, middle)] == [item["id"] for item in items[100:]]
    item = items[0]["data"]
    datetime.strptime(item["NgayTiepNhan"], "%d/%m/%Y %H:%M:%S")  # noqa: DTZ007
    assert isinstance(item["TaiLieuNop"], list)


def test_a_bad_cursor_or_limit_is_refused(world: World, session: requests.Session) -> None:
    for params in ({"cursor": "%%"}, {"cursor": "_w=="}):
        assert session.get(onestop(world, "/api/dossiers"), params=params, timeout=10).status_code == 400
    assert session.get(onestop(world, "/api/dossiers"), params={"limit": 0}, timeout=10).status_code == 422


def receipt(number: int, contract: str = "birth") -> dict[str, Any]:
    return {
        "source": "civil_db",
        "source_id": f"KS{number:08d}",
        "contract": contract,
        "receipt": f"BN-{number}",
        "returned": {"personal_id": "040324000001"},
        "accepted_at": "2026-11-22T01:00:00Z",
        "idempotency_key": f"{contract}-{number}",
    }


def test_receipts_are_kept_once(world: World, session: requests.Session) -> None:
    url = onestop(world, "/api/write-backs")
    batch = {"items": [receipt(1), receipt(2), receipt(2), receipt(3, "death")]}
    answer = session.post(url, json=batch, timeout=10).json()
    assert [result["status"] for result in answer["results"]] == ["stored", "stored", "already", "stored"]
    assert answer["results"][0]["idempotency_key"] == "birth-1"
    again = session.post(url, json=batch, timeout=10).json()
    assert {result["status"] for result in again["results"]} == {"already"}
    first = session.get(url, params={"contract": "birth", "limit": 1}, timeout=10).json()
    rest = session.get(url, params={"contract": "birth", "after": first["next"]}, timeout=10).json()
    assert [item["receipt"] for item in first["items"] + rest["items"]] == ["BN-1", "BN-2"]
    assert rest["next"] is None
    assert first["items"][0]["returned"] == {"personal_id": "040324000001"}


def test_the_civil_database_has_its_columns_and_index(world: World) -> None:
    columns = [row[1] for row in civil(world, "PRAGMA table_info(khai_sinh)")]
    assert columns[:4] == ["id", "so", "quyen_so", "trang_so"]
    assert columns[-3:] == ["tep_dinh_kem", "updated_at", "deleted_at"]
    assert {"me_so_giay_to_tuy_than", "cha_ho_ten", "nks_que_quan", "ma_ho_so"} <= set(columns)
    assert "gbt_loai" in [row[1] for row in civil(world, "PRAGMA table_info(khai_tu)")]
    plan = civil(world, "EXPLAIN QUERY PLAN SELECT * FROM khai_sinh WHERE updated_at >= 'x' ORDER BY updated_at, id")
    assert "khai_sinh_changed" in plan[0][3]


def test_a_night_changes_deletes_and_brings_late_rows(world: World, session: requests.Session) -> None:
    before, files = world.manifest(), set(Path(world.addresses["local"]["drop"]).rglob("*.*"))
    (newest,) = civil(world, "SELECT max(updated_at) FROM khai_sinh")[0]
    rows = dict(civil(world, "SELECT id, updated_at FROM khai_sinh"))
    done = world.night(change=0.05, delete=0.02, late=0.5, seed=7)
    told = world.manifest()[len(before) :]
    assert set(done["changed"]) == set(done["deleted"]) == FLOWS
    counted = Counter((line["flow"], line.get("deleted", False), line["version"] > 1) for line in told)
    for flow in FLOWS:
        assert counted[flow, False, True] == done["changed"][flow] > 0
        assert counted[flow, True, True] == done["deleted"][flow] > 0
        assert counted[flow, False, False] == done["late"].get(flow, 0)
    assert {line["expect"] for line in told} == {"accepted"}
    versions = {(line["flow"], line["source_id"]): line["version"] for line in before}
    assert all(line["version"] == versions.get((line["flow"], line["source_id"]), 0) + 1 for line in told)
    assert_late(world, rows, newest, done["late"]["birth"])
    assert_the_late_dead_are_known(world)
    gone = {line["source_id"] for line in told if line["flow"] == "dossier" and line.get("deleted")}
    assert {item["id"] for item in dossiers(world, session) if item["deleted"]} == gone
    fresh = set(Path(world.addresses["local"]["drop"]).rglob("*.*")) - files
    assert min(path.name for path in fresh) > max(path.name for path in files)


def assert_late(world: World, rows: dict[str, str], newest: str, count: int) -> None:
    """Late births are new, lie before what could already be seen, and at most a minute."""
    now = dict(civil(world, "SELECT id, updated_at FROM khai_sinh"))
    late = [datetime.fromisoformat(at) for key, at in now.items() if key not in rows]
    behind = [(datetime.fromisoformat(newest) - at).total_seconds() for at in late]
    assert len(late) == count >= 2
    assert all(0 < seconds <= 60 for seconds in behind)


def assert_the_late_dead_are_known(world: World) -> None:
    """Every good death with a personal number is of somebody the population register knows."""
    numbers = {row[0] for row in civil(world, "SELECT nkt_so_giay_to_tuy_than FROM khai_tu")}
    with sqlite3.connect(world.home / "province" / "population.sqlite") as db:
        known = {row[0] for row in db.execute("SELECT id FROM person")}
    assert {number for number in numbers if len(number) == 12} <= known


def test_a_night_of_nothing_changes_nothing(world: World) -> None:
    before = world.manifest()
    done = world.night(change=0, delete=0, late=0)
    assert set(done["changed"].values()) == set(done["deleted"].values()) == {0}
    assert world.manifest() == before


def test_times_of_change_grow_when_the_date_goes_back(world: World, session: requests.Session) -> None:
    world.set_date("2027-03-01")
    world.night(change=0.02, delete=0)
    ahead = dossiers(world, session)[-1]["updated_at"]
    assert ahead.startswith(("2027-02-28", "2027-03-01"))
    world.set_date(None)
    world.night(change=0.02, delete=0)
    assert dossiers(world, session)[-1]["updated_at"] > ahead


def test_shares_outside_the_possible_are_refused(world: World) -> None:
    answer = requests.post(f"{world.addresses['control']}/_night", json={"change": 1.5}, timeout=10)
    assert answer.status_code == 422


def test_a_restart_keeps_everything(tmp_path: Path) -> None:
    with start_world(tmp_path, records=40, communes=2, seed=5) as first:
        first.night(change=0.1, delete=0.1, late=0.5, seed=1)
        truth, items = first.manifest(), civil(first, "SELECT * FROM khai_sinh ORDER BY id")
        assert first.stop() == 0
    with start_world(tmp_path, records=40, communes=2, seed=5) as second:
        assert second.manifest() == truth
        assert civil(second, "SELECT * FROM khai_sinh ORDER BY id") == items
        second.night(change=0.1, delete=0, late=0.5, seed=1)
        told = second.manifest()[len(truth) :]
        known = {(line["flow"], line["source_id"]) for line in truth}
        assert all(((line["flow"], line["source_id"]) in known) == (line["version"] > 1) for line in told)


@pytest.mark.parametrize("name", ["onestop", "control"])
def test_the_published_descriptions_are_those_of_the_services(name: str) -> None:
    published = (openapi.FOLDER / f"{name}.json").read_text(encoding="utf-8")
    assert published == openapi.documents()[name]
    assert json.loads(published)["openapi"].startswith("3.1")
