"""Pairs as people are shown them: keys, units, a score and the names of fields that agree; never a value of a person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from relay.status import Status
from relay.store import Store
from relay.store.desk_tables import duplicate
from relay.store.tables import content, record, version
from tracking.duplicates.finding import DIFFERENT, NEARLY, SAME

Verdict = Literal["same", "different"]


@dataclass(frozen=True)
class End:
    """One record of a pair as it is now; its key as other lists show it."""

    record_id: int
    version_id: int
    key: str
    unit: str | None
    status: str


@dataclass(frozen=True)
class Pair:
    """Two records that may be one. `score`: 0 to 1."""

    flow: str
    a: End
    b: End
    score: float
    reasons: str
    found_at: datetime
    verdict: Verdict | None
    given_up: int | None
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None

    @property
    def units(self) -> tuple[str | None, str | None]:
        """The units that answer for the two."""
        return self.a.unit, self.b.unit

    def fields(self, sign: str) -> tuple[str, ...]:
        """The compared fields in which they are the same (=), nearly (~) or different (!)."""
        return tuple(word[1:] for word in self.reasons.split() if word[0] == sign)

    def as_dict(self) -> dict[str, Any]:
        """For --json."""
        told = {
            name: list(self.fields(sign))
            for name, sign in (("same", SAME), ("nearly", NEARLY), ("different", DIFFERENT))
        }
        ends = [
            {"key": one.key, "record_id": one.record_id, "unit": one.unit, "status": one.status}
            for one in (self.a, self.b)
        ]
        said = {
            "verdict": self.verdict,
            "given_up": self.given_up,
            "decided_by": self.decided_by,
            "reason": self.reason,
        }
        return {"flow": self.flow, "records": ends, "score": self.score, "fields": told, **said}


def pairs(
    store: Store,
    flow: str | None = None,
    units: Collection[str] | None = None,
    *,
    decided: bool = False,
    only: Sequence[int] = (),
) -> list[Pair]:
    """Pairs of live records, the highest score first: those that wait for a verdict, or all. `units`: at least one record is of these."""
    a, b = _end("a"), _end("b")
    query = (
        sa.select(duplicate, *a.columns, *b.columns)
        .join(a.record, a.record.c.record_id == duplicate.c.record_a)
        .join(b.record, b.record.c.record_id == duplicate.c.record_b)
        .join(a.version, a.version.c.version_id == a.record.c.version_id)
        .join(b.version, b.version.c.version_id == b.record.c.version_id)
        .join(a.content, a.content.c.version_id == a.record.c.version_id, isouter=True)
        .join(b.content, b.content.c.version_id == b.record.c.version_id, isouter=True)
        .where(a.live, b.live)
        .order_by(duplicate.c.score.desc(), duplicate.c.flow, duplicate.c.record_a, duplicate.c.record_b)
    )
    if flow is not None:
        query = query.where(duplicate.c.flow == flow)
    if not decided:
        query = query.where(duplicate.c.verdict.is_(None))
    if units is not None:
        query = query.where(sa.or_(a.content.c.unit.in_(units), b.content.c.unit.in_(units)))
    if only:
        query = query.where(duplicate.c.record_a == min(only), duplicate.c.record_b == max(only))
    with store.read() as tx:
        return [_pair(row) for row in tx.execute(query).mappings()]


@dataclass(frozen=True)
class _End:
    record: Any
    version: Any
    content: Any
    columns: tuple[Any, ...]

    @property
    def live(self) -> Any:
        return sa.and_(self.record.c.deleted.is_(False), self.version.c.status != Status.CANCELLED)


def _end(name: str) -> _End:
    own, its_version, its_content = record.alias(f"{name}_r"), version.alias(f"{name}_v"), content.alias(f"{name}_c")
    columns = (own.c.version_id, own.c.source_id, its_version.c.status, its_content.c.natural_key, its_content.c.unit)
    return _End(own, its_version, its_content, tuple(one.label(f"{name}_{one.name}") for one in columns))


def _pair(row: Any) -> Pair:
    rest = ("score", "reasons", "found_at", "verdict", "given_up", "decided_by", "decided_at", "reason")
    told = {name: row[name] for name in rest}
    return Pair(flow=row["flow"], a=_shown(row, "a"), b=_shown(row, "b"), **told)


def _shown(row: Any, name: str) -> End:
    key = row[f"{name}_natural_key"] or f"src:{row[f'{name}_source_id']}"
    return End(row[f"record_{name}"], row[f"{name}_version_id"], key, row[f"{name}_unit"], row[f"{name}_status"])
