"""The encounter suite catches what is planted, names the field, and leaves good records alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.expectations.good import encounter
from tests.expectations.kit import assert_suite, bad, buried, found, judged
from tests.records import personal_id

OUTPATIENT = {
    "discharged_at": "2026-10-01T11:00",
    "treatment_days": 1,
    "discharge_summary_at": None,
    "discharge_doctor": None,
    "visit_type": "01",
}
VARIANTS = (
    {},
    OUTPATIENT,
    {"discharged_at": None, "discharge_summary_at": None, "treatment_days": None},
    {"total_cost": "110501.4"},  # rounded
    {"drug_total": "0", "drug_cost": "0", "total_cost": "50000"},
    {"born_on": "1960-02-29"},
    {"sex": "3"},
    {"other_diagnoses": None},
    {"main_diagnosis": "O80", "other_diagnoses": "O80.1"},
    {"admitted_at": "2026-10-01T08:30:15"},
    {"admitted_at": None},  # malformed at the source: the mapping's finding
    {"born_on": "2026-10", "personal_id": personal_id(9, 2, 2026)},  # a newborn known by month
    {"admitted_at": "2026-11-22T23:59", "discharged_at": None, "treatment_days": 1, "discharge_summary_at": None},
)
CASES = (
    bad("encounter.discharge_before_admission", "discharged_at", "encounter.treatment_days_fit_stay",
        "encounter.summary_agrees", discharged_at="2026-09-30T08:30"),
    bad("encounter.admitted_in_future", "admitted_at", admitted_at="2026-11-23T00:00", discharged_at=None,
        discharge_summary_at=None, treatment_days=None),
    bad("encounter.admitted_before_birth", "admitted_at", born_on="2027", personal_id=personal_id(1, 2, 2027)),
    bad("encounter.admitted_before_birth", "admitted_at", born_on="2026-11", personal_id=personal_id(2, 2, 2026)),
    bad("encounter.cost_sum", "total_cost", total_cost="111500.5"),
    bad("encounter.cost_sum", "total_cost", total_cost="110502"),
    bad("encounter.cost_not_negative", "total_cost", "encounter.cost_sum", total_cost="-1"),
    bad("encounter.drug_cost_agrees", "drug_cost", drug_cost="60000"),
    bad("encounter.treatment_days_fit_stay", "treatment_days", treatment_days=5),
    bad("encounter.stay_usual", "discharged_at", admitted_at="2025-10-01T08:30"),
    bad("encounter.discharged_in_future", "discharged_at", discharged_at="2026-11-24T10:00",
        discharge_summary_at="2026-11-24T10:00"),
    bad("encounter.summary_agrees", "discharge_summary_at", discharge_summary_at="2026-10-04T11:00"),
    bad("encounter.summary_signed", "discharge_doctor", discharge_doctor=None),
    bad("encounter.main_diagnosis_once", "other_diagnoses", other_diagnoses="K29.7; I10"),
    bad("encounter.diagnosis_fits_sex", "main_diagnosis", main_diagnosis="O80", sex="1", personal_id=personal_id(1, 1, 1960)),
    bad("encounter.age_plausible", "born_on", born_on="1890", personal_id="187654321"),
    bad("encounter.sex_digit_agrees", "personal_id", personal_id=personal_id(2, 1, 1960)),
    bad("encounter.year_digits_agree", "personal_id", personal_id=personal_id(3, 2, 1906)),
    bad("encounter.dossier_linked", "dossier_code", dossier_code=None),
    bad("encounter.personal_id_present", "personal_id", personal_id=None),
    bad("encounter.number_province_listed", "personal_id", personal_id="105" + personal_id(904, 2, 1960)[3:]),
    bad("encounter.outcome_when_discharged", "outcome", outcome=None),
    bad("encounter.patient_class_short", "patient_class", patient_class="12.34"),
    bad("encounter.admitted_after_death", "personal_id", told=buried("personal_id", "2026-09-30")),
    bad("encounter.stays_overlap", "admitted_at", personal_id=personal_id(905, 2, 1960), twins=True),
)  # fmt: skip


def test_bad_encounters_are_caught_and_good_ones_are_not() -> None:
    assert_suite("encounter", encounter, VARIANTS, CASES)


@settings(max_examples=3, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.datetimes(datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2026-09-01")),
            st.integers(-3000, 3000),
        ),
        min_size=40,
        max_size=40,
    )
)
def test_a_discharge_is_caught_exactly_when_it_is_earlier(stays: list[tuple[datetime, int]]) -> None:
    contents = [
        encounter(n)
        | {
            "admitted_at": f"{start:%Y-%m-%dT%H:%M}",
            "discharged_at": f"{start + timedelta(minutes=gap):%Y-%m-%dT%H:%M}",
        }
        for n, (start, gap) in enumerate(stays)
    ]
    caught = found(judged("encounter", contents))
    earlier = {n for n, (_, gap) in enumerate(stays) if gap < 0}
    assert {
        n for n, pairs in caught.items() if ("encounter.discharge_before_admission", "discharged_at") in pairs
    } == earlier
