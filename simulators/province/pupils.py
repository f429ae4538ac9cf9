"""Who goes to school, in which grade and class: shared by the school lists and the births registered again."""

from __future__ import annotations

from simulators.province.people import Person
from simulators.province.world import World

GRADES = 12
CLASSES = "ABCDE"


def grade(world: World, number: int) -> int:
    """1 to 12."""
    return world.place(number) % GRADES + 1


def class_letter(world: World, number: int) -> int:
    """The place of the class in its grade."""
    return world.place(number) // GRADES % len(CLASSES)


def pupil(world: World, number: int) -> Person:
    """The child; six years old, or seven after a year at home, when the first grade began."""
    older = world.dice("student", number, 1).chance(100)
    return world.people.pupil(number, world.school_start - 5 - grade(world, number) - older)
