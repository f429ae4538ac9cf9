"""The three land types of a parcel row: each whole, and together as large as the parcel."""

from __future__ import annotations

import polars as pl

from expectations.suite.checks import absent, between, limit, total_of
from expectations.suite.columns import flag, number
from expectations.suite.rule import Rule, critical, warning

USES = ("1", "2", "3")
#: Beside the first land use, which every complete row has.
LAND_FIELDS = (*(f"land_area_{n}" for n in USES), "land_use_2", "land_use_3")
#: Largest difference, in m², between a parcel and the sum of its land types that rounding explains. Ours.
LIMITS = {"area_tolerance": 0.1}


def land_columns() -> list[pl.Expr]:
    """land_area_N as numbers; half_N flags a land use without area and an area without land use."""
    halves = ((n, pl.col(f"land_use_{n}").is_null() != pl.col(f"land_area_{n}").is_null()) for n in USES)
    first, second, third = (pl.col(f"land_use_{n}") for n in USES)
    return [
        *(number(f"land_area_{n}").alias(f"land_area_{n}") for n in USES),
        *(flag(half, f"half_{n}") for n, half in halves),
        flag(
            first.is_null() & (second.is_not_null() | third.is_not_null()) | second.is_null() & third.is_not_null(),
            "types_skipped",
        ),
        flag((first == second) | (first == third) | (second == third), "types_repeated"),
    ]


def land_type_rules() -> tuple[Rule, ...]:
    """The sum, and two rules for each land type."""
    return (
        critical("parcel.land_areas_sum", "area", total_of("area", [f"land_area_{n}" for n in USES], limit("area_tolerance")),
            source="DOMAIN §5.4 (tolerance ours)",
            vi="Tổng diện tích các loại đất khác với diện tích thửa.",
            fix_vi="Đối chiếu từng loại đất với giấy chứng nhận; sửa diện tích thửa hoặc diện tích loại đất bị nhập sai.",
            en="The areas of the land types do not add up to the area of the parcel.",
            fix_en="Compare every land type with the certificate; correct the parcel's area or the mistyped part."),
        *(rule for n in USES for rule in _one_type(n)),
        warning("parcel.land_types_in_order", "land_use_1", absent("types_skipped"),
            source="ours, from the columns of form PL3-01 (DOMAIN §5.1)",
            vi="Có loại đất thứ hai hoặc thứ ba nhưng bỏ trống loại đất đứng trước.",
            fix_vi="Nhập các loại đất lần lượt từ loại đất thứ nhất.",
            en="A second or third land type is given, but the one before it is empty.",
            fix_en="Enter the land types in order, from the first."),
        warning("parcel.land_types_distinct", "land_use_2", absent("types_repeated"), source="ours",
            vi="Một loại đất được ghi hai lần.", fix_vi="Gộp diện tích của loại đất bị ghi hai lần, hoặc sửa mã loại đất.",
            en="One land type is given twice.", fix_en="Add up the areas of the repeated type, or correct its code."),
    )  # fmt: skip


def _one_type(n: str) -> tuple[Rule, ...]:
    return (
        warning(f"parcel.land_area_{n}_positive", f"land_area_{n}", between(f"land_area_{n}", 0, above=True), source="ours",
            vi=f"Diện tích loại đất thứ {n} không lớn hơn 0.",
            fix_vi="Nhập lại diện tích theo giấy chứng nhận, hoặc xóa loại đất không có.",
            en=f"The area of land type {n} is not greater than 0.", fix_en="Enter the area from the certificate, or remove the land type."),
        warning(f"parcel.land_use_{n}_paired", f"land_use_{n}", absent(f"half_{n}"), source="ours",
            vi=f"Loại đất thứ {n} có mã mà không có diện tích, hoặc ngược lại.", fix_vi="Bổ sung phần còn thiếu theo giấy chứng nhận.",
            en=f"Land type {n} has a code without an area, or an area without a code.",
            fix_en="Add the missing half from the certificate."),
    )  # fmt: skip
