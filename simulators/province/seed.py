"""What the national side knows before the first night: the persons of the province, and what the types add to that."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from simulators.province.plan import Plan
from simulators.province.record_type import RecordType
from simulators.province.world import World


def write_seed(world: World, plan: Plan, path: Path) -> None:
    """The persons the population register knows, and the certificates the land registry has revoked."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE person (id TEXT PRIMARY KEY, deceased INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;"
            "CREATE TABLE revoked_certificate (serial TEXT PRIMARY KEY) WITHOUT ROWID;"
        )
        with db:
            db.executemany("INSERT INTO person VALUES (?, 0)", ((person,) for person in world.people.adults()))
            for kind in world.types.values():
                numbers = range(world.counts[kind.flow])
                db.executemany("INSERT INTO person VALUES (?, ?)", _persons(kind, world, plan, numbers))
                if kind.seed:
                    kind.seed(world, plan, db)


def introduce(world: World, plan: Plan, path: Path, kind: RecordType, numbers: Iterable[int]) -> None:
    """Let the population register know the people of records that come late: they lived here."""
    with closing(sqlite3.connect(path, timeout=30)) as db, db:
        db.executemany("INSERT OR IGNORE INTO person VALUES (?, ?)", _persons(kind, world, plan, numbers))


def _persons(kind: RecordType, world: World, plan: Plan, numbers: Iterable[int]) -> Iterator[tuple[str, int]]:
    if kind.person:
        found = (kind.person(world, plan, number) for number in numbers)
        yield from (person for person in found if person)
