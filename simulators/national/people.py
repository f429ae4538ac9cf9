"""Who is known to the state: the province's adults (seed file, read live) and children whose birth was accepted.

Both files belong to others (the province generator, the civil-status registry) and are only read here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

CHUNK = 1000


def marks(values: list[str]) -> str:
    """The question marks of an IN list."""
    return ",".join("?" * len(values))


class People:
    """Answers for many ids at once; a file that does not exist yet knows nobody."""

    def __init__(self, seed: Path, births: Path) -> None:
        self.seed = seed
        self.births = births

    def known(self, ids: Iterable[str]) -> dict[str, bool]:
        """The known ones among the ids, each with whether the person is deceased."""
        wanted = list(set(ids))
        found: dict[str, bool] = {}
        for chunk in _chunks(wanted):
            found |= dict.fromkeys(self._learnt(chunk), False)
            found |= {id_: bool(gone) for id_, gone in _rows(self.seed, _SEED.format(marks(chunk)), chunk)}
        return found

    def revoked(self, serials: Iterable[str]) -> set[str]:
        """The revoked ones among certificate serials, compared without spaces and case."""
        plain = {serial: serial.replace(" ", "").upper() for serial in serials}
        withdrawn: set[str] = set()
        for chunk in _chunks(list(set(plain.values()))):
            withdrawn |= {row[0] for row in _rows(self.seed, _REVOKED.format(marks(chunk)), chunk)}
        return {serial for serial, bare in plain.items() if bare in withdrawn}

    def _learnt(self, ids: list[str]) -> list[str]:
        return [row[0] for row in _rows(self.births, _LEARNT.format(marks(ids)), ids)]


_SEED = "SELECT id, deceased FROM person WHERE id IN ({})"
_LEARNT = "SELECT id FROM person WHERE known = 1 AND id IN ({})"
_REVOKED = (
    "SELECT bare FROM (SELECT replace(upper(serial), ' ', '') AS bare FROM revoked_certificate) WHERE bare IN ({})"
)


def _chunks(values: list[str]) -> Iterator[list[str]]:
    return (values[at : at + CHUNK] for at in range(0, len(values), CHUNK))


def _rows(path: Path, statement: str, values: list[str]) -> list[tuple[str, ...]]:
    if not path.exists():
        return []
    with closing(sqlite3.connect(path, timeout=30)) as db:
        return db.execute(statement, values).fetchall()
