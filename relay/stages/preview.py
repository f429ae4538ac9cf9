"""Preview: what a run would do, without storing or sending anything; what nobody can know beforehand is left undecided, not guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import polars as pl
import sqlalchemy as sa

from relay.errors import RelayError
from relay.model import Endpoint, Judge, Message, Normalised, RecordMapping, Verdict
from relay.status import Severity
from relay.store import Store, natural_keys
from relay.store.bulk import among
from relay.store.diff import changed_rows, hashed
from relay.store.tables import record

BROKEN = {"version_id": pl.Int64, "rule": pl.String}


@dataclass(frozen=True)
class Preview:
    """`counts` so far, how many versions each rule holds back (one may break several), and the records that would be staged:
    version_id, natural_key, unit, content, parents.
    """

    counts: Counter[str]
    rules: Counter[str]
    ready: pl.DataFrame


@dataclass(frozen=True)
class Answered:
    """What the endpoint would say: counts, refusals by code, and the versions (their version_id) it could not be asked about."""

    counts: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    undecided: list[int] = field(default_factory=list)


def judged(store: Store, flow: str, source: str, rows: pl.DataFrame, mapping: RecordMapping, judge: Judge) -> Preview:
    """What would become of all rows a source gives now (columns of a Page, in order), up to staging.

    Counts pulled, unchanged, superseded, deleted and quarantined.
    """
    with store.read() as tx:
        changed = changed_rows(tx, flow, source, hashed(rows))
    newest = changed.filter("last")
    live = newest.filter(~pl.col("deleted")).with_row_index("version_id").cast({"version_id": pl.Int64})
    made = mapping.normalise(live.select("version_id", "source_id", "raw"))
    broken = pl.concat([_broken(made, live, judge), claims(store, flow, made, live)]).unique()
    bad = broken["version_id"].unique()
    counts = Counter(
        pulled=len(rows),
        unchanged=len(rows) - len(changed),
        superseded=len(changed) - len(newest),
        deleted=len(newest) - len(live),
        quarantined=len(bad),
    )
    return Preview(counts, Counter(broken["rule"]), made.frame.filter(~pl.col("version_id").is_in(bad.implode())))


def delivered(
    flow: str, ready: pl.DataFrame, known: Callable[[Sequence[str]], set[str]], endpoint: Endpoint
) -> Answered:
    """What the endpoint would answer; it is only asked to check. A refusal it announces counts as refused and as quarantined."""
    parents = ready.explode("parents")["parents"].drop_nulls().unique().to_list()
    found = known(parents) if parents else set()
    told, messages = Answered(), list[Message]()
    for version_id, key, content, needs in ready.select("version_id", "natural_key", "content", "parents").iter_rows():
        if any(parent not in found for parent in needs or ()):
            told.counts["waiting"] += 1
        else:
            messages.append(Message(version_id, f"preview-{version_id}", key, "upsert", content.encode()))
    for start in range(0, len(messages), endpoint.batch_size):
        try:
            verdicts = endpoint.check(flow, messages[start : start + endpoint.batch_size])
        except RelayError:
            # It has no such call, or does not answer now: the rest would only be refused alike.
            told.undecided.extend(message.version_id for message in messages[start:])
            break
        for message, verdict in zip(messages[start:], verdicts, strict=False):
            _count(told, message, verdict)
    return told


def refuse(told: Answered, code: str) -> None:
    """Count one version that will be refused with this code."""
    told.counts.update(refused=1, quarantined=1)
    told.codes[code] += 1


def _count(told: Answered, message: Message, verdict: Verdict) -> None:
    if verdict.kind == "refused":
        refuse(told, verdict.code)
    elif verdict.kind == "unknown":
        told.undecided.append(message.version_id)
    else:
        told.counts["waiting" if verdict.kind == "parent_unknown" else "accepted"] += 1


def _broken(made: Normalised, live: pl.DataFrame, judge: Judge) -> pl.DataFrame:
    """(version_id, rule) of everything critical that the mapping and the suite find."""
    unreadable = made.violations.filter(pl.col("field") == "raw")["version_id"]
    readable = made.frame.filter(pl.col("content").is_not_null() & ~pl.col("version_id").is_in(unreadable.implode()))
    # A record the store does not know yet is its own owner, under a number no record has.
    owners = live.select("version_id", owner=pl.coalesce("record_id", -1 - pl.col("version_id")))
    owned = readable.join(owners, on="version_id", how="left", maintain_order="left")
    judgement = judge(owned.select("owner", "content", record_id="version_id"))
    suite = judgement.violations.rename({"record_id": "version_id"})
    # As in validate: a field the mapping already refused is not judged a second time.
    suite = suite.join(made.violations, on=["version_id", "field"], how="anti")
    critical = pl.col("severity") == Severity.CRITICAL
    return pl.concat([found.filter(critical).select("version_id", "rule") for found in (suite, made.violations)])


def claims(store: Store, flow: str, made: Normalised, live: pl.DataFrame) -> pl.DataFrame:
    """(version_id, rule) of natural keys that two records claim, among these or with one of the store, or that are no longer their
    record's.
    """
    owners = dict(live.select("version_id", "record_id").iter_rows())
    keys = dict(made.frame.select("version_id", "natural_key").iter_rows())
    with store.read() as tx:
        others = natural_keys.claimed(tx, flow, list(set(keys.values())), set(owners.values()) - {None})
        held = _held(tx, [owner for owner in owners.values() if owner is not None])
    times = Counter(keys.values())
    rows = [(at, natural_keys.SHARED) for at, key in keys.items() if times[key] > 1 or key in others]
    rows += [(at, natural_keys.CHANGED) for at, key in keys.items() if held.get(owners[at], key) != key]
    return pl.DataFrame(rows, schema=BROKEN, orient="row")


def _held(tx: sa.Connection, record_ids: list[int]) -> dict[int | None, str]:
    """record_id → the key the nation holds it under."""
    query = sa.select(record.c.record_id, record.c.accepted_key).where(
        among(tx, record.c.record_id, record_ids),
        record.c.accepted_deleted.is_(False),
        record.c.accepted_key.is_not(None),
    )
    return dict(map(tuple, tx.execute(query)))
