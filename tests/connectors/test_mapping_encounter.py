"""Visits: key, unit, parents and the sums over a visit's tables, and whom a planted error is blamed on."""

from __future__ import annotations

import json

import polars as pl
import pytest

from connectors.mapping import mapping_for
from schemas.identifiers import keyed_hash
from tests.connectors.good_raws import GOOD, batch, content, faults
from tests.connectors.planted import Kinds, good, only_blame, row
from tests.records import SECRET

KINDS: Kinds = {
    "diagnosis_malformed": ({"MA_BENH_CHINH": "12-J"}, "shape.main_diagnosis", "main_diagnosis"),
    "other_diagnosis_malformed": ({"MA_BENH_KT": "I10;;J00"}, "shape.other_diagnoses", "other_diagnoses"),
    "insurance_card_malformed": ({"MA_THE_BHYT": "GD404008"}, "shape.insurance_no", "insurance_no"),
    "visit_type_unknown": ({"MA_LOAI_KCB": "99"}, "shape.visit_type", "visit_type"),
    "admission_time_malformed": ({"NGAY_VAO": "202613452560"}, "map.admitted_at", "admitted_at"),
    "cost_not_a_number": ({"T_TONGCHI_BV": "61.000,5"}, "map.total_cost", "total_cost"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_error_is_named_by_its_rule_and_only_its_field_is_blamed(kind: str) -> None:
    only_blame("encounter", *KINDS[kind])


def test_key_unit_and_parents() -> None:
    made = row("encounter")
    assert made["natural_key"] == "40001|40001000000001"
    book = f"health_book|{keyed_hash('040085000006', SECRET)}"
    assert (made["unit"], made["parents"]) == ("40001", ["person|040085000006", book])


def test_a_key_with_a_part_missing_is_the_source_id() -> None:
    assert row("encounter", MA_LK="")["natural_key"] == "src:s0"


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


@pytest.mark.parametrize("part", ["XML1", "XML3"])
def test_an_undecodable_part_is_map_raw_whatever_else_was_read(part: str) -> None:
    raw = {name: rows for name, rows in GOOD["encounter"].items() if name != part}
    assert ("map.raw", "raw") in faults("encounter", json.dumps({**raw, "undecodable": part}))


@pytest.mark.parametrize("amount", ["mười", "1,5"])
def test_an_unreadable_amount_leaves_no_sum(amount: str) -> None:
    raw = {**GOOD["encounter"], "XML2": [{"THANH_TIEN_BV": "10"}, {"THANH_TIEN_BV": amount}]}
    assert ("map.drug_total", "drug_total") in faults("encounter", json.dumps(raw))


def test_an_unreadable_visit_belongs_to_the_facility_of_its_file() -> None:
    frame = batch('{"undecodable":"XML1"}', '{"undecodable":"XML1"}').with_columns(
        source_id=pl.Series(["40001-file-1", "s1"])
    )
    assert mapping_for("encounter", "test").normalise(frame).frame["unit"].to_list() == ["40001", None]
