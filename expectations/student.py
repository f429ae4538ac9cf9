"""A good student record: a pupil with a code and a name, of an age that fits the class in that school year."""

from __future__ import annotations

import polars as pl

from expectations.suite.checks import (
    absent,
    between,
    not_after_today,
    not_before,
    present,
    unique_together,
)
from expectations.suite.columns import clipped, day, flag, year
from expectations.suite.person import number_columns, number_rules
from expectations.suite.registration import dossier_linked
from expectations.suite.rule import Suite, critical, warning
from expectations.suite.units import until

AGE_OF_GRADE_0 = 5  # first-graders are six in the calendar year the school year starts
# How far, in years, a pupil's age may lie from the usual one. One early and three late are allowed for cause by the school charters
# (recalled); beside a disability we let two repeated years pass.
EARLIEST, LATEST, LATEST_DISABLED = -1, 3, 5
USUAL_LATEST = 1
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
        flag(until("commune").is_not_null(), "commune_withdrawn"),
    )


RULES = (
    critical(
        "student.student_code_present",
        "student_code",
        present("student_code"),
        vi="Chưa có mã học sinh.",
        en="The student code is missing.",
        fix_vi="Nhập mã học sinh do cơ sở dữ liệu ngành cấp.",
        fix_en="Enter the code the sector database has issued.",
        source="DOMAIN §7 (sheet C1-HocSinh)",
    ),
    critical(
        "student.born_in_future",
        "born_on",
        not_after_today("born_on"),
        vi="Ngày sinh ở tương lai.",
        en="The birth date lies in the future.",
        fix_vi="Đối chiếu với giấy khai sinh và nhập lại ngày sinh.",
        fix_en="Compare with the birth certificate and enter the date again.",
        source="ours",
    ),
    critical(
        "student.grade_age",
        "class_code",
        between("years_off", EARLIEST, LATEST),
        vi="Tuổi của học sinh không phù hợp với khối lớp.",
        en="The student's age does not fit the grade.",
        fix_vi="Kiểm tra mã lớp và ngày sinh; học sinh khuyết tật học muộn thì ghi loại khuyết tật.",
        fix_en="Check class code and birth date; for a pupil who is late because of a disability, record the disability.",
        source=CHARTER,
    ),
    critical(
        "student.status_before_birth",
        "status_on",
        not_before("status_on", "born_on"),
        vi="Ngày nhập trạng thái trước ngày sinh.",
        en="The date of the status is before the birth date.",
        fix_vi="Kiểm tra ngày nhập trạng thái và ngày sinh.",
        fix_en="Check the date of the status and the birth date.",
        source="ours",
    ),
    warning(
        "student.grade_age_usual",
        "class_code",
        between("years_unusual", 0, USUAL_LATEST),
        vi="Học sinh học sớm hoặc học muộn hơn tuổi thường gặp của khối lớp.",
        en="The student is younger or older than usual for the grade.",
        fix_vi="Kiểm tra ngày sinh và mã lớp; nếu được phép học vượt hoặc học muộn thì giữ nguyên.",
        fix_en="Check birth date and class; leave them if skipping or starting late was permitted.",
        source=CHARTER,
    ),
    warning(
        "student.status_in_future",
        "status_on",
        not_after_today("status_on"),
        vi="Ngày nhập trạng thái ở tương lai.",
        en="The date of the status lies in the future.",
        fix_vi="Kiểm tra lại ngày nhập trạng thái.",
        fix_en="Check the date of the status.",
        source="ours",
    ),
    warning(
        "student.school_year_in_future",
        "school_year",
        not_after_today("school_year_begins"),
        vi="Năm học chưa bắt đầu.",
        en="The school year has not begun.",
        fix_vi="Kiểm tra lại năm học của tệp đã nộp.",
        fix_en="Check the school year of the file handed in.",
        source="ours (files for the next year are prepared from June on)",
    ),
    warning(
        "student.personal_id_present",
        "personal_id",
        present("personal_id"),
        vi="Chưa có số định danh cá nhân của học sinh.",
        en="The student's personal number is missing.",
        fix_vi="Tra số định danh trên giấy khai sinh hoặc Cơ sở dữ liệu quốc gia về dân cư.",
        fix_en="Look it up on the birth certificate or in the population database.",
        source="NĐ 88/2026/NĐ-CP (record code by personal number, DOMAIN §7)",
    ),
    *number_rules("student", "personal_id", "sex", "born_on"),
    warning(
        "student.enrolled_once",
        "personal_id",
        unique_together("personal_id", "school_year"),
        vi="Trong lô có hai bản ghi của cùng một học sinh trong một năm học.",
        en="Two records of the batch are of the same student in the same school year.",
        fix_vi="Kiểm tra học sinh chuyển trường: trường cũ ghi trạng thái chuyển đi.",
        fix_en="Check for a transfer: the former school records the status as moved away.",
        source="ours",
    ),
    warning(
        "student.commune_in_force",
        "commune",
        absent("commune_withdrawn"),
        vi="Mã xã của học sinh đã hết hiệu lực.",
        en="The student's commune code has been withdrawn.",
        fix_vi="Chọn mã xã mới theo bảng chuyển đổi đơn vị hành chính.",
        fix_en="Choose the successor code from the unit table.",
        source="QĐ 19/2025/QĐ-TTg (DOMAIN §4)",
    ),
    dossier_linked("student"),
)

SUITE = Suite(
    contract="student",
    texts=(
        "student_code",
        "born_on",
        "sex",
        "school_year",
        "class_code",
        "status_on",
        "disability",
        "personal_id",
        "commune",
        "dossier_code",
    ),
    rules=RULES,
    derive=derive,
)
