"""The scans of one source: which files its records name, and what the digitiser makes of each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import polars as pl

from connectors.mapping.attachments import Attachment
from digitise import engine
from digitise.crops import page_of
from digitise.reading import NEVER
from flows.scanned.meaning import named
from flows.scanned.side_by_side import worked_on
from flows.scanned.work import MISSING, Row, Work, blank
from relay.scans import DOCUMENT, SCANS, ReadBefore
from relay.store.documents import NOT_DIGITISED

ALONE = Work()


class Scans:
    """The Digitiser of a flow. `folder`: where the source keeps its scans; `attached`: the files a raw record names."""

    def __init__(
        self, flow: str, folder: Path, attached: Callable[[Mapping[str, Any]], list[Attachment]], work: Work = ALONE
    ) -> None:
        self._flow, self._folder, self._attached, self._work = flow, folder, attached, work

    def attached(self, frame: pl.DataFrame) -> pl.DataFrame:
        """version_id, page, role of every file these records (version_id, raw) name."""
        rows = [
            (version_id, one.name, one.role)
            for version_id, raw in frame.iter_rows()
            for one in self._attached(_object(raw))
        ]
        return pl.DataFrame(rows, schema=SCANS, orient="row")

    def read(self, scans: pl.DataFrame, before: ReadBefore) -> pl.DataFrame:
        """DOCUMENT rows of these scans; one that was read before, for whatever record, is not read again."""
        files = {name: page_of(self._folder, name) for name in scans["page"].unique(maintain_order=True).to_list()}
        hashes = {name: _sha256(path) for name, path in files.items() if path}
        pages = self._pages(files, hashes, before)
        rows = [
            {**page, "version_id": version_id, "page": name, "role": role}
            for version_id, name, role in scans.iter_rows()
            for page in pages[name]
        ]
        return pl.DataFrame([self._kept(row) for row in rows], schema=DOCUMENT, orient="row")

    def _pages(
        self, files: Mapping[str, Path | None], hashes: Mapping[str, str], before: ReadBefore
    ) -> dict[str, list[Row]]:
        known: dict[str, list[Row]] = {}
        for row in before(sorted(set(hashes.values()))).iter_rows(named=True):
            known.setdefault(row["sha256"], []).append({**row, "reused": True})
        fresh = {digest: name for name, digest in reversed(list(hashes.items())) if digest not in known}
        new = self._new({name: path for name, path in files.items() if path and fresh.get(hashes[name]) == name})
        found: dict[str, list[Row]] = {}
        for name in files:
            digest = hashes.get(name)
            if digest is None:
                found[name] = [blank(MISSING)]
            elif name in new:
                found[name] = [{**page, "sha256": digest} for page in new[name]]
                known[digest] = [{**page, "reused": True} for page in found[name]]
            else:
                found[name] = known[digest]
        return found

    def _new(self, files: Mapping[str, Path]) -> dict[str, list[Row]]:
        """Pages of scans nobody has read."""
        if not files:
            return {}
        if engine.model_folder() is None:
            return {name: [blank(NOT_DIGITISED)] for name in files}
        return dict(zip(files, worked_on(list(files.values()), self._work), strict=True))

    def _kept(self, row: Row) -> Row:
        """With its fields under the names of this flow's contract, as text."""
        fields = row["fields"] if isinstance(row["fields"], dict) else msgspec.json.decode(row["fields"])
        told = named(self._flow, row["form"], fields)
        for name, one in told.items():
            least = self._work.thresholds.get((row["form"], name))
            if least is not None and one["reason"] not in NEVER:
                one["accepted"] = one["confidence"] >= least
        return {**row, "fields": msgspec.json.encode(told).decode()}


def _object(raw: str) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(raw)
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
