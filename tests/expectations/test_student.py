"""The student suite catches what is planted, names the field, and leaves good records alone."""

from __future__ import annotations

from tests.expectations.good import student
from tests.expectations.kit import Told, assert_suite, bad, buried, found, judged
from tests.records import personal_id


def _born(year: int) -> dict[str, object]:
    return {"born_on": f"{year}-09-30", "personal_id": personal_id(year, 1, year)}


VARIANTS = (
    {},
    _born(2015),
    {"class_code": "12C1", **_born(2009)},
    {"class_code": "1A", **_born(2020)},
    {"class_code": "1A", "disability": "Vận động", **_born(2016)},
    {"class_code": None},
    {"class_code": "Lớp 5"},  # malformed: the contract's finding
    {"born_on": None},
    {"status_on": "2026-11-22"},
)
CASES = (
    bad("student.student_code_present", "student_code", student_code=None),
    bad("student.born_in_future", "born_on", "student.grade_age", "student.status_before_birth", "student.year_digits_agree",
        born_on="2026-12-01"),
    bad("student.grade_age", "class_code", class_code="11A"),
    bad("student.grade_age", "class_code", class_code="1A"),
    bad("student.grade_age", "class_code", class_code="1A", disability="Vận động", **_born(2014)),
    bad("student.grade_age_usual", "class_code", class_code="6A"),
    bad("student.grade_age_usual", "class_code", class_code="2A"),
    bad("student.status_before_birth", "status_on", "student.status_in_school_year", status_on="2016-09-29"),
    bad("student.status_in_future", "status_on", status_on="2026-11-23"),
    bad("student.school_year_in_future", "school_year", "student.status_in_school_year", school_year="2027-2028", class_code="6A"),
    bad("student.personal_id_present", "personal_id", personal_id=None),
    bad("student.sex_digit_agrees", "personal_id", personal_id=personal_id(5, 2, 2016)),
    bad("student.year_digits_agree", "personal_id", personal_id=personal_id(6, 1, 2006)),
    bad("student.enrolled_once", "personal_id", twins=True),
    bad("student.commune_in_force", "commune", commune="16603"),
    bad("student.dossier_linked", "dossier_code", dossier_code=None),
    bad("student.number_province_listed", "personal_id", personal_id="999" + personal_id(907, 1, 2016)[3:]),
    bad("student.person_deceased", "personal_id", personal_id=personal_id(908, 1, 2016), told=buried("personal_id", "2026-08-31")),
    bad("student.enrolled_once", "personal_id", personal_id=personal_id(909, 1, 2016),
        told=Told("enrolled_twice", lambda record: f"{record['personal_id']}|{record['school_year']}", {})),
    bad("student.status_in_school_year", "status_on", status_on="2026-05-31"),
)  # fmt: skip


def test_bad_students_are_caught_and_good_ones_are_not() -> None:
    assert_suite("student", student, VARIANTS, CASES)


def test_every_grade_has_its_own_age() -> None:
    """Of a pupil born in 2016 only grades 2 to 6 are possible in the school year 2026-2027."""
    caught = found(judged("student", [student(grade) | {"class_code": f"{grade}A"} for grade in range(13)]))
    possible = {n for n in range(1, 13) if ("student.grade_age", "class_code") not in caught.get(n, set())}
    assert possible == {2, 3, 4, 5, 6}
