"""Tables beside the journey of records: evidence, healing plans, and what all workers know of endpoints and sources."""

from __future__ import annotations

import sqlalchemy as sa

from relay.store.tables import BIG, UtcDateTime, metadata

audit_event = sa.Table(
    "audit_event",
    metadata,
    sa.Column("seq", BIG, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("flow", sa.String, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("previous", sa.String, nullable=False),
    sa.Column("hash", sa.String, nullable=False),
)

audit_head = sa.Table(
    "audit_head",
    metadata,
    sa.Column("seq", BIG, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.String, nullable=False),
    sa.Column("key_id", sa.String, nullable=False),
    sa.Column("signature", sa.String, nullable=False),
)

breaker = sa.Table(
    "breaker",
    metadata,
    sa.Column("endpoint", sa.String, primary_key=True),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("successes", sa.Integer, nullable=False),
    sa.Column("opened_at", UtcDateTime),
)

pace = sa.Table(
    "pace",
    metadata,
    sa.Column("endpoint", sa.String, primary_key=True),
    sa.Column("free_at", sa.Float, nullable=False),
)

source_state = sa.Table(
    "source_state",
    metadata,
    sa.Column("flow", sa.String, primary_key=True),
    sa.Column("source", sa.String, primary_key=True),
    sa.Column("size", sa.Integer),
    sa.Column("degraded", sa.String),
    sa.Column("looked_at", UtcDateTime, nullable=False),
)

healing_plan = sa.Table(
    "healing_plan",
    metadata,
    sa.Column("plan_id", BIG, primary_key=True, autoincrement=True),
    sa.Column("flow", sa.String, nullable=False),
    sa.Column("endpoint", sa.String, nullable=False),
    sa.Column("made_by", sa.String, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("approved_by", sa.String),
    sa.Column("approved_at", UtcDateTime),
    sa.Column("carried_out_at", UtcDateTime),
)

discrepancy = sa.Table(
    "discrepancy",
    metadata,
    sa.Column("plan_id", BIG, nullable=False, index=True),
    sa.Column("natural_key", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("remedy", sa.String, nullable=False),
    sa.Column("version_id", BIG),
)
