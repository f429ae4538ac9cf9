"""The flows of this product: one for each published contract (schemas/json), and named like it.

Light to import, because DAG files read it at every parse: the published contracts are read as data, none is imported.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.settings import Installation, installation, settings

CONTRACTS = Path(__file__).parents[1] / "schemas" / "json"
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


def _catalogue() -> dict[str, Flow]:
    """One flow for each published contract: domain by domain, parents before their children, so that a night in one process ends."""
    contracts = [json.loads(path.read_bytes()) for path in sorted(CONTRACTS.glob("*.json"))]
    parents = {one["x-contract"]: {parent["kind"] for parent in one["x-parents"]} for one in contracts}

    def place(one: dict[str, Any]) -> tuple[int, int, str]:
        return DOMAINS.index(one["x-domain"]), _depth(one["x-contract"], parents), one["x-contract"]

    return {
        one["x-contract"]: Flow(one["x-contract"], one["x-domain"], one["title"], one["x-title-en"])
        for one in sorted(contracts, key=place)
    }


def _depth(name: str, parents: Mapping[str, set[str]]) -> int:
    """How many generations of record types stand above this one."""
    return max((1 + _depth(parent, parents) for parent in parents[name] if parent in parents), default=0)


FLOWS = _catalogue()


def flows_by_domain() -> dict[str, list[str]]:
    """Names of the flows of each domain."""
    found: dict[str, list[str]] = {}
    for flow in FLOWS.values():
        found.setdefault(flow.domain, []).append(flow.name)
    return found


def installed() -> Installation:
    """The checked configuration of this installation. Raises FatalError with one sentence."""
    return installation(settings().config, tuple((flow.name, flow.domain) for flow in FLOWS.values()))
