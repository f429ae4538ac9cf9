"""Readings made from a contract: each kind is read its way, exceptions are named, and what cannot be read is said at once."""

from __future__ import annotations

from typing import Annotated, Any

import pytest

from connectors.mapping import readings
from connectors.mapping.fields import by_alias, by_title
from connectors.mapping.readings import Reading
from schemas import kinds
from schemas.contract import Contract, Record, contracts, wire
from schemas.keys import Value
from schemas.kinds import OneOf


class Every(Record):
    """A field of each kind there is a reading for."""

    day: kinds.Day = wire("nksNgaySinh", "Ngày", "d")
    partial: kinds.PartialDay | None = wire("nksNoiSinhDVHC", "Ngày sinh", "d")
    moment: kinds.Moment | None = wire("A1Luc", "Lúc", "d")
    clock: kinds.ClockTime = wire("gio", "Giờ", "d")
    group: kinds.Ethnicity = wire("danToc", "Dân tộc", "d")
    length: kinds.Decimal | None = wire("MA_LK", "Chiều cao", "d")
    mark: kinds.Score | None = wire("diem", "Điểm", "d")
    count: kinds.Count = wire("soLuong", "Số lượng", "d")
    number: int | None = wire("so", "Số", "d")
    code: Annotated[str, OneOf({"1": "một"})] | None = wire("ma", "Mã", "d")
    name: kinds.Name = wire("ten", "Tên", "d")


KINDS = {
    "day": readings.day, "partial": readings.partial_day, "moment": readings.local_moment, "clock": readings.clock,
    "group": readings.ethnicity, "length": readings.decimal, "mark": readings.local_decimal, "count": readings.whole,
    "number": readings.whole, "code": readings.text, "name": readings.text,
}  # fmt: skip
COLUMNS = [
    "nks_ngay_sinh",
    "nks_noi_sinh_dvhc",
    "a1_luc",
    "gio",
    "dan_toc",
    "ma_lk",
    "diem",
    "so_luong",
    "so",
    "ma",
    "ten",
]


def of(model: type[Record]) -> Contract:
    return Contract("every", "school", "Mọi", "Every", model, (Value("name"),), "name")


def same(one: Reading, other: Reading) -> bool:
    alike = (one.raw, one.can_fail, one.changed) == (other.raw, other.can_fail, other.changed)
    return alike and one.value.meta.eq(other.value)


def test_kinds_say_how_columns_are_read_and_aliases_which() -> None:
    made = by_alias(of(Every))
    assert [reading.raw for reading in made.values()] == COLUMNS
    assert all(same(made[name], reader(made[name].raw)) for name, reader in KINDS.items())


def test_titles_name_columns_as_well() -> None:
    made = by_title(of(Every))
    assert tuple(made) == of(Every).fields
    assert same(made["partial"], readings.partial_day("Ngày sinh"))


def test_exceptions_replace_single_readings_in_place() -> None:
    made = by_alias(of(Every), number=readings.number("so_khac"))
    assert list(made) == list(Every.model_fields)
    assert made["number"].raw == "so_khac"


class Flag(Record):
    """A kind nobody reads."""

    flag: bool = wire("co", "Cờ", "d")


class Listed(Record):
    """A list has items of its own."""

    items: list[Every] | None = wire("ds", "Danh sách", "d")


@pytest.mark.parametrize("model", [Flag, Listed])
def test_a_kind_nobody_reads_needs_a_reading_of_its_own(model: Any) -> None:
    [name] = model.model_fields
    with pytest.raises(TypeError, match=f"^{name}"):
        by_alias(of(model))
    assert by_alias(of(model), **{name: readings.text("x")})[name].raw == "x"


def test_an_exception_for_a_field_there_is_not_is_refused() -> None:
    with pytest.raises(TypeError, match=r"\['nmae'\]"):
        by_title(of(Every), nmae=readings.text("x"))


def test_the_contracts_of_the_house_are_made_of_kinds_known_here() -> None:
    for contract in contracts().values():
        lists = {name: readings.text("x") for name, kind in contract.polars_schema.items() if kind.is_nested()}
        assert tuple(by_alias(contract, **lists)) == contract.fields
