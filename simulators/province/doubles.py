"""Good records that tell of one person or parcel twice, and good ones that only look so: twins.

Both records of a double are accepted by every rule; the manifest says which record the second one is the same as (`duplicate_of`), or
whose twin it tells of (`twin_of`). How many there are is a setting of the province; without it there are none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Literal

from simulators.province.dice import Dice
from simulators.province.record import Record

if TYPE_CHECKING:
    from simulators.province.world import World

#: So many numbers are tried for the second record of a double.
TRIES = 600
ONE_OF_A_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Double:
    """How a second record becomes one of the same person as the first, or of a twin.

    `copy` changes the second, a good record, by the first; `fits` says which two records can be one (both as they were made).
    With `beside` the second is so many numbers further, otherwise any.
    """

    truth: Literal["duplicate_of", "twin_of"]
    copy: Callable[[Record, Record, Dice], None]
    fits: Callable[[World, Record, Record], bool] = lambda world, first, second: True
    beside: Callable[[World], int] | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """The second record is `how` of the record `first`."""

    how: Double
    first: int


def choose(
    world: World,
    flow: str,
    doubles: tuple[Double, ...],
    free: Callable[[int], bool],
    made: Callable[[int], Record],
    chance: Random,
) -> dict[int, Planned]:
    """Number of the second record → what it is. None that has a dossier: the dossier knows another person."""
    shares: Mapping[str, int] = {"duplicate_of": world.settings.twice, "twin_of": world.settings.twins}
    total, found, taken = world.counts[flow], dict[int, Planned](), set[int]()
    for how in doubles:
        for _ in range(-(-total * shares[how.truth] // ONE_OF_A_THOUSAND)):
            pair = _pair(world, flow, how, lambda number: number not in taken and free(number), made, chance)
            if pair is not None:
                taken.update(pair)
                found[pair[1]] = Planned(how, pair[0])
    return found


def _pair(
    world: World,
    flow: str,
    how: Double,
    free: Callable[[int], bool],
    made: Callable[[int], Record],
    chance: Random,
) -> tuple[int, int] | None:
    for _ in range(TRIES):
        first = chance.randrange(world.counts[flow])
        second = first + how.beside(world) if how.beside else chance.randrange(world.counts[flow])
        if first == second or not (free(first) and free(second)) or world.dossier_for(flow, second) is not None:
            continue
        if how.fits(world, made(first), made(second)):
            return first, second
    return None


def take(second: Record, first: Record, *columns: str) -> None:
    """Copy columns, by name or by the beginning of their names."""
    second.row |= {name: value for name, value in first.row.items() if name.startswith(columns)}


def misspelt(name: str, dice: Dice) -> str:
    """A name as another clerk writes it: mostly the same; else without a diacritic, without any, or with a slip of the pen."""
    kind, words = dice.below(100), name.split()
    if kind < 45:
        return name
    if kind < 60:
        place = dice.below(len(words))
        return " ".join(without_diacritics(word) if n == place else word for n, word in enumerate(words))
    if kind < 75:
        return without_diacritics(name)
    if kind < 90:
        return name.upper()
    place = 1 + dice.below(len(name) - 2)
    return name[:place] + name[place + 1 :] if name[place] != " " else name


def without_diacritics(text: str) -> str:
    """As it is typed on a machine that knows no Vietnamese."""
    signs = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(sign for sign in signs if not unicodedata.combining(sign))
