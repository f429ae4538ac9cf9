"""`lienthong quarantine`: the correction desk from a terminal. One person proposes, `lienthong approve D7` is the second person's yes."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands import Json, Lang, looking, show
from relay.errors import FatalError

if TYPE_CHECKING:
    from flows.desk.records import Held
    from flows.wiring import Wiring
    from relay.desk.decisions import Change, Decision

quarantine = typer.Typer(
    help="The correction desk: records held back, why, and what is done about them.", no_args_is_help=True
)

Flow = Annotated[str, typer.Argument(help="Name of the flow, see `lienthong flows`.")]
OneFlow = Annotated[str | None, typer.Option("--flow", help="Only this flow.")]
Key = Annotated[str, typer.Argument(help="The record's key as `lienthong quarantine list` shows it, or its record id.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; the second person reads it, and the audit log's readers.")]
Number = Annotated[
    int, typer.Argument(metavar="DECISION", help="Number of the decision, see `lienthong quarantine decisions`.")
]


@quarantine.command("list")
def listed(flow: OneFlow = None, as_json: Json = False) -> None:
    """Records held back (quarantined, or waiting for a parent): key, rules, fields. Never a value."""
    from flows import screens
    from flows.figures import desk

    show(desk(_looking(flow), flow), as_json, screens.desk)


@quarantine.command()
def causes(flow: OneFlow = None, lang: Lang = "vi", as_json: Json = False) -> None:
    """Why records are held back: each root cause with how many records and units, in words."""
    from flows.desk.causes import causes as found
    from flows.screens.desk import by_cause

    lines = [{**asdict(one), "said": one.said(lang)} for one in found(_looking(flow).store, flow)]
    show(lines, as_json, by_cause)


@quarantine.command()
def correct(
    flow: Flow,
    key: Key,
    values: Annotated[
        list[str], typer.Argument(metavar="FIELD=VALUE…", help="Contract fields and what they should say.")
    ],
    reason: Reason,
    as_json: Json = False,
) -> None:
    """Propose values for a record held back; tells which rules would still hold it."""
    from flows.desk.fields import typed
    from relay.desk.decisions import Change, Kind

    wiring = _looking(flow)
    one = _held(wiring, flow, key)
    pairs = [text.partition("=") for text in values]
    if wrong := [name for name, sign, _ in pairs if not sign]:
        raise typer.BadParameter(f"write FIELD=VALUE, not {wrong[0]!r}", param_hint="FIELD=VALUE")
    fields = {name: typed(flow, name, text) for name, _, text in pairs}
    _propose(wiring, flow, Kind.CORRECT, Change(one.version_id, fields), reason, as_json)


@quarantine.command()
def release(flow: Flow, key: Key, reason: Reason, as_json: Json = False) -> None:
    """Propose to let a record pass although a rule of plausibility holds it, or to send again what the nation refused."""
    from flows.desk.deciding import release_of
    from relay.desk.decisions import Kind

    wiring = _looking(flow)
    _propose(wiring, flow, Kind.RELEASE, release_of(_held(wiring, flow, key)), reason, as_json)


@quarantine.command()
def discard(flow: Flow, key: Key, reason: Reason, as_json: Json = False) -> None:
    """Propose to give a version up: it is never sent, and counted as cancelled."""
    from relay.desk.decisions import Change, Kind

    wiring = _looking(flow)
    _propose(wiring, flow, Kind.DISCARD, Change(_held(wiring, flow, key).version_id), reason, as_json)


@quarantine.command("export")
def export_(
    flow: Flow,
    file: Annotated[Path, typer.Argument(help="The workbook to write (.xlsx).", dir_okay=False)],
    unit: Annotated[str | None, typer.Option(help="Only records of this unit (its code).")] = None,
) -> None:
    """Write the flow's records held back into an Excel workbook, to be corrected there. It holds values: keep it safe."""
    from flows.desk.worklists import export

    wiring = _looking(flow)
    data, rows = export(wiring, flow, unit, wiring.settings.actor)
    file.touch(mode=0o600)
    file.write_bytes(data)
    typer.echo(f"{file}: {rows} bản ghi · records")


@quarantine.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The workbook that came back.", exists=True, dir_okay=False)],
    as_json: Json = False,
) -> None:
    """Make decisions of a filled-in workbook; the answer to every row is written into it. Exit 1 when a row was refused."""
    from flows.desk.worklists import take_back
    from flows.screens.desk import imported

    wiring = looking()
    done = take_back(wiring, file.read_bytes(), wiring.settings.actor)
    file.write_bytes(done.answer)
    told = {"decisions": done.decisions, "taken": done.taken, "refused": done.refused, "untouched": done.untouched}
    show(told, as_json, lambda _: imported(told, file.name))
    if done.refused:
        raise typer.Exit(1)


@quarantine.command("decisions")
def decisions_(
    waiting: Annotated[bool, typer.Option("--open", help="Only those that wait for their second person.")] = False,
    as_json: Json = False,
) -> None:
    """Every decision: what, how many records, who proposed and who answered."""
    from flows.screens.desk import decisions as screen
    from relay.desk.decisions import State, decisions

    found = decisions(looking().store, State.OPEN if waiting else None)
    show([asdict(one) for one in found], as_json, screen)


@quarantine.command()
def reject(number: Number, reason: Reason, as_json: Json = False) -> None:
    """The second person's no: the records stay on the desk."""
    from flows.desk import deciding

    wiring = looking()
    _answered(deciding.reject(wiring, number, wiring.settings.actor, reason), as_json)


@quarantine.command()
def withdraw(number: Number, as_json: Json = False) -> None:
    """Take back what you proposed, while nobody has answered."""
    from relay.desk import decisions

    wiring = looking()
    _answered(decisions.withdraw(wiring.store, number, wiring.settings.actor), as_json)


def approve(number: int, as_json: bool) -> None:
    """The second person's yes to a decision."""
    from flows.desk import deciding

    wiring = looking()
    _answered(deciding.approve(wiring, number, wiring.settings.actor), as_json)


def _propose(wiring: Wiring, flow: str, kind: Any, change: Change, reason: str, as_json: bool) -> None:
    from flows.desk import deciding
    from flows.desk.foresight import foresee
    from flows.screens.desk import proposed
    from relay.desk.decisions import Kind, decision_of

    number = deciding.propose(wiring, flow, kind, [change], wiring.settings.actor, reason)
    told = None if kind is Kind.DISCARD else asdict(foresee(wiring, flow, [change]))
    show({**asdict(decision_of(wiring.store, number)), "foreseen": told}, as_json, proposed)


def _answered(one: Decision, as_json: bool) -> None:
    from flows.screens.desk import decisions as screen

    show(asdict(one), as_json, lambda found: screen([found]))


def _held(wiring: Wiring, flow: str, key: str) -> Held:
    from flows.desk.records import held

    found = [one for one in held(wiring.store, flow) if key in (one.key, str(one.record_id))]
    if len(found) == 1:
        return found[0]
    many = len(found)
    raise FatalError(
        f"{many or 'No'} records of {flow} on the desk have this key; `lienthong quarantine list --flow {flow}` shows keys and record ids.",
        f"Có {many} bản ghi {flow} trên bàn sửa mang khóa này; xem khóa và mã bản ghi bằng `lienthong quarantine list --flow {flow}`.",
        flow=flow,
    )


def _looking(flow: str | None) -> Wiring:
    from flows.sources import demand_known

    wiring = looking()
    if flow:
        demand_known(wiring, flow, ())
    return wiring
