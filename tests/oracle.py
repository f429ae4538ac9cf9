"""The truth beside the verdict: the generator's manifest and the simulators' ledgers against what the product says.

Anyone can repeat the comparison: it reads the manifest, the ledgers over HTTP, and `lienthong quarantine list --json`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.chaos import oracle
from benchmarks.chaos.oracle import latest, promised
from flows.catalogue import FLOWS


def ledger(url: str, contract: str) -> dict[str, dict[str, Any]]:
    """key → ledger line, the whole ledger."""
    return {line["key"]: line for line in oracle.ledger(url, contract)}


@dataclass
class Score:
    """How the desk compares with the planted errors, and the ledgers with the good records."""

    caught: int = 0
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    misnamed: list[tuple[str, str, str, str]] = field(default_factory=list)
    false_alarms: list[tuple[str, str, str]] = field(default_factory=list)
    ledger_missing: list[tuple[str, str]] = field(default_factory=list)
    ledger_extra: list[tuple[str, str]] = field(default_factory=list)
    doubled: list[tuple[str, str]] = field(default_factory=list)
    waiting: Counter[str] = field(default_factory=Counter)

    @property
    def perfect(self) -> bool:
        return not (
            self.missed
            or self.misnamed
            or self.false_alarms
            or self.ledger_missing
            or self.ledger_extra
            or self.doubled
        )

    @property
    def recall(self) -> float:
        planted = self.caught + len(self.missed)
        return self.caught / planted if planted else 1.0

    @property
    def precision(self) -> float:
        held = self.caught + len(self.false_alarms)
        return self.caught / held if held else 1.0


def compare(lines: list[dict[str, Any]], desk: list[dict[str, Any]], national: Mapping[str, str]) -> Score:
    score = Score()
    newest = latest(lines)
    held = {(line["flow"], line["key"]): line for line in desk if line["status"] == "quarantined"}
    wait = {(line["flow"], line["key"]) for line in desk if line["status"] == "waiting"}
    planted = {(line["flow"], line["key"]): line for line in newest.values() if line["expect"] == "quarantined"}
    for (flow, key), line in planted.items():
        verdict = held.get((flow, key))
        if verdict is None:
            score.missed.append((flow, key, line["error"]))
        else:
            score.caught += 1
            if line["field"] not in verdict["fields"]:
                score.misnamed.append((flow, line["error"], line["field"], ",".join(verdict["rules"])))
    score.false_alarms = [(*place, ",".join(held[place]["rules"])) for place in held if place not in planted]
    children = {(line["flow"], line["key"]) for line in newest.values() if line["expect"] == "waiting"}
    score.missed += [(flow, key, "should wait") for flow, key in children - wait]
    score.false_alarms += [(flow, key, "should not wait") for flow, key in wait - children]
    score.waiting = Counter(flow for flow, _ in wait)
    for flow in FLOWS:
        found = ledger(national[FLOWS[flow].endpoint], flow)
        good = {key for _, key in promised(lines, [flow])}
        live = {key for key, line in found.items() if not line["deleted"]}
        score.ledger_missing += [(flow, key) for key in sorted(good - live)]
        score.ledger_extra += [(flow, key) for key in sorted(live - good)]
        score.doubled += [(flow, key) for key, line in found.items() if line["applied"] != 1]
    return score
