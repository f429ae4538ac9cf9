"""Scanned pages as the digitiser left them: found by the record's version, or by the scan itself, and what they tell the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import polars as pl
import sqlalchemy as sa

from relay.scans import DOCUMENT
from relay.store.bulk import among, read_frame
from relay.store.scan_tables import document
from relay.store.tables import of_batch

COLUMNS = [document.c[name] for name in DOCUMENT]
READ = {"version_id": pl.Int64, "read": pl.String}


def of_versions(tx: sa.Connection, version_ids: Sequence[int]) -> pl.DataFrame:
    """The pages (DOCUMENT columns) of these versions, in order."""
    if not version_ids:
        return pl.DataFrame(schema=DOCUMENT)
    # Most versions have no page: the range is looked at first, and is nearly always empty.
    near = document.c.version_id.between(min(version_ids), max(version_ids))
    query = sa.select(*COLUMNS).where(near, among(tx, document.c.version_id, version_ids))
    return read_frame(tx, query.order_by(document.c.version_id, document.c.page, document.c.number), DOCUMENT)


def read_before(tx: sa.Connection, hashes: Sequence[str]) -> pl.DataFrame:
    """The pages (DOCUMENT columns) of one earlier reading of each scan with one of these hashes; one that waits for the engine is none."""
    mine = among(tx, document.c.sha256, hashes)
    done = document.c.outcome != NOT_DIGITISED
    firsts = sa.select(sa.func.min(document.c.version_id)).where(mine, done).group_by(document.c.sha256)
    query = sa.select(*COLUMNS).where(mine, done, document.c.version_id.in_(firsts))
    found = read_frame(tx, query.order_by(document.c.sha256, document.c.version_id, document.c.number), DOCUMENT)
    return found.unique(["sha256", "number"], keep="first", maintain_order=True)


#: The outcome of a page that waits until the OCR engine is installed.
NOT_DIGITISED = "not_digitised"


def told(tx: sa.Connection, batch_id: int) -> pl.DataFrame:
    """version_id, read: JSON of the contract's fields that pages of the batch tell and that were accepted; the first page speaks."""
    query = sa.select(document.c.version_id, document.c.fields).where(of_batch(document.c.version_id, batch_id))
    return as_read(tx.execute(query.order_by(document.c.version_id, document.c.page, document.c.number)).fetchall())


def told_by(tx: sa.Connection, version_ids: Sequence[int]) -> pl.DataFrame:
    """As `told`, of these versions."""
    return as_read(of_versions(tx, version_ids).select("version_id", "fields").rows())


def as_read(pages: Iterable[Sequence[Any]]) -> pl.DataFrame:
    """(version_id, fields of a page) → version_id, read."""
    fields: dict[int, dict[str, str]] = {}
    for version_id, text in pages:
        for name, one in msgspec.json.decode(text).items():
            if one.get("accepted") and one.get("meant") is not None:
                fields.setdefault(version_id, {}).setdefault(name, one["meant"])
    rows = [(version_id, msgspec.json.encode(found).decode()) for version_id, found in fields.items()]
    return pl.DataFrame(rows, schema=READ, orient="row")
