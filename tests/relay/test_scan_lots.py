"""Scans are shared out in lots: every scan of a batch is in one lot and no other, and all scans of a record are in the same."""

from __future__ import annotations

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relay.scans import DOCUMENT, SCANS, ReadBefore
from relay.stages.digitise import digitise, lots
from relay.stages.pull import pull
from relay.store import Store
from tests.relay.engine import FLOW
from tests.relay.outside import ListSource


class Counted:
    """Names as many scans for each record as it was told, and remembers which it read."""

    def __init__(self, per_record: list[int]) -> None:
        self.per_record = per_record
        self.seen: list[tuple[int, str]] = []

    def attached(self, frame: pl.DataFrame) -> pl.DataFrame:
        counts = zip(frame["version_id"], self.per_record, strict=True)
        rows = [(one, f"{number}.jpg", "result") for one, count in counts for number in range(count)]
        return pl.DataFrame(rows, schema=SCANS, orient="row")

    def read(self, scans: pl.DataFrame, before: ReadBefore) -> pl.DataFrame:
        self.seen += [(one, page) for one, page, _ in scans.iter_rows()]
        told = {"number": 0, "outcome": "read", "engine": "plain", "fields": "{}", "reused": False, "broken": ""}
        missing = [
            pl.lit(told.get(name)).cast(kind).alias(name) for name, kind in DOCUMENT.items() if name not in SCANS
        ]
        return scans.with_columns(missing).select(DOCUMENT.keys())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 5), min_size=1, max_size=12), st.integers(1, 4))
def test_every_scan_is_read_once_in_lots_that_do_not_cut_a_record(
    store: Store, per_record: list[int], size: int
) -> None:
    name = f"{per_record}-{size}"
    page = [(f"{name}-{number}", name, None, False) for number in range(len(per_record))]
    for batch_id in pull(store, FLOW, ListSource([page]), name):
        digitiser = Counted(per_record)
        shared = lots(store, batch_id, digitiser, size)
        assert all(first <= last for first, last in shared)
        for lot in shared:
            digitise(store, batch_id, digitiser, lot)
        assert len(digitiser.seen) == len(set(digitiser.seen)) == sum(per_record)
        assert lots(store, batch_id, digitiser, size) == []
