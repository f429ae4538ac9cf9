"""Runs a suite over a batch with Great Expectations and brings back who broke what, never with what value.

Pandas batches of at most 100,000 records, result format COMPLETE with `record_id` as the index and values left out: on a pandas batch
all failing ids come back (on SQL only 20). Every count is checked against the ids; an expectation that raised is an error, never a pass.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from threading import Lock
from typing import Any

import polars as pl

from expectations.suite.catalogue import suite_of
from expectations.suite.decode import decode
from expectations.suite.neighbours import Known, flagged, strangers, told
from expectations.suite.rule import Rule, Suite
from relay.errors import FatalError
from relay.model import FACTS, VIOLATIONS, Judge, Judgement, RuleRun

BATCH = 100_000
STOP_FROM = 50  # a batch this large in which every record breaks the same critical rule points at the source, not at its records
RESULT_FORMAT = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": ["record_id"],
    "exclude_unexpected_values": True,
    "include_unexpected_rows": False,
    "return_unexpected_index_query": False,
    "partial_unexpected_count": 0,
}
_one_at_a_time = Lock()  # the ephemeral context is shared by the process


def judge_for(
    contract: str, today: date, limits: Mapping[str, float] | None = None, known: Known | None = None
) -> Judge:
    """The judge of a contract as of `today`; `limits` replaces numbers of the suite's own `limits`.

    `known` is what records of other batches told; without it a record is held against its own batch only.

    Raises FatalError at once when the contract has no suite or no such limit, and when judging if a rule cannot be evaluated.
    """
    return judge_with(suite_of(contract), today, limits, known)


def judge_with(
    suite: Suite, today: date, limits: Mapping[str, float] | None = None, known: Known | None = None
) -> Judge:
    """As `judge_for`, with a suite of one's own."""
    parameters = {
        "morning": datetime.combine(today, time.min),
        "evening": datetime.combine(today, time(23, 59, 59)),
        **suite.limits,
        **_known(suite, limits or {}),
    }

    def judge(frame: pl.DataFrame) -> Judgement:
        batches = frame.iter_slices(BATCH) if frame.height else ()  # an empty batch is not worth importing for
        decoded = [_with_neighbours(suite, batch, known or Known()) for batch in batches]
        parts = [_judge_batch(suite, parameters, batch) for batch, _ in decoded]
        facts = pl.concat([pl.DataFrame(schema=FACTS), *(told for _, told in decoded)])
        return _together(suite, parts, frame.height, facts)

    return judge


def _known(suite: Suite, limits: Mapping[str, float]) -> Mapping[str, float]:
    for name in limits.keys() - suite.limits.keys():
        raise FatalError(
            f"The suite {suite.contract} has no limit {name}; it has {sorted(suite.limits)}.",
            f"Bộ quy tắc {suite.contract} không có ngưỡng {name}; chỉ có {sorted(suite.limits)}.",
            contract=suite.contract,
        )
    return limits


def _with_neighbours(suite: Suite, batch: pl.DataFrame, known: Known) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The decoded batch with its clashes and strangers, and what it tells others."""
    owner = batch["owner"] if "owner" in batch.columns else batch["record_id"]
    decoded = decode(suite, batch).with_columns(owner.cast(pl.Int64).alias("owner"))
    said = told(suite.tells, decoded, known.secret)
    mine = said.join(decoded.select("record_id", "owner"), on="record_id")
    return strangers(suite.strangers, flagged(suite.clashes, decoded, mine, known), known), said


def _judge_batch(
    suite: Suite, parameters: Mapping[str, object], decoded: pl.DataFrame
) -> list[tuple[Rule, int, list[int]]]:
    with _one_at_a_time:
        results = _validate(suite, parameters, decoded)
    by_id = {rule.id: rule for rule in suite.rules}
    if sorted(result.expectation_config.meta["rule"] for result in results) != sorted(by_id):
        raise _broken(suite, "some rules gave no result")
    return [_outcome(suite, by_id[result.expectation_config.meta["rule"]], result) for result in results]


@cache
def _great_expectations() -> tuple[Any, Any, Any]:
    """(core expectations, ours, batch definition): imported and set up once per process, offline and silent."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    from expectations.suite import custom

    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)  # its tracebacks may quote values
    config = DataContextConfig(  # stores in memory, and no folder for Data Docs, which would hold values
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False),
        analytics_enabled=False,
    )
    context = gx.get_context(mode="ephemeral", project_config=config)
    asset = context.data_sources.add_pandas("records").add_dataframe_asset("batch")
    return gx, custom, asset.add_batch_definition_whole_dataframe("whole")


