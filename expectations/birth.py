"""A good birth record: registered after it happened, in a commune of that day, with the parents its kind calls for."""

from __future__ import annotations

import polars as pl

from expectations.suite.checks import (
    absent,
    absent_when,
    days_apart,
    not_before,
    present,
    present_when,
)
from expectations.suite.citizen import citizen_columns, paper_rules, sex_rule
from expectations.suite.columns import day, flag, year
from expectations.suite.neighbours import Stranger, only_one
from expectations.suite.person import number_columns, number_rules
from expectations.suite.registration import (
    FIELDS,
    book,
    late_column,
    late_rule,
    registration_columns,
    registration_rules,
)
from expectations.suite.rule import Rule, Suite, critical, warning
from expectations.suite.usual import in_future, unusual

ART_14 = "Luật Hộ tịch 60/2014, Điều 14 (DOMAIN §6)"
KINDS = "DOMAIN §6 (nksLoaiKhaiSinh decides which parent is required)"
# 1 both parents, 2 mother unknown, 3 father unknown, 4 both unknown, 5 abandoned
WITH_MOTHER, WITH_FATHER = ["1", "3"], ["1", "2"]
NO_MOTHER, NO_FATHER = ["2", "4", "5"], ["3", "4", "5"]
ON_TIME_DAYS = 60
BORN = ("ngày sinh", "birth date")
SEX = {"mother": "2", "father": "1"}
DETAILS = ("born_on", "ethnicity", "nationality", "residence")


def derive(frame: pl.DataFrame) -> pl.DataFrame:
    """Days, ages in calendar years, what is missing of a parent, and whether an entry called timely came late."""
    return frame.with_columns(
        *registration_columns(),
        *number_columns("personal_id", "sex", "born_on"),
        day("born_on").alias("born_on"),
        *(column for parent, sex in SEX.items() for column in citizen_columns(parent, pl.lit(sex))),
        *((year("born_on") - year(f"{who}_born_on")).alias(f"{who}_age") for who in ("mother", "father")),
        *(_incomplete(parent) for parent in ("mother", "father")),
        late_column("born_on", ON_TIME_DAYS),
        flag(pl.col("mother_document_no") == pl.col("father_document_no"), "one_document"),
    )


def _incomplete(parent: str) -> pl.Expr:
    lacking = pl.any_horizontal(pl.col(f"{parent}_{detail}").is_null() for detail in DETAILS)
    return flag(pl.col(f"{parent}_name").is_not_null() & lacking, f"{parent}_incomplete")


def _parent_rules(
    parent: str, en: str, vi: str, needed: list[str], unknown: list[str], ages: tuple[int, int]
) -> tuple[Rule, ...]:
    return (
        critical(f"birth.{parent}_block_missing", f"{parent}_name", present_when(f"{parent}_name", "birth_kind", needed), source=KINDS,
            vi=f"Loại khai sinh này phải có thông tin người {vi} nhưng đang để trống.",
            fix_vi=f"Bổ sung thông tin người {vi} theo sổ hộ tịch, hoặc chọn lại loại khai sinh.",
            en=f"This kind of birth needs the {en}, who is missing.",
            fix_en=f"Add the {en} from the civil-status book, or correct the kind of birth."),
        critical(f"birth.{parent}_born_after_child", f"{parent}_born_on", not_before("born_on", f"{parent}_born_first"), source="ours",
            vi=f"Người {vi} sinh sau con.", fix_vi=f"Đối chiếu ngày sinh của người {vi} và của con với sổ hộ tịch.",
            en=f"The {en} was born after the child.", fix_en=f"Compare the birth dates of {en} and child with the civil-status book."),
        unusual(f"birth.{parent}_age_plausible", f"{parent}_born_on", (f"tuổi người {vi} khi sinh con", f"{en}'s age at the birth"), *ages,
            column=f"{parent}_age", unit=("", " years"), look_at=(f"năm sinh của người {vi}", f"year of birth of the {en}")),
        warning(f"birth.{parent}_unexpected", f"{parent}_name", absent_when(f"{parent}_name", "birth_kind", unknown), source=KINDS,
            vi=f"Loại khai sinh ghi không xác định người {vi} nhưng vẫn có họ tên người {vi}.",
            fix_vi="Chọn lại loại khai sinh theo sổ hộ tịch.",
            en=f"The kind of birth says the {en} is unknown, yet a name is given.",
            fix_en="Correct the kind of birth from the civil-status book."),
        warning(f"birth.{parent}_details_complete", f"{parent}_born_on", absent(f"{parent}_incomplete"), source=ART_14,
            vi=f"Thông tin người {vi} thiếu năm sinh, dân tộc, quốc tịch hoặc nơi cư trú.",
            fix_vi="Bổ sung phần còn thiếu theo sổ hộ tịch hoặc giấy tờ tùy thân.",
            en=f"Year of birth, ethnicity, nationality or residence of the {en} is missing.",
            fix_en="Add what is missing from the civil-status book or the identity paper."),
        warning(f"birth.{parent}_known", f"{parent}_document_no", absent(f"{parent}_stranger"), source="ours",
            vi=f"Số định danh của người {vi} không có trong Cơ sở dữ liệu quốc gia về dân cư.",
            fix_vi=f"Tra số định danh của người {vi} theo họ tên và ngày sinh; nếu số đúng thì giữ nguyên và báo công an xã.",
            en=f"The population database knows nobody by the {en}'s personal number.",
            fix_en=f"Look the {en} up by name and birth date; if the number is right, keep it and tell the commune's police."),
        *paper_rules("birth", parent, f"người {vi}"),
        sex_rule("birth", parent, f"người {vi}"),
    )  # fmt: skip


