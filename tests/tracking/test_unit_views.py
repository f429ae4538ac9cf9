"""A past day's figures by the units of that day or of today: the same totals, whatever was merged, split or renamed in between."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.store import Store
from relay.store.figure_tables import standing
from schemas import units
from tests.tracking.filling import FLOWS, Filling, campaign, plain_names
from tracking.counts import Counts, UnitCounts, by_unit, count_flow
from tracking.names import UNPLACED_UNIT, UnitNames
from tracking.progress import measure
from tracking.standing import keep

THEN, NOW = date(2025, 6, 15), units.today()
MAY_10 = datetime(2025, 5, 10, 3, tzinfo=UTC)
Row = tuple[str | None, str, str | None, int, int, int, int, int]


@cache
def written() -> list[tuple[str, str | None, str]]:
    """(province, unit now, unit as written) of every commune there was on 30 June 2025 and is today: split ones have no unit now."""
    found = []
    for one in [*units.units_on("2025-06-30"), *units.units_on(NOW)]:
        today = units.table().walk(one, NOW)
        found.append((one.province, today[0].code if len(today) == 1 else None, one.id))
    return found


def rows_of(province: str | None, seed: int) -> list[Row]:
    """A random count for every commune of a province of old (and of the one it is now), or of the country."""
    chance = Random(seed)
    wanted = {province, units.province_successor(province) if province else None}
    return [
        (now, then, "2025-05-10", target := chance.randint(0, 99), 0, target // 2, target // 3, target // 5)
        for place, now, then in written()
        if province is None or place in wanted
    ]


def total(found: dict[str, UnitCounts]) -> UnitCounts:
    return sum(found.values(), UnitCounts())


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(), day=st.dates(date(2020, 1, 1), date(2026, 11, 1)))
def test_the_country_has_one_total_by_the_units_of_any_day(seed: int, day: date) -> None:
    rows = rows_of(None, seed)
    assert total(by_unit(rows, day.isoformat())) == total(by_unit(rows, NOW))
    assert total(by_unit(rows, NOW)).counts.target == sum(row[3] for row in rows)


@pytest.mark.parametrize("province", [one.code for one in units.units_on("2025-06-30", units.PROVINCE)])
def test_each_province_of_old_is_whole_in_the_one_it_is_now(province: str) -> None:
    rows = rows_of(province, int(province))
    then, now = by_unit(rows, "2025-06-15"), by_unit(rows, NOW)
    assert total(then) == total(now)
    successor = units.province_successor(province)
    assert {units.province_on(unit, NOW) for unit in now.keys() - {UNPLACED_UNIT}} == {successor}
    places = {units.province_on(unit, "2025-06-15") for unit in then.keys() - {UNPLACED_UNIT}}
    assert {units.province_successor(place) for place in places if place} == {successor}
    assert all(units.valid_on(unit, "2025-06-15") for unit in then.keys() - {UNPLACED_UNIT})
    split = sum(row[3] for row in rows if row[0] is None)
    assert now.get(UNPLACED_UNIT, UnitCounts()).counts.target == split


def test_districts_are_there_before_the_rearrangement_and_gone_after() -> None:
    assert Counter(one.province for one in units.units_on("2025-06-30", units.DISTRICT))["40"] == 20
    assert Counter(one.province for one in units.units_on("2024-11-30", units.DISTRICT))["40"] == 21
    assert not units.units_on("2025-07-01", units.DISTRICT)


def fill(store: Store) -> None:
    """Nghi Phong and Vinh's Trường Thi of before, a split commune placed and unplaced, a record of today."""
    made = Filling(store)
    for unit, then, count in [
        ("16708", "17902@2024-12-01", 3), ("16690", "16690@", 2), ("06970", "06886@>06970@2025-07-01", 4), (None, "06886@", 5),
        ("16690", "16690@2025-07-01", 6),
    ]:  # fmt: skip
        for _ in range(count):
            record = made.record(unit=unit, versions=[("accepted", False, MAY_10)])
            with store.begin() as tx:
                tx.execute(
                    sa.text("UPDATE content SET unit_then = :then WHERE version_id = :id"), {"then": then, "id": record}
                )


def test_a_record_counts_under_the_unit_of_the_day_asked_for(store: Store) -> None:
    fill(store)
    now = {unit: one.counts.target for unit, one in count_flow(store, "parcel", THEN).items()}
    assert now == {"16708": 3, "16690": 8, "06970": 4, UNPLACED_UNIT: 5}
    then = {unit: one.counts.target for unit, one in count_flow(store, "parcel", THEN, THEN).items()}
    assert then == {"17902": 3, "16690": 2, "06886": 9, UNPLACED_UNIT: 6}


def test_both_views_of_a_day_are_kept_where_they_differ(store: Store, tmp_path: Path) -> None:
    fill(store)
    land, listed = campaign(tmp_path), campaign(tmp_path, id="listed", flows=["parcel"], target={"16690": "20"})
    now = measure(store, [land, listed], FLOWS, THEN, plain_names)
    then = measure(store, [land, listed], FLOWS, THEN, plain_names, units_on=THEN)
    assert now.campaigns[0].counts == then.campaigns[0].counts == Counts(20, 0, 20, 20, 0)
    assert now.campaigns[1] == then.campaigns[1]
    assert keep(store, now, then) == keep(store, now, then) == 5 + 2 + 5 + 1  # the last for the sector
    with store.read() as tx:
        found = {tuple(row) for row in tx.execute(sa.select(standing.c.view, standing.c.campaign).distinct())}
    assert found == {("now", land.id), ("then", land.id), ("now", "listed"), ("now", "sector:land")}


def test_units_and_lines_have_the_names_of_the_day() -> None:
    names = UnitNames({}, {})
    assert names("land", "16702") == "Phường Vinh Phú"
    assert replace(names, day="2025-06-15")("land", "16702") == "Phường Nghi Phú"
    assert replace(names, lang="en")("land", UNPLACED_UNIT) == "Not placed in any commune"
    assert names("land", UNPLACED_UNIT) == "Chưa xếp được vào xã nào"
