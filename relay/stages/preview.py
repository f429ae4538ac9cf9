"""Preview: what a run would do, without storing or sending anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import polars as pl

from relay.model import Endpoint, Judge, Message, Normalised, Page, RecordMapping
from relay.status import Severity
from relay.store import Store
from relay.store.diff import changed_rows, hashed


def preview(
    store: Store,
    flow: str,
    source: str,
    page: Page,
    mapping: RecordMapping,
    judge: Judge,
    known: Callable[[Sequence[str]], set[str]],
    endpoint: Endpoint,
) -> Counter[str]:
    """Counts for one page: pulled, unchanged, deleted, and what would be quarantined, waiting or accepted.

    The endpoint is only asked to check; a refusal it announces counts as quarantined.
    """
    with store.read() as tx:
        changed = changed_rows(tx, flow, source, hashed(page.frame)).filter("last")
    live = (
        changed.filter(~pl.col("deleted"))
        .with_row_index("version_id")
        .with_columns(pl.col("version_id").cast(pl.Int64))
    )
    made = mapping.normalise(live.select("version_id", "source_id", "raw"))
    bad = _bad(made, judge)
    counts = Counter(pulled=len(page.frame), unchanged=len(page.frame) - len(changed), deleted=len(changed) - len(live))
    good = made.frame.filter(~pl.col("version_id").is_in(list(bad)))
    counts["quarantined"] = len(bad)
    parents = good.explode("parents")["parents"].drop_nulls().unique().to_list()
    found = known(parents) if parents else set()
    messages = []
    for version_id, key, _, content, needs in good.iter_rows():
        if any(parent not in found for parent in needs or ()):
            counts["waiting"] += 1
        else:
            messages.append(Message(version_id, f"preview-{version_id}", key, "upsert", content.encode()))
    for start in range(0, len(messages), endpoint.batch_size):
        for verdict in endpoint.check(flow, messages[start : start + endpoint.batch_size]):
            counts[_outcome(verdict.kind)] += 1
    return counts


def _bad(made: Normalised, judge: Judge) -> set[int]:
    readable = made.frame.filter(pl.col("content").is_not_null()).select(record_id="version_id", content="content")
    judged = judge(readable).violations.filter(pl.col("severity") == Severity.CRITICAL)["record_id"]
    mapped = made.violations.filter(pl.col("severity") == Severity.CRITICAL)["version_id"]
    shared = made.frame.filter(pl.col("natural_key").is_duplicated())["version_id"]
    return {*judged, *mapped, *shared}


def _outcome(kind: str) -> str:
    return {"refused": "quarantined", "parent_unknown": "waiting"}.get(kind, "accepted")
