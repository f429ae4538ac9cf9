"""What dry runs foretold of each flow beside what then came: counts and their differences, a table of the page of quality."""

from __future__ import annotations

from typing import Any

from flows.catalogue import FLOWS
from relay.store import Store
from tracking.quality.predictions import Prediction, differences_said, newest
from tracking.wording import Lang
from ui.quality_words import FORETOLD as W
from ui.table import Column, Table

#: Set beside each other on the page; whatever else differs stands in words.
SIDES = ("accepted", "refused", "quarantined")

COLUMNS = (
    Column("name", W["flow"]),
    Column("made_at", W["made_at"], "moment"),
    *(Column(f"{side}_{name}", W[f"{side}_{name}"], "number") for name in SIDES for side in ("foretold", "came")),
    Column("difference", W["difference"]),
)


def table(store: Store, lang: Lang) -> Table:
    """The newest dry run of every flow."""
    return Table("quality-foretold", W["caption"][lang == "en"], COLUMNS, [_row(one, lang) for one in newest(store)])


def _row(one: Prediction, lang: Lang) -> dict[str, Any]:
    known = FLOWS.get(one.flow)
    counts = {f"foretold_{name}": one.foretold.get(name, 0) for name in SIDES}
    if one.came_at:
        counts |= {f"came_{name}": one.came.get(name, 0) for name in SIDES}
    title = one.flow if known is None else known.title_en if lang == "en" else known.title_vi
    said = differences_said(one, lang) if one.came_at else W["not_run"][lang == "en"]
    return {"name": title, "made_at": one.made_at, **counts, "difference": said}
