"""Which version of every record the outside can see: one byte per record, 0 for those no night touches.

Kept beside the manifest; a night reads it, changes it and writes it back. Content is not kept: it follows from the
record's number and version.
"""

from __future__ import annotations

from pathlib import Path

from simulators.province.world import FLOWS

LAST_VERSION = 255


class Live:
    """The versions of all flows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.versions: dict[str, bytearray] = {flow: bytearray() for flow in FLOWS}

    @classmethod
    def load(cls, folder: Path) -> Live:
        """What was saved in a folder."""
        live = cls(folder)
        for flow in FLOWS:
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
