"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from relay.store.tables import UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
    )
    op.create_index(op.f("ix_attempt_version_id"), "attempt", ["version_id"], unique=False)
    op.create_table(
        "batch",
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("pulled", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("pulled_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("batch_id"),
    )
    op.create_index(op.f("ix_batch_run_id"), "batch", ["run_id"], unique=False)
    op.create_table(
        "change",
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
    )
    op.create_index(op.f("ix_change_version_id"), "change", ["version_id"], unique=False)
    op.create_table(
        "content",
        sa.Column(
            "version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("natural_key", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("parents", sa.Text(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("version_id"),
    )
    op.create_index("ix_content_natural_key", "content", ["natural_key"], unique=False)
    op.create_table(
        "document",
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
    )
    op.create_index(op.f("ix_document_version_id"), "document", ["version_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column(
            "version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("natural_key", sa.String(), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=True),
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("staged_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version_id"),
        sa.UniqueConstraint("idempotency_key"),
    )
    op.create_table(
        "raw_page",
        sa.Column(
            "batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("batch_id"),
    )
    op.create_table(
        "receipt",
        sa.Column(
            "version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("returned", sa.Text(), nullable=False),
        sa.Column("received_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("written_back_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("linked_at", UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("version_id"),
    )
    op.create_index("ix_receipt_linked", "receipt", ["flow", "linked_at"], unique=False)
    op.create_index("ix_receipt_written_back", "receipt", ["flow", "written_back_at"], unique=False)
    op.create_table(
        "record",
        sa.Column(
            "record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("raw_hash", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("accepted_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("accepted_deleted", sa.Boolean(), nullable=True),
        sa.Column("accepted_key", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
        sa.UniqueConstraint("flow", "source", "source_id"),
    )
    op.create_table(
        "request",
        sa.Column(
            "request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("sent_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("request_id"),
    )
    op.create_table(
        "rule_run",
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("evaluated", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
    )
    op.create_index(op.f("ix_rule_run_batch_id"), "rule_run", ["batch_id"], unique=False)
    op.create_table(
        "snapshot",
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("digitised", sa.Integer(), nullable=False),
        sa.Column("validated", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("linked", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "campaign", "flow", "unit"),
    )
    op.create_table(
        "version",
        sa.Column(
            "version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("hold", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("version_id"),
    )
    op.create_index(
        "ix_version_open",
        "version",
        ["status", "flow", "version_id"],
        unique=False,
        postgresql_where=sa.text("status IN ('quarantined', 'pending', 'waiting', 'unknown')"),
    )
    op.create_index(op.f("ix_version_record_id"), "version", ["record_id"], unique=False)
    op.create_table(
        "violation",
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
    )
    op.create_index(op.f("ix_violation_version_id"), "violation", ["version_id"], unique=False)
    op.create_table(
        "watermark",
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("moved_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("flow", "source"),
    )


def downgrade() -> None:
    op.drop_table("watermark")
    op.drop_index(op.f("ix_violation_version_id"), table_name="violation")
    op.drop_table("violation")
    op.drop_index(op.f("ix_version_record_id"), table_name="version")
    op.drop_index(
        "ix_version_open",
        table_name="version",
        postgresql_where=sa.text("status IN ('quarantined', 'pending', 'waiting', 'unknown')"),
    )
    op.drop_table("version")
    op.drop_table("snapshot")
    op.drop_index(op.f("ix_rule_run_batch_id"), table_name="rule_run")
    op.drop_table("rule_run")
    op.drop_table("request")
    op.drop_table("record")
    op.drop_index("ix_receipt_written_back", table_name="receipt")
    op.drop_index("ix_receipt_linked", table_name="receipt")
    op.drop_table("receipt")
    op.drop_table("raw_page")
    op.drop_table("outbox")
    op.drop_index(op.f("ix_document_version_id"), table_name="document")
    op.drop_table("document")
    op.drop_index("ix_content_natural_key", table_name="content")
    op.drop_table("content")
    op.drop_index(op.f("ix_change_version_id"), table_name="change")
    op.drop_table("change")
    op.drop_index(op.f("ix_batch_run_id"), table_name="batch")
    op.drop_table("batch")
    op.drop_index(op.f("ix_attempt_version_id"), table_name="attempt")
    op.drop_table("attempt")
