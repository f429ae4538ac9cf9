"""Births registered again: of pupils whose personal number is given only when that birth is accepted.

So a pupil leans on its birth although it names no record, and such a birth is never deleted.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from simulators.province import pupils, registration
from simulators.province.world import World

BIRTH, PUPIL = "birth", "student"
# What is wrong with those that keep their pupil waiting.
MISTAKES = ("birth_date_impossible", "sex_code_unknown", "mother_block_missing", "birth_ethnicity_unknown")


def choose(world: World, chance: Random) -> dict[int, int]:
    """Birth -> pupil: births of the last book, pupils of the second to the fourth grade."""
    wanted = max(6, world.counts[BIRTH] // 50)
    last = world.years[-1]
    births = _draw(world.counts[BIRTH], wanted, chance, lambda number: registration.year(world, number) == last)
    fits = _draw(world.counts[PUPIL], len(births), chance, lambda number: pupils.grade(world, number) in (2, 3, 4))
    return dict(zip(births, fits, strict=False))


def mistaken(births: list[int]) -> dict[int, str]:
    """Birth -> what is wrong with it, for some of them."""
    return {birth: MISTAKES[n % len(MISTAKES)] for n, birth in enumerate(births[: max(2, len(births) // 8)])}


def _draw(total: int, wanted: int, chance: Random, fits: Callable[[int], bool]) -> list[int]:
    """Up to `wanted` different numbers that fit; fewer in a very small province."""
    found: dict[int, None] = {}
    for _ in range(wanted * 60):
        if len(found) >= min(wanted, total // 4):
            break
        number = chance.randrange(total)
        if fits(number):
            found[number] = None
    return list(found)
