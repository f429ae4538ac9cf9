"""Plans to heal: what a comparison found becomes a remedy for each record, kept in the store until a second person approves it.

A plan changes nothing by itself. A newer one of the same flow takes the place of one that nobody approved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from relay.audit import merkle
from relay.clock import utc_now
from relay.delivery.reconcile import Comparison, Kind
from relay.delivery.remedies import Entry, remedies
from relay.errors import FatalError
from relay.store import Store, evidence
from relay.store.side_tables import discrepancy, healing_plan


@dataclass(frozen=True)
class Plan:
    """One plan, and where it stands."""

    plan_id: int
    flow: str
    endpoint: str
    made_by: str
    made_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    carried_out_at: datetime | None
    entries: tuple[Entry, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        return {kind.value: sum(entry.kind == kind for entry in self.entries) for kind in Kind}


def make_plan(store: Store, flow: str, endpoint: str, found: Comparison, actor: str) -> Plan | None:
    """The plan for what was found; None when nothing was. The same findings again give the plan that already waits for them."""
    with store.begin(flow) as tx:
        entries = remedies(tx, flow, found)
        waiting = _plans(tx, healing_plan.c.flow == flow, healing_plan.c.carried_out_at.is_(None))
        if entries and (same := [plan for plan in waiting if plan.entries == entries]):
            return same[-1]
        _withdraw(tx, [plan for plan in waiting if plan.approved_at is None])
        if not entries:
            return None
        values = {"flow": flow, "endpoint": endpoint, "made_by": actor, "made_at": utc_now()}
        made = tx.execute(healing_plan.insert().values(values).returning(healing_plan.c.plan_id))
        plan_id = int(made.scalar_one())
        rows = [{"plan_id": plan_id, "natural_key": one.key} | one.words() for one in entries]
        tx.execute(discrepancy.insert(), rows)
        plan = _plans(tx, healing_plan.c.plan_id == plan_id)[0]
        evidence.note(tx, "plan_made", flow, {"actor": actor, **_told(plan)})
        return plan


def approve(store: Store, plan_id: int, actor: str) -> Plan:
    """The second person says yes; saying it twice is saying it once. Raises FatalError."""
    flow = plan_of(store, plan_id).flow
    with store.begin(flow) as tx:
        plan = _only(_plans(tx, healing_plan.c.plan_id == plan_id), plan_id)
        if plan.made_by == actor:
            raise FatalError(
                f"You made plan {plan_id} yourself; ask another reviewer or engineer to run `lienthong approve {plan_id}`.",
                f"Bạn là người lập kế hoạch {plan_id}; hãy nhờ người duyệt khác chạy `lienthong approve {plan_id}`.",
                plan=plan_id,
            )
        if plan.approved_by is None:
            mine = healing_plan.c.plan_id == plan_id
            tx.execute(healing_plan.update().where(mine).values(approved_by=actor, approved_at=utc_now()))
            evidence.note(tx, "plan_approved", flow, {"actor": actor, **_told(plan)})
    return plan_of(store, plan_id)


def plan_of(store: Store, plan_id: int) -> Plan:
    """A plan by its number. Raises FatalError."""
    with store.read() as tx:
        return _only(_plans(tx, healing_plan.c.plan_id == plan_id), plan_id)


def approved(store: Store, flow: str) -> Plan | None:
    """The newest plan of a flow that may be carried out."""
    ready = healing_plan.c.approved_at.is_not(None), healing_plan.c.carried_out_at.is_(None)
    with store.read() as tx:
        found = _plans(tx, healing_plan.c.flow == flow, *ready)
    return found[-1] if found else None


def plans(store: Store, flow: str | None = None) -> list[Plan]:
    """Every plan, oldest first."""
    with store.read() as tx:
        return _plans(tx, healing_plan.c.flow == flow if flow else sa.true())


def carried_out(tx: sa.Connection, plan: Plan, versions: int) -> bool:
    """Mark an approved plan as carried out; False where it is not approved, or was carried out before."""
    mine = healing_plan.c.plan_id == plan.plan_id
    ready = healing_plan.c.approved_at.is_not(None), healing_plan.c.carried_out_at.is_(None)
    if not tx.execute(healing_plan.update().where(mine, *ready).values(carried_out_at=utc_now())).rowcount:
        return False
    evidence.note(tx, "plan_carried_out", plan.flow, {"versions": versions, **_told(plan)})
    return True


def _plans(tx: sa.Connection, *which: sa.ColumnElement[bool]) -> list[Plan]:
    alive = sa.select(discrepancy.c.plan_id).where(discrepancy.c.plan_id == healing_plan.c.plan_id).exists()
    query = sa.select(healing_plan).where(alive, *which).order_by(healing_plan.c.plan_id)
    rows = tx.execute(query).fetchall()
    return [Plan(**row._mapping, entries=_entries(tx, row.plan_id)) for row in rows]


def _entries(tx: sa.Connection, plan_id: int) -> tuple[Entry, ...]:
    query = sa.select(discrepancy).where(discrepancy.c.plan_id == plan_id)
    return tuple(sorted(Entry(row.kind, row.natural_key, row.remedy, row.version_id) for row in tx.execute(query)))


def _withdraw(tx: sa.Connection, old: Sequence[Plan]) -> None:
    """A plan without entries is no plan any more. Its number stays taken: nobody shall approve another one under it."""
    for plan in old:
        tx.execute(discrepancy.delete().where(discrepancy.c.plan_id == plan.plan_id))
        evidence.note(tx, "plan_withdrawn", plan.flow, _told(plan))


def _told(plan: Plan) -> dict[str, Any]:
    """What the audit log says of a plan: its number, counts, and one hash over its entries."""
    digest = merkle.root([merkle.leaf(entry.spelt()) for entry in plan.entries])
    return {"plan": plan.plan_id, "endpoint": plan.endpoint, **plan.counts, "digest": digest}


def _only(found: Sequence[Plan], plan_id: int) -> Plan:
    if not found:
        raise FatalError(
            f"There is no plan {plan_id} (any more); `lienthong plans` lists those that wait.",
            f"Không có (hoặc không còn) kế hoạch {plan_id}; xem các kế hoạch đang chờ bằng `lienthong plans`.",
            plan=plan_id,
        )
    return found[0]
