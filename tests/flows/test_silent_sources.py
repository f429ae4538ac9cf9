"""A source that goes silent is never green, and what happens behind a cursor's back is found and carried to the ledger."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flows import sources, tasks
from flows.cli import app
from flows.night import run_flow
from relay.errors import FatalError
from relay.store.law import conservation
from relay.store.sources import states
from tests.flows.province import Province, province
from tests.oracle import ledger

SEED = 20261103


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Province]:
    """The first night of births and deaths is over."""
    url = f"sqlite:///{tmp_path}/store.db"
    with province(tmp_path, monkeypatch, url, records=160, seed=SEED, communes=4) as made:
        print(f"seed {SEED}")
        for name, known in made.known.items():
            monkeypatch.setenv(f"LIENTHONG_CONN_{name.upper()}", json.dumps(known))
        made.run("birth", "death")
        yield made


def books(night: Province, *statements: str) -> Any:
    """Somebody works on the civil-status database by hand; gives the first value of the last statement, if any."""
    with closing(sqlite3.connect(night.known["civil_db"]["url"].removeprefix("sqlite:///"))) as db, db:
        for statement in statements:
            found = db.execute(statement).fetchone()
    return found and found[0]


def births(night: Province) -> dict[str, dict[str, Any]]:
    found = ledger(night.world.addresses["national"]["civil_status"], "birth")
    return {key: line for key, line in found.items() if not line["deleted"]}


def lienthong(*words: str) -> tuple[int, Any]:
    done = CliRunner().invoke(app, [*words, "--json"])
    return done.exit_code, json.loads(done.stdout)


def state(found: list[dict[str, Any]], flow: str, source: str) -> dict[str, Any]:
    [line] = [line for line in found if (line["flow"], line["source"]) == (flow, source)]
    return line


def test_rows_deleted_and_changed_behind_the_cursor_reach_the_ledger(night: Province) -> None:
    before = births(night)
    good = "id IN (SELECT id FROM khai_sinh WHERE deleted_at IS NULL ORDER BY id LIMIT {} OFFSET {})"
    books(
        night,
        f"DELETE FROM khai_sinh WHERE {good.format(5, 20)}",
        f"UPDATE khai_sinh SET ghi_chu = 'Đính chính' WHERE {good.format(4, 60)}",
    )
    night.run("birth")
    assert births(night) == before  # the cursor saw nothing

    code, told = lienthong("sweep", "birth")
    line = state(told["sources"], "birth", "civil_db")
    assert (code, line["missed"], line["changed"], line["deleted"], line["spared"]) == (0, 0, 4, 5, 0)
    assert births(night) == before  # a sweep sends nothing

    night.run("birth")
    after = births(night)
    gone = set(before) - set(after)
    assert set(after) < set(before)
    assert 1 <= len(gone) <= 5  # some of the rows may have been wrong ones, never accepted
    assert 1 <= sum(after[key]["hash"] != before[key]["hash"] for key in after) <= 4
    assert conservation(night.wiring().store).holds
    assert lienthong("sweep", "birth")[1]["sources"][0] | {"read": 0} == line | {"read": 0, "changed": 0, "deleted": 0}


def test_a_sweep_that_misses_much_deletes_nothing_until_a_person_says_so(night: Province) -> None:
    before = births(night)
    books(night, "DELETE FROM khai_sinh WHERE id IN (SELECT id FROM khai_sinh ORDER BY id LIMIT 20)")
    code, told = lienthong("sweep", "birth")
    assert (code, told["sources"][0]["spared"]) == (1, 20)
    assert "--accept civil_db" in told["degraded"][0]["vi"]
    night.run("birth")
    assert births(night) == before
    with pytest.raises(FatalError, match="civil_db"):
        tasks.guard("birth", connections=night.connections)

    code, told = lienthong("sweep", "birth", "--accept", "civil_db")
    assert (code, told["sources"][0]["deleted"], told["degraded"]) == (0, 20, [])
    night.run("birth")
    assert len(births(night)) < len(before)
    assert lienthong("sources")[0] == 0  # whoever accepts the deletions accepts the size


def test_an_emptied_book_is_degraded_and_what_does_come_still_goes(night: Province) -> None:
    books(night, "CREATE TABLE aside AS SELECT * FROM khai_sinh", "DELETE FROM khai_sinh")
    held = books(night, "SELECT count(*) FROM aside WHERE deleted_at IS NULL")
    code, told = lienthong("run", "birth")
    assert code == 1
    [line] = told["degraded"]
    assert (line["source"], line["reason"], line["before"], line["now"]) == ("civil_db", "empty", held, 0)
    assert f"trước đó có {held}" in line["vi"]
    with pytest.raises(FatalError, match=f"holds nothing; it held {held} before"):
        tasks.guard("birth", connections=night.connections)

    # Thirty are back, changed: far too few, but what comes is carried on.
    before = births(night)
    books(
        night,
        "INSERT INTO khai_sinh SELECT * FROM aside ORDER BY id LIMIT 30",
        "UPDATE khai_sinh SET ghi_chu = 'Đính chính', updated_at = strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')",
    )
    code, told = lienthong("run", "birth")
    assert (code, told["degraded"][0]["reason"], told["degraded"][0]["now"]) == (1, "shrunken", 30)
    assert told["accepted"] > 0
    assert set(births(night)) == set(before)
    assert births(night) != before

    # The rest is back: nobody has to say anything.
    books(night, "INSERT INTO khai_sinh SELECT * FROM aside WHERE id NOT IN (SELECT id FROM khai_sinh)")
    code, told = lienthong("run", "birth")
    assert (code, told["degraded"]) == (0, [])
    assert lienthong("sources")[0] == 0
    tasks.guard("birth", connections=night.connections)


def test_a_person_may_say_that_the_smaller_size_is_right(night: Province) -> None:
    books(
        night,
        "DELETE FROM khai_tu WHERE id IN (SELECT id FROM khai_tu ORDER BY id LIMIT (SELECT count(*) / 2 FROM khai_tu))",
    )
    assert lienthong("run", "death")[0] == 1
    code, told = lienthong("sources")
    line = state(told, "death", "civil_db")
    assert (code, line["state"], state(told, "birth", "civil_db")["state"]) == (1, "degraded", "ok")
    assert line["now"] < line["before"]
    shown = CliRunner().invoke(app, ["sources"])
    assert "SUY GIẢM · DEGRADED" in shown.stdout
    code, told = lienthong("sources", "--accept", "death", "civil_db")
    assert (code, state(told, "death", "civil_db")["before"]) == (0, line["now"])
    assert lienthong("run", "death")[0] == 0
    with pytest.raises(FatalError, match="civil_db"):
        CliRunner().invoke(app, ["sources", "--accept", "death", "drop"], catch_exceptions=False)
    with pytest.raises(FatalError, match="birth"):
        CliRunner().invoke(app, ["sweep", "marriages"], catch_exceptions=False)


def test_files_and_dossiers_that_vanish_are_noticed_too(night: Province) -> None:
    night.run("dossier", "parcel")
    said = {(one.flow, one.source): one.size for one in states(night.wiring().store)}
    assert min(said["dossier", "onestop"] or 0, said["parcel", "drop"] or 0) > 0
    with closing(sqlite3.connect(Path(night.known["drop"]["url"]).parent / "onestop.sqlite")) as db, db:
        db.execute("DELETE FROM dossier")
    for path in (Path(night.known["drop"]["url"]) / "land").iterdir():
        path.unlink()
    for flow, source in (("dossier", "onestop"), ("parcel", "drop")):
        [line] = run_flow(flow, connections=night.connections)["degraded"]
        assert (line["source"], line["reason"], line["now"]) == (source, "empty", 0)
    assert sources.sweep("parcel", connections=night.connections) == []
    [line] = sources.sweep("dossier", connections=night.connections)
    assert line["spared"] == said["dossier", "onestop"]


def test_a_dry_run_leaves_what_is_known_of_sources_alone(night: Province) -> None:
    before = states(night.wiring().store)
    books(night, "DELETE FROM khai_sinh")
    told = run_flow("birth", dry_run=True, connections=night.connections)
    assert "degraded" not in told
    assert tasks.pull("birth", "civil_db", "run", dry_run=True, connections=night.connections) == []
    assert states(night.wiring().store) == before
