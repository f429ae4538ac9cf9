"""The drop folder: what schools, communes and clinics export as files, each file read once, in the order it arrived.

A file that cannot be read, or whose columns are not the agreed ones, becomes one row "file:NAME" for the correction desk: its
rows would be misread, and the files of all other senders go on. A line of a table that is no row of it becomes one row
"file:NAME#LINE", and the other lines go on.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from connectors.credentials import Connection
from connectors.local.arrivals import Arrival, arrivals, mark
from connectors.local.health_xml import read_envelope
from connectors.local.paging import TOMBSTONE, Bound, Clock, Pager, now, page_frame
from connectors.local.table import Unreadable, desk_row, desk_rows, read_csv, read_list
from connectors.local.workbook import read_workbook
from connectors.mapping import layouts
from connectors.mapping.layout import Csv, Envelope, Export, Form, Workbook
from relay.model import Page

log = logging.getLogger(__name__)

NAME = "drop"
#: Ends the name of a list of deletions, whatever the form of the records themselves.
DELETED = "_huy.csv"
DELETIONS = Csv(("Mã", "Lý do", "Ngày"), source_id=("Mã",))
#: One export of one unit is far smaller; a larger file is a mistake and would take the memory of the night: what lies in
#: envelopes and workbooks grows when it is read.
MAX_BYTES = {".csv": 256 * 1024 * 1024, ".xlsx": 32 * 1024 * 1024, ".xml": 32 * 1024 * 1024}


class Drop:
    """Source `drop`; `connection.url` is the folder. It reads the contracts with an Export as layout, or those of `exports`."""

    name = NAME
    #: Files are deliveries: what is not in the folder any more was not deleted by its sender.
    complete = False

    def __init__(
        self, connection: Connection, *, clock: Clock = now, exports: Mapping[str, Export] | None = None
    ) -> None:
        self._root = Path(connection.url.removeprefix("file://"))
        self._clock = clock
        self._exports = layouts(Export) if exports is None else exports

    def probe(self) -> None:
        """Every agreed folder can be listed. Raises FatalError."""
        for contract in self._exports:
            self._files(contract)

    def pull(self, contract: str, watermark: str | None, *, since: str | None = None) -> Iterator[Page]:
        """The rows of the files not read yet; a file of deletions gives tombstones."""
        reached, bound = mark(watermark), Bound(self._clock)
        pager = Pager(watermark)
        for arrival in reached.new(self._files(contract), since):
            piece = _rows(self._exports[contract], arrival)
            reached = reached.after(arrival, bound.latest)
            yield from pager.add(piece, reached)
        yield from pager.flush()

    def size(self, contract: str) -> int:
        """How many files lie in the agreed folder now."""
        return len(self._files(contract))

    def _files(self, contract: str) -> list[Arrival]:
        export = self._exports[contract]
        return arrivals(self._root / export.folder, (*export.forms, DELETED))


def _rows(export: Export, arrival: Arrival) -> pl.DataFrame:
    try:
        ending = arrival.path.suffix.lower()
        if not arrival.plain:
            raise Unreadable("a link or a folder, not a file")
        if not _is_utf8(arrival.path.name):
            raise Unreadable("its name is not UTF-8")
        if arrival.size > MAX_BYTES[ending]:
            raise Unreadable("too large")
        if arrival.name.lower().endswith(DELETED):
            return read_deletions(arrival.path)
        return _records(arrival.path, export.forms[ending])
    except Unreadable as reason:
        log.warning("%s cannot be read: %s", arrival.name, reason)
        return desk_row(arrival.name, str(reason))


def _is_utf8(name: str) -> bool:
    return name == name.encode(errors="replace").decode()


def _records(path: Path, form: Form) -> pl.DataFrame:
    match form:
        case Csv():
            return read_list(path, form)
        case Workbook():
            return read_workbook(path, form)
        case Envelope():
            return read_envelope(path)


def read_deletions(path: Path) -> pl.DataFrame:
    """Tombstones of a list "Mã;Lý do;Ngày"; Mã is the source id. Raises Unreadable."""
    table = read_csv(path, DELETIONS)
    ids = table.rows["Mã"].to_list()
    return pl.concat([page_frame(ids, [True] * len(ids), [TOMBSTONE] * len(ids)), desk_rows(path, table)])
