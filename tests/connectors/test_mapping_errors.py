"""Each kind of error that mapping and shape answer for, planted into a good record, is named by its rule and field."""

from __future__ import annotations

import json
from typing import Any

import pytest

from schemas.contract import contracts
from tests.connectors.good_raws import GOOD, faults, normalise, spoilt

#: kind of error → (contract, raw changes, rule, field)
KINDS: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "birth_date_impossible": ("birth", {"nks_ngay_sinh": "31/02/2024"}, "map.born_on", "born_on"),
    "sex_code_unknown": ("birth", {"nks_gioi_tinh": "9"}, "shape.sex", "sex"),
    "registration_unit_unknown": (
        "birth",
        {"noi_dang_ky_dvhc": "99999"},
        "shape.registration_unit",
        "registration_unit",
    ),
    "child_name_missing": ("birth", {"nks_ho_ten": "  "}, "shape.child_name", "child_name"),
    "birth_ethnicity_unknown": ("birth", {"nks_dan_toc": "Không rõ"}, "shape.ethnicity", "ethnicity"),
    "birth_number_malformed": ("birth", {"so": "12A/2026"}, "shape.number", "number"),
    "birth_number_twice_slashed": ("birth", {"so": "12//2026"}, "shape.number", "number"),
    "death_certificate_type_unknown": ("death", {"gbt_loai": "9"}, "shape.certificate_type", "certificate_type"),
    "deceased_id_malformed": ("death", {"nkt_so_giay_to_tuy_than": "04005000000"}, "shape.personal_id", "personal_id"),
    "deceased_nine_digits": ("death", {"nkt_so_giay_to_tuy_than": "181234567"}, "shape.personal_id", "personal_id"),
    "death_date_missing": ("death", {"nkt_ngay_chet": ""}, "shape.died_on", "died_on"),
    "death_hour_unreadable": ("death", {"nkt_gio_chet": "buổi sáng"}, "map.died_at", "died_at"),
    "area_not_a_number": ("parcel", {"c24": "khoảng 120"}, "map.area", "area"),
    "area_ambiguous": ("parcel", {"c24": "1.234"}, "map.area", "area"),
    "land_use_unknown": ("parcel", {"c25": "Đất vườn"}, "map.land_use_1", "land_use_1"),
    "land_use_withdrawn_label": ("parcel", {"c25": "Đất có di tích"}, "map.land_use_1", "land_use_1"),
    **{
        f"land_use_withdrawn_{code}": ("parcel", {"c25": code}, "map.land_use_1", "land_use_1")
        for code in ("BHK", "NHK", "DDT", "TTN", "TRA")
    },
    "second_land_use_unknown": ("parcel", {"c30": "Đất vườn"}, "map.land_use_2", "land_use_2"),
    "land_origin_unknown": ("parcel", {"c27": "Ông bà để lại"}, "map.land_origin_1", "land_origin_1"),
    "certificate_serial_malformed": ("parcel", {"c02": "AA-6432"}, "shape.certificate_serial", "certificate_serial"),
    "holder_id_malformed": ("parcel", {"c10": "04008000X"}, "shape.holder_id", "holder_id"),
    "nobody_holds": ("parcel", {"c10": ""}, "shape.holder_id", "holder_id"),
    "student_birth_impossible": ("student", {"Ngày sinh": "31/04/2016"}, "map.born_on", "born_on"),
    "student_status_unknown": ("student", {"Trạng thái HS": "Đi du học"}, "map.status", "status"),
    "student_code_missing": ("student", {"Mã học sinh": ""}, "shape.student_code", "student_code"),
    "class_code_malformed": ("student", {"Mã lớp": "Lớp 5"}, "shape.class_code", "class_code"),
    "school_year_malformed": ("student", {"Năm học": "2026-2028"}, "shape.school_year", "school_year"),
    "diagnosis_malformed": ("encounter", {"MA_BENH_CHINH": "12-J"}, "shape.main_diagnosis", "main_diagnosis"),
    "other_diagnosis_malformed": ("encounter", {"MA_BENH_KT": "I10;;J00"}, "shape.other_diagnoses", "other_diagnoses"),
    "insurance_card_malformed": ("encounter", {"MA_THE_BHYT": "GD404008"}, "shape.insurance_no", "insurance_no"),
    "visit_type_unknown": ("encounter", {"MA_LOAI_KCB": "99"}, "shape.visit_type", "visit_type"),
    "admission_time_malformed": ("encounter", {"NGAY_VAO": "202613452560"}, "map.admitted_at", "admitted_at"),
    "cost_not_a_number": ("encounter", {"T_TONGCHI_BV": "61.000,5"}, "map.total_cost", "total_cost"),
    "dossier_code_malformed": ("dossier", {"MaHoSo": "H41.15/20260305/0000001"}, "shape.code", "code"),
    "procedure_code_malformed": ("dossier", {"MaTTHC": "1-001193"}, "shape.procedure_code", "procedure_code"),
    "status_unmapped": ("dossier", {"TrangThaiHoSo": "99"}, "map.status", "status"),
    "applicant_missing": ("dossier", {"ChuHoSo": ""}, "shape.applicant_name", "applicant_name"),
    "fee_not_a_number": ("dossier", {"DanhSachLePhi": [{"Gia": "tám nghìn"}]}, "map.fees", "fees"),
    "supplement_date_impossible": (
        "dossier",
        {"DanhSachHoSoBoSung": [{"NgayBoSung": "31/02/2026 08:00:00"}]},
        "map.supplements",
        "supplements",
    ),
    "component_flag_unknown": ("dossier", {"TaiLieuNop": [{"DuocSoHoa": "7"}]}, "shape.components", "components"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_error_is_named_by_its_rule_and_only_its_field_is_blamed(kind: str) -> None:
    name, changes, rule, field = KINDS[kind]
    found = faults(name, spoilt(name, **changes))
    assert (rule, field) in found
    assert {blamed for _, blamed in found} == {field}


@pytest.mark.parametrize("name", sorted(contracts()))
def test_a_good_record_has_no_fault(name: str) -> None:
    assert faults(name, json.dumps(GOOD[name], ensure_ascii=False)) == set()


@pytest.mark.parametrize("part", ["XML1", "XML3"])
def test_an_undecodable_part_is_map_raw_whatever_else_was_read(part: str) -> None:
    raw = {name: rows for name, rows in GOOD["encounter"].items() if name != part}
    assert ("map.raw", "raw") in faults("encounter", json.dumps({**raw, "undecodable": part}))


@pytest.mark.parametrize("amount", ["mười", "1,5"])
def test_an_unreadable_amount_leaves_no_sum(amount: str) -> None:
    raw = {**GOOD["encounter"], "XML2": [{"THANH_TIEN_BV": "10"}, {"THANH_TIEN_BV": amount}]}
    assert ("map.drug_total", "drug_total") in faults("encounter", json.dumps(raw))


def test_every_error_kind_names_a_field_of_its_contract() -> None:
    assert all(field in contracts()[name].fields for name, _, _, field in KINDS.values())


@pytest.mark.parametrize("name", sorted(contracts()))
def test_a_file_that_could_not_be_read_is_refused_as_a_whole(name: str) -> None:
    made = normalise(name, '{"unreadable":"not a table"}')
    assert ("map.raw", "raw") in set(made.violations.select("rule", "field").rows())
