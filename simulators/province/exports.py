"""Files of records for the drop folder: cut to the sizes the units send, each line told to the manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, islice

from simulators.local.drop import Drop
from simulators.local.envelope import VISITS_PER_FILE
from simulators.province.record import Record
from simulators.province.world import World

ROWS_PER_FILE = 20_000
Note = Callable[[Record], None]


def export(
    drop: Drop, world: World, flow: str, records: Iterable[Record], note: Note, now: datetime | None = None
) -> None:
    """Write records, already in order of their units, as files of their units; `note` hears each in that order."""
    size = VISITS_PER_FILE if flow == "encounter" else ROWS_PER_FILE
    for scope, of_unit in groupby(records, key=lambda record: record.unit):
        for part in _parts(of_unit, size):
            stem = drop.stem(scope, now)
            WRITERS[flow](drop, world, stem, _told(part, stem, note))


def by_unit(world: World, numbers: Iterable[int]) -> list[int]:
    """Record numbers in the order of their units, then their own."""
    return sorted(numbers, key=lambda number: (number % len(world.communes), number))


def _parts(records: Iterator[Record], size: int) -> Iterator[Iterator[Record]]:
    """Pieces of at most `size`; each must be read to its end before the next."""
    for first in records:
        rest = islice(records, size - 1)
        yield _with(first, rest)


def _with(first: Record, rest: Iterator[Record]) -> Iterator[Record]:
    yield first
    yield from rest


def _told(records: Iterator[Record], stem: str, note: Note) -> Iterator[Record]:
    """The records, each noted; a visit without a readable code is known by its file and its place in it."""
    for place, record in enumerate(records, 1):
        if record.flow == "encounter" and "XML1" not in record.row:
            record.source_id = f"{record.unit}-{stem}-{place}"
            record.key = f"src:{record.source_id}"
        note(record)
        yield record


def _land(drop: Drop, world: World, stem: str, records: Iterator[Record]) -> None:
    drop.land(stem, ((str(world.place(record.number) + 1), record.row) for record in records))


def _school(drop: Drop, world: World, stem: str, records: Iterator[Record]) -> None:
    drop.school(stem, (record.row for record in records))


def _health(drop: Drop, world: World, stem: str, records: Iterator[Record]) -> None:
    drop.health(stem, [record.row for record in records])


WRITERS: dict[str, Callable[[Drop, World, str, Iterator[Record]], None]] = {
    "parcel": _land,
    "student": _school,
    "encounter": _health,
}


def withdraw(drop: Drop, flow: str, records: Sequence[Record], note: Note, now: datetime | None = None) -> None:
    """Lists of deletions, one per unit."""
    for scope, of_unit in groupby(records, key=lambda record: record.unit):
        taken_back = list(of_unit)
        drop.withdraw(flow, f"{drop.stem(scope, now)}_huy", [record.source_id for record in taken_back])
        for record in taken_back:
            note(record)
