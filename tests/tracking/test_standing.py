"""The daily standing is written once per day however often it is asked for, and says what the report said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa

from relay.store import Store
from relay.store.figure_tables import balance
from relay.store.figure_tables import standing as table
from tests.tracking.filling import FLOWS, TODAY, Filling, campaign
from tracking.campaigns import Campaign, local_today
from tracking.progress import measure
from tracking.standing import WHOLE, keep

MAY_10 = datetime(2025, 5, 10, 3, tzinfo=UTC)
COUNTS = ("target", "digitised", "validated", "accepted", "linked")


def kept(store: Store, campaigns: list[Campaign], day: date = TODAY) -> int:
    return keep(store, measure(store, campaigns, FLOWS, day, lambda _, unit: unit))


def rows(store: Store, *names: str) -> set[tuple[object, ...]]:
    with store.read() as tx:
        return {tuple(row) for row in tx.execute(sa.select(*(table.c[name] for name in names)))}


def test_a_day_written_again_is_replaced(store: Store, tmp_path: Path) -> None:
    fill = Filling(store)
    fill.accepted(2, MAY_10, flow="birth", unit="00004", linked=True)
    fill.open(1, flow="death", unit=None)
    one = campaign(tmp_path, id="civil", domain="civil_status")
    other = campaign(tmp_path, id="birth-only", domain="civil_status", flows=["birth"], target={"00006": "4"})
    assert kept(store, [one, other]) == 6
    first = rows(store, "campaign", "unit", *COUNTS, "state")
    assert first == {
        ("sector:civil_status", WHOLE, 3, 0, 2, 2, 2, None),
        ("civil", WHOLE, 3, 0, 2, 2, 2, "missed"),
        ("civil", "00004", 2, 0, 2, 2, 2, "done"),
        ("civil", "unknown", 1, 0, 0, 0, 0, "missed"),
        ("birth-only", WHOLE, 4, 0, 0, 0, 0, "missed"),
        ("birth-only", "00006", 4, 0, 0, 0, 0, "missed"),
    }
    assert kept(store, [one, other]) == 6
    assert rows(store, "campaign", "unit", *COUNTS, "state") == first


def test_a_unit_that_is_gone_leaves_the_day_and_other_days_stay(store: Store, tmp_path: Path) -> None:
    fill = Filling(store)
    record_id = fill.record(unit="00004")
    one = campaign(tmp_path)
    kept(store, [one], MAY_10.date())
    kept(store, [one])
    with store.begin() as tx:
        tx.exec_driver_sql(f"DELETE FROM record WHERE record_id = {record_id}")
    fill.accepted(1, MAY_10, unit="00006")
    kept(store, [one])
    units = {(day, unit) for day, unit in rows(store, "day", "unit") if unit != WHOLE}
    assert units == {("2025-05-10", "00004"), ("2026-11-22", "00006")}


def test_the_rate_needed_is_what_brings_the_rest_in_time(store: Store, tmp_path: Path) -> None:
    fill = Filling(store)
    fill.open(10, unit="00004")
    one = campaign(tmp_path, start="2026-11-01", deadline="2026-11-27")
    kept(store, [one])
    assert rows(store, "campaign", "unit", "needed") == {
        ("land-test", WHOLE, 2.0),
        ("land-test", "00004", 2.0),
        ("sector:land", WHOLE, None),
    }


def test_sectors_and_the_province_are_kept_whatever_campaign_asks_for_them(store: Store, tmp_path: Path) -> None:
    fill = Filling(store)
    for domain in FLOWS:
        fill.accepted(2, MAY_10, flow=FLOWS[domain][0], unit="00004")
    fill.open(1, flow=FLOWS["land"][0], unit="00006")
    every = [campaign(tmp_path, id=domain.replace("_", "-"), domain=domain) for domain in FLOWS]
    kept(store, every)
    sums = {
        name: (target, accepted)
        for name, target, accepted in rows(store, "campaign", "target", "accepted")
        if ":" in str(name)
    }
    assert sums["sector:land"] == (3, 2)
    assert sums["sector:province"] == (2 * len(FLOWS) + 1, 2 * len(FLOWS))
    assert len(sums) == len(FLOWS) + 1
    kept(store, every[:1])
    assert len([name for name, *_ in rows(store, "campaign", "unit") if str(name).startswith("sector:")]) == len(sums)


def test_the_balance_of_a_past_day_stays_what_it_was(store: Store, tmp_path: Path) -> None:
    fill, today = Filling(store), local_today()
    fill.batch("parcel", 1)
    fill.open(1)
    kept(store, [campaign(tmp_path)], today)
    kept(store, [campaign(tmp_path)], MAY_10.date())
    with store.read() as tx:
        found = {(row.day, row.place): row.records for row in tx.execute(sa.select(balance))}
    assert {day for day, _ in found} == {today.isoformat()}
    assert found[today.isoformat(), "pulled"] == 1


def test_lines_by_the_units_of_then_go_when_they_differ_no_more(store: Store, tmp_path: Path) -> None:
    fill = Filling(store)
    fill.open(1, unit="00004")
    one = campaign(tmp_path)
    now = measure(store, [one], FLOWS, TODAY, lambda _, unit: unit)
    then = replace(now, campaigns=[replace(now.campaigns[0], units=[replace(now.campaigns[0].units[0], unit="00006")])])
    keep(store, now, then)
    assert ("then", "00006") in rows(store, "view", "unit")
    keep(store, now, now)
    assert {view for view, _ in rows(store, "view", "unit")} == {"now"}
