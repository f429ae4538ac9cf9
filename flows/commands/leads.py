"""`lienthong leads`: who is due a service, and the rule that says why. No name and no number: a record's id leads to its passport."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from flows.commands import Json, Lang, looking, show


def leads(
    rule: Annotated[str | None, typer.Option(help="Only leads of this rule, and list them one by one.")] = None,
    unit: Annotated[str | None, typer.Option(help="Only this unit.")] = None,
    page: Annotated[int, typer.Option(min=1, help="Which page of the list.")] = 1,
    lang: Lang = "vi",
    as_json: Json = False,
) -> None:
    """Proactive leads as the last night left them: counted by rule, or one by one with --rule."""
    from flows.figures import lead_rules
    from flows.screens import leads as screens
    from tracking.campaigns import local_today
    from tracking.leads import reading

    wiring = looking()
    rules = {one.id: one for one in lead_rules(wiring).leads}
    if rule and rule not in rules:
        raise typer.BadParameter(f"no rule {rule!r}; there are {', '.join(rules)}", param_hint="--rule")
    units = [unit] if unit else None
    counted = reading.counts(wiring.store, local_today(), units)
    listed = reading.leads(wiring.store, rule, units, page=page - 1) if rule else []
    found = {
        "rules": [
            {"rule": one.id, "open": counted.get(one.id, (0, 0))[0], "overdue": counted.get(one.id, (0, 0))[1]}
            for one in rules.values()
        ],
        "leads": [asdict(one) for one in listed],
    }
    show(found, as_json, lambda _: screens.leads(rules, counted, listed, lang))
