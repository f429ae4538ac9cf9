"""The scan beside a record of the desk: the page it was read from, whole or the piece one field stands on."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from digitise.crops import crop, page_of
from flows.desk.records import Held, Seen
from flows.wiring import Wiring
from relay.errors import FatalError
from relay.store.tables import record


def picture(wiring: Wiring, one: Held, seen: Seen, field: str = "") -> bytes | None:
    """PNG of the field's piece of the page, or of the page where no field is named; None where there is none that can be opened."""
    page = _page(wiring, one, seen)
    box = seen.box(field) if field else None
    if page is None or (field and box is None):
        return None
    try:
        return crop(page, box)
    except (OSError, ValueError):  # no picture, or a box that is none
        return None


def _page(wiring: Wiring, one: Held, seen: Seen) -> Path | None:
    with wiring.store.read() as tx:
        source = tx.execute(sa.select(record.c.source).where(record.c.record_id == one.record_id)).scalar_one()
    config = wiring.installation.sources.get(source)
    if config is None or not config.scans or not seen.page:
        return None
    try:
        folder = wiring.connection(config.scans).url
    except FatalError:  # the pages may run where the folder is not known
        return None
    return page_of(Path(folder), seen.page)
