"""The truth from outside: what the registries' ledgers hold, beside what a run without faults left there and what the manifest says."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import requests

from benchmarks.chaos.groups import keeper

PAGE = 1000


class Row(NamedTuple):
    """What one ledger line says."""

    hash: str
    deleted: bool
    applied: int


#: (contract, key) → its row.
Ledgers = dict[tuple[str, str], Row]


class Verdict(NamedTuple):
    """How many records of the truth are not there as they should be, and how many were applied twice or should not be there."""

    lost: int
    doubled: int


def ledgers(urls: Mapping[str, str], contracts: Sequence[str]) -> Ledgers:
    """The whole ledgers of these record types."""
    return {
        (contract, line["key"]): Row(line["hash"], bool(line["deleted"]), line["applied"])
        for contract in contracts
        for line in ledger(urls[keeper(contract)], contract)
    }


def ledger(url: str, contract: str) -> Iterator[dict[str, Any]]:
    """Every line of one ledger of a registry."""
    after = ""
    while True:
        answer = requests.get(f"{url}/_ledger/{contract}", params={"after": after, "limit": str(PAGE)}, timeout=30)
        lines = [json.loads(line) for line in answer.text.splitlines() if line]
        yield from lines
        if len(lines) < PAGE:
            return
        after = lines[-1]["key"]


def judge(found: Ledgers, truth: Ledgers) -> Verdict:
    """A record is lost when the ledger does not hold it in the state it should; doubled when its state was applied more than once."""
    lost = sum(found.get(place, Row("", deleted=True, applied=0))[:2] != row[:2] for place, row in truth.items())
    doubled = sum(row.applied > 1 for row in found.values()) + len(found.keys() - truth.keys())
    return Verdict(lost, doubled)


def manifest(path: Path) -> list[dict[str, Any]]:
    """Every line of the generator's truth, in order."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def latest(lines: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """(flow, source id) → the newest line that was not merely unchanged."""
    return {(line["flow"], line["source_id"]): line for line in lines if line["expect"] != "unchanged"}


def promised(lines: Iterable[Mapping[str, Any]], contracts: Collection[str]) -> set[tuple[str, str]]:
    """The live keys (flow, key) the generator promises: the newest state of every record that is good."""
    good = (line for line in latest(lines).values() if line["expect"] == "accepted" and not line.get("deleted"))
    return {(line["flow"], line["key"]) for line in good if line["flow"] in contracts}


def live(found: Ledgers) -> set[tuple[str, str]]:
    """The keys that are held."""
    return {place for place, row in found.items() if not row.deleted}
