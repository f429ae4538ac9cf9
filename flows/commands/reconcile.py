"""`lienthong reconcile`, `approve` and `plans`: do our receipts agree with the nation, and what is done where they do not."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from flows.commands import Json, looking, show


def reconcile(
    flow: Annotated[str, typer.Argument(help="Name of the flow, see `lienthong flows`.")],
    heal: Annotated[bool, typer.Option("--heal", help="Carry out the newest approved plan, then look again.")] = False,
    as_json: Json = False,
) -> None:
    """Compare our receipts with what the endpoint says it holds; exit 1 while they differ.

    A difference becomes a plan, which a second person approves (`lienthong approve`); only then --heal does what it says.
    """
    from flows import reconciling
    from flows.screens.reconcile import compared
    from flows.sources import demand_known

    wiring = looking()
    demand_known(wiring, flow, ())
    done = reconciling.heal(wiring, flow) if heal else None
    found, plan = reconciling.look(wiring, flow)
    differences = {"missing": found.missing, "extra": found.extra, "differs": found.differs}
    read = {"ours": found.ours, "moving": found.moving, "requests": found.requests, "records": found.records}
    shown = {"flow": flow, **differences, **read, "healed": done, "plan": plan and reconciling.told(wiring, plan)}
    show(shown, as_json, compared)
    if not found.clean:
        raise typer.Exit(1)


def approve(
    number: Annotated[
        str,
        typer.Argument(
            metavar="PLAN|DECISION",
            help="7: a plan (`lienthong plans`); D7: a decision (`lienthong quarantine decisions`).",
        ),
    ],
    as_json: Json = False,
) -> None:
    """Say yes to a plan or decision that another person made; you need the role reviewer or engineer in people.yaml."""
    from flows import reconciling
    from flows.commands import desk
    from flows.screens.reconcile import said_yes

    found = re.fullmatch(r"([Dd]?)([0-9]{1,15})", number)
    if not found:
        raise typer.BadParameter("write 7 for a plan or D7 for a decision", param_hint="PLAN|DECISION")
    if found[1]:
        desk.approve(int(found[2]), as_json)
        return
    wiring = looking()
    show(reconciling.told(wiring, reconciling.approve(wiring, int(found[2]))), as_json, said_yes)


def plans(
    flow: Annotated[str | None, typer.Option(help="Only this flow.")] = None,
    as_json: Json = False,
) -> None:
    """Every plan to heal: who made it, who approved it, when it was carried out."""
    from flows import reconciling
    from flows.screens.reconcile import listed
    from flows.sources import demand_known
    from relay.delivery import plans as kept

    wiring = looking()
    if flow:
        demand_known(wiring, flow, ())
    show([reconciling.told(wiring, plan) for plan in kept.plans(wiring.store, flow)], as_json, listed)
