"""Which version of every record the outside can see: one byte per record, 0 for those no night touches.

Kept beside the manifest; a night reads it, changes it and writes it back. Content is not kept: it follows from the
record's number and version.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

LAST_VERSION = 255


class Live:
    """The versions of all flows."""

    def __init__(self, folder: Path, flows: Iterable[str]) -> None:
        self.folder = folder
        self.versions: dict[str, bytearray] = {flow: bytearray() for flow in flows}

    @classmethod
    def load(cls, folder: Path, flows: Iterable[str]) -> Live:
        """What was saved in a folder."""
        live = cls(folder, flows)
        for flow in live.versions:
            live.versions[flow] = bytearray((folder / flow).read_bytes())
        return live

    def save(self) -> None:
        """Write it, each flow in one step."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for flow, versions in self.versions.items():
            aside = self.folder / f".{flow}"
            aside.write_bytes(versions)
            aside.replace(self.folder / flow)

    def changeable(self, flow: str) -> list[int]:
        """The numbers of good, live records that can still get a version."""
        return [number for number, version in enumerate(self.versions[flow]) if 0 < version < LAST_VERSION]

    def lives(self, flow: str, number: int) -> bool:
        """True for a good record that has not been deleted."""
        versions = self.versions[flow]
        return number < len(versions) and versions[number] > 0
