"""A good birth record: registered after it happened, in a commune of that day, with the parents its kind calls for."""

from __future__ import annotations

import polars as pl

from expectations.suite.checks import (
    absent,
    absent_when,
    between,
    days_apart,
    not_after_today,
    not_before,
    present,
    present_when,
    unique_together,
)
from expectations.suite.columns import day, first_day, flag, year
from expectations.suite.person import number_columns, number_rules
from expectations.suite.registration import FIELDS, registration_columns, registration_rules
from expectations.suite.rule import Rule, Suite, critical, warning

ART_14 = "Luật Hộ tịch 60/2014, Điều 14 (DOMAIN §6)"
KINDS = "DOMAIN §6 (nksLoaiKhaiSinh decides which parent is required)"
# 1 both parents, 2 mother unknown, 3 father unknown, 4 both unknown, 5 abandoned
WITH_MOTHER, WITH_FATHER = ["1", "3"], ["1", "2"]
NO_MOTHER, NO_FATHER = ["2", "4", "5"], ["3", "4", "5"]
ON_TIME_DAYS = 60
DETAILS = ("born_on", "ethnicity", "nationality", "residence")


def derive(frame: pl.DataFrame) -> pl.DataFrame:
    """Days, ages in calendar years, what is missing of a parent, and whether an entry called timely came late."""
    born, registered = day("born_on"), day("registered_on")
    late = (registered - born).dt.total_days() > ON_TIME_DAYS
    return frame.with_columns(
        *registration_columns(),
        *number_columns("personal_id", "sex", "born_on"),
        born.alias("born_on"),
        *(first_day(f"{parent}_born_on").alias(f"{parent}_born_first") for parent in ("mother", "father")),
        *((year("born_on") - year(f"{who}_born_on")).alias(f"{who}_age") for who in ("mother", "father")),
        *(_incomplete(parent) for parent in ("mother", "father")),
        flag(late & (pl.col("registration_type") == "1"), "late_yet_on_time"),
        flag(pl.col("mother_document_no") == pl.col("father_document_no"), "one_document"),
    )


def _incomplete(parent: str) -> pl.Expr:
    lacking = pl.any_horizontal(pl.col(f"{parent}_{detail}").is_null() for detail in DETAILS)
    return flag(pl.col(f"{parent}_name").is_not_null() & lacking, f"{parent}_incomplete")


def _parent_rules(
    parent: str, en: str, vi: str, needed: list[str], unknown: list[str], ages: tuple[int, int]
) -> tuple[Rule, ...]:
    low, high = ages
    return (
        critical(
            f"birth.{parent}_block_missing",
            f"{parent}_name",
            present_when(f"{parent}_name", "birth_kind", needed),
            vi=f"Loại khai sinh này phải có thông tin người {vi} nhưng đang để trống.",
            en=f"This kind of birth needs the {en}, who is missing.",
            fix_vi=f"Bổ sung thông tin người {vi} theo sổ hộ tịch, hoặc chọn lại loại khai sinh.",
            fix_en=f"Add the {en} from the civil-status book, or correct the kind of birth.",
            source=KINDS,
        ),
        critical(
            f"birth.{parent}_born_after_child",
            f"{parent}_born_on",
            not_before("born_on", f"{parent}_born_first"),
            vi=f"Người {vi} sinh sau con.",
            en=f"The {en} was born after the child.",
            fix_vi=f"Đối chiếu ngày sinh của người {vi} và của con với sổ hộ tịch.",
            fix_en=f"Compare the birth dates of {en} and child with the civil-status book.",
            source="ours",
        ),
        warning(
            f"birth.{parent}_age_plausible",
            f"{parent}_born_on",
            between(f"{parent}_age", low, high),
            vi=f"Tuổi người {vi} khi sinh con ít gặp (ngoài khoảng {low}–{high}).",
            en=f"The {en}'s age at the birth is unusual (outside {low}–{high} years).",
            fix_vi=f"Kiểm tra lại năm sinh của người {vi}; nếu đúng thì giữ nguyên.",
            fix_en=f"Check the year of birth of the {en}; leave it if it is right.",
            source="ours",
        ),
        warning(
            f"birth.{parent}_unexpected",
            f"{parent}_name",
            absent_when(f"{parent}_name", "birth_kind", unknown),
            vi=f"Loại khai sinh ghi không xác định người {vi} nhưng vẫn có họ tên người {vi}.",
            en=f"The kind of birth says the {en} is unknown, yet a name is given.",
            fix_vi="Chọn lại loại khai sinh theo sổ hộ tịch.",
            fix_en="Correct the kind of birth from the civil-status book.",
            source=KINDS,
        ),
        warning(
            f"birth.{parent}_details_complete",
            f"{parent}_born_on",
            absent(f"{parent}_incomplete"),
            vi=f"Thông tin người {vi} thiếu năm sinh, dân tộc, quốc tịch hoặc nơi cư trú.",
            en=f"Year of birth, ethnicity, nationality or residence of the {en} is missing.",
            fix_vi="Bổ sung phần còn thiếu theo sổ hộ tịch hoặc giấy tờ tùy thân.",
            fix_en="Add what is missing from the civil-status book or the identity paper.",
            source=ART_14,
        ),
    )


