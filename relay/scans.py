"""The shapes of scanned pages, and the role of whoever reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Protocol

import polars as pl

#: A scan a record names: the file, and what it is to its dossier.
SCANS = {"version_id": pl.Int64, "page": pl.String, "role": pl.String}
#: One page of a scan: `page` is the file's name, `number` counts its pages from 0, `role` component or result of a dossier.
#: `fields`: JSON, contract field → {"value" as printed, "meant" for the contract or null, "kind", "confidence", "box", "accepted", …}.
DOCUMENT = {
    "version_id": pl.Int64,
    "page": pl.String,
    "number": pl.Int64,
    "role": pl.String,
    "form": pl.String,
    "outcome": pl.String,
    "engine": pl.String,
    "fields": pl.String,
    "confidence": pl.Float64,
    "masks": pl.String,
    "sha256": pl.String,
    "reused": pl.Boolean,
    "archive_sha256": pl.String,
    "checks": pl.String,
    "signature": pl.String,
    "broken": pl.String,
}
#: A field of a page beside its record: `verdict` says how they compare; no value in it.
COMPARED = {
    "record_id": pl.Int64,
    "page": pl.String,
    "number": pl.Int64,
    "form": pl.String,
    "field": pl.String,
    "verdict": pl.String,
    "confidence": pl.Float64,
    "accepted": pl.Boolean,
}

#: The outcome of a page that was read, whatever became of its fields.
READ = "read"


class Verdict(StrEnum):
    """What came of a field. `gap`: only the page has it, and it is not sure; `unsure`: a reading that is not sure says otherwise."""

    AGREES = "agrees"
    FILLS = "fills"
    CONFLICTS = "conflicts"
    NEARLY = "nearly"
    GAP = "gap"
    UNSURE = "unsure"


#: sha256 of scans → their pages (DOCUMENT columns) where such a scan was read before.
ReadBefore = Callable[[Sequence[str]], pl.DataFrame]


class Digitiser(Protocol):
    """Reads the scans of raw records into named fields with confidence."""

    def attached(self, frame: pl.DataFrame) -> pl.DataFrame:
        """`frame`: version_id, raw. Returns version_id, page, role: the scans these records name. Opens none of them."""
        ...

    def read(self, scans: pl.DataFrame, before: ReadBefore) -> pl.DataFrame:
        """`scans` as `attached` gives them. Returns DOCUMENT columns, one row a page and at least one a scan, whatever became of it."""
        ...
