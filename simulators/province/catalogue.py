"""The record types of the province: every module of this package that declares a TYPE."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache

import simulators.province
from simulators.province.record_type import RecordType

DOMAINS = ("civil_status", "land", "school", "health", "dossier")


@cache
def record_types() -> tuple[RecordType, ...]:
    """All of them, as `in_order`."""
    names = [module.name for module in pkgutil.iter_modules(simulators.province.__path__, "simulators.province.")]
    found = (getattr(importlib.import_module(name), "TYPE", None) for name in names)
    return in_order(kind for kind in found if isinstance(kind, RecordType))


def in_order(types: Iterable[RecordType]) -> tuple[RecordType, ...]:
    """Parents before children, otherwise by domain and name."""
    named = {kind.flow: kind for kind in sorted(types, key=lambda kind: (DOMAINS.index(kind.domain), kind.flow))}
    done: dict[str, RecordType] = {}

    def add(kind: RecordType) -> None:
        for parent in kind.parents:
            add(named[parent])
        done.setdefault(kind.flow, kind)

    for kind in named.values():
        add(kind)
    return tuple(done.values())
