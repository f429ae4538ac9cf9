"""Judges one batch by the expectations about whole batches: reasons to stop it, in both languages, without a value of a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from expectations.batch.limits import BatchLimits
from expectations.batch.profile import Profile
from expectations.batch.usual import Usual
from relay.errors import FatalError

#: A key that is no plain name may hold anything: it is counted and not told.
PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,40}")
TOLD = 10
#: How far a field may be from usual, in times of what the nights before were.
OWN_SPREAD = 1.5


@dataclass(frozen=True)
class Stop:
    """Why a batch is stopped: the rule it broke (batch.volume, batch.freshness, batch.keys, batch.drift) and what was found."""

    rule: str
    vi: str
    en: str


def judge_batch(found: Profile, changed: int, day: date, before: Usual, limits: BatchLimits) -> list[Stop]:
    """What is unusual about a batch. `changed`: records that changed in its whole night; `day`: the night.

    Nothing while there are fewer than `limits.least_nights` to compare with. Raises FatalError when an expectation cannot be evaluated.
    """
    if before.nights < limits.least_nights:
        return []
    asked = list(_asked(found, changed, day, before, limits))
    return (
        [_told(result, before) for result in _validated(found, changed, asked) if not result.success] if asked else []
    )


def _asked(
    found: Profile, changed: int, day: date, before: Usual, limits: BatchLimits
) -> Iterator[tuple[str, dict[str, Any]]]:
    """(expectation, arguments) of each that says something about a batch of this size."""
    low = limits.least_share * before.low if before.low >= limits.least_records else 0
    high = max(limits.most_times * before.high, limits.least_records)
    yield "ExpectVolumeToBeBetween", {"low": low, "high": high}
    if before.seen:
        known = {"seen": sorted(before.seen), "always": sorted(before.always)}
        yield "ExpectKeysToBeKnown", {**known, "least": limits.key_share * max(found.keys.values(), default=0)}
    if found.records < limits.least_records:
        return
    if before.age is not None:
        oldest = day - timedelta(days=before.age + limits.older_days)
        yield "ExpectNewestNotBefore", {"day": oldest.isoformat()}
    for name, codes in before.codes.items():
        if sum(codes.values()) >= limits.least_records:
            most = max(limits.distance, OWN_SPREAD * before.spread.get(name, 0))
            yield "ExpectCodesToStayNear", {"name": name, "usual": dict(codes), "most": min(most, 1)}


def _validated(found: Profile, changed: int, asked: list[tuple[str, dict[str, Any]]]) -> list[Any]:
    """The results of Great Expectations over the table of counts."""
    import pandas as pd

    from expectations.batch import custom
    from expectations.suite.judge import _great_expectations, _one_at_a_time

    gx, _, definition = _great_expectations()
    suite = gx.ExpectationSuite(name="batch")
    for kind, arguments in asked:
        suite.add_expectation(getattr(custom, kind)(**arguments))
    table = pd.DataFrame(_rows(found, changed), columns=["kind", "name", "code", "records"])
    with _one_at_a_time:
        results: list[Any] = definition.get_batch({"dataframe": table}).validate(suite, result_format="BASIC").results
    if len(results) != len(asked) or any("observed_value" not in one.result for one in results):
        raise FatalError(
            "An expectation about whole batches could not be evaluated; the batch was not judged. Correct it, then run the batch again.",
            "Không chạy được kỳ vọng cấp lô; lô chưa được xét. Cần sửa kỳ vọng rồi chạy lại lô.",
        )
    return results


def _rows(found: Profile, changed: int) -> list[tuple[str, str, str, int]]:
    rows = [("night", "", "", changed)]
    rows += [("newest", "", found.newest, 1)] if found.newest else []
    rows += [("key", key, "", count) for key, count in found.keys.items()]
    return rows + [("code", name, code, count) for name, codes in found.codes.items() for code, count in codes.items()]


def _told(result: Any, before: Usual) -> Stop:
    observed, asked = result.result["observed_value"], result.expectation_config.kwargs
    match result.expectation_config.type:
        case "expect_volume_to_be_between":
            usual = f"{before.low:.0f}–{before.high:.0f}"
            return Stop(
                "batch.volume",
                f"đêm nay {observed} bản ghi thay đổi, thường {usual}",
                f"{observed} records changed tonight, usually {usual}",
            )
        case "expect_newest_not_before":
            limit = asked["day"]
            return Stop(
                "batch.freshness",
                f"ngày mới nhất {observed}, lẽ ra từ {limit}",
                f"the newest day is {observed}, expected {limit} or later",
            )
        case "expect_keys_to_be_known":
            new, gone = _named(observed["new"]), _named(observed["gone"])
            return Stop(
                "batch.keys", f"trường mới: {new}; trường mất: {gone}", f"new keys: {new}; keys that are gone: {gone}"
            )
    name, most = asked["name"], asked["most"]
    return Stop(
        "batch.drift",
        f"phân bố mã của {name} lệch {observed:.2f} (tối đa {most:.2f})",
        f"the codes of {name} are spread otherwise: distance {observed:.2f}, at most {most:.2f}",
    )


def _named(keys: list[str]) -> str:
    plain = [key for key in keys if PLAIN.fullmatch(key)][:TOLD]
    more = len(keys) - len(plain)
    return ", ".join([*plain, *([f"+{more}"] if more else [])]) or "–"
