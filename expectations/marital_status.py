"""A good confirmation of marital status: of somebody born before it, for a purpose that is told, over a period that runs forward."""

from __future__ import annotations

import polars as pl

from expectations.suite.checks import absent, not_before, present_when
from expectations.suite.columns import day, first_day, flag, last_day
from expectations.suite.neighbours import only_one
from expectations.suite.person import number_columns, number_rules
from expectations.suite.registration import FIELDS, book, registration_columns, registration_rules
from expectations.suite.rule import Suite, critical, warning

TO_MARRY, OTHER = ["1", "2", "3", "4"], ["5"]
LEAST_AGE = 18
ARTICLE_8 = "Luật Hôn nhân và gia đình 52/2014, Điều 8 (women from 18)"


def derive(frame: pl.DataFrame) -> pl.DataFrame:
    """Both ends of the period read in its favour, the first day the subject can have been born, and who is too young to marry."""
    of_age = first_day("subject_born_on").dt.offset_by(f"{LEAST_AGE}y")
    return frame.with_columns(
        *registration_columns(),
        *number_columns("subject_document_no", "sex", "subject_born_on"),
        first_day("subject_born_on").alias("subject_born_first"),
        first_day("resided_from").alias("resided_first"),
        last_day("resided_until").alias("resided_last"),
        flag(pl.col("purpose").is_in(TO_MARRY) & (day("registered_on") < of_age), "too_young"),
    )


RULES = (
    critical("marital_status.registered_before_birth", "subject_born_on", not_before("registered_on", "subject_born_first"), source="ours",
        vi="Người được xác nhận sinh sau ngày cấp giấy.", fix_vi="Đối chiếu ngày sinh và ngày cấp với sổ cấp giấy xác nhận.",
        en="The person was born after the confirmation was issued.",
        fix_en="Compare birth date and date of issue with the book of confirmations."),
    critical("marital_status.residence_reversed", "resided_until", not_before("resided_last", "resided_first"), source="ours",
        vi="Thời gian cư trú kết thúc trước khi bắt đầu.", fix_vi="Đối chiếu hai mốc “từ” và “đến” với nội dung giấy xác nhận.",
        en="The period of residence ends before it begins.", fix_en="Compare “from” and “to” with the text of the confirmation."),
    critical("marital_status.purpose_told", "purpose_text", present_when("purpose_text", "purpose", OTHER), source="DOMAIN §6",
        vi="Chọn “mục đích khác” nhưng chưa ghi mục đích.", fix_vi="Ghi mục đích sử dụng theo tờ khai, hoặc chọn lại loại mục đích.",
        en="The purpose is “other”, but it is not told.", fix_en="Enter the purpose from the application, or correct the kind of purpose."),
    warning("marital_status.of_age_to_marry", "subject_born_on", absent("too_young"), source=ARTICLE_8,
        vi="Giấy dùng để kết hôn nhưng người được xác nhận chưa đủ 18 tuổi.", fix_vi="Kiểm tra lại ngày sinh và loại mục đích.",
        en="The confirmation is meant for a marriage, but the person is not yet 18.", fix_en="Check birth date and kind of purpose."),
    warning("marital_status.issued_once", "subject_document_no", absent("issued_twice"), source="ours",
        vi="Có giấy xác nhận khác cấp cho cùng một người trong một ngày.", fix_vi="So hai bản ghi; nếu nhập trùng thì hủy một bản.",
        en="Another confirmation was issued to the same person on the same day.",
        fix_en="Compare the two; discard one if it was entered twice."),
    *number_rules("marital_status", "subject_document_no", "sex", "subject_born_on"),
    *registration_rules("marital_status"),
)  # fmt: skip

SUBJECT = ("subject_born_on", "subject_document_no", "sex", "resided_from", "resided_until", "purpose", "purpose_text")
ENTRIES, ASTRAY = book("marital_status")
PAPER, TWICE = only_one("issued_twice", "subject_document_no", "registered_on")
SUITE = Suite(
    "marital_status", RULES, derive, texts=(*FIELDS, *SUBJECT), tells=(*ENTRIES, PAPER), clashes=(*ASTRAY, TWICE)
)
