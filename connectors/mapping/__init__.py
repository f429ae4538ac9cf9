"""From a local system's raw records to the contract's fields: translation only, nothing is judged and nothing guessed.

One module per contract, with the contract's name, declares `LAYOUT`, how its local system keeps it, and `READINGS`, how each field is
read; where it has them, `ITEMS` of list fields, `UNIT`, who answers for a record, and `MAPPING`, a mapping of its own class. It is found
by its name, no second list is kept.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, ModuleType
from typing import TypeVar

from connectors.mapping.columnar import ColumnarMapping
from connectors.mapping.layout import Layout
from connectors.mapping.units import as_is
from relay.model import RecordMapping

_L = TypeVar("_L", bound=Layout)


def mapping_for(contract: str, secret: str) -> RecordMapping:
    """The mapping of a contract; `secret` keys the hashes of personal numbers. Raises ModuleNotFoundError for a contract without."""
    module = _module(contract)
    kind: type[ColumnarMapping] = getattr(module, "MAPPING", ColumnarMapping)
    items, unit = getattr(module, "ITEMS", {}), getattr(module, "UNIT", as_is)
    return kind(module.CONTRACT, secret, module.READINGS, items, unit)


def layouts(kind: type[_L]) -> Mapping[str, _L]:
    """The layouts of one kind by contract."""
    return MappingProxyType({name: layout for name, layout in _layouts().items() if isinstance(layout, kind)})


def raw_columns(contract: str) -> tuple[str, ...]:
    """The raw columns a contract's `READINGS` read, each once, in the order of its fields."""
    return tuple(dict.fromkeys(reading.raw for reading in _module(contract).READINGS.values()))


def raw_columns_of(contract: str) -> Mapping[str, str]:
    """Field of the contract → the raw column it is read from."""
    return {name: reading.raw for name, reading in _module(contract).READINGS.items()}


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{name}")


@cache
def _layouts() -> Mapping[str, Layout]:
    found = {info.name: getattr(_module(info.name), "LAYOUT", None) for info in pkgutil.iter_modules(__path__)}
    return {name: layout for name, layout in found.items() if layout is not None}
