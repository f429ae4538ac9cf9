"""What a record type is compared by, declared as data: fields with weights, blocks of candidates, and what keeps twins apart.

Declarations are found by listing the modules of tracking.duplicates.types that define `COMPARED`; no second list of names is kept.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from tracking.duplicates import types

#: How two values of a field are compared (tracking.duplicates.agreement); `unit` compares today's unit, whatever the record says.
How = Literal["name", "day", "number", "text", "same"]

#: A field of every type beside those of its contract: the unit of today that answers for the record.
UNIT = "unit"


@dataclass(frozen=True)
class Field:
    """One compared field. `weight`: its part of the score when both records have it (ours, see docs/duplicates.md).

    `against`: its part when the two differ; less than the weight for what people change, such as a telephone.
    """

    name: str
    how: How
    weight: float
    against: float | None = None

    @property
    def cost(self) -> float:
        """Its part of the score when the two differ."""
        return self.weight if self.against is None else self.against


@dataclass(frozen=True)
class Compared:
    """How records of one type are compared.

    `blocks`: two records are compared when all parts of one block are equal; a part is a field, or a field and a form of it
    ("child_name:bare", "child_name:initials").
    `threshold`: score (0 to 1) from which a pair is shown to people. `least`: weight that must be there to be compared at all.
    `names`: must be equal to the last sign when `together` (all of them equal: entered at one visit, as twins are), and be one name
    but for the diacritics when `apart` (one of them differs: another sex, another number), unless `sure` (one of them equal) says that
    it is one and the same.
    `never`: fields in which a pair that differs is none, whatever else agrees.
    """

    fields: Sequence[Field]
    blocks: Sequence[Sequence[str]]
    threshold: float = 0.8
    least: float = 6.0
    names: Sequence[str] = ()
    together: Sequence[str] = ()
    apart: Sequence[str] = ()
    sure: Sequence[str] = ()
    never: Sequence[str] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every field that is read, each once."""
        in_blocks = [part.partition(":")[0] for block in self.blocks for part in block]
        rules = [*self.names, *self.together, *self.apart, *self.sure, *self.never]
        return tuple(dict.fromkeys([*(field.name for field in self.fields), *in_blocks, *rules]))


@cache
def declared() -> Mapping[str, Compared]:
    """Record type → how it is compared."""
    names = [info.name for info in pkgutil.iter_modules(types.__path__)]
    return MappingProxyType({name: importlib.import_module(f"{types.__name__}.{name}").COMPARED for name in names})
