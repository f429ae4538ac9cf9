"""Records on the desk, and their values for those who may see them: whoever looks is written to the access log before anything is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from flows.desk.causes import PARENT
from relay.audit import merkle
from relay.clock import utc_now
from relay.desk.decisions import State, on_the_desk
from relay.status import Severity
from relay.store import Store, documents, evidence, raw_pages
from relay.store.bulk import among
from relay.store.desk_tables import correction, decision, viewing
from relay.store.tables import content, record, version, violation


@dataclass(frozen=True)
class Held:
    """One record held back. `breaches`: (rule, field) of what holds it; `open_decision`: one that waits for its second person."""

    version_id: int
    record_id: int
    flow: str
    key: str
    unit: str | None
    unit_then: str | None
    breaches: tuple[tuple[str, str], ...]
    open_decision: int | None

    @property
    def wrong(self) -> frozenset[str]:
        """The fields that something is wrong with."""
        return frozenset(field for _, field in self.breaches)


@dataclass(frozen=True)
class Seen:
    """The values of one record: the contract's fields, the raw columns as the source wrote them, and fields read off its scan."""

    fields: Mapping[str, Any]
    written: Mapping[str, Any]
    scanned: Mapping[str, Any]
    page: str | None

    def read(self, field: str) -> tuple[str, float] | None:
        """What was read of a field off the scan, and how sure (0 to 1)."""
        found = self.scanned.get(field)
        return (str(found["value"]), float(found["confidence"])) if isinstance(found, dict) else None

    def box(self, field: str) -> tuple[int, int, int, int] | None:
        """Where on the page the field stands: left, top, right, bottom in pixels."""
        found = self.scanned.get(field)
        return tuple(found["box"]) if isinstance(found, dict) and "box" in found else None

    def place(self, field: str) -> tuple[str, int] | None:
        """The file the field was read from, and which page of it, from 0."""
        found = self.scanned.get(field)
        return (found["page"], found["number"]) if isinstance(found, dict) else None


def held(
    store: Store, flow: str, rule: str | None = None, units: Collection[str] | None = None, only: Sequence[int] = ()
) -> list[Held]:
    """The flow's records on the desk, oldest first: all, those one rule holds, those of some units, or `only` these versions."""
    query = (
        sa.select(version.c.version_id, version.c.record_id, record.c.source_id, content)
        .join(record, record.c.record_id == version.c.record_id)
        .join(content, content.c.version_id == version.c.version_id, isouter=True)
        .where(version.c.flow == flow, on_the_desk())
        .order_by(version.c.version_id)
    )
    if rule == PARENT:
        query = query.where(version.c.status == "waiting")
    elif rule is not None:
        broken = sa.select(violation.c.version_id).where(
            violation.c.rule == rule, violation.c.severity == Severity.CRITICAL
        )
        query = query.where(version.c.status == "quarantined", version.c.version_id.in_(broken))
    if units is not None:
        query = query.where(content.c.unit.in_(units))
    with store.read() as tx:
        if only:
            query = query.where(among(tx, version.c.version_id, list(only)))
        rows = tx.execute(query).fetchall()
        ids = [row.version_id for row in rows]
        breaches, pending = _breaches(tx, ids), _pending(tx, ids)
    return [
        Held(
            row[0],
            row.record_id,
            flow,
            row.natural_key or f"src:{row.source_id}",
            row.unit,
            row.unit_then,
            tuple(breaches.get(row[0], ())),
            pending.get(row[0]),
        )
        for row in rows
    ]


def _breaches(tx: sa.Connection, ids: list[int]) -> Mapping[int, list[tuple[str, str]]]:
    query = (
        sa.select(violation.c.version_id, violation.c.rule, violation.c.field)
        .where(among(tx, violation.c.version_id, ids), violation.c.severity == Severity.CRITICAL)
        .order_by(violation.c.rule, violation.c.field)
        .distinct()
    )
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for version_id, rule, field in tx.execute(query):
        found[version_id].append((rule, field))
    return found


def _pending(tx: sa.Connection, ids: list[int]) -> dict[int, int]:
    query = (
        sa.select(correction.c.version_id, correction.c.decision_id)
        .join(decision, decision.c.decision_id == correction.c.decision_id)
        .where(among(tx, correction.c.version_id, ids), decision.c.state == State.OPEN)
    )
    return {row.version_id: row.decision_id for row in tx.execute(query)}


def look(store: Store, records: Sequence[Held], who: str, page: str) -> dict[int, Seen]:
    """Version id → the values of these records of one flow. `who` looks at them on `page`, and that is written down first."""
    if not records:
        return {}
    _write_down(store, records, who, page)
    ids = [one.version_id for one in records]
    with store.read() as tx:
        payloads = sa.select(content.c.version_id, content.c.payload).where(among(tx, content.c.version_id, ids))
        fields = {version_id: _object(payload) for version_id, payload in tx.execute(payloads)}
        raws = raw_pages.of_versions(tx, ids).select("version_id", "raw").iter_rows()
        written = {version_id: _object(raw) for version_id, raw in raws}
        scanned = _scanned(documents.of_versions(tx, ids).iter_rows(named=True))
    return {
        one: Seen(fields.get(one, {}), written.get(one, {}), *scanned.get(one, ({}, None)))
        for one in ids
    }  # fmt: skip


def _scanned(pages: Iterable[Mapping[str, Any]]) -> dict[int, tuple[dict[str, Any], str]]:
    """Version id → (what its pages say of each field, first page). Of two pages that have a field the first speaks."""
    found: dict[int, tuple[dict[str, Any], str]] = {}
    for page in pages:
        fields, _ = found.setdefault(page["version_id"], ({}, page["page"]))
        for name, one in _object(page["fields"]).items():
            told = {**one, "page": page["page"], "number": page["number"]}
            fields.setdefault(name, told)
            if "list" in one:  # a table's cell: the list of the record is shown by the whole table
                whole = fields.setdefault(one["list"], {**told, "value": "…"})
                whole["box"] = _around(whole["box"], one["box"])
    return found


def _around(one: Sequence[int], other: Sequence[int]) -> list[int]:
    return [*map(min, one[:2], other[:2]), *map(max, one[2:], other[2:])]


def _write_down(store: Store, records: Sequence[Held], who: str, page: str) -> None:
    at, flow = utc_now(), records[0].flow
    rows = [{"at": at, "who": who, "page": page, "flow": flow, "record_id": one.record_id} for one in records]
    root = merkle.root([merkle.leaf(str(one.record_id)) for one in records])
    with store.begin() as tx:
        tx.execute(viewing.insert(), rows)
        evidence.note(tx, "values_seen", flow, {"actor": who, "page": page, "records": len(rows), "root": root})


def _object(text: str | None) -> dict[str, Any]:
    """A JSON object; what is none shows nothing."""
    try:
        found = msgspec.json.decode(text or "{}")
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}
