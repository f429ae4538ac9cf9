"""States around the deadline for both bounds, the straight line, and the forecast from daily acceptances."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.forecast.backtest import backtest, told
from tests.tracking.filling import campaign
from tracking.days import WORKDAY, kind
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
    assert state(one, 0, 100, Forecast(), day) == ("missed" if judged == "missed" else "late")
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
    daily = {AS_OF - timedelta(days=back): 10 for back in range(14)}
    steady = forecast(100, daily, AS_OF)
    assert steady.p50 is not None
    assert steady.p90 is not None
    assert abs((steady.p50 - date(2025, 5, 30)).days) <= 1
    assert 0 < (steady.p90 - steady.p50).days <= 3
    assert steady.held == pytest.approx(10)
    daily |= {AS_OF - timedelta(days=back): 0 for back in (0, 3, 7)}
    uneven = forecast(100, daily, AS_OF)
    assert uneven.p50 is not None
    assert uneven.p90 is not None
    assert steady.p50 < uneven.p50
    assert (uneven.p90 - uneven.p50) > (steady.p90 - steady.p50)


def test_nobody_is_expected_to_work_on_sundays_and_at_tet() -> None:
    """Two months of working days only; what two days would bring, asked for before a week-end and before Tết 2026."""
    worked = [date(2025, 12, 1) + timedelta(days=number) for number in range(75)]
    daily = {day: 100 if kind(day) == WORKDAY else 0 for day in worked}
    friday, eve = date(2026, 2, 6), date(2026, 2, 13)
    for as_of, back in ((friday, date(2026, 2, 10)), (eve, date(2026, 2, 24))):
        found = forecast(190, {day: count for day, count in daily.items() if day <= as_of}, as_of)
        assert found.p50 is not None
        assert abs((found.p50 - back).days) <= 1


def test_quiet_days_slow_the_forecast_and_weeks_of_silence_end_it() -> None:
    first = {AS_OF - timedelta(days=10): 110}
    soon, later = forecast(10, first, AS_OF), forecast(10, first, AS_OF + timedelta(days=11))
    assert soon.p50 is not None
    assert later.p50 is not None
    assert (soon.p50 - AS_OF) < (later.p50 - AS_OF - timedelta(days=11))
    assert forecast(10, first, AS_OF + timedelta(days=42)) == Forecast()


def test_the_same_figures_give_the_same_days() -> None:
    daily = {AS_OF - timedelta(days=back): (back * 7919) % 40 for back in range(30)}
    assert forecast(500, daily, AS_OF) == forecast(500, dict(reversed(daily.items())), AS_OF)


def test_nine_in_ten_forecasts_hold_on_histories_whose_end_is_known() -> None:
    """A small part of `python -m benchmarks.forecast`: five families of campaigns, asked at 30, 50 and 70 % of their records."""
    seed = 4711
    print(f"seed {seed}")
    held = backtest(forecast, told(seed, 24))
    assert 0.85 <= held["pooled"].p90 <= 0.95
    assert 0.4 <= held["pooled"].p50 <= 0.7
    assert held["pooled"].forecasts >= 350


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
