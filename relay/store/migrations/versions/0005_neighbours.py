"""What records tell others; possible duplicates with the keys they are looked for by; codes counted from the attempts themselves.

Records judged before say nothing to others until they change. Nothing had been written to the tables that are dropped here.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from relay.store.tables import UtcDateTime

revision = "0005"
down_revision = "0004"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _facts()
    _duplicates()
    _codes()


def _facts() -> None:
    op.create_table(
        "fact",
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("record_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("value", sa.Text(), nullable=False),
    )
    op.create_index("ix_fact_record_id", "fact", ["record_id"])


def _duplicates() -> None:
    op.drop_table("duplicate")
    op.create_table(
        "duplicate",
        sa.Column("flow", sa.String(), primary_key=True),
        sa.Column("record_a", BIG, primary_key=True, autoincrement=False),
        sa.Column("record_b", BIG, primary_key=True, autoincrement=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("verdict", sa.String()),
        sa.Column("given_up", BIG),
        sa.Column("decided_by", sa.String()),
        sa.Column("decided_at", UtcDateTime()),
        sa.Column("reason", sa.Text()),
    )
    op.create_index("ix_duplicate_record_a", "duplicate", ["record_a"])
    op.create_index("ix_duplicate_record_b", "duplicate", ["record_b"])
    op.create_table(
        "duplicate_key",
        sa.Column("record_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("block", sa.String(), primary_key=True),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("version_id", BIG, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
    )
    op.create_index("ix_duplicate_key_key", "duplicate_key", ["key"])


def _codes() -> None:
    op.drop_table("code_seen")
    few = sa.text("verdict <> 'accepted'")
    op.create_index(
        "ix_attempt_not_accepted", "attempt", ["code", "request_id"], postgresql_where=few, sqlite_where=few
    )
