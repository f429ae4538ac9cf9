"""Our own expectations, where the core ones cannot say it. Vectorised, pandas only, and imported only when a batch is judged."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd
from great_expectations.core.suite_parameters import SuiteParameterDict
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnPairMapExpectation, MulticolumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider.column_pair_condition_partial import (
    column_pair_condition_partial,
)
from great_expectations.expectations.metrics.map_metric_provider.column_pair_map_metric_provider import (
    ColumnPairMapMetricProvider,
)
from great_expectations.expectations.metrics.map_metric_provider.multicolumn_condition_partial import (
    multicolumn_condition_partial,
)
from great_expectations.expectations.metrics.map_metric_provider.multicolumn_map_metric_provider import (
    MulticolumnMapMetricProvider,
)

PAIR = ("batch_id", "table", "column_A", "column_B", "row_condition", "condition_parser", "ignore_row_if")
MANY = ("batch_id", "table", "column_list", "row_condition", "condition_parser", "ignore_row_if")
IgnorePair = Literal["both_values_are_missing", "either_value_is_missing", "neither"]
IgnoreMany = Literal["all_values_are_missing", "any_value_is_missing", "never"]


class PresenceFollows(ColumnPairMapMetricProvider):
    """True unless column B holds one of `values` and column A is missing (or, with `present` false, is there)."""

    condition_metric_name = "column_pair_values.presence_follows"
    condition_domain_keys = PAIR
    condition_value_keys = ("values", "present")

    @column_pair_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_A: Any, column_B: Any, values: list[str], present: bool, **_: Any) -> Any:  # noqa: N803, N805
        holds = column_A.notna() if present else column_A.isna()
        return ~column_B.isin(values) | holds


class ExpectPresenceToFollow(ColumnPairMapExpectation):
    """Column A has a value (or none, with `present` false) wherever column B holds one of `values`."""

    values: list[str]
    present: bool = True
    ignore_row_if: IgnorePair = "neither"
    map_metric = "column_pair_values.presence_follows"
    success_keys = ("column_A", "column_B", "values", "present", "ignore_row_if", "mostly")
    args_keys = ("column_A", "column_B", "values", "present")


class DaysApart(ColumnPairMapMetricProvider):
    """True where `low` ≤ days from column B to column A ≤ `high`."""

    condition_metric_name = "column_pair_values.days_apart"
    condition_domain_keys = PAIR
    condition_value_keys = ("low", "high")

    @column_pair_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_A: Any, column_B: Any, low: int | None, high: int | None, **_: Any) -> Any:  # noqa: N803, N805
        days = (column_A - column_B).dt.days
        return pd.Series(True, index=days.index) & (low is None or days >= low) & (high is None or days <= high)


class ExpectDaysApartToBeBetween(ColumnPairMapExpectation):
    """Column A follows column B by at least `low` and at most `high` days (either bound may be left out)."""

    low: int | None = None
    high: int | None = None
    ignore_row_if: IgnorePair = "either_value_is_missing"
    map_metric = "column_pair_values.days_apart"
    success_keys = ("column_A", "column_B", "low", "high", "ignore_row_if", "mostly")
    args_keys = ("column_A", "column_B", "low", "high")


class TotalAgrees(MulticolumnMapMetricProvider):
    """True where the first column is within `tolerance` of the sum of the others; silent where total or all parts are missing."""

    condition_metric_name = "multicolumn_values.total_agrees"
    condition_domain_keys = MANY
    condition_value_keys = ("tolerance",)

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_list: Any, tolerance: float, **_: Any) -> Any:  # noqa: N805
        total, parts = column_list.iloc[:, 0], column_list.iloc[:, 1:]
        near = (total - parts.sum(axis=1)).abs() <= tolerance + 1e-6  # the last digit of a binary float is no finding
        return near | total.isna() | parts.isna().all(axis=1)


class ExpectTotalToAgreeWithParts(MulticolumnMapExpectation):
    """The first of `column_list` equals the sum of the others within `tolerance`, where any of them is given."""

    tolerance: float | SuiteParameterDict = 0.0  # type: ignore[type-arg]
    ignore_row_if: IgnoreMany = "never"
    map_metric = "multicolumn_values.total_agrees"
    success_keys = ("column_list", "tolerance", "ignore_row_if", "mostly")
    args_keys = ("column_list", "tolerance")
