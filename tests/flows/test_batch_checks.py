"""A batch far from what its source gave in the nights before is stopped whole and told of; the others go on, and a person lets it pass."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from expectations.batch import Profile
from flows import tasks
from flows.batch_checks import let_pass, stopped
from flows.cli import app
from flows.wiring import Wiring
from relay.errors import FatalError
from relay.model import PAGE, Page
from relay.stages.pull import pull
from relay.store import Store
from relay.store.tables import batch, version
from tests.records.birth import RAW
from tracking.quality.batches import facts, keep_profile, nights_before, open_stops

CONFIG = Path(__file__).parents[2] / "config"
DAY = timedelta(days=1)
RECORDS = 24

#: What the source gave in every night before: 24 records like RAW, as many boys as girls.
ORDINARY = Profile(RECORDS, dict.fromkeys(RAW, RECORDS), {"sex": {"1": RECORDS // 2, "2": RECORDS // 2}}, "2026-03-05")


@pytest.fixture
def wiring(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wiring:
    config = tmp_path / "config"
    shutil.copytree(CONFIG, config)
    asked = (config / "quality.yaml").read_text(encoding="utf-8")
    (config / "quality.yaml").write_text(asked.replace("least_records: 200", "least_records: 20"), encoding="utf-8")
    for name, value in {"HOME": tmp_path, "CONFIG": config, "DATABASE_URL": store.url}.items():
        monkeypatch.setenv(f"LIENTHONG_{name}", str(value))
    return Wiring()


def history(store: Store, nights: int = 10, one: Profile = ORDINARY, **changes: Any) -> None:
    """Nights before this one that went well."""
    row = {"flow": "birth", "source": "list", "run_id": "r", "step": "staged", "pulled": RECORDS, "unchanged": 0}
    for back in range(1, nights + 1):
        at = datetime.now(UTC) - timedelta(days=back)
        with store.begin() as tx:
            made = batch.insert().values(**{**row, "pulled_at": at, **changes}).returning(batch.c.batch_id)
            batch_id = tx.execute(made).scalar_one()
        keep_profile(store, batch_id, replace(one, newest=(at - timedelta(days=3)).date().isoformat()))


Records = list[dict[str, Any]]


class Births:
    """A source that gives pages of raw births, each under its number in the book."""

    name, complete = "list", True

    def __init__(self, pages: Sequence[Records]) -> None:
        self.pages = pages

    def pull(self, contract: str, watermark: str | None, *, since: str | None = None) -> Iterator[Page]:
        for number, page in enumerate(self.pages):
            rows = [(raw["so"], False, json.dumps(raw, ensure_ascii=False)) for raw in page]
            yield Page(pl.DataFrame(rows, schema=PAGE, orient="row"), str(number))

    def probe(self) -> None:
        return

    def size(self, contract: str) -> int | None:
        return None


def births(count: int = RECORDS, first: int = 1, without: str = "", **changes: Any) -> Records:
    """Raw births of this week; every second child is a girl."""
    found = []
    for number in range(first, first + count):
        raw = {
            **RAW,
            "so": str(number),
            "nks_gioi_tinh": str(1 + number % 2),
            "ngay_dang_ky": f"{datetime.now(UTC) - 3 * DAY:%d/%m/%Y}",
        }
        found.append({name: value for name, value in {**raw, **changes}.items() if name != without})
    return found


def tonight(wiring: Wiring, *pages: Records) -> dict[str, int]:
    """Pull these pages and judge them. Returns what the step of a night returns."""
    made = list(pull(wiring.store, "birth", Births(pages), "tonight"))
    tasks.normalise("birth", made)
    return tasks.validate("birth", made)


def received(store: Store) -> int:
    """Versions not judged: the whole of a stopped batch."""
    with store.read() as tx:
        query = sa.select(sa.func.count()).select_from(version).where(version.c.status == "received")
        return int(tx.execute(query).scalar_one())


def judged(store: Store) -> list[str]:
    """Steps of the batches of this night."""
    with store.read() as tx:
        return list(
            tx.execute(sa.select(batch.c.step).where(batch.c.run_id == "tonight").order_by("batch_id")).scalars()
        )


def test_an_ordinary_night_is_judged(wiring: Wiring) -> None:
    history(wiring.store)
    assert tonight(wiring, births())["stopped"] == 0
    assert judged(wiring.store) == ["validated"]
    assert tasks.guard("birth") == {"degraded": 0}


UNUSUAL: dict[str, Records] = {
    "batch.volume": births(241),
    "batch.freshness": births(ngay_dang_ky="01/03/2024"),
    "batch.keys": births(without="nks_que_quan"),
    "batch.drift": births(nks_gioi_tinh="1"),
}


@pytest.mark.parametrize("rule", UNUSUAL)
def test_an_unusual_batch_is_stopped_and_says_why(wiring: Wiring, rule: str, caplog: pytest.LogCaptureFixture) -> None:
    history(wiring.store)
    assert tonight(wiring, UNUSUAL[rule])["stopped"] == 1
    assert judged(wiring.store) == ["normalised"]
    assert received(wiring.store) == len(UNUSUAL[rule])
    [one] = stopped(wiring, "birth")
    assert one["en"].count("batch.") == one["vi"].count("batch.") == 1
    assert rule in one["en"]
    assert rule in caplog.text
    with pytest.raises(FatalError, match=rule):
        tasks.guard("birth")


@pytest.mark.parametrize("rule", UNUSUAL)
def test_without_enough_nights_nothing_is_stopped(wiring: Wiring, rule: str) -> None:
    history(wiring.store, nights=6)
    assert tonight(wiring, UNUSUAL[rule])["stopped"] == 0
    assert judged(wiring.store) == ["validated"]


def test_a_new_key_is_told_and_its_values_are_not(wiring: Wiring, caplog: pytest.LogCaptureFixture) -> None:
    history(wiring.store)
    assert tonight(wiring, births(cot_moi="DẤU Bí Mật"))["stopped"] == 1
    [one] = stopped(wiring, "birth")
    assert "cot_moi" in one["vi"]
    assert "Bí Mật" not in caplog.text + one["vi"] + one["en"]


def test_the_other_batches_of_the_night_go_on(wiring: Wiring) -> None:
    history(wiring.store)
    assert tonight(wiring, births(nks_gioi_tinh="1"), births(first=101))["stopped"] == 1
    assert judged(wiring.store) == ["normalised", "validated"]


def test_a_batch_that_was_let_pass_goes_on_with_the_next_run(wiring: Wiring) -> None:
    history(wiring.store)
    tonight(wiring, births(nks_gioi_tinh="1"))
    [one] = open_stops(wiring.store)
    for who, why in (("clerk", "x"), ("nobody", "x"), ("reviewer", " ")):
        with pytest.raises(FatalError):
            let_pass(wiring, one.batch_id, who, why)
    assert tasks.validate("birth", [one.batch_id])["stopped"] == 1
    let_pass(wiring, one.batch_id, "reviewer", "Trường nam sinh nhập sổ cũ.")
    with pytest.raises(FatalError, match="not stopped"):
        let_pass(wiring, one.batch_id, "reviewer", "again")
    assert tasks.validate("birth", [one.batch_id])["stopped"] == 0
    assert judged(wiring.store) == ["validated"]
    assert tasks.guard("birth") == {"degraded": 0}
    with wiring.store.read() as tx:
        kinds = sa.text("SELECT kind FROM audit_event WHERE kind LIKE 'batch_%' ORDER BY seq")
        assert list(tx.execute(kinds).scalars()) == ["batch_stopped", "batch_passed"]


def test_records_corrected_at_the_source_take_the_place_of_the_stopped_ones(wiring: Wiring) -> None:
    history(wiring.store)
    tonight(wiring, births(nks_gioi_tinh="1"))
    [one] = open_stops(wiring.store)
    assert tonight(wiring, births(nks_noi_sinh="Bệnh viện"))["stopped"] == 0
    assert tasks.validate("birth", [one.batch_id])["stopped"] == 0
    assert stopped(wiring, "birth") == []
    assert tasks.guard("birth") == {"degraded": 0}


def test_a_terminal_lists_stopped_batches_and_lets_several_pass_at_once(
    wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    history(wiring.store)
    tonight(wiring, births(121), births(121, first=201))
    monkeypatch.setenv("LIENTHONG_ACTOR", "reviewer")
    runner = CliRunner()
    listed = json.loads(runner.invoke(app, ["quality", "stops", "--json"]).stdout)
    assert [one["reasons_en"].split(":")[0] for one in listed] == ["batch.volume"] * 2
    numbers = [str(one["batch_id"]) for one in listed]
    assert runner.invoke(app, ["quality", "pass", *numbers, "--reason", "Nhập sổ cũ."]).exit_code == 0
    assert open_stops(wiring.store) == []


def test_a_stopped_batch_is_no_measure_for_the_next(wiring: Wiring) -> None:
    history(wiring.store)
    tonight(wiring, births(nks_gioi_tinh="1"))
    [one] = open_stops(wiring.store)
    now = facts(wiring.store, one.batch_id)
    assert now is not None
    tomorrow = nights_before(wiring.store, now._replace(night=now.night + DAY), 28)
    assert [night.day for night in tomorrow] == [now.night - number * DAY for number in range(10, 0, -1)]


def test_another_source_and_what_we_made_ourselves_are_no_measure(wiring: Wiring) -> None:
    history(wiring.store, source="other")
    history(wiring.store, flow="death")
    history(wiring.store, run_id="heal-1")
    history(wiring.store, run_id="desk-1")
    assert tonight(wiring, births(nks_gioi_tinh="1"))["stopped"] == 0


def test_a_profile_comes_back_as_it_was_kept(store: Store) -> None:
    history(store, nights=1)
    with store.read() as tx:
        [batch_id] = tx.execute(sa.select(batch.c.batch_id)).scalars()
    now = facts(store, batch_id)
    assert now is not None
    [night] = nights_before(store, now._replace(night=now.night + DAY), 28)
    assert (night.changed, night.day) == (RECORDS, now.night)
    assert replace(night.profile, newest="") == replace(ORDINARY, newest="")
