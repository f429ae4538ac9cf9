"""What an endpoint bears: windows, quotas, pace, and how many nights a backlog needs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.delivery.limits import DAYS, Limits, Window, window

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = datetime(2026, 11, 23, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("22:00-05:00", [(0, 22, 0), (1, 4, 59), (6, 23, 0)], [(0, 21, 59), (0, 5, 0)]),
        ("Sat,Sun 02:00-04:00", [(5, 2, 0), (6, 3, 59)], [(4, 3, 0), (5, 4, 0), (6, 1, 59)]),
        ("Sun 23:00-01:00", [(6, 23, 30), (7, 0, 30)], [(6, 0, 30), (7, 1, 0), (8, 0, 30)]),
        ("00:00-24:00", [(0, 0, 0), (3, 23, 59)], []),
    ],
)
def test_windows(text: str, inside: list[tuple[int, int, int]], outside: list[tuple[int, int, int]]) -> None:
    limits = Limits(closed=(window(text),), zone=HANOI)
    for day, hour, minute in inside:
        assert limits.is_closed(MONDAY + timedelta(days=day, hours=hour, minutes=minute)), (day, hour, minute)
    for day, hour, minute in outside:
        assert not limits.is_closed(MONDAY + timedelta(days=day, hours=hour, minutes=minute)), (day, hour, minute)


@pytest.mark.parametrize(
    "text", ["", "22-05", "25:00-26:00", "10:00-10:00", "Son 10:00-11:00", "10:60-11:00", "10:00-25:00"]
)
def test_what_is_no_window_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        window(text)


@given(st.sets(st.sampled_from(DAYS), min_size=1), st.integers(0, 1439), st.integers(0, 1439))
def test_a_window_is_closed_for_as_long_as_it_says(days: set[str], begin: int, end: int) -> None:
    if begin == end:
        return
    spelt = f"{begin // 60:02d}:{begin % 60:02d}-{end // 60:02d}:{end % 60:02d}"
    one = window(f"{','.join(sorted(days, key=DAYS.index))} {spelt}")
    week = [MONDAY + timedelta(minutes=15 * step) for step in range(7 * 96)]
    length = (end - begin) % 1440
    closed = sum(one.holds(moment) for moment in week)
    assert abs(closed * 15 - length * len(days)) <= 15 * len(days)


def test_windows_are_those_of_the_zone_and_days_too() -> None:
    limits = Limits(closed=(window("01:00-02:00"),), zone=HANOI)
    assert limits.is_closed(datetime(2026, 11, 23, 18, 30, tzinfo=UTC))
    assert limits.day_began(datetime(2026, 11, 23, 18, 30, tzinfo=UTC)) == MONDAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("limits", "backlog", "nights"),
    [
        (Limits(), 0, 0),
        (Limits(), 1_000_000, 1),
        (Limits(records_per_day=20_000), 45_000, 3),
        (Limits(records_per_day=20_000), 40_000, 2),
        (Limits(records_per_day=0), 1, None),
        (Limits(requests_per_minute=1), 1440 * 500 + 1, 2),
        # Six hours a night at ten requests of 500 a minute: 1.8 million a night.
        (Limits(requests_per_minute=10, closed=(window("07:00-01:00"),)), 5_000_000, 3),
        (Limits(requests_per_minute=10, closed=(window("00:00-24:00"),)), 1, None),
        (Limits(requests_per_minute=1000, records_per_day=10), 25, 3),
        (Limits(closed=(window("00:00-24:00"),)), 1, None),
        (Limits(closed=(window("00:00-24:00"),)), 0, 0),
        (Limits(records_per_day=10, closed=(window("00:00-24:00"),)), 40, None),
        (Limits(records_per_day=10, closed=(window("Mon,Tue,Wed,Thu,Fri,Sat 00:00-24:00"),)), 70, 49),
    ],
)
def test_how_many_nights_a_backlog_needs(limits: Limits, backlog: int, nights: int | None) -> None:
    assert limits.nights(backlog, batch_size=500) == nights


@given(st.integers(0, 10**6), st.integers(1, 10**5), st.floats(0.1, 600))
def test_the_nights_foretold_are_enough_and_one_less_is_not(backlog: int, quota: int, pace: float) -> None:
    limits = Limits(requests_per_minute=pace, records_per_day=quota, closed=(Window(frozenset(range(7)), 0, 600),))
    nights, a_week = limits.nights(backlog, 500), limits.records_in_a_week(500)
    assert nights is not None
    assert a_week is not None
    assert nights * a_week >= 7 * backlog > (nights - 1) * a_week or (backlog == nights == 0)
