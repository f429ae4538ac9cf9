"""Record types that are run together: each by itself, but after the records of the same registry it leans on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

from flows.catalogue import CONTRACTS, FLOWS

Group = tuple[str, ...]


def groups() -> list[Group]:
    """One group for each record type that no other of its registry leans on."""
    leant_on = {parent for flow in FLOWS for parent in _parents_at_home(flow)}
    return [_with_parents(flow) for flow in FLOWS if flow not in leant_on]


def keeper(flow: str) -> str:
    """The registry that keeps a record type."""
    return FLOWS[flow].endpoint


def leans_outside(group: Group) -> bool:
    """Whether records of a group may wait for persons or records of others, which are not delivered in the same run."""
    return any(parent not in group for flow in group for parent in _parents(flow))


def _with_parents(flow: str) -> Group:
    above = [one for parent in _parents_at_home(flow) for one in _with_parents(parent)]
    return (*dict.fromkeys(above), flow)


def _parents_at_home(flow: str) -> Sequence[str]:
    return [parent for parent in _parents(flow) if parent in FLOWS and keeper(parent) == keeper(flow)]


@cache
def _parents(flow: str) -> tuple[str, ...]:
    contract = json.loads((CONTRACTS / f"{flow}.json").read_bytes())
    return tuple(parent["kind"] for parent in contract["x-parents"])
