"""A good recognition: two people, the parent older than the child, of the sex the kind of recognition speaks of, by a decision."""

from __future__ import annotations

import polars as pl

from expectations.suite.checks import absent, between, not_before, present
from expectations.suite.citizen import citizen_columns, citizen_fields, citizen_rules, sex_rule
from expectations.suite.columns import flag, last_day, year
from expectations.suite.neighbours import only_one
from expectations.suite.registration import FIELDS, book, registration_columns, registration_rules
from expectations.suite.rule import Suite, critical, warning

SEX_OF_PARENT = {"1": "1", "2": "2", "3": "1", "4": "2"}  # kind → father or mother


def derive(frame: pl.DataFrame) -> pl.DataFrame:
    """The child's birth read as late and the parent's as early as they can mean, the years between, one paper for two people."""
    sex = pl.col("kind").replace_strict(SEX_OF_PARENT, default=None, return_dtype=pl.String)
    return frame.with_columns(
        *registration_columns(),
        *citizen_columns("parent", sex),
        *citizen_columns("child"),
        last_day("child_born_on").alias("child_born_last"),
        (year("child_born_on") - year("parent_born_on")).alias("years_apart"),
        flag(pl.col("parent_document_no") == pl.col("child_document_no"), "one_document"),
    )


RULES = (
    critical("recognition.parent_younger", "parent_born_on", not_before("child_born_last", "parent_born_first"), source="ours",
        vi="Cha (mẹ) sinh sau người con.", fix_vi="Đối chiếu ngày sinh của hai người với sổ hộ tịch; có thể đã nhập đảo cha (mẹ) và con.",
        en="The parent was born after the child.",
        fix_en="Compare both birth dates with the civil-status book; parent and child may have been swapped."),
    critical("recognition.two_people", "child_document_no", absent("one_document"), source="ours",
        vi="Cha (mẹ) và người con có cùng một số giấy tờ tùy thân.", fix_vi="Đối chiếu giấy tờ tùy thân của từng người.",
        en="Parent and child carry the same identity document number.", fix_en="Compare the identity paper of each."),
    warning("recognition.years_apart", "child_born_on", between("years_apart", 12, 90), source="ours",
        vi="Khoảng cách tuổi giữa cha (mẹ) và con ít gặp (ngoài khoảng 12–90 năm).",
        fix_vi="Kiểm tra năm sinh của hai người; nếu đúng thì giữ nguyên.",
        en="The years between parent and child are unusual (outside 12–90).",
        fix_en="Check both years of birth; leave them if they are right."),
    warning("recognition.decision_numbered", "decision_no", present("decision_no"), source="DOMAIN §6 (quyetDinhSo)",
        vi="Chưa có số quyết định công nhận việc nhận cha, mẹ, con.", fix_vi="Nhập số quyết định theo sổ hộ tịch.",
        en="The number of the decision is missing.", fix_en="Enter it from the civil-status book."),
    warning("recognition.registered_once", "child_document_no", absent("recognised_twice"), source="ours",
        vi="Có bản ghi nhận cha, mẹ, con khác của cùng hai người.", fix_vi="So hai bản ghi; nếu nhập trùng thì hủy một bản.",
        en="Another record is of the same two people.", fix_en="Compare the two; discard one if it was entered twice."),
    *citizen_rules("recognition", "parent", "cha (mẹ)"),
    *citizen_rules("recognition", "child", "người con"),
    sex_rule("recognition", "parent", "cha (mẹ)"),
    *registration_rules("recognition"),
)  # fmt: skip

TEXTS = (*FIELDS, *citizen_fields("parent", "child"), "kind", "decision_no")
ENTRIES, ASTRAY = book("recognition")
PAIR, TWICE = only_one("recognised_twice", "parent_document_no", "child_document_no")
SUITE = Suite("recognition", RULES, derive, texts=TEXTS, tells=(*ENTRIES, PAIR), clashes=(*ASTRAY, TWICE))
