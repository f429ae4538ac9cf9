"""The correction desk: decisions and corrections, who saw values, duplicates, quality figures and reviews, codes, predictions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from relay.store.tables import UtcDateTime

revision = "0004"
down_revision = "0003"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _decisions()
    _viewing()
    _duplicates()
    _quality()
    _codes()
    _profiles()


def _decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("decision_id", BIG, primary_key=True, autoincrement=True),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.String()),
        sa.Column("decided_at", UtcDateTime()),
        sa.Column("answer", sa.Text()),
    )
    op.create_index("ix_decision_state", "decision", ["state", "flow"])
    op.create_table(
        "correction",
        sa.Column("decision_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("version_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("record_id", BIG, nullable=False),
        sa.Column("fields", sa.Text()),
        sa.Column("rules", sa.Text()),
        sa.Column("next_version_id", BIG),
        sa.Column("outcome", sa.String()),
    )
    op.create_index("ix_correction_record_id", "correction", ["record_id"])
    op.create_index("ix_correction_next_version_id", "correction", ["next_version_id"])
    op.create_index("ix_correction_version", "correction", ["version_id"])


def _viewing() -> None:
    op.create_table(
        "viewing",
        sa.Column("viewing_id", BIG, primary_key=True, autoincrement=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("record_id", BIG, nullable=False),
    )
    op.create_index("ix_viewing_record_id", "viewing", ["record_id"])


def _duplicates() -> None:
    op.create_table(
        "duplicate",
        sa.Column("flow", sa.String(), primary_key=True),
        sa.Column("record_a", BIG, primary_key=True, autoincrement=False),
        sa.Column("record_b", BIG, primary_key=True, autoincrement=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("verdict", sa.String()),
        sa.Column("decided_by", sa.String()),
        sa.Column("decided_at", UtcDateTime()),
        sa.Column("reason", sa.Text()),
    )


def _quality() -> None:
    op.create_table(
        "quality_figure",
        sa.Column("day", sa.String(), primary_key=True),
        sa.Column("flow", sa.String(), primary_key=True),
        sa.Column("source", sa.String(), primary_key=True),
        sa.Column("unit", sa.String(), primary_key=True),
        sa.Column("rule", sa.String(), primary_key=True),
        sa.Column("evaluated", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
    )
    op.create_table(
        "quality_review",
        sa.Column("day", sa.String(), primary_key=True),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("reviewed_at", UtcDateTime(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
    )


def _codes() -> None:
    op.create_table(
        "code_seen",
        sa.Column("endpoint", sa.String(), primary_key=True),
        sa.Column("code", sa.String(), primary_key=True),
        sa.Column("field", sa.String(), primary_key=True),
        sa.Column("messages", BIG, nullable=False),
        sa.Column("first_seen", UtcDateTime(), nullable=False),
        sa.Column("last_seen", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "prediction",
        sa.Column("prediction_id", BIG, primary_key=True, autoincrement=True),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("foretold", sa.Text(), nullable=False),
        sa.Column("came", sa.Text()),
        sa.Column("came_at", UtcDateTime()),
    )


def _profiles() -> None:
    op.create_table(
        "batch_stop",
        sa.Column("batch_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reasons_vi", sa.Text(), nullable=False),
        sa.Column("reasons_en", sa.Text(), nullable=False),
        sa.Column("stopped_at", UtcDateTime, nullable=False),
        sa.Column("passed_by", sa.String()),
        sa.Column("passed_at", UtcDateTime),
        sa.Column("reason", sa.Text()),
    )
    op.create_index("ix_batch_stop_flow", "batch_stop", ["flow"])
    op.create_table(
        "batch_profile",
        sa.Column("batch_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("field", sa.String(), primary_key=True),
        sa.Column("code", sa.String(), primary_key=True),
        sa.Column("records", sa.Integer(), nullable=False),
    )
