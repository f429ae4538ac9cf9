"""Writing many rows at once: COPY on PostgreSQL, executemany on SQLite, behind two functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import msgspec
import polars as pl
import polars.selectors as cs
import sqlalchemy as sa

COPY_BYTES = 128 * 1024


def insert_frame(tx: sa.Connection, table: sa.Table, frame: pl.DataFrame) -> None:
    """Insert every row of `frame`, whose columns are columns of `table`. A duplicate key is an error, never a silent skip."""
    if frame.is_empty():
        return
    if tx.dialect.name == "postgresql":
        _copy(tx, table.name, frame)
    else:
        names = ", ".join(f'"{name}"' for name in frame.columns)
        marks = ", ".join("?" * frame.width)
        tx.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', _sqlite_rows(frame))


def update_frame(tx: sa.Connection, table: sa.Table, frame: pl.DataFrame, key: str) -> None:
    """Set the columns of `frame` on the rows of `table` whose `key` column is equal."""
    if frame.is_empty():
        return
    values = [name for name in frame.columns if name != key]
    if tx.dialect.name == "postgresql":
        staged = f"new_{table.name}"
        columns = ", ".join(f'"{name}"' for name in frame.columns)
        tx.exec_driver_sql(
            f'CREATE TEMP TABLE "{staged}" ON COMMIT DROP AS SELECT {columns} FROM "{table.name}" LIMIT 0'
        )
        _copy(tx, staged, frame)
        assignments = ", ".join(f'"{name}" = n."{name}"' for name in values)
        tx.exec_driver_sql(f'UPDATE "{table.name}" t SET {assignments} FROM "{staged}" n WHERE t."{key}" = n."{key}"')
        tx.exec_driver_sql(f'DROP TABLE "{staged}"')
    else:
        assignments = ", ".join(f'"{name}" = ?' for name in values)
        rows = frame.select([*values, key]).rows()
        tx.exec_driver_sql(f'UPDATE "{table.name}" SET {assignments} WHERE "{key}" = ?', rows)


def _sqlite_rows(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    # Times are spelt as SQLAlchemy spells them on SQLite, so that both ways of writing read back alike.
    return frame.with_columns(cs.datetime().dt.strftime("%Y-%m-%d %H:%M:%S%.6f")).rows()


def _copy(tx: sa.Connection, table: str, frame: pl.DataFrame) -> None:
    names = ", ".join(f'"{name}"' for name in frame.columns)
    body = BytesIO()
    # PostgreSQL has no text with a null byte; one in a key or an id must not stop the other records.
    frame = frame.with_columns(cs.string().str.replace_all("\x00", "\ufffd", literal=True))
    # Every string is quoted, so an unquoted empty cell can only mean NULL; quoted by a control byte that JSON never holds,
    # because doubling each of its own quotation marks costs more than the copy itself.
    frame.write_csv(body, include_header=False, quote_style="non_numeric", quote_char="\x01", null_value="")
    driver: Any = tx.connection.driver_connection
    statement = f"COPY \"{table}\" ({names}) FROM STDIN (FORMAT csv, QUOTE E'\\x01')"
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        view = body.getbuffer()
        for start in range(0, len(view), COPY_BYTES):
            copy.write(view[start : start + COPY_BYTES])


def read_frame(tx: sa.Connection, query: sa.Select[Any], schema: Mapping[str, Any]) -> pl.DataFrame:
    """The rows of `query` as a frame with exactly `schema` (column order of the query)."""
    rows: Sequence[Any] = tx.execute(query).fetchall()
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pl.DataFrame(
        [pl.Series(name, column, dtype=kind) for (name, kind), column in zip(schema.items(), columns, strict=True)]
    )


def among(tx: sa.Connection, column: Any, values: Sequence[int] | Sequence[str]) -> sa.ColumnElement[bool]:
    """`column` is one of `values`, bound as one parameter so that ten thousand of them are still one statement.

    On PostgreSQL an array: its length is known to the planner, so keys are looked up in the index even in a table that was
    never analysed.
    """
    if tx.dialect.name == "postgresql":
        held: sa.ColumnElement[bool] = column == sa.any_(sa.bindparam(None, list(values), type_=sa.ARRAY(column.type)))
        return held
    document = sa.bindparam(None, msgspec.json.encode(list(values)).decode(), type_=sa.Text())
    item = sa.func.json_each(document).table_valued("value", name="item")
    found: sa.ColumnElement[bool] = column.in_(sa.select(item.c.value))
    return found