RULES = (
    critical("birth.child_name_present", "child_name", present("child_name"), source=ART_14,
        vi="Chưa có họ tên người được khai sinh.", fix_vi="Nhập họ, chữ đệm, tên theo sổ hộ tịch.",
        en="The child's name is missing.", fix_en="Enter the name from the civil-status book."),
    in_future("birth.born_in_future", "born_on", BORN,
        ("giấy chứng sinh hoặc sổ hộ tịch", "the birth certificate or the civil-status book")),
    critical("birth.registered_before_birth", "registered_on", not_before("registered_on", "born_on"),
        source="DOMAIN §6 (registration date ≥ birth date)",
        vi="Ngày đăng ký trước ngày sinh.", fix_vi="Đối chiếu ngày đăng ký và ngày sinh với sổ hộ tịch, sửa ngày bị nhập sai.",
        en="The registration date is before the birth date.",
        fix_en="Compare both dates with the civil-status book and correct the mistyped one."),
    *registration_rules("birth"),
    *_parent_rules("mother", "mother", "mẹ", WITH_MOTHER, NO_MOTHER, (12, 60)),
    *_parent_rules("father", "father", "cha", WITH_FATHER, NO_FATHER, (14, 90)),
    *number_rules("birth", "personal_id", "sex", "born_on"),
    warning("birth.born_long_ago", "born_on", days_apart("registered_on", "born_on", high=120 * 366), source="ours",
        vi="Ngày sinh cách ngày đăng ký hơn 120 năm.", fix_vi="Kiểm tra lại thế kỷ của ngày sinh.",
        en="The birth lies more than 120 years before the registration.", fix_en="Check the century of the birth date."),
    late_rule("birth", ON_TIME_DAYS, 15, "sinh", "birth"),
    warning("birth.reregistration_has_number", "personal_id", present_when("personal_id", "registration_type", ["2"]), source="ours",
        vi="Đăng ký lại khai sinh nhưng chưa có số định danh cá nhân.", fix_vi="Tra số định danh trong Cơ sở dữ liệu quốc gia về dân cư.",
        en="A birth registered again carries no personal number.", fix_en="Look the number up in the population database."),
    warning("birth.parents_distinct", "father_document_no", absent("one_document"), source="ours",
        vi="Cha và mẹ có cùng một số giấy tờ tùy thân.", fix_vi="Đối chiếu giấy tờ tùy thân của từng người.",
        en="Mother and father carry the same identity document number.", fix_en="Compare with the identity paper of each parent."),
    warning("birth.possible_twice", "child_name", absent("named_alike"), source="ours",
        vi="Có bản ghi khác cùng họ tên, ngày sinh và tên mẹ: có thể khai sinh hai lần.",
        fix_vi="So hai bản ghi; nếu là một người, hủy bản ghi đăng ký sai.",
        en="Another record has the same name, birth date and mother: it may be registered twice.",
        fix_en="Compare the two records; if it is one child, withdraw the wrong one."),
)  # fmt: skip

PARENTS = tuple(f"{parent}_{field}" for parent in ("mother", "father") for field in ("name", "document_no", *DETAILS))
TEXTS = (*FIELDS, *PARENTS, "child_name", "sex", "born_on", "birth_kind", "personal_id")
ENTRIES, ASTRAY = book("birth")
CHILD, TWICE = only_one("named_alike", "child_name", "born_on", "mother_name")
SUITE = Suite(
    "birth", RULES, derive, texts=TEXTS, tells=(*ENTRIES, CHILD), clashes=(*ASTRAY, TWICE),
    strangers=[Stranger(f"{parent}_stranger", f"{parent}_document_no") for parent in SEX],
)  # fmt: skip
