"""A store brought up by its migrations is the one the tables describe."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from relay.audit.keys import signer
from relay.clock import utc_now
from relay.store import Store
from relay.store.tables import metadata, watermark


def test_the_migrations_make_exactly_the_tables_declared(store: Store) -> None:
    with store.read() as tx:
        differences = compare_metadata(MigrationContext.configure(tx), metadata)
    assert [one for one in differences if not _tables_of_alembic(one)] == []


def test_a_store_of_an_earlier_release_keeps_its_rows_and_gets_the_new_tables(tmp_path: Path, database: str) -> None:
    old = Store(database, signer(tmp_path / "keys"))
    old.migrate("0004")
    with old.begin() as tx:
        tx.execute(watermark.insert().values(flow="birth", source="civil", value="7", moved_at=utc_now()))
    old.migrate()
    with old.read() as tx:
        differences = compare_metadata(MigrationContext.configure(tx), metadata)
        assert tx.execute(sa.select(watermark.c.value)).scalar_one() == "7"
    old.close()
    assert [one for one in differences if not _tables_of_alembic(one)] == []


def _tables_of_alembic(difference: object) -> bool:
    return "alembic_version" in str(difference)
