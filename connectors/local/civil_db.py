"""The civil-status database: births and deaths read straight from its tables, never written to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from connectors.credentials import Connection
from connectors.local.civil_columns import COLUMNS
from connectors.local.paging import PAGE_ROWS, TOMBSTONE, Clock, Pager, now, reached, start
from relay.errors import FatalError, RetryableError
from relay.model import Page

NAME = "civil_db"
TABLES: Mapping[str, str] = {"birth": "khai_sinh", "death": "khai_tu"}


class CivilDb:
    """Source `civil_db`; `connection.url` is an SQLAlchemy URL, or the path of an SQLite file."""

    name = NAME
    contracts = frozenset(TABLES)

    def __init__(self, connection: Connection, *, clock: Clock = now) -> None:
        self._engine = sa.create_engine(
            _read_only(connection), poolclass=sa.NullPool, execution_options={"postgresql_readonly": True}
        )
        self._clock = clock

    def probe(self) -> None:
        """Opens the database and finds every agreed column. Raises FatalError or RetryableError."""
        with self._connect() as db:
            for contract in TABLES:
                self._rows(db, contract, None, None, limit=0)

    def pull(self, contract: str, watermark: str | None, *, since: str | None = None) -> Iterator[Page]:
        """Rows changed since, by (updated_at, id); a deleted row comes as a tombstone."""
        pager = Pager(watermark)
        begin: tuple[str, str] | None = None
        with self._connect() as db:
            while rows := self._rows(db, contract, start(watermark, since), begin, limit=PAGE_ROWS):
                begin = (rows[-1][1], rows[-1][0])
                yield from pager.add(_frame(rows, COLUMNS[contract]), reached(str(begin[0]), self._clock))
                if len(rows) < PAGE_ROWS:
                    break
        yield from pager.flush()

    def _connect(self) -> sa.Connection:
        try:
            return self._engine.connect()
        except sa.exc.SQLAlchemyError:
            raise RetryableError(
                "The civil-status database cannot be opened; check that it is running and its address.",
                "Không mở được cơ sở dữ liệu hộ tịch; hãy kiểm tra địa chỉ và tình trạng hoạt động.",
                system=self.name,
            ) from None

    def _rows(
        self, db: sa.Connection, contract: str, since: str | None, after: tuple[str, str] | None, *, limit: int
    ) -> Sequence[Sequence[Any]]:
        table = sa.table(TABLES[contract], *map(sa.column, ("id", "updated_at", "deleted_at", *COLUMNS[contract])))
        key = sa.tuple_(table.c.updated_at, table.c.id)
        query = sa.select(*table.c).order_by(table.c.updated_at, table.c.id).limit(limit)
        if after is not None:
            query = query.where(key > sa.tuple_(*map(sa.literal, after)))
        elif since is not None:
            query = query.where(table.c.updated_at >= since)
        try:
            # Rows of the driver: a row object per record would cost more than reading it.
            return db.execute(query).cursor.fetchall()
        except sa.exc.SQLAlchemyError:
            raise FatalError(
                f"The civil-status table {table.name} cannot be read or lacks an agreed column.",
                f"Không đọc được bảng hộ tịch {table.name} hoặc bảng thiếu cột đã thỏa thuận.",
                system=self.name,
                table=table.name,
            ) from None


def _read_only(connection: Connection) -> URL:
    url = make_url(connection.url if "://" in connection.url else f"sqlite:///{connection.url}")
    if connection.login:
        url = url.set(username=connection.login, password=connection.password)
    if url.get_backend_name() == "sqlite" and url.database:
        # Without mode=ro a mistyped path would create an empty database and report a night without births.
        return url.set(database=Path(url.database).resolve().as_uri(), query={"mode": "ro", "uri": "true"})
    return url


def _frame(rows: Sequence[Sequence[Any]], columns: Sequence[str]) -> pl.DataFrame:
    """Page columns from rows of (id, updated_at, deleted_at, *columns); raw keeps '' and NULL apart."""
    ids, _, deleted_at, *values = zip(*rows, strict=True)
    named = zip(columns, values, strict=True)
    raw = pl.DataFrame([pl.Series(name, cells, pl.String, strict=False) for name, cells in named])
    deleted = pl.Series([bool(cell) for cell in deleted_at], dtype=pl.Boolean)
    encoded = raw.select(pl.struct(pl.all()).struct.json_encode()).to_series()
    return pl.DataFrame({"source_id": pl.Series(ids, dtype=pl.String, strict=False), "deleted": deleted}).with_columns(
        raw=pl.when(deleted).then(pl.lit(TOMBSTONE)).otherwise(encoded)
    )
