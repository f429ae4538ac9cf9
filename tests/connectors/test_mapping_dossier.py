"""Dossiers: key, unit, the tree of their parts and local states, and whom a planted error is blamed on."""

from __future__ import annotations

import json

import pytest

from tests.connectors.good_raws import normalise, spoilt
from tests.connectors.planted import Kinds, good, only_blame, row

KINDS: Kinds = {
    "dossier_code_malformed": ({"MaHoSo": "H41.15/20260305/0000001"}, "shape.code", "code"),
    "procedure_code_malformed": ({"MaTTHC": "1-001193"}, "shape.procedure_code", "procedure_code"),
    "status_unmapped": ({"TrangThaiHoSo": "99"}, "map.status", "status"),
    "applicant_missing": ({"ChuHoSo": ""}, "shape.applicant_name", "applicant_name"),
    "fee_not_a_number": ({"DanhSachLePhi": [{"Gia": "tám nghìn"}]}, "map.fees", "fees"),
    "supplement_date_impossible": ({"DanhSachHoSoBoSung": [{"NgayBoSung": "31/02/2026 08:00:00"}]}, "map.supplements", "supplements"),
    "component_flag_unknown": ({"TaiLieuNop": [{"DuocSoHoa": "7"}]}, "shape.components", "components"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_error_is_named_by_its_rule_and_only_its_field_is_blamed(kind: str) -> None:
    only_blame("dossier", *KINDS[kind])


def test_key_unit_and_parents() -> None:
    made = row("dossier")
    assert made["natural_key"] == "H41.15-20260305-0000001"
    assert (made["unit"], made["parents"]) == ("H41.15", [])


def test_a_key_with_a_part_missing_is_the_source_id() -> None:
    assert row("dossier", MaHoSo=None)["natural_key"] == "src:s0"


def test_a_dossier_keeps_its_tree() -> None:
    made = good("dossier")
    assert made["received_at"] == "2026-03-05T08:30"
    assert made["finished_at"] == "2026-03-06T09:15:30"
    assert made["fees"] == [{"name": "Lệ phí", "code": None, "collected": "1", "amount": 8000, "kind": None}]
    assert made["supplements"] == []
    assert made["digitised"] == "1"


def test_items_stay_with_their_dossier_and_in_order() -> None:
    names = [["a", "b"], [], ["c"]]
    raws = [spoilt("dossier", DanhSachGiayToKetQua=[{"TenGiayTo": n} for n in some]) for some in names]
    contents = [json.loads(text) for text in normalise("dossier", *raws).frame["content"]]
    assert [[result["name"] for result in made["results"]] for made in contents] == names


@pytest.mark.parametrize(("local", "ours"), [("6", "4"), ("11", "2"), ("12", "6"), ("9", "9")])
def test_local_states_are_translated_and_noted(local: str, ours: str) -> None:
    made = normalise("dossier", spoilt("dossier", TrangThaiHoSo=local))
    assert json.loads(made.frame["content"][0])["status"] == ours
    assert made.changes.rows() == ([(0, "status", "local_code")] if local != ours else [])


@pytest.mark.parametrize("items", ["x", {"TenGiayTo": "x"}, ["x"], [[1]]])
def test_a_list_of_something_else_is_map_raw(items: object) -> None:
    made = normalise("dossier", spoilt("dossier"), spoilt("dossier", DanhSachGiayToKetQua=items))
    assert (1, "map.raw") in made.violations.select("version_id", "rule").rows()
    assert made.violations.filter(version_id=0).is_empty()
