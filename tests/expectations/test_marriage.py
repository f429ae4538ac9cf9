"""The marriage suite catches what is planted, names the field, and leaves good records alone."""

from __future__ import annotations

from tests.expectations.good import marriage
from tests.expectations.kit import assert_suite, bad, buried
from tests.expectations.registration_cases import registration_cases
from tests.records import personal_id

VARIANTS = (
    {},
    {"registration_type": "2", "state": "3"},
    {"husband_born_on": "2006-03-05", "husband_document_no": personal_id(8, 1, 2006)},  # twenty on the very day
    {"wife_born_on": "2008", "wife_document_no": personal_id(9, 2, 2008)},  # eighteen this year, perhaps already
    {"husband_document_no": "186543210"},
    {"registered_on": "2013-05-10", "book_no": "01/2013", "registration_unit": "16603", "wife_born_on": "1996",
     "wife_document_no": personal_id(9, 2, 1996)},
)  # fmt: skip
CASES = (
    bad("marriage.spouses_distinct", "wife_document_no", "marriage.wife_year_digits_agree", "marriage.wife_sex_digit_agrees",
        husband_document_no=personal_id(1, 1, 1990), wife_document_no=personal_id(1, 1, 1990)),
    bad("marriage.husband_under_age", "husband_born_on", husband_born_on="2006-03-06", husband_document_no=personal_id(2, 1, 2006)),
    bad("marriage.husband_under_age", "husband_born_on", husband_born_on="2007", husband_document_no=personal_id(2, 1, 2007)),
    bad("marriage.wife_under_age", "wife_born_on", wife_born_on="2008-04", wife_document_no=personal_id(3, 2, 2008)),
    bad("marriage.husband_year_digits_agree", "husband_document_no", husband_document_no=personal_id(4, 1, 1909)),
    bad("marriage.wife_year_digits_agree", "wife_document_no", wife_document_no=personal_id(5, 2, 1929)),
    bad("marriage.husband_sex_digit_agrees", "husband_document_no", husband_document_no=personal_id(6, 2, 1990)),
    bad("marriage.wife_sex_digit_agrees", "wife_document_no", wife_document_no=personal_id(7, 1, 1992)),
    bad("marriage.husband_document_present", "husband_document_no", husband_document_no=None),
    bad("marriage.wife_document_present", "wife_document_no", wife_document_no=None),
    bad("marriage.husband_born_before_registration", "husband_born_on", "marriage.husband_under_age", husband_born_on="2026-08",
        husband_document_no=personal_id(8, 1, 2026)),
    bad("marriage.wife_born_before_registration", "wife_born_on", "marriage.wife_under_age", wife_born_on="2026-08",
        wife_document_no=personal_id(8, 2, 2026)),
    bad("marriage.registered_once", "husband_document_no", twins=True),
    *registration_cases("marriage"),
    bad("marriage.husband_number_province_listed", "husband_document_no", husband_document_no="105" + personal_id(1, 1, 1990)[3:]),
    bad("marriage.wife_number_province_listed", "wife_document_no", wife_document_no="105" + personal_id(1, 2, 1992)[3:]),
    bad("marriage.husband_alive", "husband_document_no", told=buried("husband_document_no", "2020-01-01")),
    bad("marriage.wife_alive", "wife_document_no", told=buried("wife_document_no", "2020-01-01")),
)  # fmt: skip


def test_bad_marriages_are_caught_and_good_ones_are_not() -> None:
    assert_suite("marriage", marriage, VARIANTS, CASES)
