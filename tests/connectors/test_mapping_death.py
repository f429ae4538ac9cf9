"""Deaths: key, unit and the deceased as parent, and whom a planted error is blamed on."""

from __future__ import annotations

import pytest

from tests.connectors.planted import Kinds, only_blame, row

KINDS: Kinds = {
    "death_certificate_type_unknown": ({"gbt_loai": "9"}, "shape.certificate_type", "certificate_type"),
    "deceased_id_malformed": ({"nkt_so_giay_to_tuy_than": "04005000000"}, "shape.personal_id", "personal_id"),
    "deceased_nine_digits": ({"nkt_so_giay_to_tuy_than": "181234567"}, "shape.personal_id", "personal_id"),
    "death_date_missing": ({"nkt_ngay_chet": ""}, "shape.died_on", "died_on"),
    "death_hour_unreadable": ({"nkt_gio_chet": "buổi sáng"}, "map.died_at", "died_at"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_error_is_named_by_its_rule_and_only_its_field_is_blamed(kind: str) -> None:
    only_blame("death", *KINDS[kind])


def test_key_unit_and_parents() -> None:
    made = row("death")
    assert made["natural_key"] == "17329|death|01/2026|123|2026"
    assert (made["unit"], made["parents"]) == ("17329", ["person|040050000003"])


def test_an_old_card_names_no_parent_and_is_a_good_number() -> None:
    made = row("death", nkt_loai_giay_to_tuy_than="1", nkt_so_giay_to_tuy_than="181234567")
    assert made["parents"] == []
