"""`lienthong alerts`: what people would be told now, and a trial of the channels."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.commands import Json, looking, show


def alerts(
    send: Annotated[bool, typer.Option("--send", help="Tell every channel what it has not been told.")] = False,
    test: Annotated[bool, typer.Option("--test", help="Send every channel a trial message.")] = False,
    as_json: Json = False,
) -> None:
    """Changes of state that each channel of alerts.yaml has not been told.

    Exit 1 when a channel does not take a message, or there is none to try.
    """
    from flows import alerting
    from flows.screens import console
    from tracking import alerts as kept
    from tracking.campaigns import local_today

    wiring = looking()
    day, asked = local_today(), alerting.config(wiring)
    tried = {channel: alerting.trial(wiring, channel) for channel in asked.channels} if test else {}
    done = alerting.tell(wiring, day) if send else {"told": 0, "failed": 0}
    now = alerting.states(wiring, day)
    waiting = {channel: kept.changes(wiring.store, channel, now) for channel in asked.channels}
    found = {"sent": done, "waiting": {channel: [one.key for one in left] for channel, left in waiting.items()}}

    def screen(_: object) -> None:
        if not asked.channels:
            console.print("Chưa có kênh nào trong alerts.yaml · alerts.yaml names no channel yet.", style="yellow")
        for channel, left in waiting.items():
            text = alerting.message(wiring, left, day, asked)
            console.print(f"[bold]{channel}[/bold]", text or "–", sep="\n", highlight=False)
        for channel, taken in tried.items():
            said = ("đã nhận tin thử · took the trial message", "KHÔNG nhận tin thử · did NOT take the trial message")
            console.print(f"{channel}: {said[not taken]}", style="green" if taken else "red", highlight=False)

    show(found | {"tried": tried}, as_json, screen)
    if done["failed"] or not all(tried.values()) or (test and not tried):
        raise typer.Exit(1)
