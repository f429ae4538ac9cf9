"""Recognitions of fathers, mothers and children as the civil-status system keeps them; parent and child are both grown up."""

from __future__ import annotations

from simulators.province.people import Person
from simulators.province.plan import Plan
from simulators.province.record import Record
from simulators.province.record_type import Error, Procedure, RecordType, put
from simulators.province.registration import asked_by, citizen_columns, entry, registered_key, requester_columns
from simulators.province.stores import Table
from simulators.province.world import World

FLOW = "recognition"
NEW = "1"


def kind(world: World, number: int) -> int:
    """1 and 3 are about a father, 2 and 4 about a mother."""
    return 1 + world.dice(FLOW, number, 1).below(4)


def parent_and_child(world: World, number: int) -> tuple[Person, Person]:
    """Twenty years and more lie between them."""
    dice, youngest = world.dice(FLOW, number, 2), world.people.last
    child = world.people.adult_of(dice, 1 + dice.below(2), youngest - 9, youngest)
    sex = 2 - kind(world, number) % 2
    return world.people.adult_of(dice, sex, child.born.year - 40, child.born.year - 20), child


def asker(world: World, number: int) -> Person:
    """Who recognises the other one: the parent, or the child."""
    parent, child = parent_and_child(world, number)
    return parent if kind(world, number) < 3 else child


def make(world: World, plan: Plan, number: int, version: int) -> Record:
    """One recognition."""
    line, row = entry(world, plan, FLOW, number, version)
    dice, (parent, child) = world.dice(FLOW, number), parent_and_child(world, number)
    row |= citizen_columns("cm", parent, line, dice) | citizen_columns("nc", child, line, dice)
    row |= requester_columns(asker(world, number), "Bản thân")
    row |= {"loai_dang_ky": NEW, "loai_xac_nhan": str(kind(world, number))}
    row |= {"quyet_dinh_so": f"{number + 1}/QĐ-UBND", "cm_que_quan": "", "nc_que_quan": line.commune.address()}
    return Record(FLOW, number, f"NC{number:08d}", line.commune.code, row)


def _same_person(record: Record, world: World) -> None:
    record.row["nc_so_giay_to_tuy_than"] = record.row["cm_so_giay_to_tuy_than"]


TYPE = RecordType(
    flow=FLOW,
    domain="civil_status",
    share=8,
    make=make,
    key=registered_key(FLOW),
    store=Table("nhan_cha_me_con"),
    event=asked_by(FLOW, asker),
    procedure=Procedure("1.001022", "Đăng ký nhận cha, mẹ, con", "G15-HT01", "Hộ tịch", "Tờ khai nhận cha, mẹ, con"),
    dossiers=1,
    errors={
        "parent_younger_than_child": Error(4, "parent_born_on", put(cm_ngay_sinh="2015")),
        "same_person_twice": Error(4, "child_document_no", _same_person),
        "recognition_kind_unknown": Error(3, "kind", put(loai_xac_nhan="5")),
        "recognition_type_unknown": Error(3, "registration_type", put(loai_dang_ky="4")),
        "recognised_child_unnamed": Error(3, "child_name", put(nc_ho_ten="")),
        "recognised_birth_impossible": Error(3, "child_born_on", put(nc_ngay_sinh="31/09/2004")),
    },
)
