"""Our own expectations, each on a frame small enough to see by eye."""

from __future__ import annotations

import os

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
import pandas as pd
import pytest

from expectations.suite.custom import (
    ExpectDaysApartToBeBetween,
    ExpectPresenceToFollow,
    ExpectTotalToAgreeWithParts,
)
from expectations.suite.judge import RESULT_FORMAT, _great_expectations, _raised


def failing(frame: pd.DataFrame, expectation: gx.expectations.Expectation) -> list[int]:
    """Row numbers the expectation finds wrong."""
    _, _, whole = _great_expectations()
    batch = whole.get_batch({"dataframe": frame.rename_axis("record_id")})
    result = batch.validate(expectation, result_format=RESULT_FORMAT)
    assert not _raised(result.exception_info)
    listed = result.result.get("unexpected_index_list") or [{"record_id": []}]
    return list(listed[0]["record_id"])


PEOPLE = pd.DataFrame({"mother": ["Mai", None, None, "Lan", None], "kind": ["1", "1", "2", "2", None]})


@pytest.mark.parametrize(("present", "values", "wrong"), [(True, ["1"], [1]), (False, ["2"], [3]), (True, ["9"], [])])
def test_presence_follows_a_deciding_column(present: bool, values: list[str], wrong: list[int]) -> None:
    check = ExpectPresenceToFollow(column_A="mother", column_B="kind", values=values, present=present)
    assert failing(PEOPLE, check) == wrong


@pytest.mark.parametrize(
    ("low", "high", "wrong"), [(0, None, [1]), (None, 10, [2]), (0, 10, [1, 2]), (None, None, []), (-1, 59, [])]
)
def test_days_apart(low: int | None, high: int | None, wrong: list[int]) -> None:
    days = pd.DataFrame(
        {
            "registered": pd.to_datetime(["2026-03-01", "2026-02-28", "2026-04-29", None]),
            "born": pd.to_datetime(["2026-03-01", "2026-03-01", "2026-03-01", "2026-03-01"]),
        }
    )
    assert (
        failing(days, ExpectDaysApartToBeBetween(column_A="registered", column_B="born", low=low, high=high)) == wrong
    )


@pytest.mark.parametrize(("tolerance", "wrong"), [(0.0, [1, 2, 5]), (0.1, [2, 5]), (50, [5]), (100, [])])
def test_total_agrees_with_its_parts(tolerance: float, wrong: list[int]) -> None:
    nothing = float("nan")
    frame = pd.DataFrame(
        {
            "area": [100.3, 100.0, 100.0, nothing, 100.0, 100.0],
            "one": [100.1, 60.1, 60.0, 1.0, nothing, 0.0],
            "two": [0.2, 40.0, nothing, 1.0, nothing, nothing],
        }
    )
    check = ExpectTotalToAgreeWithParts(column_list=["area", "one", "two"], tolerance=tolerance)
    assert failing(frame, check) == wrong
