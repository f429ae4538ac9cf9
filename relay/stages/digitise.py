"""Digitise: scans that came with the records of a batch are read into named fields, kept beside the record with their confidence."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import sqlalchemy as sa

from relay.scans import SCANS, Digitiser
from relay.stages.batches import at_step
from relay.status import Step
from relay.store import Store, documents, raw_pages
from relay.store.bulk import among, insert_frame, read_frame
from relay.store.scan_tables import document
from relay.store.tables import of_batch, record

#: Scans one task reads: some minutes of work, so that a kill costs little and a retry is cheap.
LOT = 64


def lots(store: Store, batch_id: int, digitiser: Digitiser, size: int = LOT) -> list[tuple[int, int]]:
    """First and last version (inclusive) of each lot of about `size` scans of a batch; empty where nothing is left to read."""
    scans = _left(store, batch_id, digitiser)
    versions = scans["version_id"].to_list()
    found: list[tuple[int, int]] = []
    for start in range(0, len(versions), size):
        last = versions[min(start + size, len(versions)) - 1]
        # All scans of one version are read together.
        first = max(versions[start], found[-1][1] + 1) if found else versions[start]
        if first <= last:
            found.append((first, last))
    return found


def digitise(store: Store, batch_id: int, digitiser: Digitiser, lot: tuple[int, int] | None = None) -> int:
    """Read the scans of a batch, or of a lot of it. Returns how many pages; scans read before a kill are not read again."""
    scans = _left(store, batch_id, digitiser)
    if lot:
        scans = scans.filter(pl.col("version_id").is_between(*lot))
    if scans.is_empty():
        return 0
    pages = digitiser.read(scans, lambda hashes: _before(store, hashes))  # slow, so outside the transaction
    with store.begin() as tx:
        if not at_step(tx, batch_id, Step.PULLED):
            return 0
        # Another process may have read the same scans meanwhile.
        pages = pages.filter(~pl.col("version_id").is_in(_done(tx, batch_id)))
        insert_frame(tx, document, pages)
    return len(pages)


def read_waiting(store: Store, flow: str, source: str, digitiser: Digitiser, most: int = 8 * LOT) -> list[int]:
    """Read scans of a source that waited for the OCR engine, at most so many at once. Returns the versions that are read now."""
    waits = sa.select(document.c.version_id, document.c.page, document.c.role).where(
        document.c.outcome == documents.NOT_DIGITISED, document.c.version_id.in_(_versions(flow, source))
    )
    with store.read() as tx:
        scans = read_frame(tx, waits.order_by(document.c.version_id).limit(most), SCANS)
    if scans.is_empty():
        return []
    pages = digitiser.read(scans, lambda hashes: _before(store, hashes))
    pages = pages.filter(pl.col("outcome") != documents.NOT_DIGITISED)
    ids = pages["version_id"].unique().to_list()
    with store.begin() as tx:
        still = document.c.outcome == documents.NOT_DIGITISED
        tx.execute(document.delete().where(still, among(tx, document.c.version_id, ids)))
        insert_frame(tx, document, pages)
    return ids


def _versions(flow: str, source: str) -> sa.Select[tuple[int]]:
    mine = record.c.flow == flow, record.c.source == source
    return sa.select(record.c.version_id).where(*mine)


def _left(store: Store, batch_id: int, digitiser: Digitiser) -> pl.DataFrame:
    with store.read() as tx:
        frame = raw_pages.received(tx, batch_id).select("version_id", "raw")
        done = _done(tx, batch_id)
    scans = digitiser.attached(frame)
    return scans.filter(~pl.col("version_id").is_in(done)).sort("version_id", maintain_order=True)


def _done(tx: sa.Connection, batch_id: int) -> list[int]:
    return list(tx.execute(sa.select(document.c.version_id).where(of_batch(document.c.version_id, batch_id))).scalars())


def _before(store: Store, hashes: Sequence[str]) -> pl.DataFrame:
    with store.read() as tx:
        return documents.read_before(tx, hashes)
