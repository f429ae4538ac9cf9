"""Dossiers and records that should point at each other and do not: a settled dossier without a record, a record without a dossier.

Judged on the newest version of live records, whatever its status. Only record ids, natural keys and units are read out, no value
of a person. A record may rightly have no dossier code (old books), so it is counted apart from one whose code names no dossier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from relay.store import Store
from relay.store.tables import content, record

#: 9 settled, 10 result handed over (TrangThaiHoSo of the national portal).
SETTLED = ("9", "10")


@dataclass(frozen=True, slots=True)
class Unlinked:
    """One record or dossier that lacks the other."""

    record_id: int
    flow: str
    natural_key: str
    unit: str | None


@dataclass(frozen=True)
class Gap:
    """How many lack their counterpart, per flow (complete), and the first of them in order of arrival."""

    counts: Mapping[str, int]
    first: Sequence[Unlinked]

    @property
    def total(self) -> int:
        """Over all flows."""
        return sum(self.counts.values())


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
    with store.read() as tx:
        dossiers = _live(tx, [dossier_flow], "status")
        records = _live(tx, [flow for flow in flows if flow != dossier_flow], "dossier_code")
        settled = _matched(dossiers, dossiers.c.natural_key, records.c.value, dossiers.c.value.in_(SETTLED))
        pointing = _matched(records, records.c.value, dossiers.c.natural_key, sa.true())
        given = pointing.c.value.is_not(None)
        return Linkage(
            settled=sum(_counts(tx, settled, sa.true()).values()),
            records=_counts(tx, pointing, sa.true()),
            dossiers_without_record=_gap(tx, settled, settled.c.other.is_(None), limit),
            records_without_code=_gap(tx, pointing, ~given, limit),
            records_without_dossier=_gap(tx, pointing, sa.and_(given, pointing.c.other.is_(None)), limit),
        )


def _live(tx: sa.Connection, flows: Sequence[str], name: str) -> sa.Subquery:
    """Live records of `flows` with one field of their content as `value`."""
    query = (
        sa.select(
            record.c.record_id, record.c.flow, content.c.natural_key, content.c.unit, _field(tx, name).label("value")
        )
        .join(content, content.c.version_id == record.c.version_id)
        .where(record.c.flow.in_(flows), record.c.deleted.is_(False))
    )
    return query.subquery()


def _field(tx: sa.Connection, name: str) -> Any:
    # PostgreSQL reads a text as JSON only when told so; on SQLite such a cast would make it a number.
    payload: Any = content.c.payload
    document = sa.cast(payload, sa.JSON) if tx.dialect.name == "postgresql" else sa.type_coerce(payload, sa.JSON)
    return document[name].as_string()


def _matched(rows: sa.Subquery, mine: Any, theirs: Any, which: Any) -> sa.Subquery:
    """`rows` with `other`: the equal value on the other side, or null.

    An outer join rather than NOT IN: both databases then look each code up in an index of its own, however many there are.
    """
    other = sa.select(theirs.label("other")).where(theirs.is_not(None)).distinct().subquery()
    return sa.select(rows, other.c.other).outerjoin(other, other.c.other == mine).where(which).subquery()


def _counts(tx: sa.Connection, rows: sa.Subquery, which: Any) -> dict[str, int]:
    query = sa.select(rows.c.flow, sa.func.count()).where(which).group_by(rows.c.flow).order_by(rows.c.flow)
    return {flow: int(number) for flow, number in tx.execute(query)}


def _gap(tx: sa.Connection, rows: sa.Subquery, which: Any, limit: int) -> Gap:
    query = sa.select(rows.c.record_id, rows.c.flow, rows.c.natural_key, rows.c.unit)
    first = tx.execute(query.where(which).order_by(rows.c.record_id).limit(limit))
    return Gap(_counts(tx, rows, which), [Unlinked(*row) for row in first])
