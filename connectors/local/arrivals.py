"""Files of a folder in the order they arrived, each of them once, however their clocks were set."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

from connectors.local.paging import OVERLAP, day_start
from relay.errors import FatalError
from schemas.identifiers import key_secret
from schemas.keys import hidden

_OVERLAP_NS = OVERLAP // timedelta(microseconds=1) * 1000


class Arrival(NamedTuple):
    """One complete file; sorts by time of arrival (nanoseconds), then name.

    `name` can be written anywhere and shows no person, `path` opens the file;
    `plain` is false of links, folders and whatever else is no file.
    """

    at: int
    name: str
    path: Path
    size: int
    plain: bool = True


class Mark(msgspec.Struct, frozen=True):
    """A watermark: the newest file's time in nanoseconds, and the files near it that were read, with their times."""

    at: int = 0
    read: dict[str, int] = {}

    def after(self, arrival: Arrival, latest: datetime) -> Mark:
        """The mark once `arrival` is read, never beyond `latest`: a file stamped in the future must not hide the files to come."""
        at = max(self.at, min(arrival.at, _nanoseconds(latest)))
        near = {name: time for name, time in self.read.items() if time >= at - _OVERLAP_NS}
        return Mark(at, near | {arrival.name: arrival.at})

    def new(self, arrivals: list[Arrival], since: str | None) -> list[Arrival]:
        """What is still to be read; `since` reads everything from that day on again.

        A slow copy may show an older time than its neighbour: look back a little, and leave out what was read.
        """
        if since is not None:
            return [arrival for arrival in arrivals if arrival.at >= _nanoseconds(day_start(since))]
        begin = self.at - _OVERLAP_NS
        return [arrival for arrival in arrivals if arrival.at >= begin and self.read.get(arrival.name) != arrival.at]

    def __str__(self) -> str:
        return msgspec.json.encode(self).decode()


def mark(watermark: str | None) -> Mark:
    """The mark of a watermark; of none, the beginning. Raises FatalError."""
    try:
        return msgspec.json.decode(watermark, type=Mark) if watermark else Mark()
    except msgspec.MsgspecError:
        raise FatalError(
            "The watermark of the drop folder is not one of ours; start again with --since.",
            "Mốc đọc của thư mục nhận tệp không hợp lệ; hãy chạy lại với --since.",
        ) from None


def arrivals(folder: Path, suffixes: tuple[str, ...]) -> list[Arrival]:
    """What lies in the folder with one of the endings, in either case, by arrival; hidden files are still being written.

    Raises FatalError when the folder cannot be listed or is a link that leads out of the one around it.
    """
    try:
        if not folder.resolve(strict=True).is_relative_to(folder.parent.resolve(strict=True)):
            raise OSError
        with os.scandir(folder) as entries:
            files = [entry for entry in entries if entry.name.lower().endswith(suffixes) and entry.name[0] != "."]
            stats = [(entry, entry.stat(follow_symlinks=False)) for entry in files]
    except OSError:
        raise FatalError(
            f"The drop folder has no readable '{folder.name}' inside; correct its path or its rights.",
            f"Thư mục nhận tệp không có thư mục con '{folder.name}' đọc được; hãy sửa đường dẫn hoặc quyền đọc.",
            folder=folder.name,
        ) from None
    return sorted(
        Arrival(at.st_mtime_ns, shown_name(entry.name), Path(entry.path), at.st_size, stat.S_ISREG(at.st_mode))
        for entry, at in stats
    )


def shown_name(name: str) -> str:
    """A file's name the way it may stand on lists and in logs: people call files after people, so a piece that is no code is hidden.

    Pieces are what "_" divides; bytes that are no UTF-8 are spelt out.
    """
    written = os.fsencode(name).decode(errors="backslashreplace")
    stem, dot, ending = written.rpartition(".")
    return "_".join(str(hidden(piece, key_secret())) for piece in stem.split("_")) + dot + ending


def _nanoseconds(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 1000
