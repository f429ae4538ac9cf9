"""Validate: the changed records of a batch meet the suite; only the failing ones are quarantined.

A field the mapping already refused is not judged a second time. A natural key that two live records claim quarantines both,
save one that the nation has already accepted.
"""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa

from relay.desk import corrections
from relay.errors import FatalError
from relay.model import VIOLATIONS, Judge, Judgement
from relay.stages.batches import at_step, move_on, step_of
from relay.status import Severity, Status, Step
from relay.store import Store, facts, natural_keys
from relay.store.bulk import insert_frame, read_frame
from relay.store.scan_tables import comparison
from relay.store.tables import content, of_batch, rule_run, version, violation

CONTENT = {"record_id": pl.Int64, "owner": pl.Int64, "content": pl.String}
FOUND = {"version_id": pl.Int64, "rule": pl.String, "field": pl.String, "severity": pl.String}

#: The field a mapping names when it could not read a record at all; nothing else is asked about such a record.
WHOLE = "raw"


def validate(store: Store, flow: str, batch_id: int, judge: Judge) -> int:
    """Judge a batch. Returns how many of its versions are quarantined now.

    Raises FatalError when a batch-level expectation stops the batch: its versions stay `received`.
    """
    with store.read() as tx:
        if step_of(tx, batch_id) != Step.NORMALISED:
            return 0
        frame = _contents(tx, batch_id)
    judgement = judge(frame) if len(frame) else Judgement(pl.DataFrame(schema=VIOLATIONS))
    if judgement.stops:
        raise FatalError(
            f"A batch was held back by a batch-level expectation: {'; '.join(judgement.stops)}. Check the source, then run again.",
            f"Lô dữ liệu bị giữ lại do kỳ vọng cấp lô: {'; '.join(judgement.stops)}. Kiểm tra nguồn rồi chạy lại.",
            flow=flow,
            batch_id=batch_id,
        )
    with store.begin(flow) as tx:
        if not at_step(tx, batch_id, Step.NORMALISED):
            return 0
        insert_frame(tx, violation, _new_violations(tx, batch_id, judgement))
        insert_frame(tx, rule_run, _runs(batch_id, judgement))
        insert_frame(tx, comparison, judgement.compared.rename({"record_id": "version_id"}))
        _quarantine_critical(tx, batch_id)
        facts.keep(tx, batch_id, judgement.told)
        natural_keys.quarantine_shared(tx, flow, batch_id)
        natural_keys.quarantine_changed(tx, batch_id)
        natural_keys.free(tx, flow)
        move_on(tx, batch_id, Step.VALIDATED)
        return _held(tx, batch_id)


def _contents(tx: sa.Connection, batch_id: int) -> pl.DataFrame:
    unreadable = sa.select(violation.c.version_id).where(
        violation.c.field == WHOLE, of_batch(violation.c.version_id, batch_id)
    )
    query = (
        sa.select(content.c.version_id, version.c.record_id, content.c.payload)
        .join(version, version.c.version_id == content.c.version_id)
        .where(
            of_batch(version.c.version_id, batch_id),
            version.c.status == Status.RECEIVED,
            content.c.payload.is_not(None),
        )
        .where(version.c.version_id.not_in(unreadable))
        .order_by(content.c.version_id)
    )
    return read_frame(tx, query, CONTENT)


def _new_violations(tx: sa.Connection, batch_id: int, judgement: Judgement) -> pl.DataFrame:
    found = judgement.violations
    if found.is_empty():
        return pl.DataFrame(schema=FOUND)
    found = found.rename({"record_id": "version_id"}).select(FOUND.keys())
    query = sa.select(violation.c.version_id, violation.c.field).where(of_batch(violation.c.version_id, batch_id))
    refused = read_frame(tx, query, {"version_id": pl.Int64, "field": pl.String})
    found = found.join(refused, on=["version_id", "field"], how="anti")
    passing = corrections.let_pass(tx, batch_id).with_columns(passing=pl.lit(value=True))
    severity = pl.when("passing").then(pl.lit(Severity.WARNING.value)).otherwise("severity")
    marked = found.join(passing, on=["version_id", "rule"], how="left", maintain_order="left")
    return marked.select("version_id", "rule", "field", severity=severity)


def _runs(batch_id: int, judgement: Judgement) -> pl.DataFrame:
    rows = [(batch_id, run.rule, run.evaluated, run.failed) for run in judgement.runs]
    schema = {"batch_id": pl.Int64, "rule": pl.String, "evaluated": pl.Int64, "failed": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _held(tx: sa.Connection, batch_id: int) -> int:
    """Counted once each, however many reasons a version is held for."""
    held = sa.and_(of_batch(version.c.version_id, batch_id), version.c.status == Status.QUARANTINED)
    return int(tx.execute(sa.select(sa.func.count()).where(held)).scalar_one())


def _quarantine_critical(tx: sa.Connection, batch_id: int) -> None:
    critical = sa.select(violation.c.version_id).where(
        violation.c.severity == Severity.CRITICAL, of_batch(violation.c.version_id, batch_id)
    )
    tx.execute(
        version.update()
        .where(
            of_batch(version.c.version_id, batch_id),
            version.c.status == Status.RECEIVED,
            version.c.version_id.in_(critical),
        )
        .values(status=Status.QUARANTINED)
    )
