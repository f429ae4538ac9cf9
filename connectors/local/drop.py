"""The drop folder: what schools, communes and clinics export as files, each file read once, in the order it arrived.

A file that cannot be read, or whose columns are not the agreed ones, becomes one row "file:NAME" for the correction desk: its
rows would be misread, and the files of all other senders go on. A line of a table that is no row of it becomes one row
"file:NAME#LINE", and the other lines go on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import polars as pl

from connectors.credentials import Connection
from connectors.local.arrivals import Arrival, arrivals, mark
from connectors.local.health_xml import read_envelope
from connectors.local.land_sheet import read_land_sheet
from connectors.local.paging import TOMBSTONE, Clock, Pager, now, page_frame
from connectors.local.school_sheet import read_school_sheet
from connectors.local.table import Unreadable, desk_row, desk_rows, read_csv
from relay.model import Page

log = logging.getLogger(__name__)

NAME = "drop"
DELETED = "_huy.csv"
DELETIONS = ("Mã", "Lý do", "Ngày")
#: One export of one unit is far smaller; a larger file is a mistake and would take the memory of the night.
MAX_BYTES = 256 * 1024 * 1024


class _Kind(NamedTuple):
    folder: str
    suffix: str
    read: Callable[[Path], pl.DataFrame]


KINDS: Mapping[str, _Kind] = {
    "parcel": _Kind("land", ".xlsx", read_land_sheet),
    "student": _Kind("school", ".csv", read_school_sheet),
    "encounter": _Kind("health", ".xml", read_envelope),
}


class Drop:
    """Source `drop`; `connection.url` is the folder."""

    name = NAME
    contracts = frozenset(KINDS)

    def __init__(self, connection: Connection, *, clock: Clock = now) -> None:
        self._root = Path(connection.url.removeprefix("file://"))
        self._clock = clock

    def probe(self) -> None:
        """Every agreed folder can be listed. Raises FatalError."""
        for contract in KINDS:
            self._files(contract)

    def pull(self, contract: str, watermark: str | None, *, since: str | None = None) -> Iterator[Page]:
        """The rows of the files not read yet; a file of deletions gives tombstones."""
        reached = mark(watermark)
        pager = Pager(watermark)
        for arrival in reached.new(self._files(contract), since):
            piece = _rows(KINDS[contract], arrival)
            reached = reached.after(arrival, self._clock())
            yield from pager.add(piece, reached)
        yield from pager.flush()

    def _files(self, contract: str) -> list[Arrival]:
        kind = KINDS[contract]
        return arrivals(self._root / kind.folder, (kind.suffix, DELETED))


def _rows(kind: _Kind, arrival: Arrival) -> pl.DataFrame:
    try:
        if arrival.size > MAX_BYTES:
            raise Unreadable("too large")
        return read_deletions(arrival.path) if arrival.name.lower().endswith(DELETED) else kind.read(arrival.path)
    except Unreadable as reason:
        log.warning("%s cannot be read: %s", arrival.name, reason)
        return desk_row(arrival.path, str(reason))


def read_deletions(path: Path) -> pl.DataFrame:
    """Tombstones of a list "Mã;Lý do;Ngày"; Mã is the source id. Raises Unreadable."""
    table = read_csv(path, DELETIONS)
    ids = table.rows["Mã"].to_list()
    return pl.concat([page_frame(ids, [True] * len(ids), [TOMBSTONE] * len(ids)), desk_rows(path, table)])