def _gx_suite(suite: Suite) -> Any:
    gx, custom, _ = _great_expectations()
    made = gx.ExpectationSuite(name=suite.contract)
    for rule in suite.rules:
        kind = getattr(custom, rule.check.expectation, None) or getattr(gx.expectations, rule.check.expectation)
        meta = {"rule": rule.id}
        made.add_expectation(kind(**rule.check.arguments, severity=rule.severity, description=rule.en, meta=meta))
    return made


def _validate(suite: Suite, parameters: Mapping[str, object], decoded: pl.DataFrame) -> Sequence[Any]:
    _, _, definition = _great_expectations()
    failure = ""
    try:
        columns = suite.derive(decoded).select("record_id", *suite.columns())
        batch = definition.get_batch({"dataframe": columns.to_pandas().set_index("record_id")})
        found = batch.validate(_gx_suite(suite), result_format=RESULT_FORMAT, expectation_parameters=parameters)
        results: Sequence[Any] = found.results
    except Exception as error:
        failure = type(error).__name__
    if failure:  # raised outside the handler, so that no message with a value in it hangs on the chain
        raise _broken(suite, failure)
    return results


def _outcome(suite: Suite, rule: Rule, result: Any) -> tuple[Rule, int, list[int]]:
    """(rule, records evaluated, ids of the records that broke it)."""
    if _raised(result.exception_info):
        raise _broken(suite, "the expectation raised", rule)
    found = result.result
    listed = found.get("unexpected_index_list") or [{"record_id": []}]
    ids = [int(one) for one in listed[0]["record_id"]]
    if len(ids) != found["unexpected_count"] or result.success != (not ids):
        raise _broken(suite, "the failing ids are incomplete", rule)
    return rule, found["element_count"] - (found.get("missing_count") or 0), ids


def _raised(info: Any) -> bool:
    """Great Expectations gives one record, or one per failed metric."""
    if "raised_exception" in info:
        return bool(info["raised_exception"])
    return any(_raised(one) for one in info.values())


def _broken(suite: Suite, why: str, rule: Rule | None = None) -> FatalError:
    return FatalError(
        f"The suite could not be evaluated ({why}); no record of the batch was judged. Correct the rule, then run the batch again.",
        f"Không chạy được bộ quy tắc ({why}); chưa bản ghi nào trong lô được xét. Cần sửa quy tắc rồi chạy lại lô.",
        contract=suite.contract,
        rule=rule.id if rule else "-",
    )


def _together(
    suite: Suite, parts: Sequence[list[tuple[Rule, int, list[int]]]], height: int, facts: pl.DataFrame
) -> Judgement:
    outcomes = [outcome for part in parts for outcome in part]
    violations = pl.concat([pl.DataFrame(schema=VIOLATIONS), *_violations(outcomes)])
    runs = [
        RuleRun(
            rule.id,
            sum(n for one, n, _ in outcomes if one is rule),
            sum(len(ids) for one, _, ids in outcomes if one is rule),
        )
        for rule in suite.rules
    ]
    return Judgement(violations, stops=list(_stops(suite, runs, height)), runs=runs, told=facts)


def _violations(outcomes: Iterable[tuple[Rule, int, list[int]]]) -> Iterator[pl.DataFrame]:
    for rule, _, ids in outcomes:
        if ids:
            named = [
                pl.lit(rule.id).alias("rule"),
                pl.lit(rule.field).alias("field"),
                pl.lit(rule.severity).alias("severity"),
            ]
            yield pl.DataFrame({"record_id": ids}, schema={"record_id": pl.Int64}).with_columns(named)


def _stops(suite: Suite, runs: Sequence[RuleRun], height: int) -> Iterator[str]:
    critical = {rule.id for rule in suite.rules if rule.severity == "critical"}
    for run in runs:
        if run.rule in critical and run.failed == height >= STOP_FROM:
            yield f"{run.rule}: all {height} records of the batch break this rule; look at the source and its mapping first"
