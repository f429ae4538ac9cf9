"""The recognition suite catches what is planted, names the field, and leaves good records alone."""

from __future__ import annotations

from tests.expectations.good import recognition
from tests.expectations.kit import assert_suite, bad
from tests.expectations.registration_cases import OLD_BOOK, registration_cases
from tests.records import personal_id

VARIANTS = (
    {},
    {"kind": "2", "parent_document_no": personal_id(1, 2, 1975)},
    {"kind": "4", "parent_document_no": "186543210"},
    {"parent_born_on": None, "child_born_on": None},
    OLD_BOOK | {"registration_unit": "16603"},
)
CASES = (
    bad("recognition.parent_younger", "parent_born_on", "recognition.years_apart",
        parent_born_on="2005", parent_document_no=personal_id(1, 1, 2005)),
    bad("recognition.two_people", "child_document_no", "recognition.child_year_digits_agree",
        parent_document_no=personal_id(2, 1, 1975), child_document_no=personal_id(2, 1, 1975)),
    bad("recognition.years_apart", "child_born_on", parent_born_on="1995", parent_document_no=personal_id(3, 1, 1995)),
    bad("recognition.decision_numbered", "decision_no", decision_no=None),
    bad("recognition.registered_once", "child_document_no", twins=True),
    bad("recognition.parent_sex_digit_agrees", "parent_document_no", kind="4"),
    bad("recognition.parent_year_digits_agree", "parent_document_no", parent_document_no=personal_id(4, 1, 1957)),
    bad("recognition.child_year_digits_agree", "child_document_no", child_document_no=personal_id(5, 2, 2014)),
    bad("recognition.parent_document_present", "parent_document_no", parent_document_no=None),
    bad("recognition.child_document_present", "child_document_no", child_document_no=None),
    bad("recognition.parent_born_before_registration", "parent_born_on", "recognition.years_apart",
        "recognition.child_document_present", parent_born_on="2026-08", parent_document_no=personal_id(6, 1, 2026),
        child_born_on="2026", child_document_no=None),
    bad("recognition.child_born_before_registration", "child_born_on", child_born_on="2026-08",
        child_document_no=personal_id(7, 2, 2026)),
    *registration_cases("recognition"),
    bad("recognition.parent_number_province_listed", "parent_document_no",
        parent_document_no="105" + str(recognition(901)["parent_document_no"])[3:]),
    bad("recognition.child_number_province_listed", "child_document_no",
        child_document_no="105" + str(recognition(902)["child_document_no"])[3:]),
)  # fmt: skip


def test_bad_recognitions_are_caught_and_good_ones_are_not() -> None:
    assert_suite("recognition", recognition, VARIANTS, CASES)
