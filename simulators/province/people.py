"""The population: adults, the dead, pupils and strangers, each with a well-formed personal number that no other person has.

A person is made from a place in a pool, so that a holder, a patient and a mother can be the same citizen. Numbers are
AAA B CC DDDDDD (old province, century and sex, year of birth, serial); the serials of the pools do not overlap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from simulators.province.dice import Dice, salt
from simulators.province.names import person_name

ADULT_AGES = (19, 80)
DEAD_AGES = (45, 96)
HALF = 500_000
# Prime to 500,000 and to 1,000,000: neighbours in a pool do not get neighbouring serials.
SCATTER = 387_421


@dataclass(frozen=True, slots=True)
class Person:
    """One citizen; `sex` is 1 (male) or 2 (female)."""

    id: str
    name: str
    sex: int
    born: date


class People:
    """The pools of one province."""

    def __init__(self, seed: int, records: int, today: date, provinces: list[str]) -> None:
        self.prefixes = [f"0{code}" for code in provinces]
        self.first, self.last = today.year - ADULT_AGES[1], today.year - ADULT_AGES[0]
        self.dead_first, self.dead_last = today.year - DEAD_AGES[1], today.year - DEAD_AGES[0]
        self.cells = 2 * (self.last - self.first + 1)
        self.depth = max(8, -(-2 * records // self.cells))
        pools = ("adults", "dead", "pupils", "strangers")
        self._adults, self._dead, self._pupils, self._strangers = (salt(seed, pool) for pool in pools)

    def adult(self, place: int) -> Person:
        """The adult at a place of the pool (0 to `cells * depth` - 1)."""
        depth, cell = divmod(place, self.cells)
        sex, year = 1 + (cell & 1), self.first + (cell >> 1)
        return self._make(Dice(self._adults, place), sex, year, depth * SCATTER % HALF)

    def any_adult(self, dice: Dice) -> Person:
        """Somebody of the pool."""
        return self.adult(dice.below(self.cells * self.depth))

    def adult_of(self, dice: Dice, sex: int, born_from: int, born_to: int) -> Person:
        """An adult of that sex born in those years; years outside the pool are moved to its edge."""
        year = min(max(dice.between(born_from, born_to), self.first), self.last)
        return self.adult(dice.below(self.depth) * self.cells + 2 * (year - self.first) + sex - 1)

    def dead(self, place: int) -> Person:
        """Somebody who has died; never an adult of the pool, never a pupil."""
        dice = Dice(self._dead, place)
        year = dice.between(self.dead_first, self.dead_last)
        return self._make(dice, 1 + dice.below(2), year, HALF + place * SCATTER % HALF)

    def pupil(self, place: int, year: int) -> Person:
        """A child born in that year."""
        dice = Dice(self._pupils, place)
        return self._make(dice, 1 + dice.below(2), year, place * SCATTER % (2 * HALF))

    def stranger(self, place: int, sex: int) -> Person:
        """Somebody of age in every register of the province whom nobody knows; never of another pool, not even by number."""
        dice = Dice(self._strangers, place)
        year = dice.between(self.dead_last + 1, self.last - 9)
        return self._make(dice, sex, year, HALF + place * SCATTER % HALF)

    def adults(self) -> Iterator[str]:
        """The numbers of the whole pool."""
        return (self.adult(place).id for place in range(self.cells * self.depth))

    def _make(self, dice: Dice, sex: int, year: int, serial: int) -> Person:
        prefix = dice.pick(self.prefixes)
        number = f"{prefix}{(year // 100 - 19) * 2 + sex - 1}{year % 100:02d}{serial:06d}"
        return Person(number, person_name(dice, sex), sex, dice.day(date(year, 1, 1), date(year, 12, 28)))
