"""`lienthong duplicates`: pairs of records that may be one person or parcel. Keys and names of fields; never a value of a person."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from flows.commands import Json, Lang, looking, show

duplicates = typer.Typer(
    help="Records that may be one person or parcel under two keys: seek, list, judge.", no_args_is_help=True
)

Flow = Annotated[str, typer.Argument(help="Name of the flow, see `lienthong flows`.")]
OneFlow = Annotated[str | None, typer.Option("--flow", help="Only this flow.")]
Key = Annotated[
    str, typer.Argument(metavar="RECORD", help="Key as `lienthong duplicates list` shows it, or record id.")
]
Reason = Annotated[str, typer.Option("--reason", help="Why; the audit log's readers see it.")]


@duplicates.command()
def look(flow: OneFlow = None, as_json: Json = False) -> None:
    """Compare what changed since the last look; the nightly quality report does the same."""
    from flows.duplicates import look as seek
    from flows.screens.duplicates import looked

    found = seek(looking(), [flow] if flow else None)
    show([asdict(one) for one in found], as_json, looked)


@duplicates.command("list")
def listed(
    flow: OneFlow = None,
    unit: Annotated[str | None, typer.Option(help="Only pairs with a record of this unit (its code).")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Those judged as well.")] = False,
    lang: Lang = "vi",
    as_json: Json = False,
) -> None:
    """Pairs that wait for a verdict, the highest score first: keys, units, and which fields agree or differ."""
    from flows.screens import duplicates as screens
    from tracking.duplicates.reading import pairs

    found = pairs(looking().store, flow, [unit] if unit else None, decided=everything)
    show([one.as_dict() for one in found], as_json, lambda _: screens.listed(found, lang))


@duplicates.command()
def same(
    flow: Flow,
    one: Key,
    other: Key,
    reason: Reason,
    give_up: Annotated[
        str | None, typer.Option("--give-up", metavar="RECORD", help="The one of the two that is to be withdrawn.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say that two records are one person or parcel; with --give-up tells, or proposes, how one of them goes."""
    from flows.duplicates import judge, pair_of
    from flows.screens.duplicates import said

    wiring = looking()
    pair = pair_of(wiring, flow, one, other)
    ends = {end.record_id for end in (pair.a, pair.b) if give_up in (end.key, str(end.record_id))}
    if give_up and not ends:
        raise typer.BadParameter(f"{give_up!r} is neither of the two records", param_hint="--give-up")
    done = judge(wiring, pair, "same", wiring.settings.actor, reason, ends.pop() if ends else None)
    show({**done.pair.as_dict(), "decision": done.decision, "next_step": done.next_step}, as_json, lambda _: said(done))


@duplicates.command()
def different(flow: Flow, one: Key, other: Key, reason: Reason, as_json: Json = False) -> None:
    """Say that two records are two persons or parcels; they are not asked about again until one of them changes."""
    from flows.duplicates import judge, pair_of
    from flows.screens.duplicates import said

    wiring = looking()
    done = judge(wiring, pair_of(wiring, flow, one, other), "different", wiring.settings.actor, reason)
    show(done.pair.as_dict(), as_json, lambda _: said(done))
