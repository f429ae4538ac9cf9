"""Communes through time: which codes existed when, and which commune answers for an old one today.

On 2025-07-01 districts went, 10,035 communes became 3,321 (QĐ 19/2025/QĐ-TTg), and most new communes kept the code of one of
their predecessors: so a code alone does not say which commune is meant, a code with a date does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from schemas.code_lists import read

#: The day the two-level administration began.
REARRANGED_ON = "2025-07-01"


@dataclass(frozen=True, slots=True)
class Commune:
    """One commune under one name; `valid_to` is exclusive, None means open."""

    code: str
    name: str
    province: str
    valid_from: str | None
    valid_to: str | None

    def valid_on(self, day: str) -> bool:
        """Whether the commune existed on this day (a content date; a partial one is read as its first day)."""
        full = (day + "-01-01")[:10]
        return (self.valid_from or "") <= full and (self.valid_to is None or full < self.valid_to)


@dataclass(frozen=True)
class Crosswalk:
    """The table of communes and their successors; the real one is `crosswalk()`, tests build small ones."""

    communes: Mapping[str, Sequence[Commune]]
    edges: Mapping[str, Sequence[tuple[str, bool]]]

    @classmethod
    def of(cls, communes: Sequence[Commune], successors: Sequence[tuple[str, str, bool]]) -> Crosswalk:
        """From rows of communes and (old, new, default) edges."""
        by_code: dict[str, list[Commune]] = defaultdict(list)
        for commune in communes:
            by_code[commune.code].append(commune)
        by_old: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for old, new, default in successors:
            by_old[old].append((new, default))
        return cls(MappingProxyType(dict(by_code)), MappingProxyType(dict(by_old)))

    def exists(self, code: str) -> bool:
        """Whether the code ever named a commune."""
        return code in self.communes

    def valid_on(self, code: str, day: str) -> bool:
        """Whether a commune of this code existed on this day."""
        return any(commune.valid_on(day) for commune in self.communes.get(code, ()))

    def successors(self, code: str) -> tuple[str, ...]:
        """The new communes an old one went to, the default first; empty when the code was never an old commune's."""
        return tuple(new for new, _ in sorted(self.edges.get(code, ()), key=lambda edge: not edge[1]))

    def is_split(self, code: str) -> bool:
        """Whether the old commune went to more than one new commune."""
        return len(self.edges.get(code, ())) > 1

    def current_unit(self, code: str, on: str | None = None) -> str | None:
        """The commune that answers today for `code` as it was meant on day `on` (today when None).

        An old commune that was split goes to its default successor; None when it has none, and when the code is unknown.
        """
        old_meaning = on is not None and (on + "-01-01")[:10] < REARRANGED_ON
        edges = self.edges.get(code, ())
        stands = any(commune.valid_to is None for commune in self.communes.get(code, ()))
        if stands and not (old_meaning and edges):
            return code
        if len(edges) == 1:
            return edges[0][0]
        return next((new for new, default in edges if default), None)


@cache
def crosswalk() -> Crosswalk:
    """The national table."""
    communes = [Commune(**row) for row in read("communes")]
    return Crosswalk.of(communes, [(row["old"], row["new"], row["default"]) for row in read("successors")])


@cache
def all_codes() -> frozenset[str]:
    """Every code that names or named a commune."""
    return frozenset(crosswalk().communes)


def exists(code: str) -> bool:
    """Whether the code ever named a commune."""
    return crosswalk().exists(code)


def valid_on(code: str, day: str) -> bool:
    """Whether a commune of this code existed on this day."""
    return crosswalk().valid_on(code, day)


def successors(code: str) -> tuple[str, ...]:
    """The new communes an old one went to, the default first."""
    return crosswalk().successors(code)


def current_unit(code: str, on: str | None = None) -> str | None:
    """The commune that answers today for `code` as meant on day `on`; None when unknown, or split without a default."""
    return crosswalk().current_unit(code, on)


@cache
def current_units(old_meaning: bool) -> Mapping[str, str]:
    """Code → commune that answers today, for all codes at once: as the codes were meant before the rearrangement, or since."""
    on = "1800" if old_meaning else None
    found = ((code, crosswalk().current_unit(code, on)) for code in crosswalk().communes)
    return MappingProxyType({code: unit for code, unit in found if unit is not None})


def name_of(code: str, on: str | None = None) -> str | None:
    """The commune's name on a day (today when None); None when the code named nothing then."""
    for commune in crosswalk().communes.get(code, ()):
        if commune.valid_to is None if on is None else commune.valid_on(on):
            return commune.name
    return None
