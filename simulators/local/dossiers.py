"""The one-stop system's own store: dossiers as JSON text by time of change, and what was written back to it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

TABLES = """
CREATE TABLE IF NOT EXISTS dossier (
  id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, deleted INTEGER NOT NULL, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS write_back (
  place INTEGER PRIMARY KEY, idempotency_key TEXT NOT NULL UNIQUE, contract TEXT NOT NULL, item TEXT NOT NULL);
"""


class Dossiers:
    """One file; safe to use from the server's threads."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self.db = sqlite3.connect(path, check_same_thread=False, timeout=30)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = NORMAL")
        self.db.executescript(TABLES)

    def index(self) -> None:
        """The index the listing follows; made last, so that filling a large province stays fast."""
        with self._lock, self.db:
            self.db.execute("CREATE INDEX IF NOT EXISTS dossier_changed ON dossier (updated_at, id, deleted)")

    def put(self, rows: Iterable[tuple[str, str, Mapping[str, Any]]]) -> None:
        """Write (id, updated_at, data) rows, new or changed."""
        values = ((key, at, msgspec.json.encode(data).decode()) for key, at, data in rows)
        with self._lock, self.db:
            self.db.executemany("INSERT OR REPLACE INTO dossier VALUES (?, ?, 0, ?)", values)

    def delete(self, keys: Iterable[tuple[str, str]]) -> None:
        """Mark (id, moment) rows as deleted at that moment."""
        with self._lock, self.db:
            self.db.executemany("UPDATE dossier SET updated_at = ?2, deleted = 1 WHERE id = ?1", list(keys))

    def newest(self) -> str:
        """The latest time of change."""
        with self._lock:
            return str(self.db.execute("SELECT coalesce(max(updated_at), '') FROM dossier").fetchone()[0])

    def page(self, after: tuple[str, str], limit: int) -> list[tuple[str, str, int, str]]:
        """(id, updated_at, deleted, data) rows behind a place in the order (updated_at, id)."""
        query = (
            "SELECT id, updated_at, deleted, data FROM dossier WHERE (updated_at, id) > (?, ?) "
            "ORDER BY updated_at, id LIMIT ?"
        )
        with self._lock:
            return self.db.execute(query, (*after, limit)).fetchall()

    def live(self) -> int:
        """How many dossiers there are, deleted ones aside."""
        with self._lock:
            return int(self.db.execute("SELECT count(*) FROM dossier WHERE deleted = 0").fetchone()[0])

    def store(self, items: Sequence[Mapping[str, Any]]) -> list[str]:
        """Keep write-backs; "stored" for a new idempotency key, "already" for one that is known."""
        verdicts = []
        with self._lock, self.db:
            for item in items:
                row = (item["idempotency_key"], item["contract"], msgspec.json.encode(item).decode())
                new = self.db.execute(
                    "INSERT INTO write_back (idempotency_key, contract, item) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    row,
                )
                verdicts.append("stored" if new.rowcount else "already")
        return verdicts

    def write_backs(self, contract: str | None, after: int, limit: int) -> list[tuple[int, str]]:
        """(place, item) of what was written back, in the order it came."""
        query = (
            "SELECT place, item FROM write_back WHERE place > ? AND (? IS NULL OR contract = ?) ORDER BY place LIMIT ?"
        )
        with self._lock:
            return self.db.execute(query, (after, contract, contract, limit)).fetchall()

    def close(self) -> None:
        """Close the file."""
        self.db.close()
