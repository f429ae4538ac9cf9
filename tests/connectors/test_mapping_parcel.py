"""Parcels: a key without the holder's number, labels and codes, and whom a planted error is blamed on."""

from __future__ import annotations

import pytest

from schemas.identifiers import keyed_hash
from tests.connectors.good_raws import SECRET, content, spoilt
from tests.connectors.planted import Kinds, only_blame, row

KINDS: Kinds = {
    "area_not_a_number": ({"c24": "khoảng 120"}, "map.area", "area"),
    "area_ambiguous": ({"c24": "1.234"}, "map.area", "area"),
    "land_use_unknown": ({"c25": "Đất vườn"}, "map.land_use_1", "land_use_1"),
    "land_use_withdrawn_label": ({"c25": "Đất có di tích"}, "map.land_use_1", "land_use_1"),
    "land_use_withdrawn_BHK": ({"c25": "BHK"}, "map.land_use_1", "land_use_1"),
    "land_use_withdrawn_NHK": ({"c25": "NHK"}, "map.land_use_1", "land_use_1"),
    "land_use_withdrawn_DDT": ({"c25": "DDT"}, "map.land_use_1", "land_use_1"),
    "land_use_withdrawn_TTN": ({"c25": "TTN"}, "map.land_use_1", "land_use_1"),
    "land_use_withdrawn_TRA": ({"c25": "TRA"}, "map.land_use_1", "land_use_1"),
    "second_land_use_unknown": ({"c30": "Đất vườn"}, "map.land_use_2", "land_use_2"),
    "land_origin_unknown": ({"c27": "Ông bà để lại"}, "map.land_origin_1", "land_origin_1"),
    "certificate_serial_malformed": ({"c02": "AA-6432"}, "shape.certificate_serial", "certificate_serial"),
    "holder_id_malformed": ({"c10": "04008000X"}, "shape.holder_id", "holder_id"),
    "nobody_holds": ({"c10": ""}, "shape.holder_id", "holder_id"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_error_is_named_by_its_rule_and_only_its_field_is_blamed(kind: str) -> None:
    only_blame("parcel", *KINDS[kind])


def test_key_unit_and_parents() -> None:
    made = row("parcel")
    assert made["natural_key"] == f"17329|5|12|AA 00476432|{keyed_hash('040080000004', SECRET)}"
    assert (made["unit"], made["parents"]) == ("17329", ["person|040080000004"])


def test_a_key_with_a_part_missing_is_the_source_id() -> None:
    assert row("parcel", c10="")["natural_key"] == "src:s0"


def test_no_personal_number_stands_in_a_key() -> None:
    assert "040080000004" not in row("parcel")["natural_key"]


def test_both_spellings_of_joint_holders_and_codes_for_labels() -> None:
    parties = [
        content("parcel", spoilt("parcel", c12=text))["legal_party"] for text in ("Vợ chồng", "vợ chồng/đồng sử dụng")
    ]
    assert parties == ["spouses_or_joint"] * 2
    assert content("parcel", spoilt("parcel", c25="ODT"))["land_use_1"] == "ODT"


def test_an_organisation_holds_without_a_person() -> None:
    made = row("parcel", c10="", c06="2912345678")
    assert made["natural_key"].endswith(keyed_hash("2912345678", SECRET))
    assert made["parents"] == []
