"""The suite of yearly results catches what is planted, names the field, and leaves good records alone."""

from __future__ import annotations

from tests.expectations.good import yearly_result
from tests.expectations.kit import assert_suite, bad
from tests.records import from_raw
from tests.records.yearly_result import SECONDARY

MARKS = from_raw("yearly_result", SECONDARY)
VARIANTS = (
    {},
    MARKS,
    {"period": "GK1", "overall": None, "promoted": None, "completed": None},
    MARKS | {"period": "HK2", "conduct": None},
)


def one(group: str, level: str | None = None, score: str | None = None) -> dict[str, object]:
    """A record in which one thing was assessed."""
    return {"assessments": [{"group": group, "name": "Toán", "level": level, "score": score}]}


CASES = (
    bad("yearly_result.primary_scores_whole", "assessments", **one("subject", score="7.5")),
    bad("yearly_result.primary_scores_whole", "assessments", **one("subject", score="0")),
    bad("yearly_result.levels_fit", "assessments", **one("quality", level="H")),
    bad("yearly_result.overall_present", "overall", overall=None),
    bad("yearly_result.promoted_incomplete", "completed", completed=None),
    bad("yearly_result.period_fits", "period", period="HK1"),
    bad("yearly_result.born_in_future", "born_on", "yearly_result.age_usual", born_on="2026-12-01"),
    bad("yearly_result.overall_fits", "overall", overall="K"),
    bad("yearly_result.promoted_though_failed", "promoted", overall="CHT"),
    bad("yearly_result.conduct_present", "conduct", **MARKS | {"conduct": None}),
    bad("yearly_result.something_assessed", "assessments", assessments=[]),
    bad("yearly_result.age_usual", "class_code", born_on="2010-01-01"),
    bad("yearly_result.levels_fit", "assessments", **one("subject", level="CĐ")),
    bad("yearly_result.levels_fit", "assessments", **MARKS | one("quality", level="T")),
    bad("yearly_result.promoted_though_failed", "promoted", **MARKS | {"conduct": "CD"}),
    bad("yearly_result.signed", "signed", **MARKS | {"signed": None}),
)  # fmt: skip


def test_bad_results_are_caught_and_good_ones_are_not() -> None:
    assert_suite("yearly_result", yearly_result, VARIANTS, CASES)


def test_both_sheets_become_one_list_of_assessments() -> None:
    said = [(one["group"], one["name"], one["level"], one["score"]) for one in yearly_result(1)["assessments"]]
    assert said == [("subject", "Toán", "T", "9"), ("subject", "Tiếng việt", "H", "7"), ("subject", "Đạo đức", "T", None),
                    ("competence", "Ngôn ngữ", "Đ", None), ("quality", "Yêu nước", "T", None)]  # fmt: skip
    assert [(one["name"], one["level"], one["score"]) for one in MARKS["assessments"]] == [
        ("Toán", None, "8.5"),
        ("Nghệ thuật", "Đ", None),
    ]
