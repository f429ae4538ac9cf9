"""Points of QĐ 766/QĐ-TTg as anyone can check them by hand: the table below is the promise, with the arithmetic written out."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.indices.metrics import BESIDE, GROUPS, SOURCES, metrics
from tracking.indices.rules import Rules
from tracking.indices.scoring import combined, points, ratio, total

METRICS = Rules().metrics


class Case(NamedTuple):
    metric: str
    numerator: float
    denominator: float
    percent: float | None
    points: float | None
    arithmetic: str


HAND = [
    # 1 Transparency, 18 points. No targets: ratio × maximum.
    Case("publish_on_time", 45, 50, 90.0, 5.4, "45/50 = 90 %; 0.90 × 6 = 5.40"),
    Case("publish_on_time", 0, 50, 0.0, 0.0, "0/50 = 0 %; 0 × 6 = 0: counted and failed is 0, not N/A"),
    Case("publish_on_time", 0, 0, None, None, "nothing published: N/A"),
    Case("update_on_time", 37, 40, 92.5, 3.7, "37/40 = 92.5 %; 0.925 × 4 = 3.70"),
    Case("update_on_time", 0, 0, None, None, "N/A"),
    Case("content_full", 1999, 2000, 99.95, 2.0, "1999/2000 = 99.95 %; 0.9995 × 2 = 1.999 → 2.00"),
    Case("content_full", 0, 0, None, None, "N/A"),
    Case("dossier_sync", 11_700, 12_480, 93.75, 5.63, "11700/12480 = 93.75 %; 0.9375 × 6 = 5.625 → 5.63, halves up"),
    Case("dossier_sync", 0, 0, None, None, "N/A"),
    Case("dossier_sync", 105, 100, 105.0, 6.0, "105/100 = 105 %, shown so; R ≥ 100 %: 6"),
    # 2 Progress, 20 points.
    Case("on_time", 9308, 10_000, 93.08, 18.62, "0.9308 × 20 = 18.616 → 18.62 (Quảng Nam 2024)"),
    Case("on_time", 30_454, 31_022, 98.17, 19.63, "30454/31022 = 0.98169; × 20 = 19.6338 → 19.63 (Hội An 2024)"),
    Case("on_time", 10_000, 10_000, 100.0, 20.0, "1 × 20 = 20"),
    Case("on_time", 0, 0, None, None, "N/A"),
    # 3 Online services, 12 points; split 2 + 4 + 6 by configuration.
    Case("online_procedures", 1440, 2000, 72.0, 1.8, "72 % of target 80 %: 0.72 / 0.80 × 2 = 1.80"),
    Case("online_procedures", 1600, 2000, 80.0, 2.0, "80 % reaches the target: 2"),
    Case("online_procedures", 0, 0, None, None, "N/A"),
    Case("online_services_used", 690, 1200, 57.5, 2.3, "57.5 %; 0.575 × 4 = 2.30"),
    Case("online_services_used", 0, 0, None, None, "N/A"),
    Case("online_dossiers", 3000, 10_000, 30.0, 3.6, "30 % of target 50 %: 0.30 / 0.50 × 6 = 3.60"),
    Case("online_dossiers", 9840, 10_000, 98.4, 6.0, "98.4 % ≥ 50 %: 6"),
    Case("online_dossiers", 0, 0, None, None, "N/A"),
    # 3.5, 3.6 Online payment, 10 points.
    Case("payment_procedures", 210, 300, 70.0, 1.75, "0.70 / 0.80 × 2 = 1.75"),
    Case("payment_procedures", 0, 0, None, None, "N/A"),
    Case("payment_procedures_used", 60, 300, 20.0, 0.5, "0.20 / 0.80 × 2 = 0.50"),
    Case("payment_procedures_used", 300, 300, 100.0, 2.0, "100 % ≥ 80 %: 2"),
    Case("payment_procedures_used", 0, 0, None, None, "N/A"),
    Case("paid_online", 2470, 3800, 65.0, 3.9, "2470/3800 = 65 %; 0.65 × 6 = 3.90"),
    Case("paid_online", 4000, 3800, 105.26, 6.0, "4000/3800 = 105.26 %, shown so and flagged; 6"),
    Case("paid_online", 0, 0, None, None, "N/A"),
    # 4 Digitisation, 22 points.
    Case("result_available", 961, 1000, 96.1, 5.77, "0.961 × 6 = 5.766 → 5.77"),
    Case("result_available", 0, 0, None, None, "N/A"),
    Case("dossier_digitised", 500, 1000, 50.0, 2.5, "0.50 / 0.80 × 4 = 2.50"),
    Case("dossier_digitised", 988, 1000, 98.8, 4.0, "98.8 % ≥ 80 %: 4"),
    Case("dossier_digitised", 0, 0, None, None, "N/A"),
    Case("reused", 333, 1000, 33.3, 0.83, "0.333 / 0.80 × 2 = 0.8325 → 0.83"),
    Case("reused", 0, 0, None, None, "N/A"),
    Case("personal_store", 1, 3, 33.33, 1.33, "1/3 × 4 = 1.3333 → 1.33"),
    Case("personal_store", 0, 0, None, None, "N/A"),
    Case("citizen_data_procedures", 150, 400, 37.5, 0.75, "0.375 × 2 = 0.75"),
    Case("citizen_data_procedures", 0, 0, None, None, "N/A"),
    Case("citizen_data_dossiers", 850, 1000, 85.0, 1.7, "0.85 × 2 = 1.70"),
    Case("citizen_data_dossiers", 0, 0, None, None, "N/A"),
    Case("certified_copy", 12, 16, 75.0, 1.5, "0.75 × 2 = 1.50"),
    Case("certified_copy", 0, 0, None, None, "N/A"),
    # 5 Satisfaction, 18 points.
    Case("petition_on_time", 57, 60, 95.0, 5.7, "0.95 × 6 = 5.70"),
    Case("petition_on_time", 0, 0, None, None, "no petition: N/A (the nation's interface gives 6)"),
    Case("petition_satisfaction", 41, 60, 68.33, 4.1, "41/60 × 6 = 4.10"),
    Case("petition_satisfaction", 0, 0, None, None, "N/A"),
    Case("receiving_satisfaction", 810, 1000, 81.0, 5.4, "0.81 / 0.90 × 6 = 5.40"),
    Case("receiving_satisfaction", 900, 1000, 90.0, 6.0, "90 % reaches the target: 6"),
    Case("receiving_satisfaction", 0, 0, None, None, "N/A"),
]
RULES = Rules()


@pytest.mark.parametrize("case", HAND, ids=lambda case: f"{case.metric}-{case.numerator}-{case.denominator}")
def test_points_are_those_worked_out_by_hand(case: Case) -> None:
    value = ratio(case.numerator, case.denominator)
    assert (None if value is None else round(100 * value, 2)) == case.percent
    assert points(RULES.metrics[case.metric], case.numerator, case.denominator) == case.points, case.arithmetic


def test_every_component_is_worked_out_with_and_without_a_denominator() -> None:
    scored = {one.id for one in metrics().values() if one.scored}
    assert {case.metric for case in HAND if case.denominator} == scored
    assert {case.metric for case in HAND if not case.denominator} == scored


def test_the_maxima_are_those_of_the_decision() -> None:
    maxima = {group: total(one.maximum for one in RULES.metrics.values() if one.group == group) for group in GROUPS}
    assert maxima == {
        "transparency": 18, "progress": 20, "online": 12, "payment": 10, "digitisation": 22, "satisfaction": 18,
    }  # fmt: skip
    assert maxima == {name: most for name, (most, _, _) in GROUPS.items()}


def test_only_figures_beside_the_points_have_no_maximum_and_every_source_has_a_name() -> None:
    for one in RULES.metrics.values():
        assert (one.maximum is None) == (one.group == BESIDE)
        assert one.source in SOURCES
        assert one.title_vi
        assert one.title_en
        assert one.law


def test_another_split_of_the_online_points_is_configuration_and_must_add_up() -> None:
    other = Rules.model_validate(
        {"online_points": {"online_procedures": 4, "online_services_used": 4, "online_dossiers": 4}}
    )
    assert points(other.metrics["online_dossiers"], 3000, 10_000) == 2.4, "0.30 / 0.50 × 4"
    with pytest.raises(ValueError, match="add up to 12"):
        Rules.model_validate({"online_points": {"online_procedures": 4}})


def test_online_dossiers_count_by_the_share_that_was_synchronised() -> None:
    counts = combined({"dossier_sync": (900, 1000), "online_dossiers": (400, 1000)})
    assert counts["online_dossiers"] == (360, 1000)
    assert points(RULES.metrics["online_dossiers"], *counts["online_dossiers"]) == 4.32, "0.40 × 0.90 / 0.50 × 6"
    assert combined({"dossier_sync": (0, 0), "online_dossiers": (4, 10)})["online_dossiers"] == (4, 10), (
        "unknown: as it is"
    )


def test_satisfaction_with_reception_is_what_neither_late_nor_disliked_dossiers_leave() -> None:
    counts = combined({"on_time": (9308, 10_000), "dossiers_disliked": (5, 200)})
    numerator, denominator = counts["receiving_satisfaction"]
    assert numerator / denominator == pytest.approx(0.9058), "100 % - (6.92 % + 2.5 %) = 90.58 %"
    assert points(RULES.metrics["receiving_satisfaction"], numerator, denominator) == 6
    assert "receiving_satisfaction" not in combined({"dossiers_disliked": (5, 200)})


@given(st.sampled_from(sorted(RULES.metrics)), st.integers(0, 10**7), st.integers(0, 10**7), st.integers(1, 10**7))
def test_more_is_never_worth_less_and_never_more_than_the_maximum(name: str, one: int, other: int, whole: int) -> None:
    metric = RULES.metrics[name]
    low, high = (points(metric, part, whole) for part in sorted((one, other)))
    if metric.maximum is None:
        assert low is high is None
    else:
        assert low is not None
        assert high is not None
        assert 0 <= low <= high <= metric.maximum


GRADES = [
    (100, "Xuất sắc"),
    (90, "Xuất sắc"),
    (89.99, "Tốt"),
    (84.2, "Tốt"),
    (70, "Khá"),
    (50, "Trung bình"),
    (0, "Yếu"),
]


@pytest.mark.parametrize(("score", "band"), GRADES)
def test_bands_begin_where_the_configuration_says(score: float, band: str) -> None:
    assert RULES.band(score).vi == band


def test_more_complaints_than_dossiers_in_time_is_no_point_rather_than_a_debt() -> None:
    counts = combined({"on_time": (0, 10), "dossiers_disliked": (5, 10)})
    assert points(METRICS["receiving_satisfaction"], *counts["receiving_satisfaction"]) == 0


def test_more_than_all_synchronised_makes_the_online_dossiers_no_better() -> None:
    counts = combined({"dossier_sync": (105, 100), "online_dossiers": (400, 1000)})
    assert points(METRICS["online_dossiers"], *counts["online_dossiers"]) == 4.8
