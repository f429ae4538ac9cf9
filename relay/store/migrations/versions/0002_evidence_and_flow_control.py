"""Evidence, healing plans, and what workers share about endpoints and sources."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from relay.store.tables import UtcDateTime

revision = "0002"
down_revision = "0001"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("record", sa.Column("accepted_hash", sa.String()))
    op.add_column("receipt", sa.Column("said", sa.Text()))
    op.add_column("attempt", sa.Column("answer", sa.Integer()))
    op.add_column("attempt", sa.Column("proof", sa.String()))
    op.create_index("ix_attempt_request_id", "attempt", ["request_id"])
    _audit()
    _endpoints_and_sources()
    _plans()


def _audit() -> None:
    op.create_table(
        "audit_event",
        sa.Column("seq", BIG, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
    )
    op.create_table(
        "audit_head",
        sa.Column("seq", BIG, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
    )


def _endpoints_and_sources() -> None:
    op.create_table(
        "breaker",
        sa.Column("endpoint", sa.String(), primary_key=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("successes", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcDateTime(timezone=True)),
    )
    op.create_table(
        "pace",
        sa.Column("endpoint", sa.String(), primary_key=True),
        sa.Column("free_at", sa.Float(), nullable=False),
    )
    op.create_table(
        "source_state",
        sa.Column("flow", sa.String(), primary_key=True),
        sa.Column("source", sa.String(), primary_key=True),
        sa.Column("size", sa.Integer()),
        sa.Column("degraded", sa.String()),
        sa.Column("looked_at", UtcDateTime(timezone=True), nullable=False),
    )


def _plans() -> None:
    op.create_table(
        "healing_plan",
        sa.Column("plan_id", BIG, primary_key=True, autoincrement=True),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String()),
        sa.Column("approved_at", UtcDateTime(timezone=True)),
        sa.Column("carried_out_at", UtcDateTime(timezone=True)),
    )
    op.create_table(
        "discrepancy",
        sa.Column("plan_id", BIG, nullable=False),
        sa.Column("natural_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("remedy", sa.String(), nullable=False),
        sa.Column("version_id", BIG),
    )
    op.create_index("ix_discrepancy_plan_id", "discrepancy", ["plan_id"])
