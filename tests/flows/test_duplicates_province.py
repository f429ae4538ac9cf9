"""The search over a simulated night: both records of a child registered twice are delivered, the pair is found, and no twins are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.duplicates import truth_of
from flows.duplicates import look
from tests.flows.province import Province, province
from tracking.duplicates.declared import declared
from tracking.duplicates.reading import pairs

SEED = 20260717


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    home = tmp_path_factory.mktemp("home")
    with (
        pytest.MonkeyPatch.context() as patch,
        province(home, patch, f"sqlite:///{home}/store.db", records=500, seed=SEED, twice=40, twins=60) as made,
    ):
        print(f"seed {SEED}")
        made.run(*declared())
        yield made


def test_duplicates_and_twins_are_good_data_to_every_rule_and_registry(night: Province) -> None:
    score, lines = night.score(), night.world.manifest()
    there = {(line["flow"], line["key"]) for line in lines if "duplicate_of" in line or "twin_of" in line}
    assert len(there) > 40
    assert not [one for one in score.false_alarms if one[:2] in there]
    assert not there.intersection(score.ledger_missing)


def test_what_was_registered_twice_is_found_and_twins_are_left_alone(night: Province) -> None:
    wiring, lines = night.wiring(), night.world.manifest()
    look(wiring)
    found = {(one.flow, frozenset((one.a.key, one.b.key))) for one in pairs(wiring.store)}
    truth, twins = truth_of(lines, "duplicate_of"), truth_of(lines, "twin_of")
    assert {flow for flow, _ in truth} == set(declared())
    assert len(twins) >= 10
    assert len(found & truth) >= 0.95 * len(truth)
    assert len(found & truth) >= 0.95 * len(found)
    assert not found & twins


def test_a_day_later_only_what_changed_is_looked_at(night: Province) -> None:
    wiring = night.wiring()
    look(wiring)
    before = {(one.flow, one.a.key, one.b.key) for one in pairs(wiring.store)}
    night.world.night(change=0.05, delete=0.0, late=0.0)
    night.run(*declared())
    assert sum(one.records for one in look(night.wiring())) < 0.1 * 2000
    assert {(one.flow, one.a.key, one.b.key) for one in pairs(night.wiring().store)} >= before
