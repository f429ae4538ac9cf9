"""`lienthong reports`: which units owe the province a report, and which sources fell silent."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from flows.commands import Json, Lang, looking, show


def reports(
    unit: Annotated[str | None, typer.Option(help="Only this unit, with the names of what is missing.")] = None,
    period: Annotated[str | None, typer.Option(help="Only reports of this period: 2026-W47, 2026-10.")] = None,
    lang: Lang = "vi",
    as_json: Json = False,
) -> None:
    """Reports due, in time, late and missing per unit, as the provincial report system told last night; silent sources below.

    A source is silent when nothing new came from it for as many days as alerts.yaml says (silent_days).
    """
    from flows.alerting import silent
    from flows.screens import reports as screens
    from tracking.campaigns import local_today
    from tracking.reporting import compliance

    wiring, today = looking(), local_today()
    owed = compliance(wiring.store, today, unit, period)
    quiet = silent(wiring, today)
    found = {
        "units": [asdict(one) for one in owed],
        "silent": [{"flow": flow, "source": source} for flow, source in quiet],
    }
    show(found, as_json, lambda _: screens.reports(owed, quiet, lang, named=unit is not None))
