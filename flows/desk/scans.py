"""The scan beside a record of the desk: the page it was read from, whole or the piece one field stands on.

As it is for those who may see values, who are written down by `look` first; redacted for the others, who are shown none and need not be.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from digitise.crops import Box, crop, page_of
from digitise.redaction import redacted
from flows.desk.records import Held, Seen
from flows.wiring import Wiring
from relay.errors import FatalError
from relay.store import documents
from relay.store.tables import record


def picture(wiring: Wiring, one: Held, seen: Seen, field: str = "") -> bytes | None:
    """PNG of the field's piece of the page, or of the page where no field is named; None where there is none that can be opened."""
    place, box = (seen.place(field), seen.box(field)) if field else (None, None)
    page = _page(wiring, one, place[0] if place else seen.page)
    if page is None or (field and box is None):
        return None
    try:
        return crop(page, box, place[1] if place else 0)
    except (OSError, ValueError):  # no picture, or a box that is none
        return None


def redacted_picture(wiring: Wiring, one: Held, field: str = "") -> bytes | None:
    """As `picture`, without any value. None also where the page is withheld, or its file is not the one that was read."""
    with wiring.store.read() as tx:
        pages = list(documents.of_versions(tx, [one.version_id]).iter_rows(named=True))
    told = next((page for page in pages if not field or _box(page, field)), None)
    if told is None or told["number"] or not told["masks"]:
        return None
    path = _page(wiring, one, told["page"])
    content = path.read_bytes() if path else b""
    if hashlib.sha256(content).hexdigest() != told["sha256"]:
        return None
    return redacted(content, told["masks"], _box(told, field) if field else None)


def _box(page: Mapping[str, Any], field: str) -> Box | None:
    left, top, right, bottom = msgspec.json.decode(page["fields"]).get(field, {}).get("box", (0, 0, 0, 0))
    return (left, top, right, bottom) if right > left else None


def _page(wiring: Wiring, one: Held, page: str | None) -> Path | None:
    with wiring.store.read() as tx:
        source = tx.execute(sa.select(record.c.source).where(record.c.record_id == one.record_id)).scalar_one()
    config = wiring.installation.sources.get(source)
    if config is None or not config.scans or not page:
        return None
    try:
        folder = wiring.connection(config.scans).url
    except FatalError:  # the pages may run where the folder is not known
        return None
    return page_of(Path(folder), page)
