"""What a workbook would become in memory, found out as a stream before anything is built from it.

A few kilobytes of zip can hold a cell in the last row of the last column, or one long text a million times over, and the
reader would take the process down with it. A part that claims a smaller size than it has fails its checksum here.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO
from xml.parsers import expat

from connectors.local.table import Unreadable

#: Far above what people fill in: bytes of all parts, cells of the grid from A1 on, characters of all shared texts where they stand.
MAX_UNPACKED = 256 * 1024 * 1024
MAX_CELLS = 20_000_000
MAX_CHARACTERS = 256 * 1024 * 1024
_PIECE = 1 << 20


def weigh(path: Path) -> None:
    """Raises Unreadable when the workbook is too large, and BadZipFile, OSError or ValueError when it is none."""
    weights = _Weights()
    with zipfile.ZipFile(path) as book:
        if sum(part.file_size for part in book.infolist()) > MAX_UNPACKED:
            raise Unreadable("too large")
        for part in book.infolist():
            with book.open(part) as stream:
                weights.read(stream)


class _Weights:
    """Counts of all parts together: where the last cell is, how many cells name a shared text, the longest such text."""

    def __init__(self) -> None:
        self.rows = self.columns = self.shared = self.longest = 0
        self._row = self._column = self._text = 0
        self._counts = False

    def read(self, part: IO[bytes]) -> None:
        """Whatever a part is called. Raises ValueError when it is a table of cells or texts and no plain XML."""
        self._row, self._column, self._counts = 0, 0, False
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._begins
        parser.CharacterDataHandler = self._says
        parser.StartDoctypeDeclHandler = _refuse
        try:
            while piece := part.read(_PIECE):
                parser.Parse(piece)
                self._judge()
        except expat.ExpatError:
            if self._counts:
                raise ValueError("not well-formed") from None

    def _judge(self) -> None:
        if self.rows * self.columns > MAX_CELLS or self.shared * self.longest > MAX_CHARACTERS:
            raise Unreadable("too large")

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        self._counts |= tag in ("worksheet", "sst")
        if tag == "c":
            self._place(attributes.get("r", ""))
            self.shared += attributes.get("t") == "s"
        elif tag == "row":
            given = attributes.get("r", "")
            self._row, self._column = int(given) if given.isdecimal() else self._row + 1, 0
        elif tag == "si":
            self._text = 0

    def _place(self, at: str) -> None:
        """A cell where it says it is, or behind the one before."""
        letters = at.rstrip("0123456789")
        self._column = _column(letters) if letters else self._column + 1
        self.columns = max(self.columns, self._column)
        self.rows = max(self.rows, self._row, int(at[len(letters) :] or 0))

    def _says(self, text: str) -> None:
        self._text += len(text)
        self.longest = max(self.longest, self._text)


def _column(letters: str) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter.upper()) - 64
    return number


def _refuse(*_: object) -> None:
    raise ValueError("a document type is not accepted")
