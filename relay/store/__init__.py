"""The store: one SQLAlchemy Core code path for SQLite (embedded) and PostgreSQL (production).

`Store.begin()` is the only owner of a transaction; nothing else commits. `Store.migrate()` brings any earlier database to head.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from relay.audit.keys import Signer
from relay.discretion import discreet_engine
from relay.errors import FatalError
from relay.store import desk_tables, evidence, figure_tables, scan_tables, tables  # noqa: F401 - all of them are the metadata

MIGRATIONS = Path(__file__).parent / "migrations"


class Store:
    """A database that holds the journey of every record."""

    def __init__(self, url: str, signer: Signer | None = None) -> None:
        """`url`: a SQLAlchemy URL; SQLite and PostgreSQL (psycopg) are supported. `signer` signs the audit log."""
        self.url = url
        self._signer = signer
        self.engine = _engine(url)
        # An engine is part of a circle, so its connections would stay open until the garbage collector comes by.
        weakref.finalize(self, self.engine.dispose).atexit = False

    @contextmanager
    def begin(self, flow: str | None = None) -> Iterator[sa.Connection]:
        """One transaction for writing: committed at the end, rolled back on any error.

        With `flow`, transactions that move this flow's versions come one after the other, whoever runs them. SQLite has one writer anyway.
        """
        with self.engine.begin() as tx:
            if flow is not None and tx.dialect.name == "postgresql":
                tx.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(flow))))
            evidence.forget(tx)
            yield tx
            evidence.seal(tx, self._signer)

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A transaction for reading: it never waits for a writer on SQLite (WAL) and is never committed."""
        with self.engine.connect().execution_options(lienthong_read=True) as tx:
            yield tx

    def migrate(self, revision: str = "head") -> None:
        """Create or upgrade the tables. Safe to call at every start, by several processes at once."""
        if self._at_head():
            return
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self.begin() as tx:
            if tx.dialect.name == "postgresql":
                tx.exec_driver_sql("SELECT pg_advisory_xact_lock(20250701)")
            config.attributes["connection"] = tx
            command.upgrade(config, revision)

    def _at_head(self) -> bool:
        head = max(path.stem.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
        try:
            with self.read() as tx:
                return bool(tx.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == head)
        except sa.exc.DBAPIError as error:
            if isinstance(error, sa.exc.OperationalError) and self.engine.dialect.name == "postgresql":
                raise FatalError(
                    "The store cannot be reached; check LIENTHONG_DATABASE_URL and that PostgreSQL is running.",
                    "Không kết nối được kho dữ liệu; kiểm tra LIENTHONG_DATABASE_URL và PostgreSQL.",
                ) from None
            return False

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _engine(url: str) -> sa.Engine:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise FatalError(
            "LIENTHONG_DATABASE_URL is not a database address; use sqlite:///path or postgresql+psycopg://user@host/name.",
            "LIENTHONG_DATABASE_URL không phải địa chỉ cơ sở dữ liệu; dùng sqlite:///đường-dẫn hoặc postgresql+psycopg://…",
        ) from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise FatalError(
            f"The store cannot be {parsed.get_backend_name()}; use sqlite:///path or postgresql+psycopg://user@host/name.",
            f"Kho dữ liệu không thể là {parsed.get_backend_name()}; dùng sqlite:///đường-dẫn hoặc postgresql+psycopg://…",
        )
    if parsed.get_backend_name() == "postgresql":
        return discreet_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    if parsed.database:
        _prepare_file(Path(parsed.database))
    engine = discreet_engine(parsed, connect_args={"timeout": 120})
    sa.event.listen(engine, "connect", _sqlite_connect)
    sa.event.listen(engine, "begin", _sqlite_begin)
    return engine


def _prepare_file(path: Path) -> None:
    """The store holds people's data: its file is for its owner alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
    except OSError:
        raise FatalError(
            f"The store cannot be kept in {path.parent}; set LIENTHONG_HOME or LIENTHONG_DATABASE_URL to a folder of yours.",
            f"Không ghi được kho dữ liệu vào {path.parent}; đặt LIENTHONG_HOME hoặc LIENTHONG_DATABASE_URL tới thư mục của bạn.",
        ) from None


def _sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _sqlite_begin
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "temp_store=MEMORY", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: sa.Connection) -> None:
    # A writer takes the lock at once: upgrading a read lock later can fail although nobody did anything wrong.
    reading = connection.get_execution_options().get("lienthong_read")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


__all__ = ["Store", "tables"]
