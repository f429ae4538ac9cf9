"""What a decision is about, record by record: before and after for those who may see values, names of fields for the others."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from flows.desk.alike import value_of
from flows.desk.fields import spelt
from flows.desk.records import Held, look
from relay.desk.decisions import Decision
from relay.store.desk_tables import correction
from relay.store.tables import content, version
from ui.access import Visitor
from ui.desk_words import W
from ui.installation import wiring
from ui.table import Column, Table

COLUMNS = (
    Column("key", W["record"], link="href"),
    Column("field", W["field"]),
    Column("before", W["before"]),
    Column("after", W["after"]),
    Column("outcome", W["outcome"]),
)
SHOWN = 200
HIDDEN = "•••"


def details(one: Decision, who: Visitor, english: bool) -> Table:
    """The first records of a decision with what is set on them."""
    from ui.pages.desk import headings, sees_values

    rows, names, seeing = _rows(one), headings(one.flow), sees_values(who)
    holders = [Held(row.version_id, row.record_id, one.flow, "", row.unit, None, (), None) for row in rows]
    seen = look(wiring().store, holders, who.user, f"desk/decision/{one.decision_id}") if seeing else {}
    lines: list[dict[str, Any]] = []
    for row in rows:
        head = {
            "key": row.natural_key or str(row.record_id),
            "href": f"/passport?key={row.record_id}" if who.may_open("passport") else None,
            "outcome": W[row.outcome][english] if row.outcome else None,
        }
        fields = msgspec.json.decode(row.fields or "{}")
        for name, value in fields.items():
            before = spelt(one.flow, name, value_of(one.flow, name, seen[row.version_id])) if seeing else HIDDEN
            after = spelt(one.flow, name, value) if seeing else HIDDEN
            lines.append({**head, "field": names.get(name, name), "before": before, "after": after})
        passing = W["let_pass"][english]
        lines += [
            {**head, "field": rule, "before": None, "after": passing} for rule in msgspec.json.decode(row.rules or "[]")
        ]
        if not fields and not row.rules:
            lines.append({**head, "field": None, "before": None, "after": None})
    return Table(f"decision-{one.decision_id}", W["records"][english], COLUMNS, lines)


def _rows(one: Decision) -> list[Any]:
    query = (
        sa.select(correction, content.c.natural_key, content.c.unit)
        .join(version, version.c.version_id == correction.c.version_id)
        .join(content, content.c.version_id == correction.c.version_id, isouter=True)
        .where(correction.c.decision_id == one.decision_id)
        .order_by(correction.c.version_id)
        .limit(SHOWN)
    )
    with wiring().store.read() as tx:
        return list(tx.execute(query))
