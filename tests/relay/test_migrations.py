"""A store brought up by its migrations is the one the tables describe."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from relay.store import Store
from relay.store.tables import metadata


def test_the_migrations_make_exactly_the_tables_declared(store: Store) -> None:
    with store.read() as tx:
        differences = compare_metadata(MigrationContext.configure(tx), metadata)
    assert [one for one in differences if not _tables_of_alembic(one)] == []


def _tables_of_alembic(difference: object) -> bool:
    return "alembic_version" in str(difference)
