"""What a good record becomes: fields, keys, units, parents, and a word for everything that was altered."""

from __future__ import annotations

import json
from typing import Any

import pytest

from relay.model import NORMALISED
from schemas.contract import contract, contracts
from schemas.identifiers import keyed_hash
from tests.connectors.good_raws import GOOD, SECRET, content, normalise, spoilt


def good(name: str) -> dict[str, Any]:
    return content(name, spoilt(name))


def row(name: str, **changes: Any) -> dict[str, Any]:
    return normalise(name, spoilt(name, **changes)).frame.row(0, named=True)


@pytest.mark.parametrize("name", sorted(contracts()))
def test_content_has_exactly_the_contracts_fields_in_order(name: str) -> None:
    assert tuple(good(name)) == contract(name).fields


@pytest.mark.parametrize("name", sorted(contracts()))
def test_the_frame_has_the_engines_columns(name: str) -> None:
    assert dict(normalise(name, spoilt(name)).frame.schema) == NORMALISED


def test_an_empty_batch_is_no_trouble() -> None:
    for name in contracts():
        assert normalise(name).frame.is_empty()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("birth", "17329|birth|01/2026|123|2026"),
        ("death", "17329|death|01/2026|123|2026"),
        ("parcel", f"17329|5|12|AA 00476432|{keyed_hash('040080000004', SECRET)}"),
        ("student", "17329S01|HS000001|2026-2027"),
        ("encounter", "40001|40001000000001"),
        ("dossier", "H41.15-20260305-0000001"),
    ],
)
def test_natural_keys(name: str, key: str) -> None:
    assert row(name)["natural_key"] == key


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("birth", {"quyen_so": ""}),
        ("birth", {"ngay_dang_ky": "31/02/2026"}),
        ("parcel", {"c10": ""}),
        ("student", {"Mã học sinh": ""}),
        ("encounter", {"MA_LK": ""}),
        ("dossier", {"MaHoSo": None}),
    ],
)
def test_a_key_with_a_part_missing_is_the_source_id(name: str, changes: dict[str, Any]) -> None:
    assert row(name, **changes)["natural_key"] == "src:s0"


def test_no_personal_number_stands_in_a_key() -> None:
    assert "040080000004" not in row("parcel")["natural_key"]


@pytest.mark.parametrize(
    ("name", "parents"),
    [
        ("birth", []),
        ("death", ["person|040050000003"]),
        ("parcel", ["person|040080000004"]),
        ("student", ["person|040316000005"]),
        ("encounter", ["person|040085000006"]),
        ("dossier", []),
    ],
)
def test_parents(name: str, parents: list[str]) -> None:
    assert row(name)["parents"] == parents
    assert contract(name).parent_ids(good(name), SECRET) == parents


def test_an_old_card_names_no_parent_and_is_a_good_number() -> None:
    made = row("death", nkt_loai_giay_to_tuy_than="1", nkt_so_giay_to_tuy_than="181234567")
    assert made["parents"] == []


def test_partial_dates_keep_their_precision() -> None:
    born = [
        content("birth", spoilt("birth", me_ngay_sinh=text))["mother_born_on"]
        for text in ("1990", "6/1990", "5/6/1990")
    ]
    assert born == ["1990", "1990-06", "1990-06-05"]


def test_sums_counts_and_discharge_of_a_visit() -> None:
    visit = good("encounter")
    assert (visit["drug_count"], visit["drug_total"]) == (2, "10500.5")
    assert (visit["service_count"], visit["service_total"]) == (1, "50500")
    assert (visit["lab_count"], visit["course_count"]) == (1, 2)
    assert (visit["discharge_summary_at"], visit["discharge_doctor"]) == ("2026-03-05T14:00", "002/CCHN")
    assert visit["born_on"] == "1985"


def test_a_visit_with_only_its_summary() -> None:
    visit = content("encounter", json.dumps({"XML1": GOOD["encounter"]["XML1"]}))
    assert (visit["drug_count"], visit["drug_total"], visit["discharge_doctor"]) == (0, "0", "001/CCHN")


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
