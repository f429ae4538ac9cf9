"""The steps of a night that read scans: shared out in lots, then read, each lot by itself."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from flows.scanned.engine import MISSING, can_read
from flows.scanned.late import read_late
from flows.secrets import Connections, from_environment
from flows.wiring import Wiring

log = logging.getLogger(__name__)

#: Scans of a batch that are read together: batch, first and last version.
Lot = Sequence[int]


def scans(flow: str, batch_ids: Sequence[int], *, connections: Connections = from_environment) -> list[Lot]:
    """The scans that came with these batches, in lots that can be read side by side: batch, first and last version."""
    from relay.stages.batches import source_of
    from relay.stages.digitise import lots as lots_of

    wiring = Wiring(connections)
    read_late(wiring, flow)
    found: list[Lot] = []
    for batch_id in batch_ids:
        digitiser = wiring.digitiser(flow, source_of(wiring.store, batch_id))
        found += [[batch_id, *lot] for lot in lots_of(wiring.store, batch_id, digitiser)] if digitiser else []
    return found


def digitise(flow: str, lots: Sequence[Lot], *, connections: Connections = from_environment) -> dict[str, int]:
    """Read the scans of these lots."""
    from relay.stages.batches import source_of
    from relay.stages.digitise import digitise as stage

    wiring = Wiring(connections)
    pages = 0
    for batch_id, first, last in lots:
        digitiser = wiring.digitiser(flow, source_of(wiring.store, batch_id))
        pages += stage(wiring.store, batch_id, digitiser, (first, last)) if digitiser else 0
    if lots and not can_read():
        log.warning("%s", " | ".join(MISSING))
    return {"pages": pages}
