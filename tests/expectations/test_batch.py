"""Expectations about whole batches: each stops what it is for, an ordinary night passes, and nothing is stopped without history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.batch import BatchLimits, Night, Profile, Stop, judge_batch, profile, usual
from expectations.batch.profile import code_fields
from expectations.batch.usual import distance
from tests.expectations import good

DAY = date(2026, 11, 22)
LIMITS = BatchLimits()
SECRET = "Nguyễn Văn Bí Mật"
ORDINARY = Profile(
    400,
    {"id": 400, "ten": 400, "ghi_chu": 30},
    {"sex": {"1": 205, "2": 195}, "registration_type": {"1": 380, "2": 20}},
    "2026-11-20",
)


def nights(count: int = 28, one: Profile = ORDINARY) -> list[Night]:
    """Nights like one another, up to the day before; Sundays are quiet."""
    days = [DAY - timedelta(days=back) for back in range(count, 0, -1)]
    return [
        Night(day, 250 if day.weekday() == 6 else 400, replace(one, newest=str(day - timedelta(days=2))))
        for day in days
    ]


def stops(found: Profile, changed: int = 400, history: list[Night] | None = None, **limits: Any) -> list[Stop]:
    asked = replace(LIMITS, **limits)
    before = usual(nights() if history is None else history, asked.least_records)
    return judge_batch(found, changed, DAY, before, asked)


def rules(*arguments: Any, **more: Any) -> list[str]:
    return [one.rule for one in stops(*arguments, **more)]


def test_an_ordinary_night_passes() -> None:
    assert stops(ORDINARY) == []
    assert stops(replace(ORDINARY, codes={"sex": {"1": 230, "2": 170}}), 700) == []
    assert stops(ORDINARY, 30) == []  # a holiday is quieter than any Sunday


@pytest.mark.parametrize("changed", [20, 4001])
def test_a_night_far_from_the_usual_volume_is_stopped(changed: int) -> None:
    [one] = stops(ORDINARY, changed)
    assert one.rule == "batch.volume"
    assert str(changed) in one.vi
    assert str(changed) in one.en


def test_a_first_load_among_the_nights_hides_nothing() -> None:
    assert rules(ORDINARY, 4001, [replace(nights()[0], changed=100_000), *nights()[1:]]) == ["batch.volume"]


def test_records_far_older_than_usual_are_stopped() -> None:
    assert stops(replace(ORDINARY, newest=str(DAY - timedelta(days=62)))) == []
    assert rules(replace(ORDINARY, newest=str(DAY - timedelta(days=63)))) == ["batch.freshness"]
    assert stops(replace(ORDINARY, newest="")) == []


def test_a_new_and_a_vanished_key_are_stopped_and_told_without_what_may_be_a_value() -> None:
    [one] = stops(replace(ORDINARY, keys={"id": 400, "ho_ten": 400, SECRET: 400}))
    assert one.rule == "batch.keys"
    for said in (one.vi, one.en):
        assert "ho_ten" in said
        assert "ten" in said.split(";")[1]
        assert SECRET not in said
        assert "+1" in said


def test_a_key_of_single_records_and_one_that_comes_and_goes_are_no_reason() -> None:
    assert stops(replace(ORDINARY, keys={"id": 400, "ten": 400, "moi": 199})) == []
    assert rules(replace(ORDINARY, keys={"id": 400, "ten": 400, "moi": 200})) == ["batch.keys"]


def test_codes_that_are_spread_otherwise_are_stopped() -> None:
    [one] = stops(replace(ORDINARY, codes={"sex": {"1": 395, "2": 5}, "registration_type": {"1": 380, "2": 20}}))
    assert one.rule == "batch.drift"
    assert "sex" in one.vi
    assert rules(replace(ORDINARY, codes={"sex": {"": 400}})) == ["batch.drift"]


def test_a_field_that_always_swings_may_swing() -> None:
    swinging = nights()
    for place in range(0, 28, 2):
        swinging[place] = replace(
            swinging[place], profile=replace(ORDINARY, codes={"sex": {"1": 400}}, newest="2026-11-01")
        )
    assert stops(replace(ORDINARY, codes={"sex": {"1": 395, "2": 5}}), history=swinging) == []


ABSURD = Profile(400, {"x": 400}, {"sex": {"3": 400}}, "1980-01-01")


@pytest.mark.parametrize("count", [0, 1, 6])
def test_the_first_nights_stop_nothing(count: int) -> None:
    assert stops(ABSURD, 10**6, nights(count)) == []


def test_the_seventh_night_of_history_is_enough() -> None:
    assert set(rules(ABSURD, 10**6, nights(7))) == {"batch.volume", "batch.keys", "batch.freshness", "batch.drift"}


def test_a_small_batch_is_not_measured_by_its_codes() -> None:
    few = replace(ORDINARY, records=199, codes={"sex": {"2": 199}}, newest="1999-01-01")
    assert stops(few) == []
    assert set(rules(few, least_records=199)) == {"batch.freshness", "batch.drift"}


def test_a_profile_counts_codes_keys_and_the_newest_day_and_keeps_no_value() -> None:
    records = [good.birth(number) for number in range(5)]
    records[1] |= {"sex": SECRET, "registered_on": "2999-01-01"}
    records[2] |= {"sex": None, "registered_on": "2026-11-01"}
    records[3] |= {"sex": ["1"], "registered_on": 5}
    records[4] |= {"sex": {"x": 1}, "registered_on": None}
    raws = [json.dumps({"so": number, "ten": SECRET}) for number in range(2)] + ['{"so": 1}', "no json", "[1]"]
    found = profile("birth", [json.dumps(one) for one in records], raws, "registered_on", DAY.isoformat())
    assert found.records == 5
    assert found.keys == {"so": 3, "ten": 2}
    assert found.codes["sex"] == {good.birth(0)["sex"]: 1, "?": 3, "": 1}
    assert found.newest == "2026-11-01"
    assert SECRET not in str(found)


def test_code_fields_are_those_with_a_list_also_where_they_may_be_missing() -> None:
    assert {"sex", "registration_type", "mother_document_type"} <= set(code_fields("birth"))
    assert "child_name" not in code_fields("birth")


COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 1000), max_size=6)


@given(COUNTS, COUNTS, st.integers(2, 9))
def test_distance_is_a_distance(ours: Mapping[str, int], theirs: Mapping[str, int], times: int) -> None:
    found = distance(ours, theirs)
    assert 0 <= found <= 1 + 1e-9
    assert found == pytest.approx(distance(theirs, ours))
    assert distance(ours, {code: count * times for code, count in ours.items()}) == pytest.approx(0, abs=1e-6)
    if ours and theirs and not {*ours} & {*theirs}:
        assert found == pytest.approx(1)
