"""The `lienthong` command. `--json` prints one JSON document and nothing else; exit 0 fine, 1 a broken law or a discrepancy, 2 misuse."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Annotated, Literal

import typer

from flows.catalogue import FLOWS
from flows.commands import Json, Lang, campaigns, desk, evidence, index, looking, past_day, show, sources
from flows.commands import reconcile as reconciling
from flows.commands.alerts import alerts
from flows.commands.codes import codes
from flows.commands.digitise import digitise
from flows.commands.duplicates import duplicates
from flows.commands.endpoints import endpoints
from flows.commands.leads import leads
from flows.commands.quality import quality
from flows.commands.report import evidence_pack, report
from flows.commands.reports import reports
from flows.new_record.command import new_record
from relay.errors import RelayError

app = typer.Typer(
    help="Liên Thông: carry a province's records to the national databases, and prove that they arrived.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(desk.quarantine, name="quarantine")
app.add_typer(quality, name="quality")
app.add_typer(duplicates, name="duplicates")
app.add_typer(evidence.audit, name="audit")
app.add_typer(campaigns.campaigns, name="campaigns")
app.command("passport")(evidence.passport)
app.command()(alerts)
app.command()(report)
app.command()(reports)
app.command("evidence-pack")(evidence_pack)
app.command()(endpoints)
app.command()(codes)
app.command()(digitise)
app.command()(leads)
app.command()(index.index)
app.command()(index.overdue)
app.command()(sources.sources)
app.command()(sources.sweep)
app.command()(reconciling.reconcile)
app.command()(reconciling.approve)
app.command()(reconciling.plans)
app.command("new-record")(new_record)

AsOf = Annotated[str | None, typer.Option(help="Look at this day (YYYY-MM-DD) instead of today.")]


@app.command()
def flows(as_json: Json = False) -> None:
    """List the flows: name, source, contract, suite, endpoint, schedule."""
    from flows import screens

    lines = [
        {
            "flow": flow.name,
            "domain": flow.domain,
            "sources": list(flow.sources),
            "contract": flow.name,
            "suite": flow.name,
            "endpoint": flow.endpoint,
            "schedule": flow.schedule,
            "title": flow.title_vi,
            "title_en": flow.title_en,
        }
        for flow in FLOWS.values()
    ]
    show(lines, as_json, screens.flows)


@app.command()
def run(
    flow: Annotated[str, typer.Argument(help="Name of the flow, see `lienthong flows`.")],
    since: Annotated[str | None, typer.Option(help="Read again from this day (YYYY-MM-DD).")] = None,
    units: Annotated[str | None, typer.Option(help="Send only records of these units, comma-separated codes.")] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Send nothing and store no record; predict what will be accepted, refused and held back, and why.",
        ),
    ] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Run one flow from pull to receipt, without Airflow. Safe to repeat. Exit 1 when a source is degraded or a batch is stopped."""
    from flows import screens
    from flows.night import run_flow

    _known_flow(flow)
    for day in (since, as_of):
        _day(day)
    wanted = [unit.strip() for unit in units.split(",") if unit.strip()] if units else None
    with screens.busy(flow, quiet=as_json) as step:
        outcome = run_flow(flow, since=since, units=wanted, dry_run=dry_run, as_of=as_of, step=step)
    show(outcome, as_json, screens.outcome)
    if outcome.get("degraded") or outcome.get("stopped"):
        raise typer.Exit(1)


@app.command()
def progress(
    campaign: Annotated[str | None, typer.Option(help="Only this campaign.")] = None,
    unit: Annotated[str | None, typer.Option(help="Only this unit.")] = None,
    as_of: AsOf = None,
    units_as: Annotated[
        Literal["then", "now"],
        typer.Option(help="Lines by the units of that day, or by today's; the sums are the same."),
    ] = "now",
    lang: Lang = "vi",
    as_json: Json = False,
) -> None:
    """Completion against deadlines, per campaign and unit, with the conservation law."""
    from flows import screens
    from flows.figures import By, completion

    report = completion(looking(), past_day(as_of), campaign, unit, By(units_as, lang))
    if unit and not report.campaigns:
        raise typer.BadParameter(f"no campaign counts the unit {unit!r}", param_hint="--unit")
    show(report.as_dict(), as_json, lambda _: screens.progress(report, lang, detailed=bool(campaign)))
    if not report.conservation.holds:
        raise typer.Exit(1)


@app.command()
def linkage(as_json: Json = False) -> None:
    """Settled dossiers without a record, and records without a dossier."""
    from flows import screens
    from tracking.linkage import linkage as find

    show(asdict(find(looking().store, list(FLOWS))), as_json, screens.linkage)


@app.command()
def units(
    code: Annotated[str, typer.Argument(help="A province (2 digits), district (3) or commune (5), old or new.")],
    on: Annotated[str | None, typer.Option(help="Look at this day (YYYY-MM-DD).")] = None,
    as_json: Json = False,
) -> None:
    """A unit through time: names and places, what it was made of, what it became, by which decision, split or not."""
    from flows import screens
    from flows.unit_view import describe

    show(describe(code, _day(on)), as_json, screens.unit)


@app.command()
def check() -> None:
    """Check configuration and credentials: every source and endpoint is asked who we are; nothing is pulled."""
    from flows import screens
    from flows.night import preflight
    from flows.scanned.engine import MISSING, can_read
    from schemas.identifiers import LOCAL_SECRET, key_secret

    for flow in FLOWS:
        preflight(flow)
    screens.fine("Cấu hình và thông tin đăng nhập đều đúng. Configuration and credentials are in order.")
    if not can_read():
        typer.echo("\n".join(MISSING), err=True)
    if key_secret() == LOCAL_SECRET:
        typer.echo(
            "LIENTHONG_KEY_SECRET chưa đặt: chỉ dùng được cho dữ liệu thử; hãy đặt trước khi nạp dữ liệu thật.\n"
            "LIENTHONG_KEY_SECRET is not set: fit for trial data only; set it before anything real is pulled.",
            err=True,
        )


@app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
def simulate(context: typer.Context) -> None:
    """Start the outside world for development (see `lienthong simulate -- --help` for its options)."""
    command = [sys.executable, "-m", "simulators", *context.args]
    os.execv(command[0], command)  # noqa: S606 - our own interpreter and module, no shell


def _known_flow(flow: str) -> None:
    if flow not in FLOWS:
        raise typer.BadParameter(f"there is no flow {flow!r}; the flows are {', '.join(FLOWS)}")


def _day(text: str | None) -> date:
    from flows.days import day

    try:
        return day(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day; write YYYY-MM-DD") from None


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point: errors of ours become one sentence and exit 2; of any other only the place is shown, never its message."""
    try:
        app(args=list(arguments) if arguments is not None else None)
    except RelayError as error:
        print(f"{error.en}\n{error.vi}", file=sys.stderr)
        sys.exit(2)
    except Exception as error:
        # A database or a parser may quote the row it stumbled over: that is a person's data.
        traceback.print_tb(error.__traceback__)
        print(f"Unexpected {type(error).__name__}; the lines above say where. Please report them.", file=sys.stderr)
        print(
            f"Lỗi không lường trước {type(error).__name__}; các dòng trên cho biết vị trí. Vui lòng báo lại.",
            file=sys.stderr,
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
