"""`lienthong report` and `lienthong evidence-pack`: the week in print, and what a deadline leaves for others to check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.commands import Json, Lang, looking, past_day, show

Day = Annotated[
    str | None, typer.Option(help="A day of the week (YYYY-MM-DD); left out, the week that ended last Sunday.")
]


def report(week: Day = None, lang: Lang = "vi", as_json: Json = False) -> None:
    """Write the weekly report of every sector as HTML, PDF and XLSX, and print where it is."""
    from flows import weekly
    from tracking.campaigns import local_today

    day = past_day(week) if week else weekly.last_sunday(local_today())
    found = [str(path) for path in weekly.report(looking(), day, lang)]
    show({"files": found}, as_json, lambda _: typer.echo("\n".join(found)))


def evidence_pack(
    campaign: Annotated[str | None, typer.Argument(help="Id of the campaign, see `lienthong campaigns`.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Up to the end of this day (YYYY-MM-DD) instead of today.")] = None,
    verify: Annotated[Path | None, typer.Option(help="Check this pack instead; no store is needed.")] = None,
    key: Annotated[
        list[Path] | None, typer.Option("--key", help="Public key (PEM) to trust instead of our own.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the signed pack of a campaign: report, figures, digests of what the nation accepted. Or check one; exit 1 when it is wrong."""
    from flows import weekly
    from flows.screens import console, fine
    from flows.settings import settings
    from relay.audit.keys import public_keys

    if verify:
        wrong = weekly.faults(verify, public_keys(*(key or [settings().keys])))
        show({"pack": str(verify), "faults": wrong}, as_json, lambda _: None)
        if wrong:
            if not as_json:
                console.print(f"Không khớp · does not match: {', '.join(wrong)}", style="red")
            raise typer.Exit(1)
        if not as_json:
            fine("Hồ sơ minh chứng nguyên vẹn. The evidence pack is genuine and whole.")
        return
    if campaign is None:
        raise typer.BadParameter("name a campaign, or a pack with --verify", param_hint="CAMPAIGN")
    path = weekly.pack(looking(), campaign, past_day(as_of))
    show({"pack": str(path)}, as_json, lambda _: typer.echo(path))
