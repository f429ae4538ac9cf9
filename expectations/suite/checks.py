"""The vocabulary of the suites: each function names one expectation. A missing value breaks only rules about presence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from expectations.suite.rule import Check

#: Filled in by Great Expectations with the first and the last second of the day a batch is judged on.
MORNING, EVENING = {"$PARAMETER": "morning"}, {"$PARAMETER": "evening"}


def limit(name: str) -> dict[str, str]:
    """A number of the suite's `limits`, which an installation may set otherwise."""
    return {"$PARAMETER": name}


def present(column: str) -> Check:
    """The column has a value."""
    return Check("ExpectColumnValuesToNotBeNull", {"column": column})


def absent(column: str) -> Check:
    """The column has no value; with a derived column that holds only what is wrong."""
    return Check("ExpectColumnValuesToBeNull", {"column": column})


def between(column: str, low: float | None = None, high: float | None = None, *, above: bool = False) -> Check:
    """low ≤ column ≤ high; `above` makes the lower bound strict."""
    return Check(
        "ExpectColumnValuesToBeBetween", {"column": column, "min_value": low, "max_value": high, "strict_min": above}
    )


def not_after_today(column: str) -> Check:
    """A datetime column is not in the future."""
    return Check("ExpectColumnValuesToBeBetween", {"column": column, "max_value": EVENING})


def not_past(column: str) -> Check:
    """A datetime column is not before today."""
    return Check("ExpectColumnValuesToBeBetween", {"column": column, "min_value": MORNING})


def not_before(later: str, earlier: str) -> Check:
    """`later` ≥ `earlier`, where both are given."""
    return _pair("ExpectColumnPairValuesAToBeGreaterThanB", later, earlier, or_equal=True)


def after(later: str, earlier: str) -> Check:
    """`later` > `earlier`, where both are given."""
    return _pair("ExpectColumnPairValuesAToBeGreaterThanB", later, earlier, or_equal=False)


def equal(one: str, other: str) -> Check:
    """The two columns agree, where both are given."""
    return _pair("ExpectColumnPairValuesToBeEqual", one, other)


def one_of(column: str, values: Sequence[str]) -> Check:
    """The column holds one of the values."""
    return Check("ExpectColumnValuesToBeInSet", {"column": column, "value_set": list(values)})


def present_when(column: str, decider: str, values: Sequence[str]) -> Check:
    """The column has a value wherever `decider` holds one of the values."""
    return _follows(column, decider, values, present=True)


def absent_when(column: str, decider: str, values: Sequence[str]) -> Check:
    """The column has no value wherever `decider` holds one of the values."""
    return _follows(column, decider, values, present=False)


def total_of(total: str, parts: Sequence[str], tolerance: Mapping[str, str]) -> Check:
    """`total` equals the sum of the parts that are given, within `tolerance` (a `limit`); nothing is said where no part is given."""
    arguments = {"column_list": [total, *parts], "tolerance": tolerance, "ignore_row_if": "never"}
    return Check("ExpectTotalToAgreeWithParts", arguments)


def days_apart(later: str, earlier: str, low: int | None = None, high: int | None = None) -> Check:
    """low ≤ days from `earlier` to `later` ≤ high, where both are given."""
    return _pair("ExpectDaysApartToBeBetween", later, earlier, low=low, high=high)


def _pair(expectation: str, one: str, other: str, **more: object) -> Check:
    arguments = {"column_A": one, "column_B": other, "ignore_row_if": "either_value_is_missing", **more}
    return Check(expectation, arguments)


def _follows(column: str, decider: str, values: Sequence[str], *, present: bool) -> Check:
    arguments = {"column_A": column, "column_B": decider, "values": list(values), "present": present}
    return Check("ExpectPresenceToFollow", {**arguments, "ignore_row_if": "neither"})
