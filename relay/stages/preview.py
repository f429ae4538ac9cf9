"""Preview: what a run would do, without storing or sending anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from relay.model import Endpoint, Judge, Message, Normalised, RecordMapping
from relay.status import Severity
from relay.store import Store
from relay.store.diff import changed_rows, hashed


@dataclass(frozen=True)
class Preview:
    """`counts` so far, and the records that would be staged: version_id, natural_key, unit, content, parents."""

    counts: Counter[str]
    ready: pl.DataFrame


def judged(store: Store, flow: str, source: str, rows: pl.DataFrame, mapping: RecordMapping, judge: Judge) -> Preview:
    """What would become of all rows a source gives now (columns of a Page, in order), up to staging.

    Counts pulled, unchanged, superseded, deleted and quarantined.
    """
    with store.read() as tx:
        changed = changed_rows(tx, flow, source, hashed(rows))
    newest = changed.filter("last")
    live = newest.filter(~pl.col("deleted")).with_row_index("version_id").cast({"version_id": pl.Int64})
    made = mapping.normalise(live.select("version_id", "source_id", "raw"))
    bad = _bad(made, live, judge)
    counts = Counter(
        pulled=len(rows),
        unchanged=len(rows) - len(changed),
        superseded=len(changed) - len(newest),
        deleted=len(newest) - len(live),
        quarantined=len(bad),
    )
    return Preview(counts, made.frame.filter(~pl.col("version_id").is_in(list(bad))))


def delivered(
    flow: str, ready: pl.DataFrame, known: Callable[[Sequence[str]], set[str]], endpoint: Endpoint
) -> Counter[str]:
    """What the endpoint would answer; it is only asked to check. A refusal it announces counts as quarantined."""
    parents = ready.explode("parents")["parents"].drop_nulls().unique().to_list()
    found = known(parents) if parents else set()
    counts: Counter[str] = Counter()
    messages = []
    for version_id, key, content, needs in ready.select("version_id", "natural_key", "content", "parents").iter_rows():
        if any(parent not in found for parent in needs or ()):
            counts["waiting"] += 1
        else:
            messages.append(Message(version_id, f"preview-{version_id}", key, "upsert", content.encode()))
    for start in range(0, len(messages), endpoint.batch_size):
        for verdict in endpoint.check(flow, messages[start : start + endpoint.batch_size]):
            counts[{"refused": "quarantined", "parent_unknown": "waiting"}.get(verdict.kind, "accepted")] += 1
    return counts


def _bad(made: Normalised, live: pl.DataFrame, judge: Judge) -> set[int]:
    unreadable = made.violations.filter(pl.col("field") == "raw")["version_id"]
    readable = made.frame.filter(pl.col("content").is_not_null() & ~pl.col("version_id").is_in(unreadable.implode()))
    # A record the store does not know yet is its own owner, under a number no record has.
    owners = live.select("version_id", owner=pl.coalesce("record_id", -1 - pl.col("version_id")))
    owned = readable.join(owners, on="version_id", how="left", maintain_order="left")
    suite = judge(owned.select("owner", "content", record_id="version_id")).violations
    by_suite = suite.filter(pl.col("severity") == Severity.CRITICAL)["record_id"]
    by_mapping = made.violations.filter(pl.col("severity") == Severity.CRITICAL)["version_id"]
    shared = made.frame.filter(pl.col("natural_key").is_duplicated())["version_id"]
    return {*by_suite, *by_mapping, *shared}
