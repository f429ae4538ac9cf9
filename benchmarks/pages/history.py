"""Ninety days of standings of every commune in five campaigns, as the nights of a country would have written them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from relay.status import Status
from relay.store import Store
from relay.store.figure_tables import balance, standing
from tracking.standing import WHOLE

CAMPAIGNS = ("civil-status-rolling", "land-rolling", "school-rolling", "health-rolling", "dossier-rolling")
COLUMNS = ("target", "digitised", "validated", "accepted", "linked")
AT_ONCE = 20_000


def fill(store: Store, units: list[str], days: int, last: date, seed: int) -> int:
    """Write the standings and each day's balance. Returns how many rows."""
    written = 0
    for campaign in CAMPAIGNS:
        rows: list[dict[str, Any]] = []
        for row in _campaign(campaign, units, days, last, seed):
            rows.append(row)
            if len(rows) == AT_ONCE:
                written += _write(store, rows)
                rows = []
        written += _write(store, rows)
    _balances(store, days, last)
    return written


def _campaign(campaign: str, units: list[str], days: int, last: date, seed: int) -> Iterator[dict[str, Any]]:
    dice = random.Random(f"{seed}-{campaign}")
    sums = [dict.fromkeys(COLUMNS, 0) for _ in range(days)]
    for unit in units:
        target, pace = dice.randint(50, 3000), dice.uniform(0.4, 1.6)
        for number in range(days):
            accepted = min(int(target * pace * (number + 1) / (days + 10)), target)
            figures = dict(zip(COLUMNS, (target, accepted // 3, accepted, accepted, accepted * 9 // 10), strict=True))
            for name in COLUMNS:
                sums[number][name] += figures[name]
            yield _row(campaign, unit, last - timedelta(days=days - 1 - number), figures, days)
    for number in range(days):
        yield _row(campaign, WHOLE, last - timedelta(days=days - 1 - number), sums[number], days)


def _row(campaign: str, unit: str, day: date, figures: dict[str, int], days: int) -> dict[str, Any]:
    left, held = figures["target"] - figures["accepted"], max(figures["accepted"] / days, 0.1)
    finish = day + timedelta(days=min(int(left / held), 3650))
    state = (
        "done"
        if not left
        else "late"
        if (finish - day).days > 30
        else "at_risk"
        if (finish - day).days > 10
        else "on_track"
    )
    return {
        "campaign": campaign,
        "view": "now",
        "unit": unit,
        "day": day.isoformat(),
        **figures,
        "state": state,
        "p50": finish.isoformat() if left else None,
        "p90": (finish + timedelta(days=7)).isoformat() if left else None,
        "held": held,
        "needed": left / 10,
    }


def _write(store: Store, rows: list[dict[str, Any]]) -> int:
    with store.begin() as tx:
        if rows:
            tx.execute(standing.insert(), rows)
    return len(rows)


def _balances(store: Store, days: int, last: date) -> None:
    places = {"pulled": 1_000_000, Status.ACCEPTED.value: 900_000, Status.PENDING.value: 100_000}
    with store.begin() as tx:
        for number in range(days):
            day = (last - timedelta(days=number)).isoformat()
            tx.execute(balance.insert(), [{"day": day, "place": place, "records": n} for place, n in places.items()])
