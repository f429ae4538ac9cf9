"""Writes a workbook with one sheet of text cells, row by row, in little memory.

Only what the forms need of the format: inline strings, no styles. A library would take ten times as long for a million
rows of fifty columns.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ROWS_AT_ONCE = 500


def _parts(sheet: str) -> dict[str, str]:
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>'
        f'<sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    }


def column_letters(count: int) -> list[str]:
    """A, B, … Z, AA, AB, …"""
    letters = [chr(65 + place) for place in range(26)]
    return [*letters, *(first + second for first in letters for second in letters)][:count]


def write_sheet(path: Path, sheet: str, header: Sequence[Sequence[str]], rows: Iterable[Sequence[str]]) -> None:
    """A workbook at `path` with one heading row or more, all equally wide; empty cells are left out."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in _parts(sheet).items():
            archive.writestr(name, _HEAD + text)
        with archive.open("xl/worksheets/sheet1.xml", "w") as out:
            out.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            _write_rows(out, column_letters(len(header[0])), chain(header, rows))
            out.write(b"</sheetData></worksheet>")


def _write_rows(out: IO[bytes], letters: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    held = []
    for place, row in enumerate(rows, 1):
        held.append(_row(place, letters, row))
        if len(held) >= ROWS_AT_ONCE:
            out.write("".join(held).encode())
            held.clear()
    out.write("".join(held).encode())


def _row(place: int, letters: Sequence[str], cells: Sequence[str]) -> str:
    filled = [
        f'<c r="{letter}{place}" t="inlineStr"><is><t xml:space="preserve">{escaped(cell)}</t></is></c>'
        for letter, cell in zip(letters, cells, strict=True)
        if cell
    ]
    return f'<row r="{place}">{"".join(filled)}</row>'


def escaped(text: str) -> str:
    """Text for XML; most text needs nothing."""
    return escape(text) if "&" in text or "<" in text or ">" in text else text
