"""Rules of an entry in a civil-status book, the same for every kind of book."""

from __future__ import annotations

import polars as pl

from expectations.suite.checks import absent, after, equal, not_after_today, not_before, present
from expectations.suite.columns import day, flag
from expectations.suite.neighbours import Clash, Tell
from expectations.suite.rule import Rule, critical, warning
from expectations.suite.units import since, until
from expectations.suite.usual import dossier_linked

FIELDS = (
    "registration_unit",
    "registered_on",
    "registration_type",
    "book_no",
    "page_no",
    "number",
    "signer",
    "dossier_code",
)
ENTRY, PAGE = pl.col("number").cast(pl.Int64, strict=False), pl.col("page_no").cast(pl.Int64, strict=False)


def book(contract: str) -> tuple[tuple[Tell, ...], tuple[Clash, ...]]:
    """Each entry tells its page; it clashes with the entry before it on a later page and with the one after it on an earlier page."""
    kind, other = f"{contract}.entry", pl.col("other_page").cast(pl.Int64, strict=False)
    return (
        (Tell(kind, _place(ENTRY), {"page": PAGE.cast(pl.String)}),),
        (
            Clash("page_astray", kind, _place(ENTRY - 1), ("page",), other > PAGE),
            Clash("page_astray", kind, _place(ENTRY + 1), ("page",), other < PAGE),
        ),
    )


def _place(entry: pl.Expr) -> list[pl.Expr]:
    return [
        pl.col("registration_unit"),
        pl.col("book_no"),
        pl.col("registered_on").str.slice(0, 4),
        entry.cast(pl.String),
    ]


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
    """Six rules about the entry itself and one about its dossier; the suite adds `book`."""
    return (
        critical(f"{contract}.registered_in_future", "registered_on", not_after_today("registered_on"), source="ours",
            vi="Ngày đăng ký ở tương lai.", fix_vi="Đối chiếu với sổ hộ tịch và nhập lại ngày đăng ký.",
            en="The registration date lies in the future.",
            fix_en="Compare with the civil-status book and enter the registration date again."),
        critical(f"{contract}.unit_valid_on_registration", "registration_unit", after("registration_unit_until", "registered_on"),
            source="QĐ 19/2025/QĐ-TTg (DOMAIN §4)",
            vi="Mã xã nơi đăng ký đã hết hiệu lực vào ngày đăng ký.",
            fix_vi="Chọn mã xã mới theo bảng chuyển đổi đơn vị hành chính; nếu xã cũ được tách, hỏi lại nơi đăng ký.",
            en="The commune code was no longer in force on the day of registration.",
            fix_en="Choose the successor code from the unit table; if the old commune was split, ask the office that registered."),
        warning(f"{contract}.unit_not_yet_valid", "registration_unit", not_before("registered_on", "registration_unit_since"),
            source="QĐ 19/2025/QĐ-TTg (DOMAIN §4)",
            vi="Mã xã mới được dùng cho một việc đăng ký trước ngày mã này có hiệu lực.",
            fix_vi="Nếu sổ ghi xã cũ, nhập mã xã cũ; mã mới chỉ dùng cho việc đăng ký từ ngày 01/7/2025.",
            en="A new commune code stands on an entry registered before the code came into force.",
            fix_en="If the book names the old commune, enter its code; new codes belong to entries from 1 July 2025 on."),
        warning(f"{contract}.book_year_agrees", "book_no", equal("book_year", "registered_year"),
            source="Luật Hộ tịch 60/2014, Điều 58; the form of book numbers is not verified (DOMAIN §6)",
            vi="Năm ghi trong số quyển khác với năm đăng ký.",
            fix_vi="Xem lại bìa sổ: mỗi sổ chỉ dùng trong một năm và khóa vào ngày cuối năm.",
            en="The year in the book number differs from the year of registration.",
            fix_en="Look at the cover of the book: a book serves one year and is closed on its last day."),
        warning(f"{contract}.signer_present", "signer", present("signer"), source="DOMAIN §6 (common fields)",
            vi="Chưa ghi người ký.", fix_vi="Bổ sung họ tên người ký theo sổ hộ tịch.",
            en="The person who signed is missing.", fix_en="Add the name of the signer from the civil-status book."),
        warning(f"{contract}.page_follows_number", "page_no", absent("page_astray"), source="DOMAIN §6 (page and number within a book)",
            vi="Số trang không theo thứ tự: số đăng ký liền trước nằm ở trang sau, hoặc số liền sau nằm ở trang trước.",
            fix_vi="Đối chiếu số trang và số đăng ký với sổ hộ tịch.",
            en="The page is out of order: the number before it stands on a later page, or the one after it on an earlier page.",
            fix_en="Compare page and number with the civil-status book."),
        dossier_linked(contract),
    )  # fmt: skip


def late_column(event: str, days: int) -> pl.Expr:
    """What `late_rule` looks at: an entry made more than `days` after the day in the field `event` and marked as on time."""
    late = (day("registered_on") - day(event)).dt.total_days() > days
    return flag(late & (pl.col("registration_type") == "1"), "late_yet_on_time")


def late_rule(contract: str, days: int, article: int, vi: str, en: str) -> Rule:
    """late_registration_marked; `vi` and `en` name the event ("sinh", "birth"), `article` of the law sets the days."""
    return warning(f"{contract}.late_registration_marked", "registration_type", absent("late_yet_on_time"),
        source=f"Luật Hộ tịch 60/2014, Điều {article} ({days} days; article text recalled)",
        vi=f"Đăng ký quá {days} ngày sau khi {vi} nhưng lại ghi là đúng hạn.",
        fix_vi="Chọn loại đăng ký quá hạn, hoặc sửa lại ngày bị nhập sai.",
        en=f"Registered more than {days} days after the {en}, yet marked as on time.",
        fix_en="Choose late registration, or correct the mistyped date.")  # fmt: skip
