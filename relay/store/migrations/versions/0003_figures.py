"""Figures: standing in place of snapshot, campaign versions, indices, open dossiers, report duties, leads, alerts; the unit as written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from relay.store.tables import UtcDateTime

revision = "0003"
down_revision = "0002"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("content", sa.Column("unit_then", sa.String()))
    _standing()
    _balance()
    _declarations_and_alerts()
    _indices()
    _dossiers_and_leads()
    _take_over_snapshots()


def _standing() -> None:
    op.create_table(
        "standing",
        sa.Column("campaign", sa.String(), primary_key=True),
        sa.Column("view", sa.String(), primary_key=True),
        sa.Column("unit", sa.String(), primary_key=True),
        sa.Column("day", sa.String(), primary_key=True),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("digitised", sa.Integer(), nullable=False),
        sa.Column("validated", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("linked", sa.Integer(), nullable=False),
        sa.Column("state", sa.String()),
        sa.Column("p50", sa.String()),
        sa.Column("p90", sa.String()),
        sa.Column("held", sa.Float()),
        sa.Column("needed", sa.Float()),
    )
    op.create_index("ix_standing_day", "standing", ["campaign", "view", "day"])


def _balance() -> None:
    op.create_table(
        "balance",
        sa.Column("day", sa.String(), primary_key=True),
        sa.Column("place", sa.String(), primary_key=True),
        sa.Column("records", BIG, nullable=False),
    )


def _declarations_and_alerts() -> None:
    op.create_table(
        "campaign_version",
        sa.Column("campaign", sa.String(), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("declared", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "alert",
        sa.Column("channel", sa.String(), primary_key=True),
        sa.Column("subject", sa.String(), primary_key=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", UtcDateTime(timezone=True), nullable=False),
        sa.Column("told_at", UtcDateTime(timezone=True)),
    )


def _indices() -> None:
    op.create_table(
        "index_figure",
        sa.Column("period", sa.String(), primary_key=True),
        sa.Column("unit", sa.String(), primary_key=True),
        sa.Column("metric", sa.String(), primary_key=True),
        sa.Column("numerator", sa.Float(), nullable=False),
        sa.Column("denominator", sa.Float(), nullable=False),
    )
    op.create_table(
        "national_figure",
        sa.Column("period", sa.String(), primary_key=True),
        sa.Column("unit", sa.String(), primary_key=True),
        sa.Column("metric", sa.String(), primary_key=True),
        sa.Column("numerator", sa.Float()),
        sa.Column("denominator", sa.Float()),
        sa.Column("points", sa.Float()),
        sa.Column("rank", sa.Integer()),
        sa.Column("of", sa.Integer()),
        sa.Column("as_of", sa.String(), nullable=False),
        sa.Column("fetched_at", UtcDateTime(timezone=True), nullable=False),
    )


def _dossiers_and_leads() -> None:
    op.create_table(
        "open_dossier",
        sa.Column("record_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("natural_key", sa.String(), nullable=False),
        sa.Column("unit", sa.String()),
        sa.Column("officer", sa.String()),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("received_on", sa.String(), nullable=False),
        sa.Column("due_on", sa.String()),
    )
    op.create_index("ix_open_dossier_unit", "open_dossier", ["unit", "due_on"])
    op.create_table(
        "report_duty",
        sa.Column("report", sa.String(), primary_key=True),
        sa.Column("unit", sa.String(), primary_key=True),
        sa.Column("period", sa.String(), primary_key=True),
        sa.Column("due_on", sa.String(), nullable=False),
        sa.Column("submitted_at", UtcDateTime(timezone=True)),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("fetched_at", UtcDateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "lead",
        sa.Column("rule", sa.String(), primary_key=True),
        sa.Column("record_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("unit", sa.String()),
        sa.Column("due_on", sa.String(), nullable=False),
        sa.Column("found_on", sa.String(), nullable=False),
        sa.Column("closed_on", sa.String()),
    )
    op.create_index("ix_lead_unit", "lead", ["unit", "due_on"])
    op.create_index("ix_lead_open", "lead", ["closed_on", "due_on", "rule", "record_id"])


def _take_over_snapshots() -> None:
    """What was counted before stands as the sum of a campaign's flows; how it was judged then was not kept."""
    op.execute(
        """
        INSERT INTO standing (campaign, view, unit, day, target, digitised, validated, accepted, linked)
        SELECT campaign, 'now', unit, day, sum(target), sum(digitised), sum(validated), sum(accepted), sum(linked)
        FROM snapshot GROUP BY campaign, unit, day
        """
    )
    op.execute(
        """
        INSERT INTO standing (campaign, view, unit, day, target, digitised, validated, accepted, linked)
        SELECT campaign, 'now', '', day, sum(target), sum(digitised), sum(validated), sum(accepted), sum(linked)
        FROM snapshot GROUP BY campaign, day
        """
    )
    op.drop_table("snapshot")
