"""What `lienthong digitise` prints for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

from flows.scanned.words import RULES
from flows.screens import console
from tracking.wording import Lang

HEADINGS = (
    ("Trường", "Field"),
    ("Giá trị", "Value"),
    ("Tin cậy", "Sure"),
    ("Tự nhận", "Accepted"),
    ("Vị trí", "Place"),
    ("Vì sao", "Why"),
)

YES = (("không", "no"), ("có", "yes"))


def pages(found: Sequence[dict[str, Any]], lang: Lang) -> None:
    """One table a page."""
    english = lang == "en"
    for page in found:
        console.print(
            f"[bold]{escape(page['file'])}[/bold] #{page['number'] + 1}: {page['form'] or '–'} ({page['outcome']})"
        )
        if told := RULES.get(f"scan.{page['outcome']}"):
            console.print(f"  {told[english]}", style="yellow")
        if page["fields"]:
            console.print(_fields(page["fields"], english))


def _fields(fields: dict[str, dict[str, Any]], english: bool) -> Table:
    made = Table(box=None, padding=(0, 1))
    for place, heading in enumerate(HEADINGS):
        made.add_column(heading[english], justify="right" if place == 2 else "left")
    for name, one in fields.items():
        sure, box = f"{one['confidence']:.0%}", ", ".join(map(str, one["box"]))
        style = "" if one["accepted"] else "yellow"
        yes = YES[bool(one["accepted"])][english]
        made.add_row(name, escape(one["value"]), sure, yes, box, one["reason"], style=style)
    return made
