"""Workbooks no spreadsheet would write: their parts said byte by byte."""

from __future__ import annotations

import io
import zipfile

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def book(cells: bytes, shared: bytes = b"", part: str = "xl/worksheets/sheet1.xml", before: bytes = b"") -> bytes:
    """The least a workbook can be: one sheet of these rows, in a part of this name, and its shared texts."""
    named = '<sheets><sheet name="PL3" sheetId="1" r:id="r1"/></sheets>'
    parts = {
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}">{named}</workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": _relations(("worksheet", f"/{part}"), ("sharedStrings", "sharedStrings.xml")),
        "xl/sharedStrings.xml": f"<sst {_MAIN}>".encode() + shared + b"</sst>",
        part: before + f"<worksheet {_MAIN}><sheetData>".encode() + cells + b"</sheetData></worksheet>",
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return written.getvalue()


def lying(data: bytes, size: int) -> bytes:
    """The same, every part claiming another unpacked size in the directory of the zip."""
    changed = bytearray(data)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 24 : at + 28] = size.to_bytes(4, "little")
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def _relations(*leads: tuple[str, str]) -> bytes:
    said = (f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(leads, 1))
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(said)}</Relationships>'.encode()
