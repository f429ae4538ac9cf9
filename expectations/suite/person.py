"""Rules about a person that read the same in every contract: what the personal number says, and when they were born.

A mismatch is a warning and never more: sex may have been corrected since the number was issued, and numbers are re-established.
"""

from __future__ import annotations

import polars as pl

from expectations.suite.checks import absent, equal
from expectations.suite.columns import flag, id_sex, id_year, unlisted, year
from expectations.suite.rule import Rule, warning

SOURCE = "DOMAIN §3 (structure of the personal number)"


def number_columns(number: str, sex: str, born_on: str) -> list[pl.Expr]:
    """Columns the rules below compare: `<number>_sex`, `<number>_year`, `<number>_unlisted`, `<born_on>_year`. Sex "3" is left out."""
    known = pl.when(pl.col(sex).is_in(["1", "2"])).then(id_sex(number))
    return [
        known.alias(f"{number}_sex"),
        id_year(number).alias(f"{number}_year"),
        flag(unlisted(number), f"{number}_unlisted"),
        year(born_on).alias(f"{born_on}_year"),
    ]


def province_rule(rule: str, number: str, whose: tuple[str, str] = ("", "The ")) -> Rule:
    """Numbers of people registered abroad begin with a country's code, and there is no list of these.

    `whose` is (" của mẹ", "The mother's ") where the record names several people.
    """
    return warning(rule, number, absent(f"{number}_unlisted"), source=SOURCE,
        vi=f"Ba chữ số đầu của số định danh{whose[0]} không phải mã tỉnh nơi đăng ký khai sinh.",
        fix_vi="Đối chiếu với thẻ căn cước; giữ nguyên nếu người này đăng ký khai sinh ở nước ngoài.",
        en=f"{whose[1]}personal number does not begin with a province of registration.",
        fix_en="Compare with the identity card; leave it if the birth was registered abroad.")  # fmt: skip


def number_rules(contract: str, number: str, sex: str, born_on: str) -> tuple[Rule, ...]:
    """sex_digit_agrees, year_digits_agree and number_province_listed; `born_on` may be of any precision."""
    return (
        province_rule(f"{contract}.number_province_listed", number),
        warning(f"{contract}.sex_digit_agrees", number, equal(sex, f"{number}_sex"), source=SOURCE,
            vi="Chữ số giới tính trong số định danh không khớp với giới tính đã ghi.",
            fix_vi="Đối chiếu số định danh và giới tính với Cơ sở dữ liệu quốc gia về dân cư; giữ nguyên nếu giới tính đã được cải chính.",
            en="The sex digit of the personal number differs from the sex recorded.",
            fix_en="Compare number and sex with the population database; leave both if the sex has been corrected since."),
        warning(f"{contract}.year_digits_agree", number, equal(f"{born_on}_year", f"{number}_year"), source=SOURCE,
            vi="Năm sinh trong số định danh không khớp với năm sinh đã ghi.",
            fix_vi="Đối chiếu số định danh và ngày sinh với Cơ sở dữ liệu quốc gia về dân cư rồi sửa phần bị nhập sai.",
            en="The year of birth in the personal number differs from the year recorded.",
            fix_en="Compare number and birth date with the population database and correct the one that was mistyped."),
    )  # fmt: skip
