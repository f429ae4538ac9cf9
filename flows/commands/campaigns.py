"""`lienthong campaigns`: what is declared, what is in force, who changed it and why, and where the five clear things are not clear."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.commands import Json, Lang, looking, show

campaigns = typer.Typer(help="Campaigns: what is in force, its history, and gaps in the five clear things.")

Id = Annotated[str, typer.Argument(metavar="CAMPAIGN", help="Id of the campaign, see `lienthong campaigns`.")]


@campaigns.callback(invoke_without_command=True)
def listed(context: typer.Context, lang: Lang = "vi", as_json: Json = False) -> None:
    """List the campaigns as they are in force, and what waits in campaigns.yaml to be adopted."""
    if context.invoked_subcommand is not None:
        return
    from flows import declaring
    from flows.screens import campaigns as screens
    from tracking.campaigns import local_today

    found = declaring.listed(looking(), local_today())
    show(found, as_json, lambda _: screens.listed(found, lang))


@campaigns.command()
def history(campaign: Id, as_json: Json = False) -> None:
    """Every version of a campaign: who put it in force, when, why, and what it changed."""
    from flows import declaring
    from flows.screens import campaigns as screens

    show(declaring.past(looking(), campaign), as_json, screens.history)


@campaigns.command()
def adopt(
    campaign: Id,
    why: Annotated[str, typer.Option(help="The document or decision the change rests on.")],
    as_json: Json = False,
) -> None:
    """Put what campaigns.yaml says now in force; you need the role engineer or leader in people.yaml."""
    from flows import declaring
    from flows.screens import campaigns as screens

    wiring = looking()
    declaring.adopt(wiring, campaign, why)
    show(declaring.past(wiring, campaign), as_json, screens.history)


@campaigns.command()
def gaps(as_json: Json = False) -> None:
    """Campaigns and units in which one of the five clear things is not."""
    from flows import declaring
    from flows.screens import campaigns as screens
    from tracking.campaigns import local_today

    show(declaring.gaps(looking(), local_today()), as_json, screens.gaps)
