"""Rules about a citizen a civil-status record names by role (husband, child …): the identity paper against what is recorded of them.

All are warnings: numbers are re-established, and sex may have been corrected since. A number of another shape than 12 digits says nothing.
"""

from __future__ import annotations

import polars as pl

from expectations.suite.checks import equal, not_before, present
from expectations.suite.columns import first_day, flag, id_sex, id_year, unlisted, year
from expectations.suite.person import SOURCE, province_rule
from expectations.suite.rule import Rule, warning


def citizen_fields(*roles: str) -> tuple[str, ...]:
    """The content fields the columns below read."""
    return tuple(f"{role}_{field}" for role in roles for field in ("born_on", "document_no"))


def citizen_columns(role: str, sex: pl.Expr | None = None) -> list[pl.Expr]:
    """What the number says and what is recorded; `sex` ("1", "2") is the one the role stands for, null where it stands for none."""
    number = f"{role}_document_no"
    return [
        id_year(number).alias(f"{role}_id_year"),
        year(f"{role}_born_on").alias(f"{role}_born_year"),
        first_day(f"{role}_born_on").alias(f"{role}_born_first"),
        id_sex(number).alias(f"{role}_id_sex"),
        flag(unlisted(number), f"{number}_unlisted"),
        (pl.lit(None, pl.String) if sex is None else sex).alias(f"{role}_sex"),
    ]


def paper_rules(contract: str, role: str, vi: str) -> tuple[Rule, ...]:
    """What the number itself says, against the year of birth recorded and the list of provinces."""
    number = f"{role}_document_no"
    return (
        warning(f"{contract}.{role}_year_digits_agree", number, equal(f"{role}_born_year", f"{role}_id_year"), source=SOURCE,
            vi=f"Năm sinh trong số định danh của {vi} không khớp với năm sinh đã ghi.",
            fix_vi="Đối chiếu số định danh và ngày sinh với Cơ sở dữ liệu quốc gia về dân cư rồi sửa phần bị nhập sai.",
            en=f"The year of birth in the {role}'s personal number differs from the year recorded.",
            fix_en="Compare number and birth date with the population database and correct the one that was mistyped."),
        province_rule(f"{contract}.{role}_number_province_listed", number, (f" của {vi}", f"The {role}'s ")),
    )  # fmt: skip


def citizen_rules(contract: str, role: str, vi: str) -> tuple[Rule, ...]:
    """Four warnings; `vi` is the role's Vietnamese word."""
    number = f"{role}_document_no"
    return (
        *paper_rules(contract, role, vi),
        warning(f"{contract}.{role}_document_present", number, present(number), source="DOMAIN §6",
            vi=f"Chưa có số giấy tờ tùy thân của {vi}.", fix_vi="Bổ sung số giấy tờ tùy thân theo hồ sơ đăng ký hoặc sổ hộ tịch.",
            en=f"The number of the {role}'s identity paper is missing.",
            fix_en="Add the number from the application or the civil-status book."),
        warning(f"{contract}.{role}_born_before_registration", f"{role}_born_on", not_before("registered_on", f"{role}_born_first"),
            source="ours",
            vi=f"Ngày sinh của {vi} sau ngày đăng ký.", fix_vi="Đối chiếu ngày sinh và ngày đăng ký với sổ hộ tịch.",
            en=f"The {role} was born after the registration.",
            fix_en="Compare birth date and registration date with the civil-status book."),
    )  # fmt: skip


def sex_rule(contract: str, role: str, vi: str) -> Rule:
    """A role that only a man or only a woman can have, against the sex digit of the number."""
    return warning(f"{contract}.{role}_sex_digit_agrees", f"{role}_document_no", equal(f"{role}_sex", f"{role}_id_sex"), source=SOURCE,
        vi=f"Chữ số giới tính trong số định danh không phù hợp với vai trò {vi}.",
        fix_vi="Đối chiếu số định danh với Cơ sở dữ liệu quốc gia về dân cư; giữ nguyên nếu giới tính đã được cải chính.",
        en=f"The sex digit of the personal number does not fit the role of {role}.",
        fix_en="Compare the number with the population database; leave it if the sex has been corrected since.")  # fmt: skip
