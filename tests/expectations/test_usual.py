"""The rules many record types share: their words in both languages, and what they catch in a suite made of nothing else."""

from __future__ import annotations

from datetime import date

import polars as pl

from expectations.suite.columns import day
from expectations.suite.judge import judge_with
from expectations.suite.neighbours import only_one
from expectations.suite.rule import Suite
from expectations.suite.usual import commune_in_force, in_future, out_of_order, twice, unusual, withdrawn
from tests.expectations import good
from tests.expectations.kit import found, frame

BORN, STATUS = ("ngày sinh", "birth date"), ("ngày nhập trạng thái", "date of the status")
PERSON, AGAIN = only_one("again", "personal_id")
RULES = (
    in_future("student.future", "born_on", BORN, ("giấy khai sinh", "the birth certificate")),
    out_of_order("student.order", "status_on", ("status_on", STATUS), ("born_on", BORN), severity="warning"),
    unusual("student.year", "born_on", ("năm sinh", "year of birth"), 2000, 2030, column="year"),
    twice("student.twice", "personal_id", "again", ("cùng một học sinh", "the same student")),
    commune_in_force("student", "commune", ("của học sinh", "student's")),
)


def derive(frame: pl.DataFrame) -> pl.DataFrame:
    born = day("born_on")
    year = born.dt.year().cast(pl.Float64).alias("year")
    return frame.with_columns(born.alias("born_on"), day("status_on").alias("status_on"), year, withdrawn("commune"))


def test_each_catches_its_own_record_and_no_good_one() -> None:
    changes = [
        {"born_on": "2026-11-23", "status_on": None},
        {"born_on": "2016-09-30", "status_on": "2016-09-29"},
        {"born_on": "1999-12-31"},
        {"personal_id": "040216999999"},
        {"personal_id": "040216999999"},
        {"commune": "16603"},
        {},
    ]
    records = frame([good.student(n) | change for n, change in enumerate(changes)])
    caught = found(
        judge_with(Suite("student", RULES, derive, tells=(PERSON,), clashes=(AGAIN,)), date(2026, 11, 22))(records)
    )
    rules = {place: [rule for rule, _ in pairs] for place, pairs in caught.items()}
    names = [
        "student.future",
        "student.order",
        "student.year",
        "student.twice",
        "student.twice",
        "student.commune_in_force",
    ]
    assert rules == {place: [name] for place, name in enumerate(names)}


def test_their_words() -> None:
    future, order, year, same, commune = RULES
    assert (future.vi, future.fix_vi) == (
        "Ngày sinh ở tương lai.",
        "Đối chiếu với giấy khai sinh và nhập lại ngày sinh.",
    )
    assert (order.vi, order.fix_en) == (
        "Ngày nhập trạng thái trước ngày sinh.",
        "Check the date of the status and the birth date.",
    )
    assert (year.vi, year.en) == (
        "Năm sinh ít gặp (ngoài khoảng 2000–2030).",
        "The year of birth is unusual (outside 2000–2030).",
    )
    assert (same.en, commune.en) == (
        "Another record is of the same student.",
        "The student's commune code has been withdrawn.",
    )
    assert [rule.severity for rule in RULES] == ["critical", "warning", "warning", "warning", "warning"]
