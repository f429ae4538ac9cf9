"""What people decided, as the stages need it: fields they set on the versions of a batch, and rules they let pass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import polars as pl
import sqlalchemy as sa

from relay.audit import leaves
from relay.store.bulk import among, read_frame
from relay.store.desk_tables import correction
from relay.store.tables import of_batch

FIELDS = {"version_id": pl.Int64, "corrected": pl.String}
RULES = {"version_id": pl.Int64, "rule": pl.String}


def fields_set(tx: sa.Connection, batch_id: int) -> pl.DataFrame:
    """version_id, corrected (JSON of contract fields) of the batch's versions that carry a correction."""
    mine = of_batch(correction.c.next_version_id, batch_id)
    query = sa.select(correction.c.next_version_id, correction.c.fields).where(mine, correction.c.fields.is_not(None))
    return read_frame(tx, query, FIELDS)


def let_pass(tx: sa.Connection, batch_id: int) -> pl.DataFrame:
    """version_id, rule: breaches that two persons let pass, with a reason."""
    mine = of_batch(correction.c.next_version_id, batch_id)
    query = sa.select(correction.c.next_version_id, correction.c.rules).where(mine, correction.c.rules.is_not(None))
    rows = [(version_id, rule) for version_id, rules in tx.execute(query) for rule in msgspec.json.decode(rules)]
    return pl.DataFrame(rows, schema=RULES, orient="row")


def carried_by(tx: sa.Connection, version_ids: Sequence[int]) -> dict[int, tuple[dict[str, Any], tuple[str, ...]]]:
    """version id → (fields set, rules let pass) of versions that an earlier decision brought forth; what comes next goes on from there."""
    mine = among(tx, correction.c.next_version_id, list(version_ids))
    query = sa.select(correction.c.next_version_id, correction.c.fields, correction.c.rules).where(mine)
    return {
        version_id: (msgspec.json.decode(fields or "{}"), tuple(msgspec.json.decode(rules or "[]")))
        for version_id, fields, rules in tx.execute(query)
    }


def leaf(row: Any) -> str:
    """What the audit log keeps of one row of a decision: ids, and a hash where values are."""
    fields = leaves.fingerprint(row.fields.encode()) if row.fields else ""
    return msgspec.json.encode(["decided", row.decision_id, row.version_id, fields, row.rules or ""]).decode()
