"""Rules of an entry in a civil-status book, the same for births and deaths, and the rule about the dossier behind a record."""

from __future__ import annotations

import polars as pl

from expectations.suite.checks import after, equal, not_after_today, not_before, present
from expectations.suite.columns import day
from expectations.suite.rule import Rule, critical, info, warning
from expectations.suite.units import since, until

FIELDS = ("registration_unit", "registered_on", "registration_type", "book_no", "signer", "dossier_code")


def registration_columns() -> list[pl.Expr]:
    """registered_on as a day, the life of the unit's code, the year the book names ("01/2024") beside the year of the entry."""
    return [
        day("registered_on").alias("registered_on"),
        since("registration_unit").alias("registration_unit_since"),
        until("registration_unit").alias("registration_unit_until"),
        pl.col("book_no").str.extract(r"/([0-9]{4})$").alias("book_year"),
        pl.col("registered_on").str.slice(0, 4).alias("registered_year"),
    ]


def registration_rules(contract: str) -> tuple[Rule, ...]:
    """Five rules about the entry itself and one about its dossier."""
    return (
        critical(
            f"{contract}.registered_in_future",
            "registered_on",
            not_after_today("registered_on"),
            vi="Ngày đăng ký ở tương lai.",
            en="The registration date lies in the future.",
            fix_vi="Đối chiếu với sổ hộ tịch và nhập lại ngày đăng ký.",
            fix_en="Compare with the civil-status book and enter the registration date again.",
            source="ours",
        ),
        critical(
            f"{contract}.unit_valid_on_registration",
            "registration_unit",
            after("registration_unit_until", "registered_on"),
            vi="Mã xã nơi đăng ký đã hết hiệu lực vào ngày đăng ký.",
            en="The commune code was no longer in force on the day of registration.",
            fix_vi="Chọn mã xã mới theo bảng chuyển đổi đơn vị hành chính; nếu xã cũ được tách, hỏi lại nơi đăng ký.",
            fix_en="Choose the successor code from the unit table; if the old commune was split, ask the office that registered.",
            source="QĐ 19/2025/QĐ-TTg (DOMAIN §4)",
        ),
        warning(
            f"{contract}.unit_not_yet_valid",
            "registration_unit",
            not_before("registered_on", "registration_unit_since"),
            vi="Mã xã mới được dùng cho một việc đăng ký trước ngày mã này có hiệu lực.",
            en="A new commune code stands on an entry registered before the code came into force.",
            fix_vi="Nếu sổ ghi xã cũ, nhập mã xã cũ; mã mới chỉ dùng cho việc đăng ký từ ngày 01/7/2025.",
            fix_en="If the book names the old commune, enter its code; new codes belong to entries from 1 July 2025 on.",
            source="QĐ 19/2025/QĐ-TTg (DOMAIN §4)",
        ),
        warning(
            f"{contract}.book_year_agrees",
            "book_no",
            equal("book_year", "registered_year"),
            vi="Năm ghi trong số quyển khác với năm đăng ký.",
            en="The year in the book number differs from the year of registration.",
            fix_vi="Xem lại bìa sổ: mỗi sổ chỉ dùng trong một năm và khóa vào ngày cuối năm.",
            fix_en="Look at the cover of the book: a book serves one year and is closed on its last day.",
            source="Luật Hộ tịch 60/2014, Điều 58; the form of book numbers is not verified (DOMAIN §6)",
        ),
        warning(
            f"{contract}.signer_present",
            "signer",
            present("signer"),
            vi="Chưa ghi người ký.",
            en="The person who signed is missing.",
            fix_vi="Bổ sung họ tên người ký theo sổ hộ tịch.",
            fix_en="Add the name of the signer from the civil-status book.",
            source="DOMAIN §6 (common fields)",
        ),
        dossier_linked(contract),
    )


def dossier_linked(contract: str) -> Rule:
    """Counts records that name no dossier; old books and bulk digitisation have none."""
    return info(
        f"{contract}.dossier_linked",
        "dossier_code",
        present("dossier_code"),
        vi="Bản ghi không gắn với mã hồ sơ thủ tục hành chính nào.",
        en="The record names no procedure dossier.",
        fix_vi="Gắn mã hồ sơ nếu bản ghi phát sinh từ một hồ sơ một cửa; dữ liệu số hóa từ sổ cũ thì bỏ qua.",
        fix_en="Add the dossier code if the record comes from a one-stop dossier; records digitised from old books have none.",
        source="ours",
    )
