"""`lienthong sources` and `lienthong sweep`: is every source still itself, and what did its cursor never tell us."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.commands import Json, looking, show
from flows.secrets import from_environment


def sources(
    accept: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="FLOW SOURCE", help="You looked at this source, and what it holds now is right."),
    ] = None,
    as_json: Json = False,
) -> None:
    """How many records each source says it holds, now and before; exit 1 when one is degraded (empty, shrunken or missing much).

    A degraded source is well again by itself once its size is back; --accept says that a smaller size is right.
    """
    from flows.screens.sources import looks as screen
    from flows.sources import demand_known, looks
    from relay.store.sources import accept as accepted

    wiring = looking()
    if accept:
        flow, source = accept
        demand_known(wiring, flow, [source])
        accepted(wiring.store, flow, source, wiring.settings.actor)
    found = looks(wiring)
    show(found, as_json, screen)
    if any(line["state"] == "degraded" for line in found):
        raise typer.Exit(1)


def sweep(
    flow: Annotated[str, typer.Argument(help="Name of the flow, see `lienthong flows`.")],
    accept: Annotated[
        list[str] | None,
        typer.Option(metavar="SOURCE", help="You looked at this source: delete what it has no more, however many."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Read the flow's sources whole, to find what their cursor cannot show: rows changed without a new time, rows gone.

    Nothing is sent: the flow's next run carries it on. When a source misses over 5 % of our records (and over 10),
    none is deleted, the source is degraded, and the exit code is 1.
    """
    from flows.screens.sources import swept as screen
    from flows.sources import degraded, demand_known
    from flows.sources import sweep as swept

    wiring = looking()
    demand_known(wiring, flow, accept or [])
    done = swept(flow, accept=accept or [], connections=from_environment)
    found = {"flow": flow, "sources": done, "degraded": degraded(wiring, flow)}
    show(found, as_json, screen)
    if found["degraded"]:
        raise typer.Exit(1)
