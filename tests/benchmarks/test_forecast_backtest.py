"""The back-test of the forecast counts every forecast once in its family, and tells the same story for the same seed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from benchmarks.forecast.__main__ import main
from benchmarks.forecast.backtest import backtest
from benchmarks.forecast.histories import BESIDE, POOLED, SIZES, History, histories
from tracking.forecast import Forecast

EACH = len(SIZES)


def test_families_sizes_and_progress_add_up_to_the_pool(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seed", "8", "--each", str(EACH)]) == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert set(said["held"]) == {"ours", "normal", "days alike"}
    for held in said["held"].values():
        pool = held["pooled"]["forecasts"]
        assert pool > 0
        assert sum(held[family]["forecasts"] for family in POOLED) == pool
        for mark in ("pooled, at ", "pooled, of "):
            assert sum(one["forecasts"] for group, one in held.items() if group.startswith(mark)) == pool
        assert set(BESIDE) < set(held)


def test_what_holds_and_what_does_not_is_told_from_the_known_end() -> None:
    one = History("steady", date(2025, 5, 5), 20, (10,) * 10)

    def sure(left: int, daily: object, as_of: date) -> Forecast:
        return Forecast(as_of + timedelta(days=left // 10), as_of + timedelta(days=left // 10 + 2))

    def hasty(left: int, daily: object, as_of: date) -> Forecast:
        return Forecast(as_of, as_of + timedelta(days=left // 10))

    assert (backtest(sure, [one])["pooled"].p50, backtest(hasty, [one])["pooled"].p50) == (1.0, 0.0)
    assert backtest(hasty, [one])["pooled"].p90 == 1.0


def test_a_seed_tells_the_same_campaigns_and_every_one_of_them_ends() -> None:
    first, second = (list(histories(3, EACH)) for _ in range(2))
    assert first == second
    assert sorted({one.target for one in first}) == list(SIZES)
    assert all(one.daily[-1] > 0 for one in first)


def test_the_picture_of_the_page_is_the_one_the_seed_draws(tmp_path: Path) -> None:
    assert main(["--seed", "1", "--picture", str(tmp_path / "forecast.svg")]) == 0
    drawn = (tmp_path / "forecast.svg").read_text(encoding="utf-8")
    kept = Path("docs/images/forecast.svg").read_text(encoding="utf-8")
    assert all(label in kept for label in ("P50 ", "P90 ", "done "))
    dates = [part[:10] for part in drawn.split("P50 ")[1:] + drawn.split("P90 ")[1:]]
    assert dates
    assert all(day in kept for day in dates), "the forecast changed: draw the picture anew"
