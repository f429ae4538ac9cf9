"""Every table of the store. `docs/data-model.md` tells the life of each row.

Identifiers are plain integers: a batch is numbered by the database, and the versions it brings are numbered
`batch_id * 1_000_000 + position`, so ids are known before rows are written and sort by arrival. A record takes the id of its
first version. Hot tables carry no foreign keys: rows are written in bulk, in one transaction with the rows they point to.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData()

VERSIONS_PER_BATCH = 1_000_000

# SQLite only autoincrements a column spelt INTEGER; PostgreSQL wants 64 bits.
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware UTC time on both databases (SQLite keeps no zone of its own)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC)


def of_batch(column: sa.ColumnElement[int], batch_id: int) -> sa.ColumnElement[bool]:
    """Whether a version id was brought by this batch."""
    return column.between(batch_id * VERSIONS_PER_BATCH, (batch_id + 1) * VERSIONS_PER_BATCH - 1)


def brought_by(column: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Joins a version id to the batch that brought it."""
    return batch.c.batch_id == column // VERSIONS_PER_BATCH


batch = sa.Table(
    "batch",
    metadata,
    sa.Column("batch_id", BIG, primary_key=True, autoincrement=True),
    sa.Column("flow", sa.String, nullable=False),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("run_id", sa.String, nullable=False, index=True),
    sa.Column("pulled", sa.Integer, nullable=False),
    sa.Column("unchanged", sa.Integer, nullable=False),
    sa.Column("step", sa.String, nullable=False),
    sa.Column("pulled_at", UtcDateTime, nullable=False),
)

watermark = sa.Table(
    "watermark",
    metadata,
    sa.Column("flow", sa.String, primary_key=True),
    sa.Column("source", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
    sa.Column("moved_at", UtcDateTime, nullable=False),
)

record = sa.Table(
    "record",
    metadata,
    sa.Column("record_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("flow", sa.String, nullable=False),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("source_id", sa.String, nullable=False),
    sa.Column("raw_hash", sa.String, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("version_id", BIG, nullable=False),
    sa.Column("deleted", sa.Boolean, nullable=False),
    sa.Column("accepted_version_id", BIG),
    sa.Column("accepted_deleted", sa.Boolean),
    sa.Column("accepted_key", sa.String),
    sa.Column("accepted_hash", sa.String),
    sa.UniqueConstraint("flow", "source", "source_id"),
)

version = sa.Table(
    "version",
    metadata,
    sa.Column("version_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("record_id", BIG, nullable=False, index=True),
    sa.Column("flow", sa.String, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("deleted", sa.Boolean, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("hold", sa.String),
    sa.Index(
        "ix_version_open",
        "status",
        "flow",
        "version_id",
        # What is final or not judged yet is never looked for by status, and is most of the table.
        postgresql_where=sa.text("status IN ('quarantined', 'pending', 'waiting', 'unknown')"),
    ),
)

raw_page = sa.Table(
    "raw_page",
    metadata,
    sa.Column("batch_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("payload", sa.LargeBinary, nullable=False),
)

content = sa.Table(
    "content",
    metadata,
    sa.Column("version_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("flow", sa.String, nullable=False),
    sa.Column("natural_key", sa.String, nullable=False),
    sa.Column("unit", sa.String),
    sa.Column("unit_then", sa.String),
    sa.Column("parents", sa.Text),
    sa.Column("payload", sa.Text),
    sa.Index("ix_content_natural_key", "natural_key"),
)

change = sa.Table(
    "change",
    metadata,
    sa.Column("version_id", BIG, nullable=False, index=True),
    sa.Column("field", sa.String, nullable=False),
    sa.Column("change", sa.String, nullable=False),
)

violation = sa.Table(
    "violation",
    metadata,
    sa.Column("version_id", BIG, nullable=False, index=True),
    sa.Column("rule", sa.String, nullable=False),
    sa.Column("field", sa.String, nullable=False),
    sa.Column("severity", sa.String, nullable=False),
)

rule_run = sa.Table(
    "rule_run",
    metadata,
    sa.Column("batch_id", BIG, nullable=False, index=True),
    sa.Column("rule", sa.String, nullable=False),
    sa.Column("evaluated", sa.Integer, nullable=False),
    sa.Column("failed", sa.Integer, nullable=False),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("version_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("flow", sa.String, nullable=False),
    sa.Column("endpoint", sa.String, nullable=False),
    sa.Column("idempotency_key", sa.String, nullable=False, unique=True),
    sa.Column("natural_key", sa.String, nullable=False),
    sa.Column("op", sa.String, nullable=False),
    sa.Column("ticket", sa.String),
    sa.Column("request_id", BIG),
    sa.Column("staged_at", UtcDateTime, nullable=False),
)

request = sa.Table(
    "request",
    metadata,
    sa.Column("request_id", BIG, primary_key=True, autoincrement=True),
    sa.Column("flow", sa.String, nullable=False),
    sa.Column("endpoint", sa.String, nullable=False),
    sa.Column("run_id", sa.String, nullable=False),
    sa.Column("messages", sa.Integer, nullable=False),
    sa.Column("sent_at", UtcDateTime, nullable=False),
    sa.Column("answered_at", UtcDateTime),
)

attempt = sa.Table(
    "attempt",
    metadata,
    sa.Column("request_id", BIG, nullable=False, index=True),
    sa.Column("version_id", BIG, nullable=False, index=True),
    sa.Column("verdict", sa.String, nullable=False),
    sa.Column("code", sa.String),
    sa.Column("answer", sa.Integer),
    sa.Column("proof", sa.String),
    # Codes are counted among the few that were not accepted, never among all.
    sa.Index(
        "ix_attempt_not_accepted",
        "code",
        "request_id",
        postgresql_where=sa.text("verdict <> 'accepted'"),
        sqlite_where=sa.text("verdict <> 'accepted'"),
    ),
)

receipt = sa.Table(
    "receipt",
    metadata,
    sa.Column("version_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("flow", sa.String, nullable=False),
    sa.Column("endpoint", sa.String, nullable=False),
    sa.Column("receipt", sa.String, nullable=False),
    sa.Column("code", sa.String),
    sa.Column("returned", sa.Text, nullable=False),
    sa.Column("said", sa.Text),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Column("written_back_at", UtcDateTime),
    sa.Column("linked_at", UtcDateTime),
    sa.Index("ix_receipt_written_back", "flow", "written_back_at"),
    sa.Index("ix_receipt_linked", "flow", "linked_at"),
)

#: What a record tells others under a hashed key, for rules that look across records.
fact = sa.Table(
    "fact",
    metadata,
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("record_id", BIG, primary_key=True, autoincrement=False, index=True),
    sa.Column("value", sa.Text, nullable=False),
)
