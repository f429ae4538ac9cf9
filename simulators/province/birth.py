"""Births as the civil-status system keeps them, each good unless the plan says otherwise.

A re-registered birth ("2") is that of a pupil and carries the pupil's personal number; the others get theirs from the
national side. Parents are known by year only in half of the cases, as the law allows.
"""

from __future__ import annotations

from datetime import date, timedelta

from simulators.province.birth_doubles import DOUBLES
from simulators.province.dice import Dice
from simulators.province.names import ETHNIC_GROUPS, number_in_words, person_name
from simulators.province.people import Person
from simulators.province.plan import Plan
from simulators.province.pupils import pupil
from simulators.province.record import Record, dmy
from simulators.province.record_type import Error, Procedure, RecordType, put
from simulators.province.registration import (
    NUMBER_MALFORMED,
    NUMBER_SHARED,
    UNIT_UNKNOWN,
    Registration,
    asked_by,
    citizen_columns,
    entry,
    registered_key,
    registered_on,
    requester_columns,
    unit_split,
    unit_withdrawn,
)
from simulators.province.stores import Table
from simulators.province.world import World

BOTH_PARENTS, FATHER_UNKNOWN = "1", "3"
ON_TIME, AGAIN, LATE = "1", "2", "4"


def mother(world: World, number: int) -> Person:
    """The mother, who also asks for the registration."""
    year = registered_on(world, "birth", number).year
    youngest = _parents_age(world, year)
    return world.people.adult_of(world.dice("event", number, 1), 2, year - youngest - 14, year - youngest)


def make(world: World, plan: Plan, number: int, version: int) -> Record:
    """One birth."""
    line, row = entry(world, plan, "birth", number, version)
    dice, asking = world.dice("birth", number), mother(world, number)
    youngest = _parents_age(world, line.day.year)
    father = world.people.adult_of(dice, 1, line.day.year - youngest - 20, line.day.year - youngest)
    row |= _child(world, plan, number, line, dice, father)
    alone = dice.chance(50)
    row["nks_loai_khai_sinh"] = FATHER_UNKNOWN if alone else BOTH_PARENTS
    row |= citizen_columns("me", asking, line, dice) | citizen_columns("cha", None if alone else father, line, dice)
    row |= requester_columns(asking, "Mẹ")
    source = f"KS{number:08d}"
    row["tep_dinh_kem"] = f"{source}.jpg" if number in plan.scans else ""
    return Record("birth", number, source, line.commune.code, row)


def _parents_age(world: World, year: int) -> int:
    """The least age of parents; in the last book some children are ten years old when they are registered again."""
    return 32 if year == world.years[-1] else 20


def _child(world: World, plan: Plan, number: int, line: Registration, dice: Dice, father: Person) -> dict[str, str]:
    again = plan.reborn.get(number)
    if again is not None:
        child = pupil(world, again)
        name, sex, born, kind, personal_id = child.name, child.sex, child.born, AGAIN, child.id
    else:
        late = dice.chance(60)
        sex, kind, personal_id = 1 + dice.below(2), LATE if late else ON_TIME, ""
        born = line.day - timedelta(days=dice.between(61, 700) if late else dice.between(1, 55))
        name = person_name(dice, sex, father.name.split()[0])
    return {
        "loai_dang_ky": kind,
        "nks_ho_ten": name,
        "nks_gioi_tinh": str(sex),
        "nks_ngay_sinh": dmy(born),
        "nks_ngay_sinh_bang_chu": in_words(born),
        "nks_noi_sinh": f"Trạm Y tế {line.unit_name}" if dice.chance(300) else "Bệnh viện Đa khoa tỉnh",
        "nks_noi_sinh_dvhc": line.unit,
        "nks_que_quan": line.commune.address(line.unit_name),
        "nks_dan_toc": dice.pick(ETHNIC_GROUPS),
        "nks_quoc_tich": "Việt Nam",
        "nks_so_dinh_danh": personal_id,
    }


def in_words(day: date) -> str:
    """A date as it is written out in the book."""
    words = (number_in_words(part) for part in (day.day, day.month, day.year))
    return "Ngày {} tháng {} năm {}".format(*words)


def _born(day: date) -> dict[str, str]:
    return {"nks_ngay_sinh": dmy(day), "nks_ngay_sinh_bang_chu": in_words(day)}


def _in_future(record: Record, world: World) -> None:
    record.row |= _born(world.today + timedelta(days=400))


def _born_after_registration(record: Record, world: World) -> None:
    record.row |= _born(registered_on(world, "birth", record.number) + timedelta(days=1))


def _on_31_february(record: Record, world: World) -> None:
    record.row["nks_ngay_sinh"] = f"31/02/{record.row['ngay_dang_ky'][-4:]}"


def _without_mother(record: Record, world: World) -> None:
    record.row |= dict.fromkeys((name for name in record.row if name.startswith("me_")), "")


TYPE = RecordType(
    flow="birth",
    domain="civil_status",
    share=45,
    make=make,
    key=registered_key("birth"),
    store=Table("khai_sinh"),
    event=asked_by("birth", mother),
    procedure=Procedure("1.001193", "Đăng ký khai sinh", "G15-HT01", "Hộ tịch", "Tờ khai đăng ký khai sinh"),
    dossiers=30,
    doubles=DOUBLES,
    errors={
        "birth_date_impossible": Error(4, "born_on", _on_31_february),
        "birth_date_in_future": Error(3, "born_on", _in_future),
        "registered_before_birth": Error(4, "registered_on", _born_after_registration),
        "sex_code_unknown": Error(3, "sex", put(nks_gioi_tinh="9")),
        "registration_unit_unknown": UNIT_UNKNOWN,
        "registration_unit_withdrawn": unit_withdrawn("birth"),
        "child_name_missing": Error(3, "child_name", put(nks_ho_ten="")),
        "mother_block_missing": Error(4, "mother_name", _without_mother),
        "book_number_duplicate": NUMBER_SHARED,
        "birth_ethnicity_unknown": Error(3, "ethnicity", put(nks_dan_toc="Không rõ")),
        "birth_number_malformed": NUMBER_MALFORMED,
        "split_commune_unplaced": unit_split("birth"),
    },
)
