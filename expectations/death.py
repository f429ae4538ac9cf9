"""A good death record: the person was born before, died before today, and was registered afterwards in a commune of that day."""

from __future__ import annotations

import polars as pl

from expectations.suite.checks import (
    absent,
    between,
    not_after_today,
    not_before,
    present,
    present_when,
    unique,
)
from expectations.suite.columns import day, first_day, flag, year
from expectations.suite.person import number_columns, number_rules
from expectations.suite.registration import FIELDS, registration_columns, registration_rules
from expectations.suite.rule import Suite, critical, info, warning

ON_TIME_DAYS = 15
PAPERS = ["1", "2", "3", "4", "5", "6", "7"]  # certificate types other than 0, "no certificate"


def derive(frame: pl.DataFrame) -> pl.DataFrame:
    """Days (a partial birth date as the earliest day it can mean), the age in calendar years, an entry that came late."""
    late = (day("registered_on") - day("died_on")).dt.total_days() > ON_TIME_DAYS
    return frame.with_columns(
        *registration_columns(),
        *number_columns("personal_id", "sex", "born_on"),
        day("died_on").alias("died_on"),
        first_day("born_on").alias("born_first"),
        (year("died_on") - year("born_on")).alias("age"),
        flag(late & (pl.col("registration_type") == "1"), "late_yet_on_time"),
    )


RULES = (
    critical(
        "death.died_on_present",
        "died_on",
        present("died_on"),
        vi="Chưa có ngày chết, hoặc ngày chết không đọc được.",
        en="The date of death is missing or cannot be read.",
        fix_vi="Nhập ngày chết theo giấy báo tử hoặc sổ hộ tịch.",
        fix_en="Enter the date of death from the death certificate or the civil-status book.",
        source="DOMAIN §6",
    ),
    critical(
        "death.died_in_future",
        "died_on",
        not_after_today("died_on"),
        vi="Ngày chết ở tương lai.",
        en="The date of death lies in the future.",
        fix_vi="Đối chiếu với giấy báo tử và nhập lại ngày chết.",
        fix_en="Compare with the death certificate and enter the date again.",
        source="ours",
    ),
    critical(
        "death.registered_before_death",
        "registered_on",
        not_before("registered_on", "died_on"),
        vi="Ngày đăng ký khai tử trước ngày chết.",
        en="The death was registered before it happened.",
        fix_vi="Đối chiếu ngày đăng ký và ngày chết với sổ hộ tịch, sửa ngày bị nhập sai.",
        fix_en="Compare both dates with the civil-status book and correct the mistyped one.",
        source="DOMAIN §6 (death registration ≥ death)",
    ),
    critical(
        "death.died_before_birth",
        "died_on",
        not_before("died_on", "born_first"),
        vi="Ngày chết trước ngày sinh.",
        en="The date of death is before the birth date.",
        fix_vi="Đối chiếu ngày sinh và ngày chết với giấy tờ tùy thân và giấy báo tử.",
        fix_en="Compare both dates with the identity paper and the death certificate.",
        source="ours; a birth date of year or month precision is compared at that precision",
    ),
    *registration_rules("death"),
    *number_rules("death", "personal_id", "sex", "born_on"),
    warning(
        "death.age_plausible",
        "born_on",
        between("age", high=120),
        vi="Người chết trên 120 tuổi theo ngày đã ghi.",
        en="By the dates recorded the deceased was older than 120.",
        fix_vi="Kiểm tra lại năm sinh và năm chết.",
        fix_en="Check the years of birth and death.",
        source="ours",
    ),
    warning(
        "death.late_registration_marked",
        "registration_type",
        absent("late_yet_on_time"),
        vi=f"Đăng ký quá {ON_TIME_DAYS} ngày sau khi chết nhưng lại ghi là đúng hạn.",
        en=f"Registered more than {ON_TIME_DAYS} days after the death, yet marked as on time.",
        fix_vi="Chọn loại đăng ký quá hạn, hoặc sửa lại ngày bị nhập sai.",
        fix_en="Choose late registration, or correct the mistyped date.",
        source="Luật Hộ tịch 60/2014, Điều 33 (15 days; article text recalled)",
    ),
    warning(
        "death.certificate_numbered",
        "certificate_no",
        present_when("certificate_no", "certificate_type", PAPERS),
        vi="Có loại giấy báo tử nhưng chưa có số.",
        en="A death certificate is named without its number.",
        fix_vi="Nhập số giấy báo tử hoặc giấy tờ thay thế.",
        fix_en="Enter the number of the death certificate or of the paper that stands for it.",
        source="DOMAIN §6",
    ),
    warning(
        "death.registered_once",
        "personal_id",
        unique("personal_id"),
        vi="Trong lô có hai bản ghi khai tử cùng một số định danh.",
        en="Two death records of the batch carry the same personal number.",
        fix_vi="So hai bản ghi; một người chỉ khai tử một lần.",
        fix_en="Compare the two records; a person's death is registered once.",
        source="ours",
    ),
    info(
        "death.cause_present",
        "cause",
        present("cause"),
        vi="Chưa ghi nguyên nhân chết.",
        en="The cause of death is not recorded.",
        fix_vi="Bổ sung theo giấy báo tử nếu có.",
        fix_en="Add it from the death certificate if it is stated there.",
        source="ours",
    ),
)

SUITE = Suite(
    contract="death",
    texts=(
        *FIELDS,
        "sex",
        "born_on",
        "personal_id",
        "died_on",
        "certificate_type",
        "certificate_no",
        "cause",
    ),
    rules=RULES,
    derive=derive,
)
