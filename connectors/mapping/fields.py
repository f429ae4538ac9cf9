"""Readings of a whole contract: a field's kind says how its raw column is read, and a module names the exceptions only.

Loud where a contract is declared: a kind nobody here knows how to read, or an exception for a field there is not, is a TypeError.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import NoneType
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel

from connectors.mapping import readings
from connectors.mapping.readings import Reading
from schemas import kinds
from schemas.contract import Contract, core_type

Reader = Callable[[str], Reading]
#: Kind → how it is read. Pairs, because a kind is an annotation and need not be hashable.
Readers = Sequence[tuple[Any, Reader]]

#: As local systems write; all other texts are taken as they stand, and all other numbers are whole.
LOCAL: Readers = (
    (kinds.Day, readings.day),
    (kinds.PartialDay, readings.partial_day),
    (kinds.Moment, readings.local_moment),
    (kinds.ClockTime, readings.clock),
    (kinds.Ethnicity, readings.ethnicity),
    (kinds.Decimal, readings.decimal),
    (kinds.Score, readings.local_decimal),
)
_PLAIN: Mapping[Any, Reader] = {str: readings.text, int: readings.whole}
_WORD_STARTS = re.compile("(?<=[a-z0-9])(?=[A-Z])")


def by_alias(contract: Contract, **own: Reading) -> Mapping[str, Reading]:
    """Each field from the column that is its wire name in snake_case (nksNoiSinhDVHC → nks_noi_sinh_dvhc)."""
    columns = {name: _WORD_STARTS.sub("_", alias).lower() for name, alias in contract.aliases.items()}
    return by_kind(contract.model, columns, own)


def by_title(contract: Contract, **own: Reading) -> Mapping[str, Reading]:
    """Each field from the column under its Vietnamese title."""
    return by_kind(contract.model, contract.titles, own)


def by_kind(
    model: type[BaseModel], columns: Mapping[str, str], own: Mapping[str, Reading], readers: Readers = LOCAL
) -> Mapping[str, Reading]:
    """The fields of `columns` (field → raw column) in their order; `own` replaces single readings. Raises TypeError."""
    if unknown := own.keys() - columns.keys():
        raise TypeError(f"{model.__name__} has no fields {sorted(unknown)}")
    hints = get_type_hints(model, include_extras=True)
    return {name: own.get(name) or _reader(name, hints[name], readers)(raw) for name, raw in columns.items()}


def _reader(field: str, hint: Any, readers: Readers) -> Reader:
    options = get_args(hint)
    kind = next(option for option in options if option is not NoneType) if NoneType in options else hint
    found = next((reader for known, reader in readers if known == kind), _PLAIN.get(core_type(kind)))
    if found is None:
        raise TypeError(f"{field}: give it a reading of its own, there is none for its kind")
    return found
