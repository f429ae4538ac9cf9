"""The suite of health books catches what is planted, names the field, and leaves good records alone."""

from __future__ import annotations

from tests.expectations.good import health_book
from tests.expectations.kit import assert_suite, bad
from tests.records import personal_id

CHILD = {"born_on": "2021-03", "personal_id": personal_id(1, 2, 2021)}
VARIANTS = (
    {},
    {"send_state": "loi", "response_code": "E401"},
    {"send_state": "chua_gui", "response_code": None, "sent_at": None},
    {"send_state": "gui_lai", "sent_at": None},
    CHILD | {"guardian_name": "Trần Văn Cha"},
    {"born_on": "2008", "personal_id": personal_id(5, 2, 2008)},  # perhaps of age since January
    {"born_on": "2026", "personal_id": personal_id(6, 2, 2026), "guardian_name": "Trần Văn Cha"},  # perhaps before the book
    {"height_cm": None, "weight_kg": None, "updated_on": None, "insured_until": None, "commune": None},
    {"insured_until": "2026-11-22", "opened_on": "2026-11-22", "updated_on": "2026-11-22"},
)  # fmt: skip
CASES = (
    bad("health_book.error_has_code", "response_code", send_state="loi", response_code=None),
    bad("health_book.sent_has_time", "sent_at", sent_at=None),
    bad("health_book.opened_before_birth", "opened_on", opened_on="1990-06-11"),
    bad("health_book.updated_before_opening", "updated_on", updated_on="2026-01-04"),
    bad("health_book.opened_in_future", "opened_on", opened_on="2026-11-23", updated_on=None),
    bad("health_book.minor_represented", "guardian_name", **CHILD),
    bad("health_book.height_usual", "height_cm", height_cm="1.565"),
    bad("health_book.weight_usual", "weight_kg", weight_kg="520"),
    bad("health_book.insurance_runs", "insured_until", insured_until="2026-11-21"),
    bad("health_book.sex_digit_agrees", "personal_id", personal_id=personal_id(3, 1, 1990)),
    bad("health_book.year_digits_agree", "personal_id", personal_id=personal_id(4, 2, 1909)),
    bad("health_book.commune_in_force", "commune", commune="16603"),
    bad("health_book.number_province_listed", "personal_id", personal_id="105" + str(health_book(901)["personal_id"])[3:]),
)  # fmt: skip


def test_bad_books_are_caught_and_good_ones_are_not() -> None:
    assert_suite("health_book", health_book, VARIANTS, CASES)


def test_measures_are_read_as_facilities_write_them() -> None:
    assert (health_book(1)["height_cm"], health_book(1)["weight_kg"]) == ("156.5", "52")
