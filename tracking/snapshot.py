"""The daily snapshot: per campaign, flow and unit the counts of a day, so that a later day can be compared with it.

Writing a day again replaces it; two writers at once leave one of the two, whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from relay.store import Store
from relay.store.tables import snapshot as table
from tracking.campaigns import Campaign
from tracking.counts import count_flow
from tracking.progress import units_of

KEY = ("day", "campaign", "flow", "unit")


def snapshot(
    store: Store, campaigns: Sequence[Campaign], flows_by_domain: Mapping[str, Sequence[str]], day: date
) -> int:
    """Write the rows of `day` for these campaigns. Returns how many. Running it again leaves the same rows."""
    pairs = [(one, flow) for one in campaigns for flow in one.flows_in(flows_by_domain)]
    counted = {flow: count_flow(store, flow, day) for flow in dict.fromkeys(flow for _, flow in pairs)}
    rows = [row for one, flow in pairs for row in _rows(one, flow, day, counted[flow])]
    with store.begin() as tx:
        ids = [one.id for one in campaigns]
        tx.execute(table.delete().where(table.c.day == day.isoformat(), table.c.campaign.in_(ids)))
        if rows:
            tx.execute(_upsert(tx), rows)
    return len(rows)


def _rows(campaign: Campaign, flow: str, day: date, counted: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "day": day.isoformat(),
            "campaign": campaign.id,
            "flow": flow,
            "unit": unit,
            "target": one.counts.target,
            "digitised": one.counts.digitised,
            "validated": one.counts.validated,
            "accepted": one.counts.accepted,
            "linked": one.counts.linked,
        }
        for unit, one in units_of(campaign, counted).items()
    ]


def _upsert(tx: sa.Connection) -> Any:
    # Another process may have written the same day between our delete and this insert.
    insert = postgresql.insert(table) if tx.dialect.name == "postgresql" else sqlite.insert(table)
    changed = {column.name: insert.excluded[column.name] for column in table.c if column.name not in KEY}
    return insert.on_conflict_do_update(index_elements=list(KEY), set_=changed)
