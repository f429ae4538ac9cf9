"""The drop folder: what schools, communes and clinics export as files, each file read once, in the order it arrived.

A file that cannot be read at all becomes one row "file:NAME" for the correction desk and never stops the night; a sheet
whose columns are not the agreed ones does stop it, because every row after it would be misread.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec
import polars as pl

from connectors.credentials import Connection
from connectors.local.health_xml import read_envelope
from connectors.local.land_sheet import read_land_sheet
from connectors.local.paging import OVERLAP, TOMBSTONE, Clock, Pager, day_start, now, page_frame
from connectors.local.school_sheet import read_school_sheet
from connectors.local.table import Unreadable, read_csv
from relay.errors import FatalError
from relay.model import Page

NAME = "drop"
DELETIONS = ("Mã", "Lý do", "Ngày")
#: One export of one unit is far smaller; a larger file is a mistake and would take the memory of the night.
MAX_BYTES = 256 * 1024 * 1024
_OVERLAP_NS = OVERLAP // timedelta(microseconds=1) * 1000


class _Kind(NamedTuple):
    folder: str
    suffix: str
    read: Callable[[Path], pl.DataFrame]


KINDS: Mapping[str, _Kind] = {
    "parcel": _Kind("land", ".xlsx", read_land_sheet),
    "student": _Kind("school", ".csv", read_school_sheet),
    "encounter": _Kind("health", ".xml", read_envelope),
}


class _Mark(msgspec.Struct):
    """A watermark: the newest file's time in nanoseconds, and the files near it that were read, with their times."""

    at: int = 0
    read: dict[str, int] = {}


class _Found(NamedTuple):
    at: int
    name: str
    path: Path
    size: int


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
        mark = _mark(watermark)
        pager = Pager(watermark)
        for found in self._new(contract, mark, since):
            piece = _rows(KINDS[contract], found)
            mark = _advanced(mark, found, _nanoseconds(self._clock()))
            yield from pager.add(piece, msgspec.json.encode(mark).decode())
        yield from pager.flush()

    def _new(self, contract: str, mark: _Mark, since: str | None) -> list[_Found]:
        files = self._files(contract)
        if since is not None:
            return [found for found in files if found.at >= _nanoseconds(day_start(since))]
        # A slow copy may show an older time than its neighbour: look back a little, and leave out what was read.
        return [found for found in files if found.at >= mark.at - _OVERLAP_NS and mark.read.get(found.name) != found.at]

    def _files(self, contract: str) -> list[_Found]:
        kind = KINDS[contract]
        try:
            with os.scandir(self._root / kind.folder) as entries:
                named = [
                    e for e in entries if e.name.endswith((kind.suffix, "_huy.csv")) and not e.name.startswith(".")
                ]
                files = [e for e in named if e.is_file(follow_symlinks=False)]
                stats = [(entry, entry.stat(follow_symlinks=False)) for entry in files]
        except OSError:
            raise FatalError(
                f"The drop folder has no readable '{kind.folder}' inside; correct its path or its rights.",
                f"Thư mục nhận tệp không có thư mục con '{kind.folder}' đọc được; hãy sửa đường dẫn hoặc quyền đọc.",
                system=self.name,
            ) from None
        return sorted(_Found(stat.st_mtime_ns, e.name, Path(e.path), stat.st_size) for e, stat in stats)


def _rows(kind: _Kind, found: _Found) -> pl.DataFrame:
    try:
        if found.size > MAX_BYTES:
            raise Unreadable("too large")
        return read_deletions(found.path) if found.name.endswith("_huy.csv") else kind.read(found.path)
    except Unreadable as reason:
        raw = msgspec.json.encode({"unreadable": str(reason)}).decode()
        return page_frame([f"file:{found.name}"], [False], [raw])


def read_deletions(path: Path) -> pl.DataFrame:
    """Tombstones of a list "Mã;Lý do;Ngày"; Mã is the source id."""
    ids = read_csv(path, DELETIONS)["Mã"].to_list()
    return page_frame(ids, [True] * len(ids), [TOMBSTONE] * len(ids))


def _mark(watermark: str | None) -> _Mark:
    try:
        return msgspec.json.decode(watermark, type=_Mark) if watermark else _Mark()
    except msgspec.MsgspecError:
        raise FatalError(
            "The watermark of the drop folder is not one of ours; start again with --since.",
            "Mốc đọc của thư mục nhận tệp không hợp lệ; hãy chạy lại với --since.",
            system=NAME,
        ) from None


def _advanced(mark: _Mark, found: _Found, now_ns: int) -> _Mark:
    # A file stamped in the future must not hide the files to come.
    at = max(mark.at, min(found.at, now_ns))
    read = {name: time for name, time in mark.read.items() if time >= at - _OVERLAP_NS}
    return _Mark(at, read | {found.name: found.at})


def _nanoseconds(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 1000
