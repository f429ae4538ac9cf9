"""Reconciling one flow: what the nation says it holds against our receipts, the plan where they differ, and its carrying out.

A person looks, a second person says yes, and only then anything is sent.
"""

from __future__ import annotations

from typing import Any

from flows import tasks
from flows.people import approvers, demand_approver, load_people
from flows.secrets import Connections, from_environment
from flows.wiring import Wiring
from relay.delivery import plans
from relay.delivery.heal import carry_out
from relay.delivery.listing import settle_listed
from relay.delivery.plans import Plan
from relay.delivery.reconcile import Comparison, compare


def look(wiring: Wiring, flow: str) -> tuple[Comparison, Plan | None]:
    """Settle what only the listing can settle, compare, and keep a plan where something differs."""
    endpoint = wiring.endpoint(flow)
    settle_listed(wiring.store, flow, endpoint)
    found = compare(wiring.store, flow, endpoint)
    return found, plans.make_plan(wiring.store, flow, endpoint.name, found, wiring.settings.actor)


def heal(wiring: Wiring, flow: str, connections: Connections = from_environment) -> dict[str, int] | None:
    """Carry out the newest approved plan of a flow, and push. None where none is approved.

    What is staged stays in the outbox when the endpoint is away: the next run of the flow sends it.
    """
    plan = plans.approved(wiring.store, flow)
    if plan is None:
        return None
    staged = carry_out(wiring.store, plan, wiring.endpoint(flow))
    run_id = f"heal-{plan.plan_id}"
    tasks.push(flow, run_id, connections=connections)
    tasks.receipts(flow, run_id, connections=connections)
    return {"plan": plan.plan_id, "versions": staged}


def approve(wiring: Wiring, plan_id: int) -> Plan:
    """Approve a plan as the user we are. Raises FatalError with one sentence."""
    people = load_people(wiring.settings.config / "people.yaml")
    demand_approver(people, wiring.settings.actor, plans.plan_of(wiring.store, plan_id).made_by)
    return plans.approve(wiring.store, plan_id, wiring.settings.actor)


def told(wiring: Wiring, plan: Plan) -> dict[str, Any]:
    """A plan as it is shown: the keys are those of the correction desk, no value of a record."""
    people = load_people(wiring.settings.config / "people.yaml")
    return {
        "plan": plan.plan_id,
        "flow": plan.flow,
        "endpoint": plan.endpoint,
        **plan.counts,
        "made_by": plan.made_by,
        "made_at": plan.made_at,
        "approved_by": plan.approved_by,
        "approved_at": plan.approved_at,
        "carried_out_at": plan.carried_out_at,
        "may_approve": approvers(people, plan.made_by),
        "entries": [{"kind": one.kind, "key": one.key, "remedy": one.remedy} for one in plan.entries],
    }
