"""The birth suite catches what is planted, names the field, and leaves good records alone."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.expectations.good import birth
from tests.expectations.kit import assert_suite, bad, found, judged
from tests.expectations.registration_cases import registration_cases
from tests.records import personal_id

OLD_UNIT = {
    "registration_unit": "16603",
    "registered_on": "2024-03-20",
    "book_no": "01/2024",
    "born_on": "2024-03-01",
    "personal_id": None,
}
NO_MOTHER = {
    f"mother_{name}": None for name in ("name", "born_on", "ethnicity", "nationality", "residence", "document_no")
}
NO_FATHER = {
    f"father_{name}": None for name in ("name", "born_on", "ethnicity", "nationality", "residence", "document_no")
}
VARIANTS = (
    {},
    {"birth_kind": "2", **NO_MOTHER},
    {"birth_kind": "3", **NO_FATHER},
    {"birth_kind": "4", **NO_MOTHER, **NO_FATHER},
    {"birth_kind": "5", **NO_MOTHER, **NO_FATHER},
    {"registered_on": "2026-03-01"},
    {"registered_on": "2026-11-22", "born_on": "2026-11-22"},
    {"registered_on": "2026-11-20", "registration_type": "4"},
    {"personal_id": None},
    {"sex": "3"},
    {"mother_born_on": "1998-05", "father_born_on": "1980", "father_document_no": None},
    {"born_on": None},  # unreadable: the mapping's finding
    {"born_on": "2026-02-31"},  # impossible: the contract's finding
    {"book_no": "TP/KS-2"},
    OLD_UNIT,
    OLD_UNIT | {"registration_unit": "99999"},  # unknown: the contract's finding
)
CASES = (
    bad("birth.child_name_present", "child_name", child_name=None),
    bad("birth.child_name_present", "child_name", child_name="  "),
    bad("birth.born_in_future", "born_on", "birth.registered_before_birth", born_on="2026-12-27"),
    bad("birth.registered_before_birth", "registered_on", born_on="2026-03-21"),
    *registration_cases("birth", OLD_UNIT, registration_type="4"),
    bad("birth.mother_block_missing", "mother_name", **NO_MOTHER),
    bad("birth.mother_block_missing", "mother_name", birth_kind="3", **NO_MOTHER, **NO_FATHER),
    bad("birth.father_block_missing", "father_name", **NO_FATHER),
    bad("birth.mother_born_after_child", "mother_born_on", "birth.mother_year_digits_agree", "birth.mother_age_plausible",
        mother_born_on="2027"),
    bad("birth.father_born_after_child", "father_born_on", "birth.father_year_digits_agree", "birth.father_age_plausible",
        father_born_on="2026-04"),
    bad("birth.mother_age_plausible", "mother_born_on", "birth.mother_year_digits_agree", mother_born_on="2016"),
    bad("birth.mother_age_plausible", "mother_born_on", "birth.mother_year_digits_agree", mother_born_on="1950"),
    bad("birth.father_age_plausible", "father_born_on", "birth.father_year_digits_agree", father_born_on="2014-01-01"),
    bad("birth.mother_unexpected", "mother_name", birth_kind="2"),
    bad("birth.father_unexpected", "father_name", birth_kind="3"),
    bad("birth.mother_details_complete", "mother_born_on", mother_born_on=None),
    bad("birth.father_details_complete", "father_born_on", father_residence=None),
    bad("birth.mother_known", "mother_document_no", stranger=True),
    bad("birth.father_known", "father_document_no", stranger=True),
    bad("birth.sex_digit_agrees", "personal_id", personal_id=personal_id(1, 1, 2026)),
    bad("birth.year_digits_agree", "personal_id", personal_id=personal_id(2, 2, 2025)),
    bad("birth.born_long_ago", "born_on", "birth.mother_born_after_child", "birth.mother_age_plausible",
        "birth.father_born_after_child", "birth.father_age_plausible", "birth.year_digits_agree",
        born_on="1826-03-01", registration_type="4"),
    bad("birth.late_registration_marked", "registration_type", born_on="2026-01-01"),
    bad("birth.reregistration_has_number", "personal_id", registration_type="2", personal_id=None),
    bad("birth.parents_distinct", "father_document_no", mother_document_no="187", father_document_no="187"),
    bad("birth.possible_twice", "child_name", twins=True),
    bad("birth.number_province_listed", "personal_id", personal_id="105" + personal_id(3, 2, 2026)[3:]),
    bad("birth.mother_number_province_listed", "mother_document_no", mother_document_no="999" + personal_id(4, 2, 1996)[3:],
        mother_born_on="1996"),
    bad("birth.father_number_province_listed", "father_document_no", father_document_no="003" + personal_id(5, 1, 1990)[3:],
        father_born_on="1990"),
    bad("birth.mother_year_digits_agree", "mother_document_no", mother_document_no=personal_id(6, 2, 1969), mother_born_on="1996"),
    bad("birth.father_year_digits_agree", "father_document_no", father_document_no=personal_id(7, 1, 1909), father_born_on="1990"),
    bad("birth.mother_sex_digit_agrees", "mother_document_no", mother_document_no=personal_id(8, 1, 1996), mother_born_on="1996"),
    bad("birth.father_sex_digit_agrees", "father_document_no", father_document_no=personal_id(9, 2, 1990), father_born_on="1990"),
)  # fmt: skip


def test_bad_births_are_caught_and_good_ones_are_not() -> None:
    assert_suite("birth", birth, VARIANTS, CASES)


@settings(max_examples=3, deadline=None)
@given(
    st.lists(
        st.tuples(st.dates(date(1950, 1, 1), date(2026, 11, 22)), st.integers(-400, 400)), min_size=40, max_size=40
    )
)
def test_a_birth_is_caught_exactly_when_it_was_registered_before(days: list[tuple[date, int]]) -> None:
    contents = [
        birth(n) | {"born_on": str(born), "registered_on": str(born + timedelta(days=gap))}
        for n, (born, gap) in enumerate(days)
    ]
    caught = found(judged("birth", contents, today=date(2030, 1, 1)))
    early = {n for n, (_, gap) in enumerate(days) if gap < 0}
    assert {n for n, pairs in caught.items() if ("birth.registered_before_birth", "registered_on") in pairs} == early


def test_the_first_day_of_a_withdrawn_code_is_already_too_late() -> None:
    days = ["2025-06-30", "2025-07-01"]
    contents = [
        birth(n) | {"registration_unit": "16603", "registered_on": day, "born_on": day, "book_no": "01/2025"}
        for n, day in enumerate(days)
    ]
    caught = found(judged("birth", contents))
    withdrawn = ("birth.unit_valid_on_registration", "registration_unit")
    assert [withdrawn in caught.get(n, set()) for n in (0, 1)] == [False, True]
