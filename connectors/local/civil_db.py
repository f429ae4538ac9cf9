"""The civil-status database: births, deaths and other registrations read straight from its tables, never written to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from connectors.credentials import Connection
from connectors.local.paging import FIRST_YEAR, PAGE_ROWS, TOMBSTONE, Bound, Clock, Pager, now, start
from connectors.mapping import layouts, raw_columns
from connectors.mapping.layout import Table
from relay.discretion import discreet_engine
from relay.errors import FatalError, RetryableError
from relay.model import Page

NAME = "civil_db"
#: What no moment of change looks like; LIKE, because every database knows it and an index answers it.
MOMENT, ZEROS = "____-__-__T__:__:__%", ("____-00-%", "____-__-00%")
IDS_PER_QUERY = 1000
_id: sa.ColumnClause[Any] = sa.column("id")
_updated_at = sa.column("updated_at", sa.Text)
_deleted_at = sa.column("deleted_at", sa.Text)

Rows = Sequence[Sequence[Any]]


class _Book(NamedTuple):
    """One contract's table and its agreed columns."""

    table: str
    columns: Sequence[str]

    def select(self) -> sa.Select[Any]:
        columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in self.columns]
        return sa.select(_id, _updated_at, _deleted_at, *columns).select_from(sa.table(self.table))


class CivilDb:
    """Source `civil_db`; `connection.url` is an SQLAlchemy URL, or the path of an SQLite file."""

    name = NAME
    complete = True
    rows_per_query = PAGE_ROWS

    def __init__(self, connection: Connection, *, clock: Clock = now) -> None:
        self._engine = _engine(connection)
        self._clock = clock
        self._books = {name: _Book(table.name, raw_columns(name)) for name, table in layouts(Table).items()}

    def probe(self) -> None:
        """Opens the database and finds every agreed column. Raises FatalError or RetryableError."""
        with self._connect() as db:
            for book in self._books.values():
                self._rows(db, book, book.select().limit(0))

    def pull(self, contract: str, watermark: str | None, *, since: str | None = None) -> Iterator[Page]:
        """Rows changed since, by (updated_at, id); a deleted row comes as a tombstone.

        Rows whose time of change tells nothing come first and every time: unchanged ones are dropped by their hash later.
        """
        pager, mark, begin = Pager(watermark), watermark or "", start(watermark, since)
        book, bound = self._books[contract], Bound(self._clock)
        with self._connect() as db:
            for rows in self._timeless(db, book, begin):
                yield from pager.add(_frame(rows, book.columns), mark)
            for rows in self._changed(db, book, begin):
                mark = bound.reached(mark, (row[1] for row in reversed(rows)))
                yield from pager.add(_frame(rows, book.columns), mark)
                if bound.passed(rows[-1][1]):
                    break
        yield from pager.flush()

    def size(self, contract: str) -> int:
        """How many live rows the book has now."""
        book = self._books[contract]
        live = sa.or_(_deleted_at.is_(None), _deleted_at == "")
        with self._connect() as db:
            return int(
                self._rows(db, book, sa.select(sa.func.count()).select_from(sa.table(book.table)).where(live))[0][0]
            )

    def _connect(self) -> sa.Connection:
        try:
            return self._engine.connect()
        except sa.exc.SQLAlchemyError:
            raise RetryableError(
                "The civil-status database cannot be opened; check that it is running and its address.",
                "Không mở được cơ sở dữ liệu hộ tịch; hãy kiểm tra địa chỉ và tình trạng hoạt động.",
                system=self.name,
            ) from None

    def _changed(self, db: sa.Connection, book: _Book, begin: str | None) -> Iterator[Rows]:
        """Every row with a time of change, of those from `begin` on, in pages by (updated_at, id)."""
        query = book.select().order_by(_updated_at, _id).limit(self.rows_per_query)
        first = _updated_at.is_not(None) if begin is None else _updated_at >= begin
        rows = self._rows(db, book, query.where(first))
        while rows:
            yield rows
            if len(rows) < self.rows_per_query:
                break
            behind = sa.tuple_(_updated_at, _id) > sa.tuple_(sa.literal(rows[-1][1]), sa.literal(rows[-1][0]))
            rows = self._rows(db, book, query.where(behind))

    def _timeless(self, db: sa.Connection, book: _Book, begin: str | None) -> Iterator[Rows]:
        """The rows `_changed` leaves out although their time of change is none: NULL, '', 01/11/2026, 0001-01-01."""
        timeless: sa.ColumnElement[bool] = _updated_at.is_(None)
        if begin is not None:
            odd = [_updated_at < str(FIRST_YEAR), _updated_at.not_like(MOMENT), *map(_updated_at.like, ZEROS)]
            timeless = sa.or_(timeless, sa.and_(_updated_at < begin, sa.or_(*odd)))
        # Ids first: the index on (updated_at, id) has them, so the rows themselves are not gone through.
        found = sa.select(_id).select_from(sa.table(book.table)).where(timeless)
        ids = [row[0] for row in self._rows(db, book, found)]
        for at in range(0, len(ids), IDS_PER_QUERY):
            if rows := self._rows(db, book, book.select().where(_id.in_(ids[at : at + IDS_PER_QUERY]))):
                yield rows

    def _rows(self, db: sa.Connection, book: _Book, query: sa.Select[Any]) -> Rows:
        try:
            return _fetched(db, query)
        except (sa.exc.SQLAlchemyError, db.dialect.loaded_dbapi.Error):
            raise FatalError(
                f"The civil-status table {book.table} cannot be read or lacks an agreed column.",
                f"Không đọc được bảng hộ tịch {book.table} hoặc bảng thiếu cột đã thỏa thuận.",
                system=self.name,
                table=book.table,
            ) from None


