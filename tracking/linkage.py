"""Dossiers and records that should point at each other and do not: a settled dossier without a record, a record without a dossier.

Judged on the newest version of live records, whatever its status. Only record ids, natural keys and units are read out, no value
of a person. A record may rightly have no dossier code (old books), so it is counted apart from one whose code names no dossier.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made

import sqlalchemy as sa

from relay.store import Store
from relay.store.tables import content, record
from tracking.payload import field

#: 9 settled, 10 result handed over (TrangThaiHoSo of the national portal).
SETTLED = ("9", "10")

AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Unlinked:
    """One record or dossier that lacks the other."""

    record_id: int
    flow: str
    natural_key: str
    unit: str | None


@dataclass
class Gap:
    """How many lack their counterpart, per flow (complete), and the first of them in order of arrival."""

    limit: int
    counts: dict[str, int] = made(default_factory=dict)
    first: list[Unlinked] = made(default_factory=list)

    @property
    def total(self) -> int:
        """Over all flows."""
        return sum(self.counts.values())

    def add(self, one: Unlinked) -> None:
        """Count it, and list it while there is room."""
        self.counts[one.flow] = self.counts.get(one.flow, 0) + 1
        if len(self.first) < self.limit:
            self.first.append(one)


@dataclass(frozen=True)
class Linkage:
    """`settled`: all settled dossiers; `records`: flow → all live records; and what is missing between them."""

    settled: int
    records: Mapping[str, int]
    dossiers_without_record: Gap
    records_without_code: Gap
    records_without_dossier: Gap


def linkage(store: Store, flows: Sequence[str], *, dossier_flow: str = "dossier", limit: int = 100) -> Linkage:
    """Compare the settled dossiers with the records of `flows`; every gap lists `limit` entries at most."""
    lonely, without_code, without_dossier = Gap(limit), Gap(limit), Gap(limit)
    records: Counter[str] = Counter()
    settled = 0
    # Rows are streamed past a set of codes: SQLite scans one side per row of the other when asked for the join.
    with store.read() as tx:
        held = {dossier.natural_key for dossier, _ in _live(tx, [dossier_flow], "status")}
        named: set[str] = set()
        for one, code in _live(tx, [flow for flow in flows if flow != dossier_flow], "dossier_code"):
            records[one.flow] += 1
            if code is None:
                without_code.add(one)
                continue
            named.add(code)
            if code not in held:
                without_dossier.add(one)
        for dossier, status in _live(tx, [dossier_flow], "status"):
            if status in SETTLED:
                settled += 1
                if dossier.natural_key not in named:
                    lonely.add(dossier)
    return Linkage(settled, dict(records), lonely, without_code, without_dossier)


def _live(tx: sa.Connection, flows: Sequence[str], name: str) -> Iterator[tuple[Unlinked, str | None]]:
    """Live records of `flows` by arrival, each with one field of its content."""
    query = (
        sa.select(record.c.record_id, record.c.flow, content.c.natural_key, content.c.unit, field(tx, name))
        .join(content, content.c.version_id == record.c.version_id)
        .where(record.c.flow.in_(flows), record.c.deleted.is_(False))
        .order_by(record.c.record_id)
    )
    for record_id, flow, key, unit, value in tx.execute(query.execution_options(yield_per=AT_ONCE)):
        yield Unlinked(record_id, flow, key, unit), value
