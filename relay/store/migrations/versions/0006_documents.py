"""What became of every scanned page: form, outcome, archive, signature; and how what was read compares with the record.

Pages read before were read by the first digitiser: they keep their fields.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("document") as table:
        table.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default=sa.text("0")))
        table.add_column(sa.Column("role", sa.String(), nullable=False, server_default=sa.text("'result'")))
        table.add_column(sa.Column("outcome", sa.String(), nullable=False, server_default=sa.text("'read'")))
        table.add_column(sa.Column("reused", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("broken", sa.String(), nullable=False, server_default=sa.text("''")))
        for name in ("form", "sha256", "archive_sha256", "signature"):
            table.add_column(sa.Column(name, sa.String()))
        for name in ("masks", "checks"):
            table.add_column(sa.Column(name, sa.Text()))
    op.create_index("ix_document_sha256", "document", ["sha256"])
    op.create_table(
        "comparison",
        sa.Column("version_id", BIG, nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_comparison_version_id", "comparison", ["version_id"])
