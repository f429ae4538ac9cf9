"""From a local system's raw records to the contract's fields: translation only, nothing is judged and nothing guessed.

One module per contract, with the contract's name, offers `mapping(secret)` and `LAYOUT`, how its local system keeps it; both are
found by the module's name, no second list is kept.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, ModuleType
from typing import TypeVar

from connectors.mapping.layout import Layout
from relay.model import RecordMapping

_L = TypeVar("_L", bound=Layout)


def mapping_for(contract: str, secret: str) -> RecordMapping:
    """The mapping of a contract; `secret` keys the hashes of personal numbers. Raises ModuleNotFoundError for a contract without."""
    made: RecordMapping = _module(contract).mapping(secret)
    return made


def layouts(kind: type[_L]) -> Mapping[str, _L]:
    """The layouts of one kind by contract."""
    return MappingProxyType({name: layout for name, layout in _layouts().items() if isinstance(layout, kind)})


def raw_columns(contract: str) -> tuple[str, ...]:
    """The raw columns a contract's `READINGS` read, each once, in the order of its fields."""
    return tuple(dict.fromkeys(reading.raw for reading in _module(contract).READINGS.values()))


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{name}")


@cache
def _layouts() -> Mapping[str, Layout]:
    found = {info.name: getattr(_module(info.name), "LAYOUT", None) for info in pkgutil.iter_modules(__path__)}
    return {name: layout for name, layout in found.items() if layout is not None}
