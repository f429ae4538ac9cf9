"""`lienthong quality`: what the rules catch, the report of a night, and what the provincial team says of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from flows.catalogue import FLOWS
from flows.commands import Json, Lang, looking, past_day, show

if TYPE_CHECKING:
    from flows.wiring import Wiring

RULES = "rules"


class OrRules(TyperGroup):
    """`lienthong quality` and `lienthong quality FLOW` stand for `lienthong quality rules [FLOW]`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As typer does, once the command that was left out is put in."""
        if not args or args[0] not in {*self.commands, "--help"}:
            args = [RULES, *args]
        return super().parse_args(ctx, args)


quality = typer.Typer(
    cls=OrRules, help="What the rules catch, the report of a night and its review; alone: the rules that catch most."
)

OneFlow = Annotated[str | None, typer.Option("--flow", help="Only this flow.")]
Day = Annotated[str | None, typer.Argument(help="YYYY-MM-DD; the newest report when left out.")]


@quality.command(RULES)
def rules(
    flow: Annotated[str | None, typer.Argument(help="Only this flow.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Warnings and notes too, not only what quarantines.")
    ] = False,
    lang: Lang = "vi",
    as_json: Json = False,
) -> None:
    """The rules that catch most, in words, with what to do about them."""
    from flows import screens
    from flows.figures import failing_rules

    if flow and flow not in FLOWS:
        raise typer.BadParameter(f"there is no flow {flow!r}; the flows are {', '.join(FLOWS)}")
    found = [line for line in failing_rules(looking(), flow) if everything or line["severity"] == "critical"]
    show(found, as_json, lambda lines: screens.rules(lines, lang))


@quality.command()
def report(day: Day = None, lang: Lang = "vi", as_json: Json = False) -> None:
    """The report of a night: pass rates by flow, source and unit, what caught most, what is new, and its review."""
    from flows.screens.prediction import compared
    from flows.screens.quality import report as screen
    from tracking.quality.predictions import newest
    from tracking.quality.report import report as found_on
    from tracking.quality.review import review_of

    wiring = looking()
    asked = _day(wiring, day)
    found, said = found_on(wiring.store, asked), review_of(wiring.store, asked)
    foretold = newest(wiring.store)
    told = {"review": asdict(said) if said else None, "predictions": [asdict(one) for one in foretold]}
    show({**asdict(found), **told}, as_json, lambda _: screen(found, said, lang))
    if not as_json:
        compared(foretold, lang)


@quality.command()
def review(
    day: Annotated[str, typer.Argument(help="The day of the report, YYYY-MM-DD.")],
    decision: Annotated[str, typer.Option(help="accepted or needs_work.")],
    comment: Annotated[str, typer.Option(help="What has to be done; needed with needs_work.")] = "",
    as_json: Json = False,
) -> None:
    """Say what is thought of the report of a day; for reviewers and leaders (LIENTHONG_ACTOR says who you are)."""
    from flows.quality import say
    from flows.screens.quality import reviewed

    wiring = looking()
    said = say(wiring, past_day(day), wiring.settings.actor, decision, comment)
    show(asdict(said), as_json, lambda _: reviewed(said))


@quality.command()
def count(day: Day = None, as_json: Json = False) -> None:
    """Count a day again and write its Data Docs again; today when left out."""
    from flows.quality import folder_of, quality_report
    from flows.screens.quality import counted

    wiring = looking()
    asked = past_day(day)
    found = {"day": asked, "folder": str(folder_of(wiring, asked)), **quality_report(wiring, asked)}
    show(found, as_json, counted)


@quality.command()
def stops(flow: OneFlow = None, as_json: Json = False) -> None:
    """Batches that an expectation about whole batches has stopped, and why."""
    from flows.screens.quality import stopped
    from tracking.quality.batches import open_stops

    found = open_stops(looking().store, flow)
    show([asdict(one) for one in found], as_json, lambda _: stopped(found))


@quality.command("pass")
def let_pass(
    batches: Annotated[
        list[int], typer.Argument(metavar="BATCH…", help="Numbers of batches, see `lienthong quality stops`.")
    ],
    reason: Annotated[str, typer.Option(help="Why its data are right after all.")],
    as_json: Json = False,
) -> None:
    """Let stopped batches go on with the next run; for reviewers and engineers (LIENTHONG_ACTOR says who you are)."""
    from flows import screens
    from flows.batch_checks import let_pass as allow

    wiring = looking()
    for batch in batches:
        allow(wiring, batch, wiring.settings.actor, reason)
    numbers = ", ".join(map(str, batches))
    said = f"Đi tiếp ở lần chạy sau: lô {numbers}. With the next run go on: batches {numbers}."
    show({"batches": batches, "passed_by": wiring.settings.actor}, as_json, lambda _: screens.fine(said))


def _day(wiring: Wiring, text: str | None) -> date:
    from tracking.quality.report import newest_day

    return past_day(text) if text else newest_day(wiring.store, past_day(None)) or past_day(None)
