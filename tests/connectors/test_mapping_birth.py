"""Births: key, unit, dates and names as the books write them, and whom a planted error is blamed on."""

from __future__ import annotations

import json

import pytest

from tests.connectors.good_raws import content, normalise, spoilt
from tests.connectors.planted import Kinds, only_blame, row

KINDS: Kinds = {
    "birth_date_impossible": ({"nks_ngay_sinh": "31/02/2024"}, "map.born_on", "born_on"),
    "sex_code_unknown": ({"nks_gioi_tinh": "9"}, "shape.sex", "sex"),
    "registration_unit_unknown": ({"noi_dang_ky_dvhc": "99999"}, "shape.registration_unit", "registration_unit"),
    "child_name_missing": ({"nks_ho_ten": "  "}, "shape.child_name", "child_name"),
    "birth_ethnicity_unknown": ({"nks_dan_toc": "Không rõ"}, "shape.ethnicity", "ethnicity"),
    "birth_number_malformed": ({"so": "12A/2026"}, "shape.number", "number"),
    "birth_number_twice_slashed": ({"so": "12//2026"}, "shape.number", "number"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_error_is_named_by_its_rule_and_only_its_field_is_blamed(kind: str) -> None:
    only_blame("birth", *KINDS[kind])


def test_key_unit_and_parents() -> None:
    made = row("birth")
    assert made["natural_key"] == "17329|birth|01/2026|123|2026"
    assert (made["unit"], made["parents"]) == ("17329", [])


@pytest.mark.parametrize("changes", [{"quyen_so": ""}, {"ngay_dang_ky": "31/02/2026"}])
def test_a_key_with_a_part_missing_is_the_source_id(changes: dict[str, str]) -> None:
    assert row("birth", **changes)["natural_key"] == "src:s0"


def test_partial_dates_keep_their_precision() -> None:
    born = [
        content("birth", spoilt("birth", me_ngay_sinh=text))["mother_born_on"]
        for text in ("1990", "6/1990", "5/6/1990")
    ]
    assert born == ["1990", "1990-06", "1990-06-05"]


@pytest.mark.parametrize(
    ("written", "mended", "word"),
    [
        ("Nguyễn  Văn Ba", "Nguyễn Văn Ba", "respelt"),
        ("Nguye\u0302\u0303n Văn Ba", "Nguyễn Văn Ba", "respelt"),
        ("Ðặng Văn Ba", "Đặng Văn Ba", "eth_mended"),
        ("Nguyễn\u00a0Văn\u200b Ba", "Nguyễn Văn Ba", "respelt"),
    ],
)
def test_names_are_mended_and_noted(written: str, mended: str, word: str) -> None:
    made = normalise("birth", spoilt("birth"), spoilt("birth", nks_ho_ten=written))
    assert json.loads(made.frame["content"][1])["child_name"] == mended
    assert made.changes.rows() == [(1, "child_name", word)]


def test_blanks_at_the_ends_are_no_change() -> None:
    made = normalise("birth", spoilt("birth", nks_ho_ten=" Trần Đức Anh "))
    assert json.loads(made.frame["content"][0])["child_name"] == "Trần Đức Anh"
    assert made.changes.is_empty()


@pytest.mark.parametrize("written", ["khơ-mú", "Khơ mú", "29"])
def test_an_ethnic_group_is_spelt_as_the_national_list_does(written: str) -> None:
    made = normalise("birth", spoilt("birth", nks_dan_toc=written))
    assert json.loads(made.frame["content"][0])["ethnicity"] == "Khơ-mú"
    assert made.changes.rows() == [(0, "ethnicity", "respelt")]
