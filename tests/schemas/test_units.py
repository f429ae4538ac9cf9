"""Communes through time, on a small table that shows every case and on the national one."""

from __future__ import annotations

import pytest

from schemas import units
from schemas.units import REARRANGED_ON, Commune, Crosswalk

BEFORE, SINCE = "2020-01-01", "2026-01-01"


def old(code: str) -> Commune:
    return Commune(code, f"Xã {code}", "40", None, REARRANGED_ON)


def new(code: str) -> Commune:
    return Commune(code, f"Phường {code}", "40", REARRANGED_ON, None)


# A goes whole to B; B lives on; C is split with a default, D without one; E lives on as a code but went to B.
SMALL = Crosswalk.of(
    [old("A"), old("B"), old("C"), old("D"), old("E"), new("B"), new("E"), new("F")],
    [("A", "B", True), ("B", "B", True), ("C", "F", False), ("C", "B", True), ("D", "B", False), ("D", "F", False),
     ("E", "E", False), ("E", "B", True)],
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "on", "unit"),
    [
        ("A", BEFORE, "B"), ("A", SINCE, "B"), ("A", None, "B"), ("B", BEFORE, "B"), ("B", None, "B"), ("C", BEFORE, "B"),
        ("D", BEFORE, None), ("D", None, None), ("E", BEFORE, "B"), ("E", SINCE, "E"), ("E", None, "E"), ("F", BEFORE, "F"),
        ("X", None, None), ("E", "2025", "B"), ("E", REARRANGED_ON, "E"),
    ],
)  # fmt: skip
def test_who_answers_today(code: str, on: str | None, unit: str | None) -> None:
    assert SMALL.current_unit(code, on) == unit


def test_validity_and_successors() -> None:
    assert SMALL.valid_on("A", "2025-06-30")
    assert not SMALL.valid_on("A", REARRANGED_ON)
    assert SMALL.valid_on("B", BEFORE)
    assert SMALL.valid_on("B", SINCE)
    assert not SMALL.valid_on("F", "2025-06")
    assert SMALL.successors("C") == ("B", "F")
    assert SMALL.is_split("C")
    assert not SMALL.is_split("A")
    assert SMALL.successors("X") == ()
    assert not SMALL.exists("X")


def test_the_national_table_is_whole() -> None:
    table = units.crosswalk()
    communes = [commune for rows in table.communes.values() for commune in rows]
    assert sum(commune.valid_to is None for commune in communes) == 3_321
    assert sum(commune.valid_to is not None for commune in communes) == 10_035
    assert all(table.valid_on(new_code, SINCE) for edges in table.edges.values() for new_code, _ in edges)


@pytest.mark.parametrize("old_meaning", [True, False])
def test_every_commune_has_one_that_answers_today(old_meaning: bool) -> None:
    found = units.current_units(old_meaning)
    assert set(found) == units.all_codes()
    assert all(units.valid_on(unit, SINCE) for unit in set(found.values()))


def test_names_through_time() -> None:
    assert units.name_of("00004") == "Phường Ba Đình"
    assert units.name_of("00004", BEFORE) == "Phường Trúc Bạch"
    assert units.name_of("00001") is None
    assert units.current_unit("00001") == "00097"
    assert units.exists("00001")
    assert not units.exists("99999")
