"""The death suite catches what is planted, names the field, and leaves good records alone."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.expectations.good import death
from tests.expectations.kit import assert_suite, bad, found, judged
from tests.expectations.registration_cases import registration_cases
from tests.records import personal_id

OLD_BOOK = {"registered_on": "2024-05-10", "book_no": "01/2024", "died_on": "2024-05-04"}
VARIANTS = (
    {},
    {"born_on": "1941"},
    {"born_on": "1941-02"},
    {"born_on": None},
    {"personal_id": "186543210"},  # an old nine-digit card
    {"personal_id": None, "document_type": "0"},
    {"certificate_type": "0", "certificate_no": None},
    {"registered_on": "2026-09-10", "registration_type": "4"},
    {"registered_on": "2026-05-04"},
    {"born_on": "2026", "personal_id": None},  # an infant known by year only: the day of death may be after the birth
    {"born_on": "2026-05", "personal_id": None},
    OLD_BOOK | {"registration_unit": "16603"},
)
CASES = (
    bad("death.died_on_present", "died_on", died_on=None),
    bad("death.died_in_future", "died_on", "death.registered_before_death", died_on="2026-11-23"),
    bad("death.registered_before_death", "registered_on", died_on="2026-05-11"),
    bad(
        "death.died_before_birth",
        "died_on",
        "death.late_registration_marked",
        died_on="1940-06-15",
    ),
    bad("death.died_before_birth", "died_on", born_on="2026-06", personal_id=None),
    *registration_cases("death", OLD_BOOK, registration_type="4"),
    bad("death.sex_digit_agrees", "personal_id", personal_id=personal_id(3, 2, 1941)),
    bad("death.year_digits_agree", "personal_id", personal_id=personal_id(4, 1, 1914)),
    bad("death.age_plausible", "born_on", born_on="1900", personal_id=None),
    bad("death.late_registration_marked", "registration_type", died_on="2026-03-01"),
    bad("death.certificate_numbered", "certificate_no", certificate_no=None),
    bad("death.registered_once", "personal_id", twins=True),
    bad("death.cause_present", "cause", cause=None),
    bad("death.number_province_listed", "personal_id", personal_id="105" + str(death(901)["personal_id"])[3:]),
)


def test_bad_deaths_are_caught_and_good_ones_are_not() -> None:
    assert_suite("death", death, VARIANTS, CASES)


@settings(max_examples=3, deadline=None)
@given(
    st.lists(
        st.tuples(st.dates(date(1930, 1, 1), date(2026, 5, 4)), st.integers(-800, 800), st.sampled_from([4, 7, 10])),
        min_size=40,
        max_size=40,
    )
)
def test_a_partial_birth_date_is_compared_at_its_own_precision(lives: list[tuple[date, int, int]]) -> None:
    contents = [
        death(n) | {"born_on": str(born)[:precision], "died_on": str(born + timedelta(days=gap)), "personal_id": None}
        for n, (born, gap, precision) in enumerate(lives)
    ]
    caught = found(judged("death", contents))
    before = {
        n
        for n, (born, gap, precision) in enumerate(lives)
        if str(born + timedelta(days=gap))[:precision] < str(born)[:precision]
    }
    assert {n for n, pairs in caught.items() if ("death.died_before_birth", "died_on") in pairs} == before