def _fetched(db: sa.Connection, query: sa.Select[Any]) -> Rows:
    """Rows of the driver: a row object per record would cost more than reading it."""
    rows: Rows
    try:
        rows = db.execute(query).cursor.fetchall()
    except sqlite3.OperationalError:
        # SQLite keeps as text whatever bytes were once written; one such cell must not hide its table.
        db.connection.driver_connection.text_factory = partial(str, encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        rows = db.execute(query).cursor.fetchall()
    return rows


def _engine(connection: Connection) -> sa.Engine:
    """Raises FatalError, without the address: it may hold a password."""
    try:
        return discreet_engine(
            _read_only(connection), poolclass=sa.NullPool, execution_options={"postgresql_readonly": True}
        )
    except (sa.exc.ArgumentError, ImportError, ValueError):
        raise FatalError(
            "The address of the civil-status database is no database address, or its driver is not installed here.",
            "Địa chỉ cơ sở dữ liệu hộ tịch không hợp lệ, hoặc máy này chưa cài trình điều khiển cho loại đó.",
            system=NAME,
        ) from None


def _read_only(connection: Connection) -> URL:
    url = make_url(connection.url if "://" in connection.url else f"sqlite:///{connection.url}")
    if connection.login:
        url = url.set(username=connection.login, password=connection.password)
    if url.get_backend_name() == "sqlite" and url.database:
        # Without mode=ro a mistyped path would create an empty database and report a night without births.
        return url.set(database=Path(url.database).resolve().as_uri(), query={"mode": "ro", "uri": "true"})
    return url


def _frame(rows: Rows, columns: Sequence[str]) -> pl.DataFrame:
    """Page columns from rows of (id, updated_at, deleted_at, *columns); raw keeps '' and NULL apart."""
    ids, _, deleted_at, *values = zip(*rows, strict=True)
    named = zip(columns, values, strict=True)
    raw = pl.DataFrame([pl.Series(name, cells, pl.String, strict=False) for name, cells in named])
    deleted = pl.Series([bool(cell) for cell in deleted_at], dtype=pl.Boolean)
    encoded = raw.select(pl.struct(pl.all()).struct.json_encode()).to_series()
    return pl.DataFrame({"source_id": pl.Series(ids, dtype=pl.String, strict=False), "deleted": deleted}).with_columns(
        raw=pl.when(deleted).then(pl.lit(TOMBSTONE)).otherwise(encoded)
    )
