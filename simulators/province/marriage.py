"""Marriages as the civil-status system keeps them; a spouse from elsewhere is known to nobody here, so the record waits."""

from __future__ import annotations

from simulators.province.people import Person
from simulators.province.plan import Plan
from simulators.province.record import Record
from simulators.province.record_type import Error, Procedure, RecordType, put
from simulators.province.registration import (
    UNIT_UNKNOWN,
    asked_by,
    citizen_columns,
    entry,
    registered_key,
    registered_on,
)
from simulators.province.stores import Table
from simulators.province.world import World

FIRST, AGAIN = "1", "2"
NO_INFORMATION, DIVORCED = "0", "3"


def from_elsewhere(world: World, number: int) -> bool:
    """True if nobody here knows the wife; the second of a province always comes from elsewhere."""
    return number == 1 or world.dice("marriage", number, 1).chance(5)


def spouses(world: World, number: int) -> tuple[Person, Person]:
    """Husband and wife, both over twenty."""
    dice, year = world.dice("marriage", number, 2), registered_on(world, "marriage", number).year
    husband, wife = (world.people.adult_of(dice, sex, year - 45, year - 23) for sex in (1, 2))
    return husband, world.people.stranger(number, 2) if from_elsewhere(world, number) else wife


def make(world: World, plan: Plan, number: int, version: int) -> Record:
    """One marriage."""
    line, row = entry(world, plan, "marriage", number, version)
    dice, (husband, wife) = world.dice("marriage", number), spouses(world, number)
    row["loai_dang_ky"] = AGAIN if dice.chance(30) else FIRST
    row["tinh_trang_ket_hon"] = DIVORCED if dice.chance(40) else NO_INFORMATION
    row |= citizen_columns("chong", husband, line, dice) | citizen_columns("vo", wife, line, dice)
    return Record("marriage", number, f"KH{number:08d}", line.commune.code, row)


def _same_person(record: Record, world: World) -> None:
    record.row["vo_so_giay_to_tuy_than"] = record.row["chong_so_giay_to_tuy_than"]


def _too_young(record: Record, world: World) -> None:
    record.row["chong_ngay_sinh"] = str(registered_on(world, "marriage", record.number).year - 17)


def _after_2015(world: World, number: int) -> bool:
    return registered_on(world, "marriage", number).year >= 2015


TYPE = RecordType(
    flow="marriage",
    domain="civil_status",
    share=20,
    make=make,
    key=registered_key("marriage"),
    store=Table("ket_hon"),
    event=asked_by("marriage", lambda world, number: spouses(world, number)[0]),
    procedure=Procedure("1.000894", "Đăng ký kết hôn", "G15-HT01", "Hộ tịch", "Tờ khai đăng ký kết hôn"),
    dossiers=2,
    waits=from_elsewhere,
    errors={
        "spouses_same_person": Error(4, "wife_document_no", _same_person),
        "husband_under_age": Error(4, "husband_born_on", _too_young, fits=_after_2015),
        "wife_name_missing": Error(3, "wife_name", put(vo_ho_ten="")),
        "wife_birth_impossible": Error(3, "wife_born_on", put(vo_ngay_sinh="30/02/1990")),
        "marriage_type_unknown": Error(3, "registration_type", put(loai_dang_ky="7")),
        "marriage_unit_unknown": UNIT_UNKNOWN,
    },
)
