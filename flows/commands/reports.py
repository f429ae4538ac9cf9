"""`lienthong reports`: which units owe the province a report."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from flows.commands import Json, Lang, looking, show


def reports(
    unit: Annotated[str | None, typer.Option(help="Only this unit, with the names of what is missing.")] = None,
    lang: Lang = "vi",
    as_json: Json = False,
) -> None:
    """Reports due, submitted, late and missing per unit, as the provincial report system told last night."""
    from rich.table import Table

    from flows.screens import console
    from tracking.campaigns import local_today
    from tracking.reporting import compliance
    from tracking.wording import number

    found = [one for one in compliance(looking().store, local_today()) if unit in (None, one.unit)]

    def screen(_: object) -> None:
        table = Table(box=None, padding=(0, 1))
        headings = {
            "vi": ("Đơn vị", "Chưa đến hạn", "Đúng hạn", "Muộn", "Thiếu"),
            "en": ("Unit", "Due", "In time", "Late", "Missing"),
        }
        for place, heading in enumerate(headings[lang]):
            table.add_column(heading, justify="right" if place else "left")
        for one in found:
            table.add_row(one.unit, *(number(value, lang) for value in (one.due, one.submitted, one.late, one.missing)))
        console.print(table)
        for one in found if unit else ():
            console.print(", ".join(one.names) or "–", highlight=False)

    show([asdict(one) for one in found], as_json, screen)
