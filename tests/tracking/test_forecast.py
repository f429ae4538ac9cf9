"""States around the deadline for both bounds, the straight line, and the forecast from daily acceptances."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracking.filling import campaign
from tracking.forecast import Forecast, forecast, percent, state

AS_OF = date(2025, 5, 20)


@pytest.mark.parametrize(
    ("bound", "day", "judged"),
    [
        ("inclusive", date(2025, 5, 31), "at_risk"),
        ("inclusive", date(2025, 6, 1), "at_risk"),
        ("inclusive", date(2025, 6, 2), "missed"),
        ("strictly_before", date(2025, 5, 31), "at_risk"),
        ("strictly_before", date(2025, 6, 1), "missed"),
        ("strictly_before", date(2025, 6, 2), "missed"),
    ],
)
def test_the_day_before_on_and_after_the_deadline(tmp_path: Path, bound: str, day: date, judged: str) -> None:
    one = campaign(tmp_path, bound=bound)
    assert state(one, 50, 100, Forecast(), day) == judged
    assert state(one, 100, 100, Forecast(), day) == "done"
    assert state(one, 0, 100, Forecast(), day) == ("missed" if judged == "missed" else "not_started")
    assert state(one, 0, 0, Forecast(), day) == "not_started"


@pytest.mark.parametrize(
    ("accepted", "day", "judged"),
    [
        (1, date(2025, 4, 30), "on_track"),  # before the start everything is early
        (9, date(2025, 5, 10), "at_risk"),
        (10, date(2025, 5, 10), "on_track"),
        (31, date(2025, 5, 31), "at_risk"),
        (105, date(2025, 5, 31), "done"),
    ],
)
def test_without_a_forecast_the_straight_line_decides(tmp_path: Path, accepted: int, day: date, judged: str) -> None:
    one = campaign(tmp_path, deadline="2025-05-31")  # 31 days
    assert state(one, accepted, 31 if accepted < 30 else 32 if accepted == 31 else 100, Forecast(), day) == judged


@pytest.mark.parametrize(
    ("p50", "p90", "judged"),
    [(2, 2, "late"), (1, 2, "at_risk"), (1, 1, "on_track"), (-5, 1, "on_track")],
)
def test_with_a_forecast_p50_and_p90_decide(tmp_path: Path, p50: int, p90: int, judged: str) -> None:
    one = campaign(tmp_path)
    base = date(2025, 5, 31)
    expected = Forecast(base + timedelta(days=p50), base + timedelta(days=p90))
    assert state(one, 1, 100, expected, AS_OF) == judged


def test_an_open_ended_campaign_is_never_late(tmp_path: Path) -> None:
    one = campaign(tmp_path, deadline="open")
    assert state(one, 1, 100, Forecast(date(2099, 1, 1), date(2099, 1, 1)), date(2090, 1, 1)) == "on_track"


def test_a_steady_pace_is_carried_on() -> None:
    daily = {AS_OF - timedelta(days=back): 10 for back in range(5)}
    steady = forecast(100, daily, AS_OF)
    assert (steady.p50, steady.p90) == (date(2025, 5, 30), date(2025, 5, 30))
    daily[AS_OF] = 0
    uneven = forecast(100, daily, AS_OF)
    assert uneven.p50 is not None
    assert uneven.p90 is not None
    assert date(2025, 5, 30) < uneven.p50 < uneven.p90


def test_quiet_days_slow_the_forecast_and_a_month_of_silence_ends_it() -> None:
    first = {AS_OF - timedelta(days=10): 110}
    assert forecast(10, first, AS_OF).p50 == AS_OF + timedelta(days=1)
    assert forecast(10, first, AS_OF + timedelta(days=11)).p50 == AS_OF + timedelta(days=13)
    assert forecast(10, first, AS_OF + timedelta(days=28)) == Forecast()


def test_two_days_are_no_history() -> None:
    daily = {AS_OF - timedelta(days=1): 5, AS_OF: 5}
    assert forecast(10, daily, AS_OF) == Forecast()
    assert forecast(0, {AS_OF - timedelta(days=9): 5}, AS_OF) == Forecast()


@given(
    left=st.integers(1, 10**7),
    daily=st.dictionaries(st.integers(0, 27), st.integers(0, 10**5), min_size=1),
)
def test_p90_never_comes_before_p50_nor_either_before_today(left: int, daily: dict[int, int]) -> None:
    found = forecast(left, {AS_OF - timedelta(days=back): number for back, number in daily.items()}, AS_OF)
    assert (found.p50 is None) == (found.p90 is None)
    if found.p50 is not None and found.p90 is not None:
        assert AS_OF <= found.p50 <= found.p90


@pytest.mark.parametrize(
    ("accepted", "target", "shown"),
    [
        (0, 0, None),
        (5, 0, None),
        (9308, 10000, 93.1),
        (19999, 20000, 99.9),
        (2, 2, 100.0),
        (11, 10, 110.0),
        (0, 3, 0.0),
    ],
)
def test_percent(accepted: int, target: int, shown: float | None) -> None:
    assert percent(accepted, target) == shown
