"""Our table-level expectations: they look at the table of a batch's counts (kind, name, code, records), never at a record.

Imported only when there are enough nights to compare with.
"""

from __future__ import annotations

from typing import Any

from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider

from expectations.batch.usual import distance


class TableCounts(TableMetricProvider):
    """The rows of the table: (kind, name, code, records)."""

    metric_name = "table.counts"

    @metric_value(engine=PandasExecutionEngine)
    def _pandas(cls, execution_engine: Any, metric_domain_kwargs: Any, **_: Any) -> list[tuple[Any, ...]]:  # noqa: N805
        table, _, _ = execution_engine.get_compute_domain(metric_domain_kwargs, domain_type="table")
        return list(table[["kind", "name", "code", "records"]].itertuples(index=False, name=None))


class OfCounts(BatchExpectation):
    """An expectation about the counts; `observe` says what was found and whether that is all right."""

    metric_dependencies = ("table.counts",)

    def observe(self, rows: list[tuple[Any, ...]]) -> tuple[Any, bool]:
        """What was found, and whether it is as expected."""
        raise NotImplementedError

    def _validate(
        self, metrics: Any, runtime_configuration: Any = None, execution_engine: Any = None
    ) -> dict[str, Any]:
        observed, fine = self.observe(metrics["table.counts"])
        return {"success": fine, "result": {"observed_value": observed}}


class ExpectVolumeToBeBetween(OfCounts):
    """low ≤ records that changed this night ≤ high."""

    low: float
    high: float
    success_keys = ("low", "high")
    args_keys = ("low", "high")

    def observe(self, rows: list[tuple[Any, ...]]) -> tuple[int, bool]:
        """The records of the night."""
        changed = sum(int(records) for kind, _, _, records in rows if kind == "night")
        return changed, self.low <= changed <= self.high


class ExpectNewestNotBefore(OfCounts):
    """The newest day of the batch is `day` or later; silent where it tells no day."""

    day: str
    success_keys = ("day",)
    args_keys = ("day",)

    def observe(self, rows: list[tuple[Any, ...]]) -> tuple[str, bool]:
        """The newest day."""
        newest = max((str(code) for kind, _, code, _ in rows if kind == "newest"), default="")
        return newest, not newest or newest >= self.day


class ExpectKeysToBeKnown(OfCounts):
    """No key that was never `seen` on `least` records or more, and all that were `always` there."""

    seen: list[str]
    always: list[str]
    least: float
    success_keys = ("seen", "always", "least")
    args_keys = ("seen", "always", "least")

    def observe(self, rows: list[tuple[Any, ...]]) -> tuple[dict[str, list[str]], bool]:
        """New and vanished keys."""
        keys = {str(name): records for kind, name, _, records in rows if kind == "key"}
        new = sorted(key for key, records in keys.items() if key not in self.seen and records >= self.least)
        gone = sorted({*self.always} - {*keys})
        return {"new": new, "gone": gone}, not (keys and (new or gone))


class ExpectCodesToStayNear(OfCounts):
    """The codes of the field `name` are spread as in `usual`, up to `most` (Jensen–Shannon distance)."""

    name: str
    usual: dict[str, int]
    most: float
    success_keys = ("name", "usual", "most")
    args_keys = ("name", "usual", "most")

    def observe(self, rows: list[tuple[Any, ...]]) -> tuple[float, bool]:
        """The distance."""
        ours = {str(code): int(records) for kind, name, code, records in rows if kind == "code" and name == self.name}
        found = round(distance(ours, self.usual), 3)
        return found, found <= self.most
