"""Sweep: a source is read whole and held against what we hold, for what no cursor can see.

A row changed without a new time of change comes as an ordinary change, and a record of ours that the source has no more becomes
an ordinary deletion. Both wait in batches, unsent, for the next run of the flow; its pull comes first, so that a row which only
moved while we read is back before anything leaves. Where too many records are missing nothing is deleted: a source that
answers with half of itself is ill, and a person must look.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

import polars as pl
import sqlalchemy as sa

from relay.model import PAGE, Page, Source
from relay.stages.pull import pull, read_watermark, take_page
from relay.store import Store
from relay.store.bulk import read_frame
from relay.store.sources import accept, swept
from relay.store.tables import record

#: Beyond both, deletions are not believed.
MOST_PERCENT, MOST = 5, 10
ROWS_PER_PAGE = 10_000
TOMBSTONE = "{}"
HELD = {"source_id": pl.String, "deleted": pl.Boolean}


@dataclass(frozen=True)
class Swept:
    """What a sweep found: live records `read`; `missed`, `changed` and `deleted` behind the cursor's back; `spared` deletions."""

    batches: tuple[int, ...]
    read: int
    missed: int
    changed: int
    deleted: int
    spared: int

    def counts(self) -> dict[str, int]:
        """Everything but the batches."""
        return {name: count for name, count in asdict(self).items() if name != "batches"}


def sweep(store: Store, flow: str, source: Source, run_id: str, *, accepted_by: str | None = None) -> Swept:
    """Read all of `source`, which must be `complete`; `accepted_by`: who said that any number may be deleted."""
    # First what the cursor finds by itself: it is not missed, and what it brings is held when we compare.
    brought = dict.fromkeys(pull(store, flow, source, run_id), 0)
    held = _held(store, flow, source.name)
    pages = [pl.DataFrame(schema=HELD)]
    for page in _everything(store, flow, source):
        batch_id, changed = take_page(store, flow, source.name, run_id, page)
        pages.append(_told(page))
        if changed:
            brought[batch_id] = changed
    seen = pl.concat(pages).unique("source_id", keep="last")
    gone = held.filter(~pl.col("deleted")).join(seen, on="source_id", how="anti")["source_id"]
    there, ours = (frame.filter(~pl.col("deleted")).height for frame in (seen, held))
    spared = 0 if accepted_by or _believed(len(gone), there, ours) else len(gone)
    swept(store, flow, source.name, spared)
    if accepted_by:
        accept(store, flow, source.name, accepted_by, size=there)
    ended = [] if spared else _delete(store, flow, source.name, run_id, gone)
    missed = seen.join(held, on="source_id", how="anti").height
    changed = sum(brought.values()) - missed
    return Swept((*brought, *ended), there, missed, changed, len(gone) - spared, spared)


def _believed(gone: int, there: int, ours: int) -> bool:
    """Whether the source has so few records less that it may be true; one that has none at all is not believed."""
    return not gone or (there > 0 and (gone <= MOST or gone * 100 <= ours * MOST_PERCENT))


def _everything(store: Store, flow: str, source: Source) -> Iterator[Page]:
    """The whole source, and then what changed meanwhile: a row that moved while we read must not seem to be gone."""
    yield from source.pull(flow, None)
    yield from source.pull(flow, read_watermark(store, flow, source.name))


def _held(store: Store, flow: str, source: str) -> pl.DataFrame:
    mine = sa.and_(record.c.flow == flow, record.c.source == source)
    with store.read() as tx:
        return read_frame(tx, sa.select(record.c.source_id, record.c.deleted).where(mine), HELD)


def _told(page: Page) -> pl.DataFrame:
    # An id is held as the store can keep it, see relay.store.diff.
    return page.frame.select(pl.col("source_id").str.replace_all("\x00", "\ufffd", literal=True), "deleted")


def _delete(store: Store, flow: str, source: str, run_id: str, gone: pl.Series) -> list[int]:
    mark = read_watermark(store, flow, source) or ""
    frame = pl.DataFrame({"source_id": gone}).with_columns(deleted=True, raw=pl.lit(TOMBSTONE)).cast(PAGE)  # type: ignore[arg-type]
    pages = (Page(piece, mark) for piece in frame.iter_slices(ROWS_PER_PAGE))
    return [take_page(store, flow, source, run_id, page)[0] for page in pages]
