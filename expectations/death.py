"""A good death record: the person was born before, died before today, and was registered afterwards in a commune of that day."""

from __future__ import annotations

import polars as pl

from expectations.suite.checks import absent, between, not_before, present, present_when
from expectations.suite.columns import day, first_day, year
from expectations.suite.neighbours import Tell, fields, only_one
from expectations.suite.person import number_columns, number_rules
from expectations.suite.registration import (
    FIELDS,
    book,
    late_column,
    late_rule,
    registration_columns,
    registration_rules,
)
from expectations.suite.rule import Suite, critical, info, warning
from expectations.suite.usual import in_future

ON_TIME_DAYS = 15
PAPERS = ["1", "2", "3", "4", "5", "6", "7"]  # certificate types other than 0, "no certificate"


def derive(frame: pl.DataFrame) -> pl.DataFrame:
    """Days (a partial birth date as the earliest day it can mean), the age in calendar years, an entry that came late."""
    return frame.with_columns(
        *registration_columns(),
        *number_columns("personal_id", "sex", "born_on"),
        day("died_on").alias("died_on"),
        first_day("born_on").alias("born_first"),
        (year("died_on") - year("born_on")).alias("age"),
        late_column("died_on", ON_TIME_DAYS),
    )


RULES = (
    critical("death.died_on_present", "died_on", present("died_on"), source="DOMAIN §6",
        vi="Chưa có ngày chết, hoặc ngày chết không đọc được.", fix_vi="Nhập ngày chết theo giấy báo tử hoặc sổ hộ tịch.",
        en="The date of death is missing or cannot be read.",
        fix_en="Enter the date of death from the death certificate or the civil-status book."),
    in_future("death.died_in_future", "died_on", ("ngày chết", "date of death"), ("giấy báo tử", "the death certificate")),
    critical("death.registered_before_death", "registered_on", not_before("registered_on", "died_on"),
        source="DOMAIN §6 (death registration ≥ death)",
        vi="Ngày đăng ký khai tử trước ngày chết.", fix_vi="Đối chiếu ngày đăng ký và ngày chết với sổ hộ tịch, sửa ngày bị nhập sai.",
        en="The death was registered before it happened.",
        fix_en="Compare both dates with the civil-status book and correct the mistyped one."),
    critical("death.died_before_birth", "died_on", not_before("died_on", "born_first"),
        source="ours; a birth date of year or month precision is compared at that precision",
        vi="Ngày chết trước ngày sinh.", fix_vi="Đối chiếu ngày sinh và ngày chết với giấy tờ tùy thân và giấy báo tử.",
        en="The date of death is before the birth date.", fix_en="Compare both dates with the identity paper and the death certificate."),
    *registration_rules("death"),
    *number_rules("death", "personal_id", "sex", "born_on"),
    warning("death.age_plausible", "born_on", between("age", high=120), source="ours",
        vi="Người chết trên 120 tuổi theo ngày đã ghi.", fix_vi="Kiểm tra lại năm sinh và năm chết.",
        en="By the dates recorded the deceased was older than 120.", fix_en="Check the years of birth and death."),
    late_rule("death", ON_TIME_DAYS, 33, "chết", "death"),
    warning("death.certificate_numbered", "certificate_no", present_when("certificate_no", "certificate_type", PAPERS), source="DOMAIN §6",
        vi="Có loại giấy báo tử nhưng chưa có số.", fix_vi="Nhập số giấy báo tử hoặc giấy tờ thay thế.",
        en="A death certificate is named without its number.",
        fix_en="Enter the number of the death certificate or of the paper that stands for it."),
    warning("death.registered_once", "personal_id", absent("told_dead"), source="ours",
        vi="Có bản ghi khai tử khác cùng số định danh.", fix_vi="So hai bản ghi; một người chỉ khai tử một lần.",
        en="Another death record carries the same personal number.",
        fix_en="Compare the two records; a person's death is registered once."),
    info("death.cause_present", "cause", present("cause"), source="ours",
        vi="Chưa ghi nguyên nhân chết.", fix_vi="Bổ sung theo giấy báo tử nếu có.",
        en="The cause of death is not recorded.", fix_en="Add it from the death certificate if it is stated there."),
)  # fmt: skip

TEXTS = (*FIELDS, "sex", "born_on", "personal_id", "died_on", "certificate_type", "certificate_no", "cause")
ENTRIES, ASTRAY = book("death")
PERSON, TWICE = only_one("told_dead", "personal_id")
#: What other suites ask for: the day somebody died.
DEAD = Tell("dead", fields("personal_id"), {"died_on": pl.col("died_on")})
SUITE = Suite("death", RULES, derive, texts=TEXTS, tells=(*ENTRIES, PERSON, DEAD), clashes=(*ASTRAY, TWICE))
