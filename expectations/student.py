"""A good student record: a pupil with a code and a name, of an age that fits the class in that school year."""

from __future__ import annotations

import polars as pl

from expectations.suite.checks import absent, between, not_after_today, present
from expectations.suite.columns import clipped, day, flag, year
from expectations.suite.neighbours import only_one
from expectations.suite.person import number_columns, number_rules
from expectations.suite.rule import Suite, critical, warning
from expectations.suite.usual import (
    commune_in_force,
    died_before,
    dossier_linked,
    in_future,
    out_of_order,
    twice,
    withdrawn,
)

AGE_OF_GRADE_0 = 5  # first-graders are six in the calendar year the school year starts
# How far, in years, a pupil's age may lie from the usual one. One early and three late are allowed for cause by the school charters
# (recalled); beside a disability we let two repeated years pass.
EARLIEST, LATEST, LATEST_DISABLED = -1, 3, 5
USUAL_LATEST = 1
BORN = ("ngày sinh", "birth date")
CHARTER = "School charters (ages recalled), bounds ours"


def derive(frame: pl.DataFrame) -> pl.DataFrame:
    """Years between the pupil's age and the usual age of the grade, days, and a withdrawn commune."""
    starts = year("school_year")
    grade = pl.col("class_code").str.extract(r"^([0-9]{1,2})").cast(pl.Float64)
    off = starts - year("born_on") - grade - AGE_OF_GRADE_0
    excused = pl.col("disability").is_not_null() & off.is_between(LATEST, LATEST_DISABLED)
    begins = (pl.col("school_year").str.slice(0, 4) + "-06-01").str.to_date("%Y-%m-%d", strict=False)
    return frame.with_columns(
        *number_columns("personal_id", "sex", "born_on"),
        pl.when(~excused).then(off).alias("years_off"),
        pl.when(off.is_between(EARLIEST, LATEST)).then(off).alias("years_unusual"),
        day("born_on").alias("born_on"),
        day("status_on").alias("status_on"),
        clipped(begins).alias("school_year_begins"),
        flag(
            (day("status_on") < clipped(begins)) | (day("status_on") >= clipped(begins.dt.offset_by("15mo"))),
            "status_astray",
        ),
        withdrawn("commune"),
    )


RULES = (
    critical("student.student_code_present", "student_code", present("student_code"), source="DOMAIN §7 (sheet C1-HocSinh)",
        vi="Chưa có mã học sinh.", fix_vi="Nhập mã học sinh do cơ sở dữ liệu ngành cấp.",
        en="The student code is missing.", fix_en="Enter the code the sector database has issued."),
    in_future("student.born_in_future", "born_on", BORN, ("giấy khai sinh", "the birth certificate")),
    critical("student.grade_age", "class_code", between("years_off", EARLIEST, LATEST), source=CHARTER,
        vi="Tuổi của học sinh không phù hợp với khối lớp.",
        fix_vi="Kiểm tra mã lớp và ngày sinh; học sinh khuyết tật học muộn thì ghi loại khuyết tật.",
        en="The student's age does not fit the grade.",
        fix_en="Check class code and birth date; for a pupil who is late because of a disability, record the disability."),
    out_of_order("student.status_before_birth", "status_on",
        ("status_on", ("ngày nhập trạng thái", "date of the status")), ("born_on", BORN)),
    warning("student.grade_age_usual", "class_code", between("years_unusual", 0, USUAL_LATEST), source=CHARTER,
        vi="Học sinh học sớm hoặc học muộn hơn tuổi thường gặp của khối lớp.",
        fix_vi="Kiểm tra ngày sinh và mã lớp; nếu được phép học vượt hoặc học muộn thì giữ nguyên.",
        en="The student is younger or older than usual for the grade.",
        fix_en="Check birth date and class; leave them if skipping or starting late was permitted."),
    warning("student.status_in_future", "status_on", not_after_today("status_on"), source="ours",
        vi="Ngày nhập trạng thái ở tương lai.", fix_vi="Kiểm tra lại ngày nhập trạng thái.",
        en="The date of the status lies in the future.", fix_en="Check the date of the status."),
    warning("student.school_year_in_future", "school_year", not_after_today("school_year_begins"),
        source="ours (files for the next year are prepared from June on)",
        vi="Năm học chưa bắt đầu.", fix_vi="Kiểm tra lại năm học của tệp đã nộp.",
        en="The school year has not begun.", fix_en="Check the school year of the file handed in."),
    warning("student.personal_id_present", "personal_id", present("personal_id"),
        source="NĐ 88/2026/NĐ-CP (record code by personal number, DOMAIN §7)",
        vi="Chưa có số định danh cá nhân của học sinh.",
        fix_vi="Tra số định danh trên giấy khai sinh hoặc Cơ sở dữ liệu quốc gia về dân cư.",
        en="The student's personal number is missing.", fix_en="Look it up on the birth certificate or in the population database."),
    *number_rules("student", "personal_id", "sex", "born_on"),
    critical("student.person_deceased", "personal_id", absent("dead"), source="DOMAIN §7 (the dead do not enrol); day ours",
        vi="Người này đã được khai tử trước khi năm học bắt đầu.",
        fix_vi="Kiểm tra số định danh; nếu đúng người, bỏ tên khỏi danh sách lớp.",
        en="This person is recorded as having died before the school year began.",
        fix_en="Check the personal number; if it is the right person, take the name off the class list."),
    warning("student.status_in_school_year", "status_on", absent("status_astray"),
        source="DOMAIN §7; bounds ours (June to August of the year after)",
        vi="Ngày nhập trạng thái không thuộc năm học của danh sách.", fix_vi="Kiểm tra ngày nhập trạng thái và năm học của tệp.",
        en="The date of the status is not within the school year of the list.",
        fix_en="Check the date of the status and the file's school year."),
    twice("student.enrolled_once", "personal_id", "enrolled_twice",
        ("cùng một học sinh trong một năm học", "the same student in the same school year"),
        fix=("Kiểm tra học sinh chuyển trường: trường cũ ghi trạng thái chuyển đi.",
             "Check for a transfer: the former school records the status as moved away.")),
    commune_in_force("student", "commune", ("của học sinh", "student's")),
    dossier_linked("student"),
)  # fmt: skip

PUPIL, TWICE = only_one("enrolled_twice", "personal_id", "school_year")
STARTS = pl.col("school_year").str.slice(0, 4) + "-09-01"
DEAD = died_before("personal_id", STARTS)
SUITE = Suite("student", RULES, derive, tells=(PUPIL,), clashes=(TWICE, DEAD))
