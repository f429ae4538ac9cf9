"""The civil-status database: a table per kind of book, every column text, one row per record.

A deleted row stays with its `deleted_at` set; whoever reads follows `updated_at`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

OWN = ("id", "updated_at", "deleted_at")


class CivilDb:
    """The file, opened for writing."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, check_same_thread=False, timeout=30)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = NORMAL")

    def create(self, table: str, columns: Iterable[str]) -> None:
        """A new table with those columns beside its own three."""
        texts = ", ".join(f"{name} TEXT" for name in columns)
        self.db.execute(
            f"CREATE TABLE {table} (id TEXT PRIMARY KEY, {texts}, updated_at TEXT NOT NULL, deleted_at TEXT)"
        )

    def index(self, table: str) -> None:
        """The index readers follow; made last, so that filling a large province stays fast."""
        with self.db:
            self.db.execute(f"CREATE INDEX IF NOT EXISTS {table}_changed ON {table} (updated_at, id, deleted_at)")

    def columns(self, table: str) -> Sequence[str]:
        """The columns a row fills, in order."""
        rows = self.db.execute(f"PRAGMA table_info({table})")
        return [name for _, name, *_ in rows if name not in OWN]

    def put(self, table: str, rows: Iterable[tuple[str, Mapping[str, str], str]]) -> None:
        """Write (id, row, updated_at), new or changed; a column a row does not fill is empty."""
        columns = self.columns(table)
        marks = ", ".join("?" * (len(columns) + len(OWN)))
        values = ((key, *(row.get(name, "") for name in columns), at, None) for key, row, at in rows)
        with self.db:
            self.db.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", values)

    def delete(self, table: str, keys: Iterable[tuple[str, str]]) -> None:
        """Mark (id, moment) rows as deleted at that moment."""
        with self.db:
            self.db.executemany(f"UPDATE {table} SET updated_at = ?2, deleted_at = ?2 WHERE id = ?1", list(keys))

    def newest(self, table: str) -> str:
        """The latest time of change."""
        return str(self.db.execute(f"SELECT coalesce(max(updated_at), '') FROM {table}").fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        self.db.close()
