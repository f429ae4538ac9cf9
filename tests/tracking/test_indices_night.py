"""One night of a simulated province: its dossiers come out of the commands as figures, and no person comes with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from flows import tasks
from flows.cli import app
from flows.indices import board
from tests.flows.province import Province, province
from tracking.indices.board import periods, units_ranked

SEED = 20261123


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    home = tmp_path_factory.mktemp("home")
    with (
        pytest.MonkeyPatch.context() as patch,
        province(home, patch, f"sqlite:///{home}/lienthong.db", records=60, seed=SEED) as made,
    ):
        patch.delenv("LIENTHONG_DATABASE_URL")
        made.run("dossier")
        tasks.progress(connections=made.connections)
        yield made


def asked(*arguments: str) -> Any:
    done = CliRunner().invoke(app, [*arguments, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_the_night_counts_every_dossier_once_and_the_units_make_up_the_province(night: Province) -> None:
    store = night.wiring().store
    years = [period for period in periods(store) if len(period) == 4]
    assert years
    for year in years:
        whole = board(night.wiring(), year).line("on_time")
        assert sum(one.dossiers for one in units_ranked(store, year)) == whole.denominator
    found = asked("index", "--period", years[0])
    assert 0 < found["points"] <= found["reachable"] <= 100
    assert found["reachable"] < 100, "petitions and the procedures of the nation are not connected in this test"


def test_the_fields_of_the_desk_arrive(night: Province) -> None:
    year = periods(night.wiring().store)[0]
    lines = {line.metric: line for line in board(night.wiring(), year).lines}
    for metric in ("signed_results", "five_electronic_steps", "cashless", "other_office", "dossiers_per_officer"):
        assert lines[metric].denominator, metric
    assert not [metric for metric, line in lines.items() if line.flag == "over"]


def test_open_dossiers_are_told_by_unit_and_officer(night: Province) -> None:
    found = asked("overdue")
    assert found["whole"]["open"] == sum(one["open"] for one in found["groups"]) > 0
    unit = found["groups"][0]["name"]
    assert asked("overdue", "--unit", unit)["whole"] == {**found["groups"][0], "name": unit}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("arguments", [["index"], ["index", "--rank"], ["index", "--national"], ["overdue"]])
def test_the_tables_fit_eighty_columns_and_name_nobody(
    night: Province, arguments: list[str], lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = CliRunner().invoke(app, [*arguments, "--lang", lang])
    assert done.exit_code == 0, done.output
    assert done.output.strip()
    assert max(map(len, done.output.splitlines())) <= 80
    assert not [name for name in names_of(night) if name in done.output]


def names_of(night: Province) -> set[str]:
    with night.wiring().store.read() as tx:
        rows = tx.exec_driver_sql("SELECT payload FROM content WHERE flow = 'dossier'").fetchall()
    found = {json.loads(payload).get("applicant_name") for (payload,) in rows} - {None, ""}
    assert found
    return found


def test_a_period_nobody_counted_is_refused_with_those_there_are(night: Province) -> None:
    done = CliRunner().invoke(app, ["index", "--period", "1999"])
    assert done.exit_code == 2
    assert "there are" in done.output
