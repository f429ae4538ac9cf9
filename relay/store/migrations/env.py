"""Alembic runs inside the transaction that `Store.migrate` opened."""

from __future__ import annotations

from alembic import context

from relay.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
