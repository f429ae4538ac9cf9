"""Which records carry which planted error, which come again, twice or are withdrawn in the first night, which wait.

Chosen once per province by the seed, each type by itself. No record is chosen for two things, and none that waits for
anything, so every verdict has one cause.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from simulators.province import doubles, re_registration
from simulators.province.re_registration import BIRTH, PUPIL
from simulators.province.record import Record
from simulators.province.record_type import Error, RecordType
from simulators.province.stores import Export
from simulators.province.world import World

# A flow's bad records are so many of a thousand, or two of each kind if that is more.
BAD_PER_MILLE = 40
# Per mille of an exported flow that comes again changed, comes again unchanged, or is withdrawn, all in the first night.
AGAIN, TWICE, WITHDRAWN = 12, 5, 3
SCANS = 20


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted error; `partner` is the record whose natural key is copied."""

    kind: str
    partner: int | None = None


class Plan:
    """The choices of one province; `reborn` maps a re-registered birth to its pupil, `children` back."""

    def __init__(self, world: World) -> None:
        self.world = world
        chance = Random(f"{world.seed}/plan")
        self.planted: dict[str, dict[int, Planted]] = {flow: {} for flow in world.types}
        self.again, self.twice, self.withdrawn = ({flow: set[int]() for flow in world.types} for _ in range(3))
        self._taken: dict[str, set[int]] = {flow: set() for flow in world.types}
        self.reborn = re_registration.choose(world, chance)
        self.children = {pupil: birth for birth, pupil in self.reborn.items()}
        self._taken[BIRTH].update(self.reborn)
        self._taken[PUPIL].update(self.children)
        wrong = re_registration.mistaken(list(self.reborn))
        self.planted[BIRTH].update((birth, Planted(kind)) for birth, kind in wrong.items())
        for kind in world.types.values():
            self._choose(kind, Random(f"{world.seed}/plan/{kind.flow}"))
        self.scans = self._scans(chance)
        self.doubles: dict[str, dict[int, doubles.Planned]] = {flow: {} for flow in world.types}
        for kind in world.types.values():
            self.doubles[kind.flow] = self._doubled(kind)

    def record(self, flow: str, number: int, version: int = 1) -> Record:
        """One version of a record, with its planted error if it has one, and what becomes of it."""
        kind = self.world.types[flow]
        record = kind.make(self.world, self, number, version)
        self._double(record, version)
        planted = self.planted[flow].get(number)
        if planted:
            error = kind.errors[planted.kind]
            error.spoil(record, self.world)
            record.expect, record.error, record.field = "quarantined", planted.kind, error.field
        elif self.waits(flow, number):
            record.expect = "waiting"
        record.key = kind.key(record)
        return record

    def likeness(self, flow: str, number: int) -> int:
        """The record a record resembles: itself, or the one whose natural key it repeats."""
        planted = self.planted[flow].get(number)
        return number if planted is None or planted.partner is None else planted.partner

    def parents(self, flow: str, number: int) -> Iterator[tuple[str, int]]:
        """(flow, number) of the records a record leans on."""
        for parent, number_of in self.world.types[flow].parents.items():
            found = number_of(self.world, number)
            if found is not None:
                yield parent, found
        if flow == PUPIL and number in self.children:
            yield BIRTH, self.children[number]

    def waits(self, flow: str, number: int) -> bool:
        """True for a record that waits after the first night unless an error of its own holds it.

        It names somebody nobody knows, or leans on a record that is bad, withdrawn, waiting itself or not there.
        """
        own = self.world.types[flow].waits
        return bool(own and own(self.world, number)) or any(
            self._fails(parent, found) for parent, found in self.parents(flow, number)
        )

    def keeps(self, flow: str, number: int) -> bool:
        """True for a record that is never deleted."""
        return flow == BIRTH and number in self.reborn

    def _fails(self, flow: str, number: int) -> bool:
        gone = number in self.planted[flow] or number in self.withdrawn[flow] or number >= self.world.counts[flow]
        return gone or self.waits(flow, number)

    def _free(self, flow: str, number: int) -> bool:
        return number < self.world.counts[flow] and number not in self._taken[flow] and not self.waits(flow, number)

    def _choose(self, kind: RecordType, chance: Random) -> None:
        total, weights = self.world.counts[kind.flow], sum(error.weight for error in kind.errors.values())
        for name, error in kind.errors.items():
            wanted = max(2 if total >= 100 else 1, total * BAD_PER_MILLE * error.weight // (1000 * weights))
            for _ in range(wanted // (2 if error.pair else 1) or 1):
                if not self._plant(kind.flow, name, error, chance):
                    break  # no record of this province can carry it
        if isinstance(kind.store, Export):
            for chosen, share in ((self.again, AGAIN), (self.twice, TWICE), (self.withdrawn, WITHDRAWN)):
                chosen[kind.flow] = self._some(kind.flow, share, chance)

    def _plant(self, flow: str, kind: str, error: Error, chance: Random) -> bool:
        for _ in range(400 if self.world.counts[flow] else 0):
            number = chance.randrange(self.world.counts[flow])
            wanted = [number, number + error.pair(self.world)] if error.pair else [number]
            if all(self._free(flow, one) for one in wanted) and (not error.fits or error.fits(self.world, number)):
                self._taken[flow].update(wanted)
                self.planted[flow] |= {one: Planted(kind, None if one == number else number) for one in wanted}
                return True
        return False

    def _doubled(self, kind: RecordType) -> dict[int, doubles.Planned]:
        """Records that tell of one person twice, or of twins, by their number."""

        def free(number: int) -> bool:
            return self._free(kind.flow, number) and number not in self.scans

        def made(number: int) -> Record:
            return kind.make(self.world, self, number, 1)

        chance = Random(f"{self.world.seed}/doubles/{kind.flow}")
        return doubles.choose(self.world, kind.flow, kind.doubles, free, made, chance)

    def _double(self, record: Record, version: int) -> None:
        """Make a record the second of a double, if it is one."""
        found = self.doubles[record.flow].get(record.number)
        if found is None:
            return
        first = self.world.types[record.flow].make(self.world, self, found.first, version)
        found.how.copy(record, first, self.world.dice(record.flow, record.number, 17))
        setattr(record, found.how.truth, first.source_id)

    def _some(self, flow: str, per_mille: int, chance: Random) -> set[int]:
        total, chosen = self.world.counts[flow], set[int]()
        for _ in range(400 + total if total else 0):
            if len(chosen) >= max(2, total * per_mille // 1000) or len(chosen) * 20 > total:
                break
            number = chance.randrange(total)
            if self._free(flow, number):
                self._taken[flow].add(number)
                chosen.add(number)
        return chosen

    def _scans(self, chance: Random) -> set[int]:
        total = self.world.counts[BIRTH]
        numbers = (chance.randrange(total) for _ in range(8 * SCANS))
        free = [number for number in numbers if number not in self._taken[BIRTH]]
        return set(free[: min(SCANS, total // 20)])
