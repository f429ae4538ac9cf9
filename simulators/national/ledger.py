"""The registry's memory on disk: verdicts by idempotency key, the ledger by record key, what live records lean on, and
persons learnt from births.

One SQLite file in WAL mode; whoever holds `transaction()` is the only writer, and what it does is kept whole or not at
all. Readers page over a connection of their own and do not wait for writers. Nothing here judges.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from simulators.national.people import marks

SCHEMA = """
CREATE TABLE IF NOT EXISTS verdict(
  seq INTEGER PRIMARY KEY, idempotency_key TEXT NOT NULL UNIQUE, contract TEXT NOT NULL, key TEXT NOT NULL,
  op TEXT NOT NULL, hash TEXT NOT NULL, status TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL,
  returned TEXT NOT NULL, person TEXT, provides TEXT, polls INTEGER NOT NULL DEFAULT 0, field TEXT);
CREATE INDEX IF NOT EXISTS verdict_promised ON verdict(contract, key) WHERE status = 'pending';
CREATE TABLE IF NOT EXISTS ledger(
  contract TEXT NOT NULL, key TEXT NOT NULL, hash TEXT NOT NULL, applied INTEGER NOT NULL, applied_at TEXT NOT NULL,
  deleted INTEGER NOT NULL, seq INTEGER NOT NULL, person TEXT, PRIMARY KEY(contract, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS ledger_person ON ledger(contract, person);
CREATE TABLE IF NOT EXISTS parent(
  contract TEXT NOT NULL, key TEXT NOT NULL, parent_contract TEXT NOT NULL, parent_key TEXT NOT NULL,
  PRIMARY KEY(contract, key, parent_contract, parent_key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS parent_key ON parent(parent_contract, parent_key);
CREATE TABLE IF NOT EXISTS person(id TEXT PRIMARY KEY, key TEXT NOT NULL, known INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS person_key ON person(key);
"""


class Entry(NamedTuple):
    """One row of the ledger: the record's current state and how often exactly this state was applied."""

    key: str
    hash: str
    applied: int
    applied_at: str
    deleted: int
    seq: int
    person: str | None


class Kept(NamedTuple):
    """One stored verdict, as it lies in the table."""

    seq: int
    idempotency_key: str
    contract: str
    key: str
    op: str
    hash: str
    status: str
    code: str
    message: str
    returned: str
    person: str | None
    provides: str | None
    polls: int
    field: str | None


_KEPT = f"SELECT {', '.join(Kept._fields)} FROM verdict"
_ENTRY = f"SELECT {', '.join(Entry._fields)} FROM ledger"


class Ledger:
    """The file of one service, opened for its whole life."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._writer = _open(path)
        self._reader = _open(path)
        self._writing, self._reading = threading.Lock(), threading.Lock()
        self._writer.executescript(SCHEMA)
        self.last_seq: int = self._writer.execute("SELECT coalesce(max(seq), 0) FROM verdict").fetchone()[0]

    @contextmanager
    def transaction(self, *, keep: bool = True) -> Iterator[sqlite3.Connection]:
        """The only writer, until the block ends: committed then, rolled back on an error or when `keep` is false."""
        with self._writing:
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
            except BaseException:
                self._writer.execute("ROLLBACK")
                raise
            self._writer.execute("COMMIT" if keep else "ROLLBACK")

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """A connection that reads one committed state until the block ends."""
        with self._reading:
            self._reader.execute("BEGIN")
            try:
                yield self._reader
            finally:
                self._reader.execute("COMMIT")

    def page(self, contract: str, after: str, limit: int) -> list[Entry]:
        """Up to `limit` ledger rows with keys after `after`, in order of the key's UTF-8 bytes."""
        with self.snapshot() as db:
            rows = db.execute(f"{_ENTRY} WHERE contract = ? AND key > ? ORDER BY key LIMIT ?", (contract, after, limit))
            return list(map(Entry._make, rows))

    def live(self, contract: str) -> Iterator[tuple[str, str]]:
        """(key, hash) of every record that is not deleted, in key order, read page by page."""
        after = ""
        while page := self.page(contract, after, 10_000):
            yield from ((entry.key, entry.hash) for entry in page if not entry.deleted)
            after = page[-1].key

    def close(self) -> None:
        """Close the file."""
        self._writer.close()
        self._reader.close()


def verdicts(db: sqlite3.Connection, idempotency_keys: Iterable[str]) -> dict[str, Kept]:
    """The stored verdicts under these idempotency keys."""
    wanted = list(set(idempotency_keys))
    rows = db.execute(f"{_KEPT} WHERE idempotency_key IN ({marks(wanted)})", wanted)
    return {row[1]: Kept._make(row) for row in rows}


def numbered(db: sqlite3.Connection, seqs: Iterable[int]) -> dict[int, Kept]:
    """The stored verdicts with these numbers."""
    wanted = list(set(seqs))
    rows = db.execute(f"{_KEPT} WHERE seq IN ({marks(list(map(str, wanted)))})", wanted)
    return {row[0]: Kept._make(row) for row in rows}


def promised(db: sqlite3.Connection, contract: str, keys: Iterable[str]) -> dict[str, Kept]:
    """The newest verdict still pending for each of these record keys."""
    wanted = list(set(keys))
    rows = db.execute(
        f"{_KEPT} WHERE status = 'pending' AND contract = ? AND key IN ({marks(wanted)}) ORDER BY seq",
        (contract, *wanted),
    )
    return {row[3]: Kept._make(row) for row in rows}


def entries(db: sqlite3.Connection, contract: str, keys: Iterable[str]) -> dict[str, Entry]:
    """The ledger rows of these record keys."""
    wanted = list(set(keys))
    rows = db.execute(f"{_ENTRY} WHERE contract = ? AND key IN ({marks(wanted)})", (contract, *wanted))
    return {row[0]: Entry._make(row) for row in rows}


def keys_of_persons(db: sqlite3.Connection, contract: str, persons: Iterable[str]) -> dict[str, str]:
    """Person → key of the live record of a contract that is about them."""
    wanted = list(set(persons))
    rows = db.execute(
        f"SELECT person, key FROM ledger WHERE contract = ? AND deleted = 0 AND person IN ({marks(wanted)})",
        (contract, *wanted),
    )
    return dict(rows.fetchall())


def leant_on(db: sqlite3.Connection, contract: str, keys: Iterable[str]) -> set[str]:
    """Those of these records that live records name as their parent."""
    wanted = list(set(keys))
    rows = db.execute(
        f"SELECT DISTINCT parent_key FROM parent WHERE parent_contract = ? AND parent_key IN ({marks(wanted)})",
        (contract, *wanted),
    )
    return {row[0] for row in rows}


def keep_parents(db: sqlite3.Connection, contract: str, parents: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    """Write down what each of these records leans on from now on, as (contract, key) pairs; nothing for a deleted one."""
    db.executemany("DELETE FROM parent WHERE contract = ? AND key = ?", ((contract, key) for key in parents))
    rows = ((contract, key, *parent) for key, named in parents.items() for parent in named)
    db.executemany("INSERT OR REPLACE INTO parent VALUES (?, ?, ?, ?)", rows)


def numbers_of(db: sqlite3.Connection, keys: Iterable[str]) -> dict[str, tuple[str, bool]]:
    """Key of a birth → the number given to it and whether its person is known already."""
    wanted = list(set(keys))
    # In falling order, so that of several numbers the lowest stands.
    rows = db.execute(f"SELECT key, id, known FROM person WHERE key IN ({marks(wanted)}) ORDER BY id DESC", wanted)
    return {key: (number, bool(known)) for key, number, known in rows}


def given(db: sqlite3.Connection, numbers: Iterable[str]) -> set[str]:
    """Those of these personal numbers that a birth has, promised ones included."""
    wanted = list(set(numbers))
    return {row[0] for row in db.execute(f"SELECT id FROM person WHERE id IN ({marks(wanted)})", wanted)}


def promise(db: sqlite3.Connection, persons: Iterable[tuple[str, str]]) -> None:
    """Keep numbers (id, key of the birth) for persons who are not known yet."""
    db.executemany("INSERT OR IGNORE INTO person VALUES (?, ?, 0)", persons)


def keep_verdicts(db: sqlite3.Connection, rows: Iterable[Kept]) -> None:
    """Write verdicts, replacing those with the same number."""
    db.executemany(f"INSERT OR REPLACE INTO verdict VALUES ({marks(list(Kept._fields))})", rows)


def keep_entries(db: sqlite3.Connection, contract: str, rows: Iterable[Entry]) -> None:
    """Write ledger rows, replacing those with the same key."""
    db.executemany(
        f"INSERT OR REPLACE INTO ledger(contract, {', '.join(Entry._fields)}) VALUES (?, {marks(list(Entry._fields))})",
        ((contract, *row) for row in rows),
    )


def know(db: sqlite3.Connection, persons: Iterable[tuple[str, str]]) -> None:
    """Make persons (id, key of the birth) known to the state."""
    db.executemany(
        "INSERT INTO person VALUES (?, ?, 1) ON CONFLICT(id) DO UPDATE SET known = 1, key = excluded.key", persons
    )


def _open(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")  # survives a killed process; only a power cut may lose the last moment
    db.execute("PRAGMA wal_autocheckpoint = 8000")
    db.execute("PRAGMA cache_size = -65536")
    return db
