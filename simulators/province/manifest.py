"""The truth about every event the product will pull: one JSON line each, in the order it is pulled, never rewritten."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

import msgspec

from simulators.province.record import Record

ENCODER = msgspec.json.Encoder()


class Manifest:
    """Appends lines to the file; use as a context manager, lines reach the disk at its end."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Manifest:
        self._out = self.path.open("ab", buffering=1 << 20)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._out.close()

    def add(self, record: Record, version: int, expect: str | None = None, deleted: bool = False) -> None:
        """One event of a record; `expect` overrides what the record itself says."""
        line = {
            "flow": record.flow,
            "key": record.key,
            "source_id": record.source_id,
            "version": version,
            "unit": record.unit,
            "expect": expect or record.expect,
            "error": record.error,
            "field": record.field,
        }
        for name in ("duplicate_of", "twin_of"):
            if other := getattr(record, name):
                line[name] = other
        if deleted:
            line["deleted"] = True
        self._out.write(ENCODER.encode(line) + b"\n")
