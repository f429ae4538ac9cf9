"""Opens a workbook somebody sent, or says why not: nothing is built from a file before it was weighed,
and nothing in it is run or fetched.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook

from connectors.local.table import Unreadable
from connectors.local.unpacked import weigh

#: A worklist of 5,000 rows has about 2 MB.
MAX_BYTES = 32 * 1024 * 1024
#: Parts no worklist has: programs, other files, other systems.
_FOREIGN = re.compile(
    r"vbaProject|externalLink|embeddings/|activeX|ctrlProps|connections\.xml|queryTable|dialogsheets|macrosheets", re.I
)
_MERGED = re.compile(rb"[<:]mergeCell[\s/>]")

Said = tuple[str, str]
NO_WORKBOOK: Said = (
    "Tệp không phải là sổ Excel (.xlsx) đọc được, hoặc có đặt mật khẩu. Hãy lưu lại dạng .xlsx, không mật khẩu.",
    "This is no readable Excel workbook (.xlsx), or it has a password. Save it again as .xlsx without a password.",
)
TOO_LARGE: Said = (
    "Tệp quá lớn so với một phiếu sửa. Hãy gửi lại đúng tệp đã nhận, không thêm trang tính.",
    "The file is far larger than a worklist. Send the file you were given, without other sheets.",
)
FOREIGN: Said = (
    "Tệp có macro, liên kết hoặc đối tượng nhúng nên không được mở. Hãy lưu lại dạng .xlsx không macro, không liên kết.",
    "The file has macros, links or embedded objects and was not opened. Save it as plain .xlsx without them.",
)
MERGED: Said = (
    "Tệp có ô bị gộp. Hãy bỏ gộp ô rồi gửi lại.",
    "Some cells are merged. Unmerge them and send the file again.",
)


class RefusedError(Exception):
    """The file as a whole cannot be taken; `said` is one sentence in Vietnamese and English."""

    def __init__(self, said: Said) -> None:
        super().__init__(said[1])
        self.said = said


def opened(data: bytes, *, to_change: bool = False) -> Any:
    """The workbook as openpyxl has it, formulas unevaluated; row by row unless it is `to_change`. Raises RefusedError."""
    if len(data) > MAX_BYTES:
        raise RefusedError(TOO_LARGE)
    try:
        _inspect(data)
        return load_workbook(io.BytesIO(data), read_only=not to_change, keep_links=False)
    except Unreadable:
        raise RefusedError(TOO_LARGE) from None
    except UNREADABLE:
        raise RefusedError(NO_WORKBOOK) from None


#: All that a damaged or hostile file makes the readers of zip, XML and workbooks raise.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    DefusedXmlException,
    OSError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RuntimeError,
    EOFError,
)


def _inspect(data: bytes) -> None:
    weigh(io.BytesIO(data))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for part in book.infolist():
            if _FOREIGN.search(part.filename):
                raise RefusedError(FOREIGN)
            _plain(part.filename, book.read(part))


def _plain(name: str, part: bytes) -> None:
    if name == "[Content_Types].xml" and b"macroEnabled" in part:
        raise RefusedError(FOREIGN)
    if b"\0" in part[:1000] and name.endswith((".xml", ".rels")):
        raise ValueError("XML that is not UTF-8 could hide what is looked for")
    if _MERGED.search(part):
        raise RefusedError(MERGED)
