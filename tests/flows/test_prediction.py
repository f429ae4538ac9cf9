"""A dry run foretells what a night brings, and why; what came is set beside it; what nobody can know is said to be unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from typer.testing import CliRunner

from flows.catalogue import FLOWS
from flows.cli import app
from flows.night import run_flow
from flows.screens.prediction import why
from relay.store.law import conservation
from tests.conftest import DATABASES, empty_database
from tests.flows.province import Province, province
from tests.flows.test_province import planted_table
from tests.oracle import latest
from tracking.quality.predictions import Prediction, newest

SEED = 20261124


@pytest.fixture(scope="module", params=DATABASES)
def night(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """A province of which nothing was pulled yet: every flow is foretold right before it runs."""
    home = tmp_path_factory.mktemp("home")
    url = empty_database(request, home)
    with pytest.MonkeyPatch.context() as patch, province(home, patch, url, records=240, seed=SEED, communes=6) as made:
        print(f"seed {SEED}")
        foretold_and_run(made)
        yield made


def foretold_and_run(night: Province) -> dict[str, dict[str, Any]]:
    told = {}
    for flow in FLOWS:
        told[flow] = run_flow(flow, dry_run=True, connections=night.connections)
        run_flow(flow, connections=night.connections)
    return told


def kept(night: Province) -> dict[str, Prediction]:
    return {one.flow: one for one in newest(night.wiring().store)}


def planted(night: Province) -> dict[str, Counter[str]]:
    """What each registry will refuse, by flow and rule, as the manifest tells."""
    table, found = planted_table(), dict[str, Counter[str]]()
    for line in latest(night.world.manifest()).values():
        rule = table[line["flow"], line["error"]][1] if line["expect"] == "quarantined" else ""
        if rule.startswith("endpoint."):
            found.setdefault(line["flow"], Counter())[rule] += 1
    return found


def test_a_first_night_comes_as_it_was_foretold_down_to_the_rules(night: Province) -> None:
    found = kept(night)
    assert found.keys() == FLOWS.keys()
    for flow, one in found.items():
        assert one.came_at is not None, flow
        assert one.differences() == {}, flow
        assert one.came["rules"] == one.foretold["rules"], flow
        assert one.came["accepted"] > 0, flow


def test_every_planted_refusal_of_a_registry_is_foretold_by_its_code(night: Province) -> None:
    refusals = planted(night)
    assert len(refusals) >= 2
    for flow, one in kept(night).items():
        assert one.foretold["codes"] == dict(refusals.get(flow, {})), flow
        assert one.foretold["refused"] == sum(refusals.get(flow, {}).values())


def test_a_prediction_adds_up_and_holds_counts_only(night: Province) -> None:
    for one in kept(night).values():
        told = one.foretold
        parts = ("unchanged", "superseded", "deleted", "accepted", "quarantined", "waiting", "pending", "unknown")
        assert told["pulled"] == sum(told.get(name, 0) for name in parts)
        assert told["refused"] <= told["quarantined"]
        numbers = [value for name, value in told.items() if name not in ("rules", "codes", "expected")]
        numbers += [number for name in ("rules", "codes") for number in told[name].values()]
        assert all(isinstance(number, int) for number in numbers)


def test_a_night_of_changes_comes_as_foretold(night: Province) -> None:
    night.world.night(change=0.1, delete=0.02, late=0.5, seed=7)
    foretold_and_run(night)
    found = kept(night)
    assert {flow: one.differences() for flow, one in found.items()} == {flow: {} for flow in FLOWS}
    assert sum(one.came.get("deleted", 0) for one in found.values()) > 0
    assert sum(one.came["accepted"] for one in found.values()) > 0


def test_a_part_of_a_night_is_told_and_not_kept(night: Province) -> None:
    before = kept(night)
    law = conservation(night.wiring().store).as_dict()
    told = run_flow("parcel", dry_run=True, since="2000-01-01", units=["00000"], connections=night.connections)
    assert told["pulled"] > 0
    assert kept(night) == before
    assert conservation(night.wiring().store).as_dict() == law


def test_what_cannot_be_asked_is_unknown_and_past_nights_say_what_to_expect(
    night: Province, capsys: pytest.CaptureFixture[str]
) -> None:
    night.world.night(change=0.2, delete=0.0, late=0.0, seed=12)
    order = [{"match": "/check", "kind": "http_500", "times": 1000}]
    school = night.world.addresses["national"]["school"]
    assert requests.put(f"{school}/_faults", json=order, timeout=5).ok
    try:
        told = run_flow("student", dry_run=True, connections=night.connections)
    finally:
        requests.put(f"{school}/_faults", json=[], timeout=5)
    assert told["unknown"] > 0
    assert told["accepted"] == told["refused"] == 0
    assert 0 < told["expected"]["endpoint.school.E301"] < told["unknown"]
    why(told, "vi")
    assert "Không hỏi trước được" in capsys.readouterr().out
    run_flow("student", connections=night.connections)
    one = kept(night)["student"]
    assert one.differences()["unknown"] == (told["unknown"], one.came.get("unknown", 0))
    assert one.came["accepted"] + one.came["refused"] == told["unknown"]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_foretold_and_came_stand_beside_each_other_in_the_report(night: Province, lang: str) -> None:
    shown = CliRunner().invoke(app, ["quality", "report", "--lang", lang])
    assert shown.exit_code == 0
    assert ("Foretold" if lang == "en" else "Dự báo") in shown.output
    assert "parcel" in shown.output
