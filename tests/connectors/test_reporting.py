"""The national reporting interface as the connector meets it: the reported case, every figure once, nothing garbled believed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.credentials import Connection
from connectors.national.reporting import BY_CODE, PATH, TREES, NationalReporting, Period, Place
from relay.errors import FatalError, RelayError, RetryableError
from tests.connectors.world import QUICK, Hostile, World, hostile, national
from tracking.indices.metrics import by_national_code

YEAR = Period("2024", date(2024, 1, 1), date(2024, 12, 31))
QUARTER = Period("2026-Q3", date(2026, 7, 1), date(2026, 9, 30))
MONTH = Period("2026-08", date(2026, 8, 1), date(2026, 8, 31))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with national(tmp_path_factory.mktemp("nation")) as running:
        yield running


@pytest.fixture(scope="module")
def bad() -> Iterator[Hostile]:
    with hostile() as running:
        yield running


def nation(world: World, province: str) -> NationalReporting:
    return NationalReporting(world.connection("reporting"), province, limits=QUICK)


def test_the_reported_province_stands_where_its_report_says(world: World) -> None:
    """Quảng Nam: 84.2 points, place 16 of 63 on 23/12/2024, 93.08 % in time, which are 18.62 of 20 points."""
    place, figures = nation(world, "H47").read(YEAR)
    assert place == Place(84.2, 16, 63, date(2024, 12, 23))
    [on_time] = [one for one in figures if one.code == "TDGQ"]
    assert ((on_time.numerator or 0) / (on_time.denominator or 1), on_time.points) == (0.9308, 18.62)


def test_a_province_the_nation_does_not_list_is_a_sentence_that_says_where_to_look(world: World) -> None:
    with pytest.raises(FatalError, match=r"reporting\.yaml"):
        nation(world, "X99").read(YEAR)


def test_a_wrong_key_is_told_as_such(world: World) -> None:
    connection = Connection(world.urls["reporting"], "lienthong", "wrong")
    with pytest.raises(FatalError, match="Credentials refused"):
        NationalReporting(connection, "H41", limits=QUICK).read(YEAR)


def test_every_code_of_the_nation_that_bears_points_has_a_metric_here(world: World) -> None:
    _, figures = nation(world, "H41").read(QUARTER)
    codes = {one.code for one in figures if one.unit == ""}
    watched_only = {"PETITION_CLASSIFICATION_TTHC", "PETITION_CLASSIFICATION_STAFF"}
    assert codes - watched_only == set(by_national_code())


@pytest.mark.parametrize("kind", ["http_500", "http_429", "truncated_body", "reset", "ok_with_error", "auth_expired"])
def test_one_bad_moment_is_waited_out_or_told(world: World, kind: str) -> None:
    world.fault("reporting", {"match": "service-results", "kind": kind, "times": 1})
    reading = nation(world, "H41")
    try:
        place, _ = reading.read(QUARTER)
    except RetryableError:
        place, _ = reading.read(QUARTER)
    assert place.of == 34


def scored(*points: float, code: str = "H41") -> dict[str, Any]:
    codes = [code, *(f"H{number}" for number in range(60, 60 + len(points) - 1))]
    return {
        "evaluation": [
            {"departmentId": name, "departmentCode": name, "totalScore": total}
            for name, total in zip(codes, points, strict=True)
        ]
    }


def says(bad: Hostile, **changes: Any) -> NationalReporting:
    """An interface that answers well but for the paths in `changes`, which get these data."""
    metrics = {"metrics": []}
    good: dict[str, Any] = {"service-results": scored(80, 90)}
    good |= {path: {"overview": metrics, "evaluation": [], "pagination": {"totalPages": 0}} for path in BY_CODE}
    good |= {path: {"parent": {}, "children": []} for path in TREES}
    good |= {path.replace("_", "-"): data for path, data in changes.items()}

    def answer(path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        data = good[path.removeprefix(PATH)]
        return 201, {}, data if isinstance(data, bytes) else json.dumps({"code": "OK", "data": data}).encode()

    bad.answer = answer
    return NationalReporting(Connection(bad.url, "", "k"), "H41", limits=QUICK)


GARBLED: dict[str, Any] = {
    "nothing": b"",
    "no JSON": b"<html>",
    "no UTF-8": b'{"code":"OK","data":"\xff"}',
    "not OK": b'{"code":"E900","data":{"evaluation":[]}}',
    "no data": b'{"code":"OK","data":null}',
    "another form": {"evaluation": {"a": 1}},
    "a text as points": {"evaluation": [{"departmentId": "a", "departmentCode": "H41", "totalScore": "80"}]},
    "points below nothing": {"evaluation": [{"departmentId": "a", "departmentCode": "H41", "totalScore": -1}]},
    "points beyond any number": b'{"code":"OK","data":{"evaluation":[{"departmentId":"a","departmentCode":"H41","totalScore":1e400}]}}',
    "a day no calendar has": {**scored(80), "asOf": "2026-02-30"},
    "deeply nested": b'{"code":"OK","data":' + b"[" * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("case", GARBLED)
def test_an_answer_of_another_form_is_one_sentence(bad: Hostile, case: str) -> None:
    with pytest.raises(RelayError) as caught:
        says(bad, service_results=GARBLED[case]).read(QUARTER)
    assert caught.value.ids["system"] == "reporting"


def test_pages_without_end_are_not_read_for_ever(bad: Hostile) -> None:
    endless = {"overview": {"metrics": []}, "evaluation": [], "pagination": {"totalPages": 10**9}}
    with pytest.raises(RetryableError):
        says(bad, transparency=endless).read(QUARTER)


def test_a_parameter_that_is_no_count_is_not_told(bad: Hostile) -> None:
    parent = {"totalReceived": True, "totalOnTime": "12"}
    children = [{"departmentCode": "H41.10", "totalReceived": 3, "totalOnTime": 2}, {"departmentCode": "x\x00"}, {}]
    _, figures = says(bad, dvc_progress_tree={"parent": parent, "children": children}).read(MONTH)
    told = {one.unit: (one.numerator, one.denominator) for one in figures if one.code == "TDGQ"}
    assert told == {"": (None, None), "H41.10": (2, 3)}


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=70))
def test_the_place_is_one_behind_all_that_have_more(hundredths: list[int]) -> None:
    points = [number / 100 for number in hundredths]
    with hostile() as server:
        place, _ = says(server, service_results=scored(*points)).read(QUARTER)
    assert (place.rank, place.of) == (1 + sum(other > points[0] for other in points[1:]), len(points))
