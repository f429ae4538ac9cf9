"""Tables of scanned pages: what was read off each, and how that compares with the record. `fields` alone holds values."""

from __future__ import annotations

import sqlalchemy as sa

from relay.store.tables import BIG, UtcDateTime, metadata

document = sa.Table(
    "document",
    metadata,
    sa.Column("version_id", BIG, nullable=False, index=True),
    sa.Column("page", sa.String, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("form", sa.String),
    sa.Column("outcome", sa.String, nullable=False),
    sa.Column("engine", sa.String, nullable=False),
    sa.Column("fields", sa.Text, nullable=False),
    sa.Column("confidence", sa.Float),
    sa.Column("masks", sa.Text),
    sa.Column("sha256", sa.String, index=True),
    sa.Column("reused", sa.Boolean, nullable=False),
    sa.Column("archive_sha256", sa.String),
    sa.Column("checks", sa.Text),
    sa.Column("signature", sa.String),
    sa.Column("broken", sa.String, nullable=False),
)

#: One field of a scanned page beside the same field of its record.
comparison = sa.Table(
    "comparison",
    metadata,
    sa.Column("version_id", BIG, nullable=False, index=True),
    sa.Column("page", sa.String, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("form", sa.String, nullable=False),
    sa.Column("field", sa.String, nullable=False),
    sa.Column("verdict", sa.String, nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("accepted", sa.Boolean, nullable=False),
)

#: From which confidence a field is accepted unseen, where enough readings of it were checked by people; else the declared one holds.
reading_threshold = sa.Table(
    "reading_threshold",
    metadata,
    sa.Column("form", sa.String, primary_key=True),
    sa.Column("field", sa.String, primary_key=True),
    sa.Column("least", sa.Float, nullable=False),
    sa.Column("checked", sa.Integer, nullable=False),
    sa.Column("wrong", sa.Integer, nullable=False),
    sa.Column("set_at", UtcDateTime, nullable=False),
)
