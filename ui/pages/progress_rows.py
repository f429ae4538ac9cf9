"""The columns and rows of the tables of progress."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from tracking.campaigns import Campaign
from tracking.forecast import BEHIND, State
from tracking.history import Line
from tracking.wording import DOMAINS
from ui.installation import unit_names
from ui.table import Column
from ui.words import WORDS

#: What matters first: on a phone only the first columns are seen without moving the table.
FIGURES = (
    Column("state", WORDS["state"], "state", sort=True),
    Column("percent", WORDS["percent"], "share", sort=True),
    Column("left", WORDS["left"], "number", sort=True),
    Column("accepted", WORDS["accepted"], "number", sort=True),
    Column("target", WORDS["target"], "number", sort=True),
    Column("p50", WORDS["p50"], "day", sort=True),
    Column("p90", WORDS["p90"], "day", sort=True),
    Column("held", WORDS["held"], "decimal", sort=True),
    Column("needed", WORDS["needed"], "decimal", sort=True),
    Column("digitised", WORDS["digitised"], "number"),
    Column("validated", WORDS["validated"], "number"),
    Column("linked", WORDS["linked"], "number"),
)
UNITS = (
    Column("name", WORDS["unit"], link="href", sort=True),
    Column("unit", ("Mã", "Code"), sort=True),
    *FIGURES,
)
CAMPAIGNS = (
    Column("campaign", WORDS["campaign"], link="href"),
    Column("sector", WORDS["sector"]),
    Column("last_day", WORDS["last_day"], "day"),
    *FIGURES,
    Column("behind", WORDS["behind"], "number"),
)


def _figures(line: Line) -> dict[str, Any]:
    named = (
        "target",
        "digitised",
        "validated",
        "accepted",
        "linked",
        "left",
        "percent",
        "p50",
        "p90",
        "held",
        "needed",
    )
    return {name: getattr(line, name) for name in named} | {"state": line.state.value if line.state else None}


def campaign_row(one: Campaign, line: Line, states: Mapping[State, int], english: bool) -> dict[str, Any]:
    """A campaign\'s line; `states`: how many of its units are in which."""
    return {
        "campaign": one.title_en if english else one.title_vi,
        "id": one.id,
        "sector": DOMAINS[one.domain][english],
        "deadline": one.deadline,
        "bound": one.bound,
        "start": one.start,
        "last_day": one.last_day,
        "href": f"/progress/{one.id}",
        "behind": sum(states.get(state, 0) for state in BEHIND),
        **_figures(line),
    }


def unit_row(one: Campaign, line: Line) -> dict[str, Any]:
    """A unit\'s line in a campaign."""
    name = unit_names()(one.domain, line.unit)
    return {"name": name, "unit": line.unit, "href": f"/progress/{one.id}/units/{quote(line.unit)}", **_figures(line)}


def pressure(state: str | None) -> int:
    """The place of a state among those that press, the most pressing first."""
    order = [*BEHIND, State.NOT_STARTED, State.ON_TRACK, State.DONE]
    return order.index(State(state)) if state else len(order)
