"""The local systems that keep rows with a time of change, opened for writing and spoken to in one way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from simulators.local.civil_db import CivilDb
from simulators.local.dossiers import Dossiers
from simulators.province.stores import OneStop, Table


class Keeper(Protocol):
    """Where the rows of one record type lie."""

    def index(self) -> None:
        """Make what readers follow, after the first rows are in."""

    def put(self, rows: Iterable[tuple[str, str, Mapping[str, Any]]]) -> None:
        """Write (id, moment of change, row), new or changed."""

    def delete(self, keys: Iterable[tuple[str, str]]) -> None:
        """Mark (id, moment) rows as deleted at that moment."""

    def newest(self) -> str:
        """The latest moment of change."""


class Book:
    """One table of the civil-status database as a keeper."""

    def __init__(self, civil: CivilDb, table: str) -> None:
        self.civil, self.table = civil, table

    def index(self) -> None:
        """See Keeper."""
        self.civil.index(self.table)

    def put(self, rows: Iterable[tuple[str, str, Mapping[str, Any]]]) -> None:
        """See Keeper."""
        self.civil.put(self.table, ((key, row, at) for key, at, row in rows))

    def delete(self, keys: Iterable[tuple[str, str]]) -> None:
        """See Keeper."""
        self.civil.delete(self.table, keys)

    def newest(self) -> str:
        """See Keeper."""
        return self.civil.newest(self.table)


class Systems(NamedTuple):
    """The open stores of a province."""

    civil: CivilDb
    dossiers: Dossiers

    def keeper(self, store: Table | OneStop) -> Keeper:
        """Where a record type's rows go."""
        return Book(self.civil, store.name) if isinstance(store, Table) else self.dossiers

    def close(self) -> None:
        """Close both."""
        self.civil.close()
        self.dossiers.close()
