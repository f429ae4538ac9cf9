"""The year 2025 again: what the provinces reported, day by day, gives the states it should have given."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.catalogue import flows_by_domain
from relay.store import Store
from tests.tracking.filling import Filling, plain_names
from tracking.campaigns import LOCAL_TIME, Campaign, load_campaigns
from tracking.progress import measure, progress
from tracking.responsible import responsible

SHIPPED = Path(__file__).parents[2] / "config" / "campaigns.yaml"
FLOWS = flows_by_domain()


def shipped(campaign: str, day: date) -> Campaign:
    return next(one for one in load_campaigns(SHIPPED, day, FLOWS) if one.id == campaign)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), LOCAL_TIME)


def judged(store: Store, campaign: str, day: date) -> dict[str, Any]:
    return progress(store, [shipped(campaign, day)], FLOWS, day, plain_names)["campaigns"][0]


def test_twenty_days_of_civil_status_done_on_the_tenth(store: Store) -> None:
    fill, start = Filling(store), date(2025, 3, 1)
    for number in range(10):
        fill.accepted(5, noon(start + timedelta(days=number)), flow="birth", unit="20339")
    ninth, tenth = start + timedelta(days=8), start + timedelta(days=9)
    before, done = judged(store, "civil-status-2025", ninth), judged(store, "civil-status-2025", tenth)
    assert (before["state"], before["accepted"]) == ("on_track", 45)
    assert (done["state"], done["done_on"], done["days_early"]) == ("done", "2025-03-10", 10)
    assert judged(store, "civil-status-2025", date(2025, 12, 31))["days_early"] == 10


LAST_DAYS = [
    ("land-2025", date(2025, 5, 31)),
    ("school-2025", date(2025, 4, 30)),
    ("health-2025-province", date(2025, 9, 29)),
    ("health-2025-circular", date(2025, 9, 30)),
]


@pytest.mark.parametrize(("campaign", "last"), LAST_DAYS)
def test_a_campaign_is_missed_the_day_after_its_last_day_and_not_before(
    store: Store, campaign: str, last: date
) -> None:
    fill, flow = Filling(store), FLOWS[shipped(campaign, last).domain][0]
    for number in range(40):
        fill.accepted(2, noon(last - timedelta(days=number)), flow=flow, unit="20339")
    fill.open(1, flow=flow, unit="20339")
    eve, day, after = (judged(store, campaign, last + timedelta(days=shift))["state"] for shift in (-1, 0, 1))
    assert eve not in ("done", "missed")
    assert day not in ("done", "missed")
    assert after == "missed"


@pytest.mark.parametrize(("campaign", "last"), LAST_DAYS)
@pytest.mark.parametrize(("shift", "early"), [(-1, 1), (0, 0), (1, -1)])
def test_the_last_record_of_a_campaign_counts_on_its_day(
    store: Store, campaign: str, last: date, shift: int, early: int
) -> None:
    fill, flow, finish = Filling(store), FLOWS[shipped(campaign, last).domain][0], last + timedelta(days=shift)
    fill.accepted(3, noon(finish - timedelta(days=2)), flow=flow, unit="20339")
    fill.accepted(1, noon(finish), flow=flow, unit="20339")
    found = judged(store, campaign, finish)
    assert (found["state"], found["done_on"], found["days_early"]) == ("done", finish.isoformat(), early)
    assert judged(store, campaign, finish - timedelta(days=1))["state"] != "done"
    assert (judged(store, campaign, last)["state"] == "done") == (shift < 1)


def test_the_two_readings_of_the_health_deadline_differ_on_the_thirtieth(store: Store) -> None:
    fill, day = Filling(store), date(2025, 9, 30)
    fill.accepted(3, noon(date(2025, 9, 1)), flow="encounter", unit="20339")
    fill.open(1, flow="encounter", unit="20339")
    assert judged(store, "health-2025-province", day)["state"] == "missed"
    assert judged(store, "health-2025-circular", day)["state"] != "missed"


def test_quang_nams_campaign_passes_to_da_nang(store: Store) -> None:
    """Its communes were 233 in Quảng Nam and are 78 in Đà Nẵng; not a record is lost or doubled on the way."""
    from schemas import units

    before, after = date(2025, 6, 30), date(2025, 7, 1)
    old = [one for one in units.units_on("2025-06-30") if one.province == "49"]
    assert len(old) == 233
    fill = Filling(store)
    for place, commune in enumerate(old):
        now = units.current_unit(commune.code, "2025-06-30")
        moment = noon(date(2025, 6, 1)) if place % 3 else None
        status = "accepted" if moment else "pending"
        fill.record("parcel", now, [(status, False, moment)], unit_then=commune.id)
    one = shipped("health-2025-province", before)
    assert [one.province, one.deadline] == ["49", date(2025, 9, 30)]
    first, then = responsible(one, before), responsible(one, after)
    assert first is not None
    assert then is not None
    assert (first.province, first.name, first.since) == ("49", "Tỉnh Quảng Nam", None)
    assert (then.province, then.name, then.since) == ("48", "Thành phố Đà Nẵng", after)
    assert then.resolution == "202/2025/QH15"
    land = shipped("land-2025", before)
    was = measure(store, [land], FLOWS, before, plain_names, units_on=before).campaigns[0]
    became = measure(store, [land], FLOWS, after, plain_names, units_on=after).campaigns[0]
    assert was.counts == became.counts
    assert (len(was.units), len(became.units)) == (233, 78)
    assert {units.province_on(line.unit, "2025-07-01") for line in became.units} == {"48"}
