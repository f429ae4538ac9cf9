"""Twins and records that tell of one person twice: good data with its truth in the manifest, and nothing else changed by them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from simulators.province.dice import Dice
from simulators.province.doubles import misspelt, without_diacritics
from simulators.province.generate import build
from simulators.province.places import Places, load_settings
from simulators.province.plan import Plan
from simulators.province.record import Record
from simulators.province.world import Settings, World

PLAIN = Settings(7, 1500, "40", 6, datetime(2026, 11, 22, 6, 30, tzinfo=UTC))
DOUBLED = replace(PLAIN, twice=30, twins=20)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return Plan(World(DOUBLED))


def pairs(plan: Plan, flow: str, truth: str) -> list[tuple[Record, Record]]:
    """(first, second) of every double of a kind."""
    planned = plan.doubles[flow].items()
    numbers = [(one.first, second) for second, one in planned if one.how.truth == truth]
    return [(plan.record(flow, first), plan.record(flow, second)) for first, second in numbers]


def test_a_province_has_none_unless_it_is_asked_for() -> None:
    made = Plan(World(PLAIN))
    assert not any(made.doubles.values())


def test_doubles_change_no_other_record(plan: Plan) -> None:
    without = Plan(World(PLAIN))
    for flow, count in plan.world.counts.items():
        assert plan.planted[flow] == without.planted[flow]
        alone = [number for number in range(count) if number not in plan.doubles[flow]]
        assert [plan.record(flow, n) for n in alone] == [without.record(flow, n) for n in alone]


def test_every_type_that_says_how_has_its_share(plan: Plan) -> None:
    for flow, kind in plan.world.types.items():
        for how in kind.doubles:
            made = len(pairs(plan, flow, how.truth))
            wanted = plan.world.counts[flow] * (30 if how.truth == "duplicate_of" else 20) / 1000
            assert 0.6 * wanted <= made <= wanted + 1


def test_doubles_are_good_records_under_keys_of_their_own(plan: Plan) -> None:
    for flow in plan.world.types:
        records = [plan.record(flow, number) for number in range(plan.world.counts[flow])]
        good = [one.key for one in records if one.expect == "accepted" and one.error is None]
        for truth in ("duplicate_of", "twin_of"):
            for first, second in pairs(plan, flow, truth):
                assert {first.expect, second.expect} == {"accepted"}
                assert first.key != second.key
                assert good.count(second.key) == good.count(first.key) == 1
                assert getattr(second, truth) == first.source_id
                assert first.duplicate_of is first.twin_of is None


def test_twins_have_one_mother_one_day_and_the_next_line_of_the_book(plan: Plan) -> None:
    twins = pairs(plan, "birth", "twin_of")
    shared = (
        "me_ho_ten",
        "me_so_giay_to_tuy_than",
        "cha_ho_ten",
        "nks_ngay_sinh",
        "noi_dang_ky_dvhc",
        "quyen_so",
        "ngay_dang_ky",
    )
    for first, second in twins:
        assert [first.row[name] for name in shared] == [second.row[name] for name in shared]
        assert int(second.row["so"].partition("/")[0]) == int(first.row["so"].partition("/")[0]) + 1
        assert first.row["nks_ho_ten"] != second.row["nks_ho_ten"]
    alike = [
        1
        for one, other in twins
        if without_diacritics(one.row["nks_ho_ten"]) == without_diacritics(other.row["nks_ho_ten"])
    ]
    assert alike, "some bear names one sign apart"
    assert {one.row["nks_gioi_tinh"] == other.row["nks_gioi_tinh"] for one, other in twins} == {True, False}


def test_a_child_registered_twice_is_one_child_in_another_line_of_a_book(plan: Plan) -> None:
    for first, second in pairs(plan, "birth", "duplicate_of"):
        assert first.row["nks_ngay_sinh"] == second.row["nks_ngay_sinh"]
        assert first.row["nks_gioi_tinh"] == second.row["nks_gioi_tinh"]
        assert first.row["ngay_dang_ky"] != second.row["ngay_dang_ky"]


def test_the_manifest_and_the_settings_tell_of_them(tmp_path: Path) -> None:
    places = Places(tmp_path / "province")
    settings = replace(DOUBLED, records=200)
    _, plan = build(places, settings)
    assert load_settings(places) == settings
    lines = [json.loads(line) for line in places.manifest.read_text(encoding="utf-8").splitlines()]
    told = {(line["flow"], line["source_id"]): line["duplicate_of"] for line in lines if "duplicate_of" in line}
    made = {(flow, b.source_id): a.source_id for flow in plan.doubles for a, b in pairs(plan, flow, "duplicate_of")}
    assert told == made
    assert {flow for flow, _ in told} > {"birth"}
    assert all(line["expect"] != "quarantined" for line in lines if "duplicate_of" in line or "twin_of" in line)


def test_another_clerk_writes_most_names_alike_and_some_with_a_slip() -> None:
    written = {misspelt("Đặng Thị Mỹ Lệ", Dice(1, number)) for number in range(200)}
    assert {"Đặng Thị Mỹ Lệ", "ĐẶNG THỊ MỸ LỆ", "Dang Thi My Le"} < written
    assert all(0 <= len("Đặng Thị Mỹ Lệ") - len(one) <= 1 for one in written)
