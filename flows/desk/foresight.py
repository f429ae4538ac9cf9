"""What a decision would do, told before it is made: records go through mapping and judge as in the next run, and nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import polars as pl
import sqlalchemy as sa

from flows.days import local_today
from flows.wiring import Wiring
from relay.desk.corrections import carried_by
from relay.desk.decisions import Change
from relay.stages.preview import claims
from relay.status import Severity
from relay.store import documents, raw_pages
from relay.store.bulk import among
from relay.store.tables import version


@dataclass(frozen=True)
class Foreseen:
    """Of `records`, `passing` would go to the outbox; `failing`: rule → how many would still be held by it."""

    records: int
    passing: int
    failing: Mapping[str, int]


def foresee(wiring: Wiring, flow: str, changes: Sequence[Change]) -> Foreseen:
    """What the next run would make of these records, keys that other records claim included."""
    frame = _frame(wiring, changes)
    made = wiring.mapping(flow).normalise(frame)
    readable = made.frame.filter(pl.col("content").is_not_null())
    judged = wiring.judge(flow, local_today())(readable.select(record_id="version_id", content="content")).violations
    by_suite = judged.rename({"record_id": "version_id"}).select("version_id", "rule", "field", "severity")
    # As validate does: a field the mapping already refused is not judged a second time.
    by_suite = by_suite.join(made.violations, on=["version_id", "field"], how="anti")
    found = pl.concat([made.violations.select(by_suite.columns), by_suite]).filter(severity=Severity.CRITICAL.value)
    claimed = claims(wiring.store, flow, made, _owners(wiring, changes))
    pairs = {(one.version_id, rule) for one in _on_top(wiring, changes) for rule in one.rules}
    held = {
        (version_id, rule) for version_id, rule in pl.concat([found.select(claimed.columns), claimed]).iter_rows()
    } - pairs
    failing = Counter(rule for _, rule in held)
    return Foreseen(len(changes), len(changes) - len({version_id for version_id, _ in held}), dict(failing))


def _on_top(wiring: Wiring, changes: Sequence[Change]) -> list[Change]:
    """The changes with what earlier decisions set and let pass."""
    with wiring.store.read() as tx:
        before = carried_by(tx, [one.version_id for one in changes])
    empty: tuple[dict[str, object], tuple[str, ...]] = ({}, ())
    return [
        Change(
            one.version_id,
            {**before.get(one.version_id, empty)[0], **(one.fields or {})},
            (*before.get(one.version_id, empty)[1], *one.rules),
        )
        for one in changes
    ]


def _owners(wiring: Wiring, changes: Sequence[Change]) -> pl.DataFrame:
    """version_id, record_id of the records decided about."""
    ids = [one.version_id for one in changes]
    query = sa.select(version.c.version_id, version.c.record_id)
    with wiring.store.read() as tx:
        rows = tx.execute(query.where(among(tx, version.c.version_id, ids))).fetchall()
    return pl.DataFrame(
        [tuple(row) for row in rows], schema={"version_id": pl.Int64, "record_id": pl.Int64}, orient="row"
    )


def _frame(wiring: Wiring, changes: Sequence[Change]) -> pl.DataFrame:
    set_ = [(one.version_id, msgspec.json.encode(one.fields).decode()) for one in _on_top(wiring, changes)]
    with wiring.store.read() as tx:
        ids = [one.version_id for one in changes]
        raw, read = raw_pages.of_versions(tx, ids), documents.told_by(tx, ids)
    corrected = pl.DataFrame(set_, schema={"version_id": pl.Int64, "corrected": pl.String}, orient="row")
    for given in (corrected, read):
        raw = raw.join(given, on="version_id", how="left", maintain_order="left")
    return raw
