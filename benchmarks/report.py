"""The readings for people (a table) and for programs (one JSON line)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from benchmarks.measure import Cost

OURS = "ours postgres"


def fastest_peer(costs: Mapping[str, Cost]) -> str | None:
    """The dlt that costs least; None when none was measured."""
    peers = [label for label in costs if label.startswith("dlt")]
    return min(peers, key=lambda label: costs[label].cpu_us, default=None)


def ratios(costs: Mapping[str, Cost]) -> dict[str, float]:
    """What the budgets are about. Ours over the fastest dlt: 0.5 is the aim; memory: large over small, 1.0 is flat."""
    found = {}
    peer = fastest_peer(costs)
    if peer and OURS in costs:
        found["cpu_first_load_over_dlt"] = costs[OURS].cpu_us / costs[peer].cpu_us
        found["cpu_unchanged_over_dlt"] = costs[f"{OURS} unchanged"].cpu_us / costs[peer].cpu_us
    for label, cost in costs.items():
        if label.startswith("ours") and "unchanged" not in label:
            found[f"peak_memory_{label.removeprefix('ours ')}"] = cost.peak_large_mb / cost.peak_small_mb
    return {name: round(value, 3) for name, value in found.items()}


def show(costs: Mapping[str, Cost], small: int, large: int) -> None:
    """Print the table."""
    title = f"From pull to stored, births of 44 fields, marginal from {small:,} to {large:,} records"
    table = Table(title=title, caption="CPU includes the database; start-up stands apart; medians")
    for heading in (
        "",
        "CPU µs",
        "of it database",
        "wall µs",
        "start CPU s",
        f"peak MB {small:,}",
        f"peak MB {large:,}",
    ):
        table.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    for label, cost in costs.items():
        cells = (cost.cpu_us, cost.database_us, cost.wall_us, cost.start_cpu_s, cost.peak_small_mb, cost.peak_large_mb)
        table.add_row(label, *(f"{cell:.1f}" for cell in cells))
    console = Console(width=120)
    console.print(table)
    if peer := fastest_peer(costs):
        console.print(f"Peer: {peer}, the fastest of dlt's ways measured here.")


def json_line(costs: Mapping[str, Cost], small: int, large: int, peer_version: str) -> str:
    """The last line of the output."""
    document = {
        "bench": "first_load",
        "ratios": ratios(costs),
        "peer": fastest_peer(costs),
        "dlt": peer_version,
        "records": [small, large],
        "costs": {
            label: {name: round(value, 2) for name, value in asdict(cost).items()} for label, cost in costs.items()
        },
    }
    return json.dumps(document)
