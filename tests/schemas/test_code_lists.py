"""Code lists: every file is a list, labels find their codes, and nothing is in two lists that exclude each other."""

from __future__ import annotations

import pytest

from schemas.code_lists import FOLDER, SHORT_LISTS, codes_by_label, ethnic_groups, labels, read


def is_list(name: str) -> bool:
    """A list has a label for each code; tables of units and headings of sheets lie beside the lists."""
    table = read(name)
    return isinstance(table, dict) and all(isinstance(label, str) for label in table.values())


TABLES = sorted(path.stem for path in FOLDER.glob("*.json") if is_list(path.stem))


@pytest.mark.parametrize("name", [*TABLES, *SHORT_LISTS])
def test_labels_find_their_codes(name: str) -> None:
    table = labels(name)
    assert table
    assert {codes_by_label(name)[label.lower()] for label in table.values()} == set(table)


def test_the_lists_are_found() -> None:
    assert {"ethnicities", "land_use", "land_use_withdrawn", "land_origin", "student_status"} <= set(TABLES)


def test_withdrawn_kinds_of_land_are_not_allowed_ones() -> None:
    allowed, withdrawn = labels("land_use"), labels("land_use_withdrawn")
    assert not set(allowed) & set(withdrawn)
    assert not set(allowed.values()) & set(withdrawn.values())
    assert {"BHK", "NHK", "DDT", "TTN", "TRA"} == set(withdrawn)


def test_what_the_sources_count() -> None:
    assert len(labels("student_status")) == 12
    assert len(labels("land_origin")) == 16
    assert len(labels("visit_type")) == 16
    assert {"Kinh", "Khơ-mú"} <= ethnic_groups()


def test_an_unknown_list_says_so() -> None:
    with pytest.raises(FileNotFoundError):
        labels("no_such_list")
