"""The suite of marital-status confirmations catches what is planted, names the field, and leaves good records alone."""

from __future__ import annotations

from tests.expectations.good import marital_status
from tests.expectations.kit import assert_suite, bad
from tests.expectations.registration_cases import OLD_BOOK, registration_cases
from tests.records import personal_id

VARIANTS = (
    {},
    {"purpose": "5", "purpose_text": "Vay vốn ngân hàng"},
    {"resided_from": "2026", "resided_until": "2026"},  # one year, whatever the days
    {"resided_from": None, "resided_until": "1999"},
    {"subject_born_on": "2008", "subject_document_no": personal_id(7, 2, 2008)},  # eighteen this year, perhaps already
    {
        "subject_born_on": "2010",
        "subject_document_no": personal_id(8, 2, 2010),
        "purpose": "5",
        "purpose_text": "Du học",
    },
    OLD_BOOK | {"registration_unit": "16603"},
)
CASES = (
    bad("marital_status.registered_before_birth", "subject_born_on", "marital_status.of_age_to_marry",
        subject_born_on="2027", subject_document_no=personal_id(1, 2, 2027)),
    bad("marital_status.residence_reversed", "resided_until", resided_until="2012"),
    bad("marital_status.purpose_told", "purpose_text", purpose="5"),
    bad("marital_status.of_age_to_marry", "subject_born_on", subject_born_on="2008-04", subject_document_no=personal_id(2, 2, 2008)),
    bad("marital_status.issued_once", "subject_document_no", twins=True),
    bad("marital_status.sex_digit_agrees", "subject_document_no", subject_document_no=personal_id(3, 1, 1995)),
    bad("marital_status.year_digits_agree", "subject_document_no", subject_document_no=personal_id(4, 2, 1959)),
    *registration_cases("marital_status"),
    bad("marital_status.number_province_listed", "subject_document_no",
        subject_document_no="105" + str(marital_status(901)["subject_document_no"])[3:]),
)  # fmt: skip


def test_bad_confirmations_are_caught_and_good_ones_are_not() -> None:
    assert_suite("marital_status", marital_status, VARIANTS, CASES)
