"""A good marriage record: two different people, each old enough on the day, registered in a commune of that day."""

from __future__ import annotations

from datetime import date

import polars as pl

from expectations.suite.checks import absent, not_before
from expectations.suite.citizen import citizen_columns, citizen_fields, citizen_rules, sex_rule
from expectations.suite.columns import day, first_day, flag
from expectations.suite.neighbours import only_one
from expectations.suite.registration import FIELDS, book, registration_columns, registration_rules
from expectations.suite.rule import Rule, Suite, critical, warning
from expectations.suite.usual import alive, died_before

ARTICLE_8 = "Luật Hôn nhân và gia đình 52/2014, Điều 8, in force from 2015-01-01; earlier entries are not judged by it"
IN_FORCE = date(2015, 1, 1)
WEDDING = ("ngày đăng ký kết hôn", "marriage")
#: Full years on the day of registration, and the sex the role stands for.
SPOUSES = {"husband": ("chồng", 20, "1"), "wife": ("vợ", 18, "2")}


def derive(frame: pl.DataFrame) -> pl.DataFrame:
    """The first day each spouse may marry, read in favour of a partial birth date, and one paper for two people."""
    return frame.with_columns(
        *registration_columns(),
        *(column for role, (_, _, sex) in SPOUSES.items() for column in citizen_columns(role, pl.lit(sex))),
        *(
            pl.when(day("registered_on") >= IN_FORCE)
            .then(first_day(f"{role}_born_on").dt.offset_by(f"{years}y"))
            .alias(f"{role}_of_age")
            for role, (_, years, _) in SPOUSES.items()
        ),
        flag(pl.col("husband_document_no") == pl.col("wife_document_no"), "one_document"),
    )


def _spouse_rules(role: str, vi: str, years: int) -> tuple[Rule, ...]:
    return (
        critical(f"marriage.{role}_under_age", f"{role}_born_on", not_before("registered_on", f"{role}_of_age"), source=ARTICLE_8,
            vi=f"Người {vi} chưa đủ {years} tuổi vào ngày đăng ký kết hôn.",
            fix_vi=f"Đối chiếu ngày sinh của người {vi} và ngày đăng ký với sổ hộ tịch.",
            en=f"The {role} was not yet {years} years old on the day of registration.",
            fix_en=f"Compare the {role}'s birth date and the registration date with the civil-status book."),
        *citizen_rules("marriage", role, f"người {vi}"),
        sex_rule("marriage", role, vi),
        alive(f"marriage.{role}_alive", f"{role}_document_no", (f"người {vi}", role), WEDDING, flagged=f"{role}_dead"),
    )  # fmt: skip


RULES = (
    critical("marriage.spouses_distinct", "wife_document_no", absent("one_document"), source="DOMAIN §6 (two spouses distinct)",
        vi="Vợ và chồng có cùng một số giấy tờ tùy thân.", fix_vi="Đối chiếu giấy tờ tùy thân của từng người với sổ hộ tịch.",
        en="Husband and wife carry the same identity document number.",
        fix_en="Compare the identity paper of each with the civil-status book."),
    *(rule for role, (vi, years, _) in SPOUSES.items() for rule in _spouse_rules(role, vi, years)),
    warning("marriage.registered_once", "husband_document_no", absent("couple_again"), source="ours",
        vi="Có bản ghi kết hôn khác của cùng một cặp vợ chồng.",
        fix_vi="So hai bản ghi; đăng ký lại thì giữ bản ghi mới, nhập trùng thì hủy một bản.",
        en="Another marriage record is of the same couple.",
        fix_en="Compare the two; keep the newer if it was registered again, discard one if it was entered twice."),
    *registration_rules("marriage"),
)  # fmt: skip

ENTRIES, ASTRAY = book("marriage")
COUPLE, AGAIN = only_one("couple_again", "husband_document_no", "wife_document_no")
BURIED = [died_before(f"{role}_document_no", pl.col("registered_on"), f"{role}_dead") for role in SPOUSES]
SUITE = Suite(
    "marriage", RULES, derive, texts=(*FIELDS, *citizen_fields(*SPOUSES)),
    tells=(*ENTRIES, COUPLE), clashes=(*ASTRAY, AGAIN, *BURIED),
)  # fmt: skip
