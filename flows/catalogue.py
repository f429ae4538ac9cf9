"""The flows of this product: one for each published contract (schemas/json), and named like it.

Light to import, because DAG files read it at every parse: the published contracts are read as data, none is imported.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from flows.settings import Installation, installation, settings

CONTRACTS = Path(__file__).parents[1] / "schemas" / "json"
#: In the order people are shown them.
DOMAINS = ("civil_status", "land", "school", "health", "dossier")
NIGHTLY = "0 1 * * *"


@dataclass(frozen=True)
class Flow:
    """One agreed path: sources → contract (same name) → suite (same name) → endpoint."""

    name: str
    domain: str
    title_vi: str
    title_en: str
    schedule: str = NIGHTLY

    @property
    def sources(self) -> tuple[str, ...]:
        """Names of the local systems this installation reads the flow from. Raises FatalError on bad configuration."""
        return installed().sources_of(self.name)

    @property
    def endpoint(self) -> str:
        """Name of the national endpoint. Raises FatalError on bad configuration."""
        return installed().endpoint_of(self.name)


def catalogue(folder: Path) -> dict[str, Flow]:
    """One flow for each published contract of a folder, by domain and name; parents stand before the records that lean on them."""
    contracts = {path.stem: json.loads(path.read_bytes()) for path in folder.glob("*.json")}
    placed: dict[str, Flow] = {}

    def place(name: str) -> None:
        one = contracts[name]
        for parent in one["x-parents"]:
            if parent["kind"] in contracts:
                place(parent["kind"])
        placed.setdefault(name, Flow(name, one["x-domain"], one["title"], one["x-title-en"]))

    for name in sorted(contracts, key=lambda name: (DOMAINS.index(contracts[name]["x-domain"]), name)):
        place(name)
    return placed


FLOWS = catalogue(CONTRACTS)


def flows_by_domain() -> dict[str, list[str]]:
    """Names of the flows of each domain."""
    found: dict[str, list[str]] = {}
    for flow in FLOWS.values():
        found.setdefault(flow.domain, []).append(flow.name)
    return found


def installed() -> Installation:
    """The checked configuration of this installation. Raises FatalError with one sentence."""
    return installation(settings().config, tuple((flow.name, flow.domain) for flow in FLOWS.values()))
