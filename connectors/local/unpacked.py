"""What a workbook would become in memory, found out before anything is built from it.

A few kilobytes of zip can hold a cell in the last row of the last column, or one long text a million times over, and the
reader would take the process down with it. A part that claims a smaller size than it has fails its checksum here.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import IO
from xml.parsers import expat

from connectors.local.table import Unreadable

#: Far above what people fill in: bytes of all parts, cells of the grid from A1 on, bytes of all shared texts where they stand.
MAX_UNPACKED = 256 * 1024 * 1024
MAX_CELLS = 20_000_000
MAX_TEXT = 256 * 1024 * 1024
#: Cells as nearly everybody writes them, and whatever may be one.
_CELL, _MAYBE = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"'), re.compile(rb"[<:]c[\s/>]")
_SHARED = re.compile(rb"""\st\s*=\s*["']s["']""")


def weigh(path: Path | IO[bytes]) -> None:
    """Raises Unreadable when the workbook is too large, and BadZipFile, OSError or ValueError when it is none."""
    grid = shared = longest = 0
    with zipfile.ZipFile(path) as book:
        if sum(part.file_size for part in book.infolist()) > MAX_UNPACKED:
            raise Unreadable("too large")
        for part in book.infolist():
            # Whatever a part is called: another part may say that it is the sheet.
            data = book.read(part)
            if b"<!DOCTYPE" in data:
                raise ValueError("a document type is not accepted")
            rows, columns = _size(data)
            grid = max(grid, rows * columns)
            shared += len(_SHARED.findall(data))
            if b"sst" in data[:1000]:
                longest = max(longest, *map(len, data.split(b"</si>")))
    if grid > MAX_CELLS or shared * longest > MAX_TEXT:
        raise Unreadable("too large")


def _size(data: bytes) -> tuple[int, int]:
    """Rows and columns up to the last cell of a part."""
    cells = _CELL.findall(data)
    if len(cells) == len(_MAYBE.findall(data)):
        letters, numbers = {cell[0] for cell in cells}, {cell[1] for cell in cells}
        return max(map(int, numbers), default=0), max((_column(each.decode()) for each in letters), default=0)
    return _Grid().measure(data)


class _Grid:
    """Goes through cells one by one: where each says it is, or behind the one before."""

    def __init__(self) -> None:
        self._rows = self._columns = self._row = self._column = 0

    def measure(self, data: bytes) -> tuple[int, int]:
        """Rows and columns of what is a sheet; of another part that is no XML, none."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._begins
        try:
            parser.Parse(data, True)
        except expat.ExpatError:
            if b"worksheet" in data:
                raise ValueError("not well-formed") from None
            return 0, 0
        return self._rows, self._columns

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        tag, at = name.rpartition(" ")[2], attributes.get("r", "")
        if tag == "row":
            self._row, self._column = int(at) if at.isdecimal() else self._row + 1, 0
        elif tag == "c":
            letters = at.rstrip("0123456789")
            self._column = _column(letters) if letters else self._column + 1
            self._columns = max(self._columns, self._column)
            self._rows = max(self._rows, self._row, int(at[len(letters) :] or 0))


def _column(letters: str) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + (ord(letter) - 64) % 32
    return number
