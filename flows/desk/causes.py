"""What is held back, by root cause: how many records of how many units break which rule on which field. No values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from flows.wording import sentence
from relay.desk.decisions import on_the_desk
from relay.status import Severity, Status
from relay.store import Store
from relay.store.tables import content, version, violation

#: Not a rule: the record waits for one that the nation does not know yet, or that is named wrongly.
PARENT = "hold.parent"


@dataclass(frozen=True)
class Cause:
    """One root cause. `rule` may be PARENT."""

    flow: str
    rule: str
    field: str
    records: int
    units: int

    def said(self, lang: str) -> str:
        """What it means and what to do."""
        return cause_text(self.flow, self.rule, lang)


def cause_text(flow: str, rule: str, lang: str) -> str:
    """A root cause in words."""
    if rule == PARENT:
        return (
            "Chờ bản ghi gốc mà quốc gia chưa biết. Kiểm tra số định danh hoặc mã của bản ghi gốc; nếu đúng thì chờ."
            if lang == "vi"
            else "Waits for a record the nation does not know yet. Check the number that names it; if it is right, wait."
        )
    return sentence(flow, rule, lang)


def causes(store: Store, flow: str | None = None, units: Collection[str] | None = None) -> list[Cause]:
    """Every root cause, the most records first; `units`: only records of these."""
    named = [version.c.flow, violation.c.rule, violation.c.field]
    counted = [sa.func.count(sa.distinct(version.c.version_id)), sa.func.count(sa.distinct(content.c.unit))]
    broken = (
        sa.select(*named, *counted)
        .join(violation, violation.c.version_id == version.c.version_id)
        .join(content, content.c.version_id == version.c.version_id, isouter=True)
        .where(version.c.status == Status.QUARANTINED, violation.c.severity == Severity.CRITICAL, _of(flow, units))
        .group_by(*named)
    )
    waiting = (
        sa.select(version.c.flow, sa.literal(PARENT), sa.literal(""), *counted)
        .join(content, content.c.version_id == version.c.version_id, isouter=True)
        .where(version.c.status == Status.WAITING, on_the_desk(), _of(flow, units))
        .group_by(version.c.flow)
    )
    with store.read() as tx:
        found = [Cause(*row) for query in (broken, waiting) for row in tx.execute(query)]
    return sorted(found, key=lambda one: (-one.records, one.flow, one.rule, one.field))


def _of(flow: str | None, units: Collection[str] | None) -> sa.ColumnElement[bool]:
    chosen = sa.true() if flow is None else version.c.flow == flow
    return chosen if units is None else sa.and_(chosen, content.c.unit.in_(units))
