"""How much each source said it held: one that is suddenly empty or shrunken is degraded until it is well again or a person accepts it.

Beside the last size that was believed stands why the source is degraded now, and by how much ("shrunken:412"). A degraded look
never replaces the size that was believed, or the next one would find nothing wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from relay.clock import utc_now
from relay.store import Store, evidence
from relay.store.side_tables import source_state
from relay.store.tables import record

#: Shrunken: below this part of the last size that was believed, and by at least so many.
KEPT_PERCENT, FEWEST = 80, 10


class Reason(StrEnum):
    """Why a source is degraded, each with a number: what it says it holds now, or how many records are missing there."""

    EMPTY = "empty"
    SHRUNKEN = "shrunken"
    MISSING = "missing"


@dataclass(frozen=True)
class SourceState:
    """`size` was the last one believed; `reason` and its `number` are None where nothing is wrong."""

    flow: str
    source: str
    size: int | None
    reason: Reason | None
    number: int | None
    looked_at: datetime


def look(store: Store, flow: str, source: str, size: int | None) -> None:
    """Compare the size a source tells after a pull with the last one believed and with what we hold; None tells nothing."""
    with store.begin(flow) as tx:
        known = _state(tx, flow, source)
        last = known.size if known else None
        if size is None:
            _keep(tx, flow, source)
        elif reason := _suspicion(size, last, held=size == 0 and _holds_some(tx, flow, source)):
            _keep(tx, flow, source, degraded=f"{reason}:{size}")
        elif known and known.reason is Reason.MISSING:
            # What a sweep found is not told by a size: only a sweep that finds it well, or a person, takes it back.
            _keep(tx, flow, source, size=size)
        else:
            _keep(tx, flow, source, size=size, degraded=None)


def _suspicion(size: int, last: int | None, *, held: bool) -> Reason | None:
    # Once a person accepted that it is empty, the last size believed is 0.
    if held and last != 0:
        return Reason.EMPTY
    if last is not None and size * 100 < last * KEPT_PERCENT and last - size >= FEWEST:
        return Reason.SHRUNKEN
    return None


def swept(store: Store, flow: str, source: str, missing: int) -> None:
    """A sweep spared `missing` records because they were too many; 0: it found nothing wrong."""
    with store.begin(flow) as tx:
        known = _state(tx, flow, source)
        if missing:
            _keep(tx, flow, source, degraded=f"{Reason.MISSING}:{missing}")
        elif known and known.reason is Reason.MISSING:
            _keep(tx, flow, source, degraded=None)


def accept(store: Store, flow: str, source: str, actor: str, size: int | None = None) -> bool:
    """A person says that the source is right: with `size`, or as it was last seen. False where there was nothing to accept."""
    with store.begin(flow) as tx:
        known = _state(tx, flow, source)
        before = known.size if known else None
        if size is None:
            if known is None or known.reason is None:
                return False
            size = before if known.reason is Reason.MISSING else known.number
        _keep(tx, flow, source, size=size, degraded=None)
        said = {"source": source, "actor": actor, "before": before, "now": size}
        evidence.note(tx, "source_accepted", flow, said)
    return True


def states(store: Store, flow: str | None = None) -> list[SourceState]:
    """Every source that was looked at, by flow and name."""
    query = sa.select(source_state).order_by(source_state.c.flow, source_state.c.source)
    if flow is not None:
        query = query.where(source_state.c.flow == flow)
    with store.read() as tx:
        return [_told(row) for row in tx.execute(query)]


def _state(tx: sa.Connection, flow: str, source: str) -> SourceState | None:
    row = tx.execute(sa.select(source_state).where(_here(flow, source))).first()
    return _told(row) if row else None


def _told(row: sa.Row[tuple[str, str, int, str, datetime]]) -> SourceState:
    reason, _, number = (row.degraded or "").partition(":")
    why, many = (Reason(reason), int(number)) if reason else (None, None)
    return SourceState(row.flow, row.source, row.size, why, many, row.looked_at)


def _holds_some(tx: sa.Connection, flow: str, source: str) -> bool:
    mine = sa.and_(record.c.flow == flow, record.c.source == source, record.c.deleted.is_(False))
    return tx.execute(sa.select(record.c.record_id).where(mine).limit(1)).first() is not None


def _keep(tx: sa.Connection, flow: str, source: str, **values: int | str | None) -> None:
    """Set these columns; the others stay as they are."""
    now = utc_now()
    done = tx.execute(source_state.update().where(_here(flow, source)).values(looked_at=now, **values))
    if not done.rowcount:
        tx.execute(source_state.insert().values(flow=flow, source=source, looked_at=now, **values))


def _here(flow: str, source: str) -> sa.ColumnElement[bool]:
    return sa.and_(source_state.c.flow == flow, source_state.c.source == source)
