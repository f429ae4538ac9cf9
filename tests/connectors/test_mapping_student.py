"""Pupils: key, unit and parent, and whom a planted error is blamed on."""

from __future__ import annotations

import pytest

from tests.connectors.planted import Kinds, only_blame, row

KINDS: Kinds = {
    "student_birth_impossible": ({"Ngày sinh": "31/04/2016"}, "map.born_on", "born_on"),
    "student_status_unknown": ({"Trạng thái HS": "Đi du học"}, "map.status", "status"),
    "student_code_missing": ({"Mã học sinh": ""}, "shape.student_code", "student_code"),
    "class_code_malformed": ({"Mã lớp": "Lớp 5"}, "shape.class_code", "class_code"),
    "school_year_malformed": ({"Năm học": "2026-2028"}, "shape.school_year", "school_year"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_error_is_named_by_its_rule_and_only_its_field_is_blamed(kind: str) -> None:
    only_blame("student", *KINDS[kind])


def test_key_unit_and_parents() -> None:
    made = row("student")
    assert made["natural_key"] == "17329S01|HS000001|2026-2027"
    assert (made["unit"], made["parents"]) == ("17329S01", ["person|040316000005"])


def test_a_key_with_a_part_missing_is_the_source_id() -> None:
    assert row("student", **{"Mã học sinh": ""})["natural_key"] == "src:s0"
