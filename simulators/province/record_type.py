"""What a kind of record is to the province, declared in one module of its own: TYPE = RecordType(…).

Everything else about it follows: its share of the records, its dossiers, what is planted, withdrawn, changed and
deleted, and which records of other types it leans on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING, NamedTuple

from simulators.province.doubles import Double
from simulators.province.people import Person
from simulators.province.record import Record
from simulators.province.stores import Store
from simulators.province.units import Commune

if TYPE_CHECKING:
    from simulators.province.plan import Plan
    from simulators.province.world import World


@dataclass(frozen=True, slots=True)
class Event:
    """What a record's dossier shares with it: the commune, the day it was settled, the person who asked."""

    commune: Commune
    day: date
    person: Person


class Procedure(NamedTuple):
    """A procedure of the province's list; codes are in the public form, some recalled."""

    code: str
    name: str
    field_code: str
    field_name: str
    document: str


@dataclass(frozen=True, slots=True)
class Error:
    """A kind of mistake: how often it is planted beside the others, the field it is in, and who makes it.

    `spoil` changes a good record. With `pair` a second record, so many numbers further, repeats the key of the first.
    `fits` says which records can carry it.
    """

    weight: int
    field: str
    spoil: Callable[[Record, World], None]
    pair: Callable[[World], int] | None = None
    fits: Callable[[World, int], bool] | None = None


@dataclass(frozen=True)
class RecordType:
    """A kind of record.

    `share` is its part of the records of its domain, against that of the other types there.
    `make(world, plan, number, version)` makes a good record of any number; `key` reads its natural key off it, also
    when it has been spoiled.
    Of a hundred dossiers `dossiers` stand behind records of this type; each covers `per_dossier` records, followed
    `procedure`, and shares with the first of them what `event` says.
    `parents` names the records a record leans on: type -> number there, or None. It is accepted after them only.
    `waits` is true for a record that will wait for another reason, `person` is (number, 1 if deceased) of whom the
    population register must know for its sake beside the adults; `seed` writes what else the nation knew before.
    `doubles` tell of one person twice, or of twins.
    """

    flow: str
    domain: str
    share: int
    make: Callable[[World, Plan, int, int], Record]
    key: Callable[[Record], str]
    store: Store
    errors: Mapping[str, Error]
    event: Callable[[World, int], Event] | None = None
    procedure: Procedure | None = None
    dossiers: int = 0
    per_dossier: int = 1
    parents: Mapping[str, Callable[[World, int], int | None]] = field(default_factory=dict)
    waits: Callable[[World, int], bool] | None = None
    person: Callable[[World, Plan, int], tuple[str, int] | None] | None = None
    seed: Callable[[World, Plan, Connection], None] | None = None
    doubles: tuple[Double, ...] = ()

    def asked(self, world: World, number: int) -> tuple[Procedure, Event]:
        """What the dossier behind a record followed, and what it shares with the record."""
        if self.event is None or self.procedure is None:
            raise TypeError(f"{self.flow} has dossiers but no event or no procedure")
        return self.procedure, self.event(world, number)


def put(headings: Mapping[str, str] | None = None, **columns: str) -> Callable[[Record, World], None]:
    """A mistake that overwrites columns with a text; headings that are no words go into the first argument."""

    def spoil(record: Record, world: World) -> None:
        record.row |= {**(headings or {}), **columns}

    return spoil


def nothing(record: Record, world: World) -> None:
    """A mistake that only others know of: the row stays as it is."""


def joined(*columns: str) -> Callable[[Record], str]:
    """The natural key made of columns; while one is empty the record is known by its source's id."""

    def key(record: Record) -> str:
        parts = [str(record.row[name]) for name in columns]
        return "|".join(parts) if all(parts) else f"src:{record.source_id}"

    return key
