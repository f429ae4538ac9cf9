"""A night of the simulated province brings what the reporting systems tell into the tables; without them it is as good a night."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from connectors.credentials import Connection
from flows.cli import app
from flows.daily import progress
from flows.indices import board, comparison
from flows.reporting import config
from flows.wiring import Wiring
from relay.errors import FatalError
from relay.store import Store
from relay.store.figure_tables import index_figure, national_figure, report_duty
from relay.store.tables import batch
from simulators.local import reports as system
from simulators.province.units import choose
from tests.flows.province import Province, province
from tracking.campaigns import local_today
from tracking.indices.metrics import SOURCES
from tracking.indices.periods import of_day

SEED = 20261124
YEAR = of_day(local_today())[2]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    home = tmp_path_factory.mktemp("home")
    with (
        pytest.MonkeyPatch.context() as patch,
        province(home, patch, f"sqlite:///{home}/lienthong.db", records=60, seed=SEED, communes=4) as made,
    ):
        patch.delenv("LIENTHONG_DATABASE_URL")
        print(f"seed {SEED}")
        made.run("dossier")
        progress(connections=made.connections)
        yield made


def count(wiring: Wiring, table: sa.Table) -> int:
    with wiring.store.read() as tx:
        return int(tx.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def asked(*words: str) -> Any:
    done = CliRunner().invoke(app, [*words, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_the_province_is_told_what_its_report_system_holds(night: Province) -> None:
    units = [commune.agency for commune in choose("40", 4, SEED)[0]]
    held, truth = system.made(units, local_today(), SEED), system.planted(units, local_today(), SEED)
    told = asked("reports")
    assert {one["unit"] for one in told["units"]} == set(units)
    for one in told["units"]:
        assert sum(one[name] for name in ("due", "submitted", "late", "missing")) == sum(
            duty["unit"] == one["unit"] for duty in held["duties"]
        )
    query = sa.select(sa.func.sum(index_figure.c.numerator), sa.func.sum(index_figure.c.denominator)).where(
        index_figure.c.metric == "petition_on_time",
        index_figure.c.unit == "",
        sa.func.length(index_figure.c.period) == len(YEAR),
    )
    with night.wiring().store.read() as tx:
        assert tuple(tx.execute(query).one()) == tuple(
            sum(counts[place] for counts in truth.values()) for place in (0, 2)
        )


def test_one_unit_is_shown_alone_with_what_is_missing(night: Province) -> None:
    first = asked("reports")["units"][0]
    assert asked("reports", "--unit", first["unit"])["units"] == [first]
    shown = CliRunner().invoke(app, ["reports", "--unit", first["unit"]]).stdout
    assert first["unit"] in shown
    assert all(name in shown.replace("\n", " ") for name in first["names"][:1])
    assert "In time" in CliRunner().invoke(app, ["reports", "--lang", "en"]).stdout


def test_the_nation_stands_beside_our_own_count(night: Province) -> None:
    found = comparison(night.wiring(), YEAR)
    assert (found.of, found.as_of) == (34, local_today().isoformat())
    assert found.score is not None
    by_metric = {one.metric: one for one in found.differences}
    # The mock counts what arrived at the portal, by its own code: where both count the same dossiers they agree.
    same = by_metric["dossier_sync"]
    assert same.theirs == (same.ours[0], same.ours[0])
    assert by_metric["publish_on_time"].reason == "no_source"


def test_no_person_comes_with_the_figures(night: Province) -> None:
    with night.wiring().store.read() as tx:
        rows = [*tx.execute(sa.select(national_figure)), *tx.execute(sa.select(report_duty))]
    units = [row.unit for row in rows]
    assert rows
    assert all(unit == "" or unit.startswith("H41.") for unit in units)


def test_a_source_nothing_new_comes_from_is_silent_though_its_last_rows_are_read_again(night: Province) -> None:
    store = night.wiring().store
    assert asked("reports")["silent"] == []
    long_ago = batch.update().values(pulled_at=batch.c.pulled_at)
    with store.begin() as tx:
        for number, at in tx.execute(sa.select(batch.c.batch_id, batch.c.pulled_at)).fetchall():
            tx.execute(long_ago.where(batch.c.batch_id == number).values(pulled_at=at - timedelta(days=30)))
    night.run("dossier")  # the overlap brings the last rows once more
    with store.read() as tx:
        newest = tx.execute(sa.select(batch).order_by(batch.c.batch_id.desc())).first()
    assert newest is not None
    assert newest.pulled == newest.unchanged
    assert {"flow": "dossier", "source": "onestop"} in asked("reports")["silent"]
    assert "im lặng" in CliRunner().invoke(app, ["reports"]).stdout


def installed(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reporting: str) -> Wiring:
    folder = tmp_path / "config"
    shutil.copytree(Path(__file__).parents[2] / "config", folder)
    (folder / "reporting.yaml").write_text(reporting, encoding="utf-8")
    for name, value in {"HOME": tmp_path, "CONFIG": folder, "DATABASE_URL": store.url}.items():
        monkeypatch.setenv(f"LIENTHONG_{name}", str(value))
    return Wiring(nowhere)


def nowhere(name: str) -> Connection:
    raise FatalError(f"There is no connection {name}.", f"Chưa có kết nối {name}.")


@pytest.mark.parametrize("reporting", ["{}", "{reports: reports, national: reporting, province: H41}"])
def test_without_these_systems_the_night_is_as_good_and_what_needs_them_is_not_known(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reporting: str
) -> None:
    wiring = installed(store, tmp_path, monkeypatch, reporting)
    assert progress(connections=nowhere)["pulled"] == 0
    assert count(wiring, national_figure) == count(wiring, report_duty) == 0
    lines = [line for line in board(wiring, YEAR).lines if line.metric in ("petition_on_time", "waiting_minutes")]
    assert [line.flag for line in lines] == ["no_source", "no_source"]
    assert SOURCES["petitions"][0] in lines[0].note_vi
    assert comparison(wiring, YEAR).score is None


@pytest.mark.parametrize(
    ("reporting", "named"),
    [
        ("{national: reporting}", "province"),
        ("{national: reporting, province: Nghệ An}", "province"),
        ("{nation: reporting}", "nation"),
    ],
)
def test_a_mistake_in_the_file_is_one_sentence(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reporting: str, named: str
) -> None:
    with pytest.raises(FatalError, match=r"reporting\.yaml") as caught:
        config(installed(store, tmp_path, monkeypatch, reporting))
    assert named in str(caught.value)
