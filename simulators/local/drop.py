"""The drop folder: what communes, schools and hospitals export. A file is complete the moment it can be seen.

Names begin with a stamp that grows, so they sort by arrival; a file is written in `.aside` and then renamed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from simulators.local.forms import Csv, Form, Rows
from simulators.local.stamps import Stamps, compact

DELETIONS = Csv(("Mã", "Lý do", "Ngày"))


class Drop:
    """The folder, opened for writing into those of its `folders`."""

    def __init__(self, root: Path, stamps: Stamps, folders: Iterable[str]) -> None:
        self.root, self.stamps = root, stamps
        self._aside = root / ".aside"
        for folder in (*folders, ".aside"):
            (root / folder).mkdir(parents=True, exist_ok=True)

    def stem(self, *pieces: str, now: datetime | None = None) -> str:
        """The name, without ending, of the next file: its stamp, then the pieces (the unit first)."""
        return "_".join((compact(self.stamps.next(now)), *pieces))

    def write(self, folder: str, stem: str, ending: str, form: Form, rows: Rows) -> None:
        """A unit's file."""
        form.write(self._aside / stem, stem, rows)
        (self._aside / stem).rename(self.root / folder / f"{stem}{ending}")

    def withdraw(self, folder: str, stem: str, sources: Iterable[str]) -> None:
        """A list of records that their unit takes back; the stem ends in "_huy"."""
        day = f"{stem[6:8]}/{stem[4:6]}/{stem[:4]}"
        self.write(
            folder, stem, ".csv", DELETIONS, ({"Mã": source, "Lý do": "Nhập nhầm", "Ngày": day} for source in sources)
        )
