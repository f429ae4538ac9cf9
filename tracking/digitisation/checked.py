"""Which readings were right: those that agree with the record, and those the desk decided on. The others are not known, and count nowhere.

A scan counts where it was first read: named again, by another record or a next version, it says nothing new. A difference is decided
where the record was corrected: to the reading (it was right) or to something else (it was wrong); or where the scan's objection to this
field was let pass (it was wrong).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa

from relay.desk.decisions import State
from relay.scans import Verdict
from relay.store.desk_tables import correction, decision
from relay.store.scan_tables import comparison, document
from relay.store.tables import batch, brought_by, content

#: Verdicts under which page and record say different things, and the rule a release of which says that the page was read wrong.
DIFFERS = (Verdict.CONFLICTS, Verdict.GAP, Verdict.NEARLY, Verdict.UNSURE)
OBJECTION = f"scan.{Verdict.CONFLICTS}"
#: Form, field, confidence (to a hundredth), whether the reading was right.
Checked = tuple[str, str, float, bool]


def decided(tx: sa.Connection) -> Iterable[tuple[Any, bool]]:
    """Readings that differ from their record and were decided on, each with whether it was right."""
    query = (
        sa.select(comparison, correction.c.fields, correction.c.rules, document.c.fields.label("read"), content.c.unit)
        .add_columns(batch.c.pulled_at.label("at"))
        .join(correction, correction.c.version_id == comparison.c.version_id)
        .join(decision, sa.and_(decision.c.decision_id == correction.c.decision_id, decision.c.state == State.APPROVED))
        .join(document, first_read())
        .join(content, content.c.version_id == comparison.c.version_id, isouter=True)
        .join(batch, brought_by(comparison.c.version_id), isouter=True)
        .where(comparison.c.verdict.in_(DIFFERS))
    )
    for row in tx.execute(query):
        released = row.verdict == Verdict.CONFLICTS and OBJECTION in msgspec.json.decode(row.rules or "[]")
        right = _right(row.field, _object(row.fields), _object(row.read), released)
        if right is not None:
            yield row, right


def first_read() -> sa.ColumnElement[bool]:
    """Joins a comparison to its page, where the page was read for it and not for an earlier one."""
    place = [document.c[name] == comparison.c[name] for name in ("version_id", "page", "number")]
    return sa.and_(*place, document.c.reused.is_(False))


def _right(field: str, set_: Mapping[str, Any], read: Mapping[str, Any], released: bool) -> bool | None:
    """Whether a reading was right, by what the desk decided; None where it decided nothing about it."""
    if field in set_:
        return bool(read.get(field, {}).get("meant") == set_[field])
    return False if released else None


def checked(tx: sa.Connection) -> Iterable[Checked]:
    """Every reading that is known to be right or wrong."""
    sure = sa.func.round(sa.cast(comparison.c.confidence, sa.Numeric), 2)
    place = (comparison.c.form, comparison.c.field, sure)
    agreeing = sa.select(*place, sa.func.count()).join(document, first_read())
    agreeing = agreeing.where(comparison.c.verdict == Verdict.AGREES).group_by(*place)
    for form, field, confidence, count in tx.execute(agreeing):
        yield from [(form, field, float(confidence), True)] * count
    for row, right in decided(tx):
        yield row.form, row.field, round(row.confidence, 2), right


def _object(text: str | None) -> dict[str, Any]:
    found = msgspec.json.decode(text) if text else {}
    return found if isinstance(found, dict) else {}
