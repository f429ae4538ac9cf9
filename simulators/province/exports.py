"""Files of records for the drop folder: cut to the sizes the units send, each line told to the manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, islice

from simulators.local.drop import Drop
from simulators.province.record import Record
from simulators.province.stores import Export
from simulators.province.world import World

Note = Callable[[Record], None]


def export(
    drop: Drop, world: World, store: Export, records: Iterable[Record], note: Note, now: datetime | None = None
) -> None:
    """Write records, already in the order of their files, as files of their units; `note` hears each in that order."""
    for (unit, ending, *pieces), of_file in groupby(records, lambda one: (one.unit, *store.place(world, one.number))):
        form = store.forms[ending]
        for part in _parts(of_file, form.most):
            stem = drop.stem(unit, *pieces, now=now)
            drop.write(store.folder, stem, ending, form, (record.row for record in _told(part, stem, note)))


def all_by_file(world: World, flow: str, store: Export) -> Iterator[int]:
    """All record numbers of a flow in the order of their units and files, never more than one unit's at a time."""
    for unit in range(len(world.communes)):
        numbers = world.numbers(flow, unit)
        yield from sorted(numbers, key=lambda number: store.place(world, number)) if store.file else numbers


def by_file(world: World, store: Export, numbers: Iterable[int]) -> list[int]:
    """Record numbers in the order of their units and files, then their own."""
    width = len(world.communes)
    return sorted(numbers, key=lambda number: (number % width, store.place(world, number), number))


def _parts(records: Iterator[Record], size: int) -> Iterator[Iterator[Record]]:
    """Pieces of at most `size`; each must be read to its end before the next."""
    for first in records:
        rest = islice(records, size - 1)
        yield _with(first, rest)


def _with(first: Record, rest: Iterator[Record]) -> Iterator[Record]:
    yield first
    yield from rest


def _told(records: Iterator[Record], stem: str, note: Note) -> Iterator[Record]:
    """The records, each noted; one with nothing readable in it is known by its file and its place in it."""
    for place, record in enumerate(records, 1):
        if not record.row:
            record.source_id = f"{record.unit}-{stem}-{place}"
            record.key = f"src:{record.source_id}"
        note(record)
        yield record


def withdraw(drop: Drop, store: Export, records: Sequence[Record], note: Note, now: datetime | None = None) -> None:
    """Lists of deletions, one per unit."""
    for unit, of_unit in groupby(records, lambda record: record.unit):
        taken_back = list(of_unit)
        drop.withdraw(store.folder, drop.stem(unit, "huy", now=now), [record.source_id for record in taken_back])
        for record in taken_back:
            note(record)
