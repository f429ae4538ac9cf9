"""Rules many record types share, worded once: a day ahead of today, days in the wrong order, an unusual number, a record twice,
a withdrawn commune, a missing dossier.

What differs is handed in as words: a Vietnamese and an English phrase in lower case, the English one without its article.
"""

from __future__ import annotations

import polars as pl

from expectations.suite.checks import absent, between, not_after_today, not_before, present
from expectations.suite.columns import flag
from expectations.suite.neighbours import Clash, fields
from expectations.suite.rule import Rule, Severity, critical, info, warning
from expectations.suite.units import until

Words = tuple[str, str]
SIMPLY_DISCARD = (
    "So hai bản ghi; nếu nhập trùng, hủy một bản.",
    "Compare the two records; discard one if it was entered twice.",
)


def in_future(rule: str, field: str, what: Words, papers: Words, *, column: str = "") -> Rule:
    """The day in `column` (the field, derived as a day) is ahead of today; `papers` (the English with its article) tell the right one."""
    (vi, en), (by_vi, by_en) = what, papers
    return critical(rule, field, not_after_today(column or field), source="ours",
        vi=f"{_sentence(vi)} ở tương lai.", fix_vi=f"Đối chiếu với {by_vi} và nhập lại {vi}.",
        en=f"The {en} lies in the future.", fix_en=f"Compare with {by_en} and enter the date again.")  # fmt: skip


def out_of_order(
    rule: str, field: str, later: tuple[str, Words], earlier: tuple[str, Words], *,
    severity: Severity = "critical", source: str = "ours",
) -> Rule:  # fmt: skip
    """The column `later` is before the column `earlier`; each comes with its words."""
    (after, (vi, en)), (before, (than_vi, than_en)) = later, earlier
    return Rule(severity, rule, field, not_before(after, before), source=source,
        vi=f"{_sentence(vi)} trước {than_vi}.", fix_vi=f"Kiểm tra {vi} và {than_vi}.",
        en=f"The {en} is before the {than_en}.", fix_en=f"Check the {en} and the {than_en}.")  # fmt: skip


def unusual(
    rule: str, field: str, what: Words, low: float, high: float, *,
    column: str = "", unit: Words = ("", ""), look_at: Words | None = None, source: str = "ours",
) -> Rule:  # fmt: skip
    """A number outside what is usual, which may be right all the same; `look_at` is what a clerk compares if it is not `what`."""
    (vi, en), (see_vi, see_en), (unit_vi, unit_en) = what, look_at or what, unit
    return warning(rule, field, between(column or field, low, high), source=source,
        vi=f"{_sentence(vi)} ít gặp (ngoài khoảng {low}–{high}{unit_vi}).", fix_vi=f"Kiểm tra lại {see_vi}; nếu đúng thì giữ nguyên.",
        en=f"The {en} is unusual (outside {low}–{high}{unit_en}).", fix_en=f"Check the {see_en}; leave it if it is right.")  # fmt: skip


def twice(rule: str, field: str, flagged: str, of: Words, *, fix: Words = SIMPLY_DISCARD) -> Rule:
    """Another record says the same of the same (`neighbours.only_one` flags it); `of` (with its article) says what they share."""
    return warning(rule, field, absent(flagged), source="ours",
        vi=f"Có bản ghi khác của {of[0]}.", fix_vi=fix[0],
        en=f"Another record is of {of[1]}.", fix_en=fix[1])  # fmt: skip


def died_before(number: str, day: pl.Expr, flagged: str = "dead") -> Clash:
    """Flags records whose person, named by the number in this field, is recorded as having died before `day` (ISO text)."""
    return Clash(flagged, "dead", fields(number), ("died_on",), pl.col("other_died_on") < day)


def alive(rule: str, number: str, who: Words, event: Words, *, flagged: str = "dead") -> Rule:
    """`died_before` flagged the record; both phrases in lower case: ("người bệnh", "patient"), ("ngày vào", "admission")."""
    (vi, en), (event_vi, event_en) = who, event
    return warning(rule, number, absent(flagged), source="ours",
        vi=f"{_sentence(vi)} đã được khai tử trước {event_vi}.",
        fix_vi=f"Kiểm tra số định danh và {event_vi}; nếu đúng, đề nghị xã kiểm tra bản ghi khai tử.",
        en=f"The {en} is recorded as having died before the {event_en}.",
        fix_en=f"Check the personal number and the {event_en}; if they are right, ask the commune to check the death record.")  # fmt: skip


def withdrawn(field: str) -> pl.Expr:
    """What `commune_in_force` looks at."""
    return flag(until(field).is_not_null(), f"{field}_withdrawn")


def commune_in_force(contract: str, field: str, whose: Words) -> Rule:
    """The commune code stands today; for records that say where somebody lives now. `whose`: ("của học sinh", "student's")."""
    return warning(f"{contract}.{field}_in_force", field, absent(f"{field}_withdrawn"), source="QĐ 19/2025/QĐ-TTg (DOMAIN §4)",
        vi=f"Mã xã {whose[0]} đã hết hiệu lực.", fix_vi="Chọn mã xã mới theo bảng chuyển đổi đơn vị hành chính.",
        en=f"The {whose[1]} commune code has been withdrawn.", fix_en="Choose the successor code from the unit table.")  # fmt: skip


def dossier_linked(contract: str) -> Rule:
    """Counts records that name no dossier; old books and bulk digitisation have none."""
    return info(f"{contract}.dossier_linked", "dossier_code", present("dossier_code"), source="ours",
        vi="Bản ghi không gắn với mã hồ sơ thủ tục hành chính nào.",
        fix_vi="Gắn mã hồ sơ nếu bản ghi phát sinh từ một hồ sơ một cửa; dữ liệu số hóa từ sổ cũ thì bỏ qua.",
        en="The record names no procedure dossier.",
        fix_en="Add the dossier code if the record comes from a one-stop dossier; records digitised from old books have none.",
    )  # fmt: skip


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]
