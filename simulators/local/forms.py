"""The kinds of files units send, each written whole from rows: a list, a sheet, an envelope of visits."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from simulators.local.envelope import VISITS_PER_FILE, envelope
from simulators.local.sheet import write_sheet

ROWS_PER_FILE = 20_000
Rows = Iterable[Mapping[str, Any]]


class Form(Protocol):
    """How rows become a file."""

    @property
    def most(self) -> int:
        """How many rows one file holds."""

    def write(self, path: Path, stem: str, rows: Rows) -> None:
        """A file at `path` that will be shown under the name `stem`."""


@dataclass(frozen=True)
class Csv:
    """A list with semicolons; `names` are the rows' own where they differ from the headings."""

    header: tuple[str, ...]
    names: tuple[str, ...] = ()
    most: int = ROWS_PER_FILE

    def write(self, path: Path, stem: str, rows: Rows) -> None:
        """UTF-8 with a byte-order mark, as spreadsheets want it."""
        names = self.names or self.header
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out, delimiter=";")
            writer.writerow(self.header)
            writer.writerows([row.get(name, "") for name in names] for row in rows)


@dataclass(frozen=True)
class Workbook:
    """A sheet under one heading row or more, each as wide as `names`, the rows' own names of the cells."""

    sheet: str
    header: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    most: int = ROWS_PER_FILE

    def write(self, path: Path, stem: str, rows: Rows) -> None:
        """A workbook of text cells."""
        cells = ([row.get(name, "") for name in self.names] for row in rows)
        write_sheet(path, self.sheet, self.header, cells)


@dataclass(frozen=True)
class Envelope:
    """A hospital's visits as XML; the facility is the last piece of the name."""

    most: int = VISITS_PER_FILE

    def write(self, path: Path, stem: str, rows: Rows) -> None:
        """All visits in one GIAMDINHHS."""
        path.write_bytes(envelope(stem.rpartition("_")[2], stem[:8], list(rows)))
