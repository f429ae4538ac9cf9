"""The parcel suite catches what is planted, names the field, and leaves good rows alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations import judge_for
from relay.errors import FatalError
from tests.expectations.good import parcel
from tests.expectations.kit import TODAY, Told, assert_suite, bad, buried, found, frame, judged
from tests.records import personal_id

NO_PARTS = {f"land_{what}_{n}": None for what in ("use", "area") for n in (1, 2, 3)}
ORGANISATION = {
    "organisation_name": "Hợp tác xã Nông nghiệp",
    "organisation_id": "2901234567",
    "legal_party": "organisation",
    "legal_role": "representative",
    "holder_id": None,
}
VARIANTS = (
    {},
    ORGANISATION,
    ORGANISATION | {"holder_name": None, "holder_born_on": None, "holder_sex": None},
    {"legal_party": "household", "legal_role": "head"},
    {"legal_party": "spouses_or_joint", "legal_role": "wife"},
    {"area": "350.5500"},  # within the tolerance
    {"area": "350.4"},
    {"area": "200", "land_use_2": None, "land_area_2": None},
    {"built_area": None, "floor_area": None, "scan_files": None},
    {"holder_born_on": "1979", "holder_sex": None},
    {"certificate_serial": "AĐ 266864", "scan_files": "AĐ266864-GCN-01.jpg; AĐ266864-GT.jpg"},
    {"commune_on_certificate": "16603", "certificate_issued_on": "2025-06-30"},
    {"certificate_issued_on": "2026-11-22"},
)
CASES = (
    bad("parcel.area_positive", "area", "parcel.land_areas_sum", area="0"),
    bad("parcel.area_positive", "area", "parcel.mandatory_complete", area="0", **NO_PARTS),
    bad("parcel.area_positive", "area", "parcel.land_areas_sum", area="-350.5"),
    bad("parcel.land_areas_sum", "area", area="600.5"),
    bad("parcel.land_areas_sum", "area", area="350.61"),
    bad("parcel.land_areas_sum", "area", land_area_2="1505"),
    bad("parcel.certificate_in_future", "certificate_issued_on", certificate_issued_on="2026-11-23"),
    bad("parcel.holder_born_in_future", "holder_born_on", "parcel.holder_born_before_certificate", "parcel.year_digits_agree",
        holder_born_on="2027"),
    bad("parcel.holder_present", "holder_name", holder_name=None),
    bad("parcel.land_area_1_positive", "land_area_1", land_area_1="0", area="150.5"),
    bad("parcel.land_area_2_positive", "land_area_2", land_area_2="-1", area="199"),
    bad("parcel.land_area_3_positive", "land_area_3", land_area_3="0", land_use_3="HNK"),
    bad("parcel.land_use_1_paired", "land_use_1", "parcel.land_types_in_order", "parcel.mandatory_complete", land_use_1=None),
    bad("parcel.land_use_2_paired", "land_use_2", land_area_2=None, area="200"),
    bad("parcel.land_use_3_paired", "land_use_3", land_use_3="HNK"),
    bad("parcel.sex_digit_agrees", "holder_id", holder_id=personal_id(1, 1, 1979)),
    bad("parcel.year_digits_agree", "holder_id", holder_id=personal_id(2, 2, 1997)),
    bad("parcel.area_usual", "area", area="9000000", land_area_1="8999849.5"),
    bad("parcel.certificate_not_too_old", "certificate_issued_on", "parcel.holder_born_before_certificate",
        certificate_issued_on="1975-08-12"),
    bad("parcel.holder_born_before_certificate", "holder_born_on", holder_born_on="2025-09", holder_id=None),
    bad("parcel.organisation_named", "organisation_name", **ORGANISATION | {"organisation_name": None}),
    bad("parcel.role_fits_party", "legal_role", legal_role="head"),
    bad("parcel.built_area_within_floors", "built_area", built_area="160.1"),
    bad("parcel.scan_named_by_serial", "scan_files", scan_files="ZZ 99999999-GCN.pdf"),
    bad("parcel.commune_valid_on_certificate", "commune_on_certificate", commune_on_certificate="16603"),
    bad("parcel.mandatory_complete", "certificate_serial", parcel_address=None),
    bad("parcel.mandatory_complete", "certificate_serial", area=None),  # not a number at the source: the sum says nothing
    bad("parcel.dossier_linked", "dossier_code", dossier_code=None),
    bad("parcel.number_province_listed", "holder_id", holder_id="105" + personal_id(3, 2, 1979)[3:]),
    bad("parcel.land_types_in_order", "land_use_1", land_use_2=None, land_area_2=None, land_use_3="HNK", land_area_3="150.5"),
    bad("parcel.land_types_distinct", "land_use_2", land_use_2="ONT"),
    bad("parcel.area_agrees", "area", map_parcel="9001",
        told=Told("parcel.area", lambda row: f"{row['commune_on_certificate']}|{row['map_sheet']}|9001", {"area": "350.6"})),
    bad("parcel.holder_alive_on_issue", "holder_id", holder_id=personal_id(904, 2, 1979), told=buried("holder_id", "2001-01-01")),
)  # fmt: skip


def test_bad_rows_are_caught_and_good_ones_are_not() -> None:
    assert_suite("parcel", parcel, VARIANTS, CASES)


areas = st.decimals(min_value="0.1", max_value="900000", places=1)


@settings(max_examples=3, deadline=None)
@given(
    st.lists(st.tuples(areas, areas, st.decimals(min_value="-2", max_value="2", places=2)), min_size=40, max_size=40)
)
def test_the_sum_of_land_types_may_miss_the_area_by_the_tolerance(rows: list[tuple[Decimal, Decimal, Decimal]]) -> None:
    contents = [
        parcel(n) | {"land_area_1": str(one), "land_area_2": str(other), "area": str(one + other + off)}
        for n, (one, other, off) in enumerate(rows)
    ]
    caught = found(judged("parcel", contents))
    wrong = {n for n, (_, _, off) in enumerate(rows) if abs(off) > Decimal("0.1")}
    assert {n for n, pairs in caught.items() if ("parcel.land_areas_sum", "area") in pairs} == wrong


def test_an_installation_may_set_the_tolerance() -> None:
    contents = [parcel(0) | {"area": "352"}]
    strict, lax = judge_for("parcel", TODAY), judge_for("parcel", TODAY, {"area_tolerance": 2})
    assert [found(judge(frame(contents))) for judge in (strict, lax)] == [{0: {("parcel.land_areas_sum", "area")}}, {}]


def test_a_limit_nobody_knows_is_a_misconfiguration() -> None:
    with pytest.raises(FatalError, match="area_tolerance"):
        judge_for("parcel", date(2026, 1, 1), {"tolerance": 2})
