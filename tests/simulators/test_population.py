"""The people, communes and chance a province is made of."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from simulators.province.dice import Shuffle
from simulators.province.names import number_in_words
from simulators.province.units import choose, load
from simulators.province.world import Settings, World

MADE_AT = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def world() -> World:
    return World(Settings(3, 600, "40", 6, MADE_AT))


@pytest.mark.parametrize("province", ["40", "48", "22"])
def test_chosen_communes_were_never_split(province: str) -> None:
    communes, old_provinces = choose(province, 200, 1)
    split = {edge["old"] for edge in load("successors.json") if not edge["default"]}
    assert len(communes) >= 30
    assert not split & {code for unit in communes for code, _ in unit.predecessors}
    assert all(len(code) == 2 for code in old_provinces)


def test_an_unknown_province_is_refused() -> None:
    with pytest.raises(ValueError, match="99"):
        choose("99", 3, 1)


def test_personal_numbers_are_unique_and_say_sex_and_year(world: World) -> None:
    people = [world.people.adult(place) for place in range(world.people.cells * world.people.depth)]
    people += [world.people.dead(place) for place in range(400)]
    people += [world.people.pupil(place, 2010 + place % 10) for place in range(400)]
    people += [world.people.stranger(place, 1 + place % 2) for place in range(400)]
    assert len({person.id for person in people}) == len(people)
    for person in people:
        assert len(person.id) == 12
        assert person.id.startswith("040")
        assert int(person.id[3]) == (person.born.year // 100 - 19) * 2 + person.sex - 1
        assert int(person.id[4:6]) == person.born.year % 100


@pytest.mark.parametrize("size", [1, 2, 10, 97, 1000])
def test_a_shuffle_maps_one_to_one(size: int) -> None:
    shuffle = Shuffle(size, 123_456_789)
    assert sorted(map(shuffle.at, range(size))) == list(range(size))
    assert all(shuffle.back(shuffle.at(place)) == place for place in range(size))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "một"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (30, "ba mươi"),
        (2005, "hai nghìn không trăm linh năm"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
        (1999, "một nghìn chín trăm chín mươi chín"),
    ],
)
def test_numbers_are_read_out(number: int, words: str) -> None:
    assert number_in_words(number) == words
