"""A good health book: opened after its owner's birth, with a sending that is told in full and measures a body can have."""

from __future__ import annotations

import polars as pl

from expectations.suite.checks import absent, not_past, present_when
from expectations.suite.columns import day, first_day, flag, number
from expectations.suite.person import number_columns, number_rules
from expectations.suite.rule import Suite, critical, info, warning
from expectations.suite.usual import commune_in_force, in_future, out_of_order, unusual, withdrawn

OF_AGE = 18
HEIGHT, WEIGHT = (40, 220), (2, 200)
OPENED, UPDATED = ("ngày lập sổ", "day the book was opened"), ("ngày cập nhật", "day of the last entry")
BORN = ("ngày sinh", "birth date")
SENDING = "70519916804, SKDT-R01 (states of sending and their response codes)"


def derive(frame: pl.DataFrame) -> pl.DataFrame:
    """Days, measures, what a birth date can mean, a minor without a representative, and a withdrawn commune."""
    born = first_day("born_on")
    minor = born.dt.offset_by(f"{OF_AGE}y") > pl.coalesce(day("updated_on"), day("opened_on"))
    return frame.with_columns(
        *number_columns("personal_id", "sex", "born_on"),
        *(day(name).alias(name) for name in ("insured_until", "opened_on", "updated_on")),
        *(number(name).alias(name) for name in ("height_cm", "weight_kg")),
        born.alias("born_first"),
        flag(minor & pl.col("guardian_name").is_null(), "unrepresented"),
        withdrawn("commune"),
    )


RULES = (
    critical("health_book.error_has_code", "response_code", present_when("response_code", "send_state", ["loi"]), source=SENDING,
        vi="Gửi sổ bị lỗi nhưng chưa ghi mã phản hồi.", fix_vi="Ghi mã phản hồi của Cổng tiếp nhận, hoặc chọn lại trạng thái gửi.",
        en="The sending failed, but there is no response code.", fix_en="Enter the gateway's code, or correct the state of sending."),
    critical("health_book.sent_has_time", "sent_at", present_when("sent_at", "send_state", ["da_gui"]), source=f"{SENDING}; time ours",
        vi="Sổ đã gửi nhưng chưa ghi thời điểm gửi.", fix_vi="Ghi thời điểm gửi theo nhật ký gửi, hoặc chọn lại trạng thái gửi.",
        en="The book was sent, but not when.", fix_en="Enter the time from the log of sending, or correct the state of sending."),
    out_of_order("health_book.opened_before_birth", "opened_on", ("opened_on", OPENED), ("born_first", BORN)),
    out_of_order("health_book.updated_before_opening", "updated_on", ("updated_on", UPDATED), ("opened_on", OPENED)),
    in_future("health_book.opened_in_future", "opened_on", OPENED, ("nhật ký lập sổ", "the log of the facility")),
    warning("health_book.minor_represented", "guardian_name", absent("unrepresented"),
        source="70519916804, SKDT-R11 (legal representative); age by the Civil Code (recalled)",
        vi=f"Chủ sổ chưa đủ {OF_AGE} tuổi nhưng chưa ghi người đại diện.",
        fix_vi="Ghi họ tên cha, mẹ hoặc người giám hộ; kiểm tra lại ngày sinh.",
        en=f"The owner is not yet {OF_AGE}, and no legal representative is named.",
        fix_en="Enter the name of a parent or guardian; check the birth date."),
    unusual("health_book.height_usual", "height_cm", ("chiều cao", "height"), *HEIGHT, unit=(" cm", " cm")),
    unusual("health_book.weight_usual", "weight_kg", ("cân nặng", "weight"), *WEIGHT, unit=(" kg", " kg")),
    info("health_book.insurance_runs", "insured_until", not_past("insured_until"), source="ours",
        vi="Thẻ bảo hiểm y tế ghi trong sổ đã hết hạn.", fix_vi="Cập nhật hạn thẻ khi người dân được gia hạn thẻ.",
        en="The health-insurance card in the book has run out.", fix_en="Update it when the owner's card is renewed."),
    *number_rules("health_book", "personal_id", "sex", "born_on"),
    commune_in_force("health_book", "commune", ("của chủ sổ", "owner's")),
)  # fmt: skip

SUITE = Suite(contract="health_book", rules=RULES, derive=derive)