RULES = (
    critical(
        "birth.child_name_present",
        "child_name",
        present("child_name"),
        vi="Chưa có họ tên người được khai sinh.",
        en="The child's name is missing.",
        fix_vi="Nhập họ, chữ đệm, tên theo sổ hộ tịch.",
        fix_en="Enter the name from the civil-status book.",
        source=ART_14,
    ),
    critical(
        "birth.born_in_future",
        "born_on",
        not_after_today("born_on"),
        vi="Ngày sinh ở tương lai.",
        en="The birth date lies in the future.",
        fix_vi="Đối chiếu với giấy chứng sinh hoặc sổ hộ tịch và nhập lại ngày sinh.",
        fix_en="Compare with the birth certificate or the civil-status book and enter the date again.",
        source="ours",
    ),
    critical(
        "birth.registered_before_birth",
        "registered_on",
        not_before("registered_on", "born_on"),
        vi="Ngày đăng ký trước ngày sinh.",
        en="The registration date is before the birth date.",
        fix_vi="Đối chiếu ngày đăng ký và ngày sinh với sổ hộ tịch, sửa ngày bị nhập sai.",
        fix_en="Compare both dates with the civil-status book and correct the mistyped one.",
        source="DOMAIN §6 (registration date ≥ birth date)",
    ),
    *registration_rules("birth"),
    *_parent_rules("mother", "mother", "mẹ", WITH_MOTHER, NO_MOTHER, (12, 60)),
    *_parent_rules("father", "father", "cha", WITH_FATHER, NO_FATHER, (14, 90)),
    *number_rules("birth", "personal_id", "sex", "born_on"),
    warning(
        "birth.born_long_ago",
        "born_on",
        days_apart("registered_on", "born_on", high=120 * 366),
        vi="Ngày sinh cách ngày đăng ký hơn 120 năm.",
        en="The birth lies more than 120 years before the registration.",
        fix_vi="Kiểm tra lại thế kỷ của ngày sinh.",
        fix_en="Check the century of the birth date.",
        source="ours",
    ),
    warning(
        "birth.late_registration_marked",
        "registration_type",
        absent("late_yet_on_time"),
        vi=f"Đăng ký quá {ON_TIME_DAYS} ngày sau khi sinh nhưng lại ghi là đúng hạn.",
        en=f"Registered more than {ON_TIME_DAYS} days after the birth, yet marked as on time.",
        fix_vi="Chọn loại đăng ký quá hạn, hoặc sửa lại ngày bị nhập sai.",
        fix_en="Choose late registration, or correct the mistyped date.",
        source="Luật Hộ tịch 60/2014, Điều 15 (60 days; article text recalled)",
    ),
    warning(
        "birth.reregistration_has_number",
        "personal_id",
        present_when("personal_id", "registration_type", ["2"]),
        vi="Đăng ký lại khai sinh nhưng chưa có số định danh cá nhân.",
        en="A birth registered again carries no personal number.",
        fix_vi="Tra số định danh trong Cơ sở dữ liệu quốc gia về dân cư.",
        fix_en="Look the number up in the population database.",
        source="ours",
    ),
    warning(
        "birth.parents_distinct",
        "father_document_no",
        absent("one_document"),
        vi="Cha và mẹ có cùng một số giấy tờ tùy thân.",
        en="Mother and father carry the same identity document number.",
        fix_vi="Đối chiếu giấy tờ tùy thân của từng người.",
        fix_en="Compare with the identity paper of each parent.",
        source="ours",
    ),
    warning(
        "birth.possible_twice",
        "child_name",
        unique_together("child_name", "born_on", "mother_name"),
        vi="Trong lô có bản ghi khác cùng họ tên, ngày sinh và tên mẹ: có thể khai sinh hai lần.",
        en="Another record of the batch has the same name, birth date and mother: it may be registered twice.",
        fix_vi="So hai bản ghi; nếu là một người, hủy bản ghi đăng ký sai.",
        fix_en="Compare the two records; if it is one child, withdraw the wrong one.",
        source="ours",
    ),
)

SUITE = Suite(
    contract="birth",
    texts=(
        *FIELDS,
        "child_name",
        "sex",
        "born_on",
        "birth_kind",
        "personal_id",
        *(f"{parent}_{field}" for parent in ("mother", "father") for field in ("name", "document_no", *DETAILS)),
    ),
    rules=RULES,
    derive=derive,
)
