"""Births as the civil-status system keeps them, each good unless the plan says otherwise.

A re-registered birth ("2") is that of a pupil and carries the pupil's personal number; the others get theirs from the
national side. Parents are known by year only in half of the cases, as the law allows.
"""

from __future__ import annotations

from datetime import date, timedelta

from simulators.province.dice import Dice
from simulators.province.names import ETHNIC_GROUPS, number_in_words, person_name
from simulators.province.people import Person
from simulators.province.plan import Plan, Planted
from simulators.province.pupils import pupil
from simulators.province.record import Record, dmy
from simulators.province.registration import (
    ID_CARD,
    Registration,
    registration,
    registration_columns,
    requester_columns,
)
from simulators.province.world import Event, World

BOTH_PARENTS, FATHER_UNKNOWN = "1", "3"
ON_TIME, AGAIN, LATE = "1", "2", "4"


def source_id(number: int) -> str:
    """The row's id in the civil-status system."""
    return f"KS{number:08d}"


def event(world: World, number: int) -> Event:
    """What the dossier behind this birth knows."""
    line = registration(world, "birth", number)
    return Event(line.commune, line.day, _mother(world, number, line.day))


def make(world: World, plan: Plan, number: int, version: int = 1) -> Record:
    """One birth."""
    planted = plan.planted["birth"].get(number)
    likeness = number if not planted or planted.partner is None else planted.partner
    line = registration(world, "birth", likeness)
    dice = world.dice("birth", number)
    mother = _mother(world, number, line.day)
    youngest = _parents_age(world, line.day)
    father = world.people.adult_of(dice, 1, line.day.year - youngest - 20, line.day.year - youngest)
    row = registration_columns(world, "birth", likeness, line)
    row |= {"so": line.number} if planted else {}
    row |= _child(world, plan, number, line, dice, father)
    alone = dice.chance(50)
    row["nks_loai_khai_sinh"] = FATHER_UNKNOWN if alone else BOTH_PARENTS
    row |= _parent("me", mother, line, dice)
    row |= {} if alone else _parent("cha", father, line, dice)
    row |= requester_columns(mother, "Mẹ")
    row["ghi_chu"] = f"Cập nhật lần {version}" if version > 1 else ""
    row["tep_dinh_kem"] = f"{source_id(number)}.png" if number in plan.scans else ""
    record = Record("birth", number, source_id(number), line.key("birth"), line.commune.code, row)
    if planted:
        _spoil(record, planted, line, world)
    return record


def _mother(world: World, number: int, day: date) -> Person:
    youngest = _parents_age(world, day)
    return world.people.adult_of(world.dice("event", number, 1), 2, day.year - youngest - 14, day.year - youngest)


def _parents_age(world: World, day: date) -> int:
    """The least age of parents; in the last book some children are ten years old when they are registered again."""
    return 32 if day.year == world.years[-1] else 20


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


def _parent(prefix: str, person: Person, line: Registration, dice: Dice) -> dict[str, str]:
    precision = dice.below(100)
    born = str(person.born.year)
    if precision >= 50:
        born = dmy(person.born) if precision >= 53 else f"{person.born.month:02d}/{person.born.year}"
    return {
        f"{prefix}_ho_ten": person.name,
        f"{prefix}_ngay_sinh": born,
        f"{prefix}_dan_toc": dice.pick(ETHNIC_GROUPS),
        f"{prefix}_quoc_tich": "Việt Nam",
        f"{prefix}_loai_cu_tru": "1",
        f"{prefix}_noi_cu_tru": f"Thôn {dice.between(1, 12)}, {line.commune.address(line.unit_name)}",
        f"{prefix}_loai_giay_to_tuy_than": ID_CARD,
        f"{prefix}_so_giay_to_tuy_than": person.id,
    }


def _spoil(record: Record, planted: Planted, line: Registration, world: World) -> None:
    row, kind = record.row, planted.kind
    match kind:
        case "birth_date_impossible":
            row["nks_ngay_sinh"], where = f"31/02/{line.day.year}", "born_on"
        case "birth_date_in_future":
            row |= _born(world.today + timedelta(days=400))
            where = "born_on"
        case "registered_before_birth":
            row |= _born(line.day + timedelta(days=1))
            where = "registered_on"
        case "sex_code_unknown":
            row["nks_gioi_tinh"], where = "9", "sex"
        case "registration_unit_unknown":
            line.unit = row["noi_dang_ky_dvhc"] = "99999"
            where = "registration_unit"
        case "registration_unit_withdrawn":
            line.unit = row["noi_dang_ky_dvhc"] = line.commune.withdrawn[0][0]
            where = "registration_unit"
        case "child_name_missing":
            row["nks_ho_ten"], where = "", "child_name"
        case "mother_block_missing":
            row |= dict.fromkeys((name for name in row if name.startswith("me_")), "")
            where = "mother_name"
        case "book_number_duplicate":
            where = "natural_key"
        case "birth_ethnicity_unknown":
            row["nks_dan_toc"], where = "Không rõ", "ethnicity"
        case "birth_number_malformed":
            line.number = row["so"] = f"{line.number}A"
            where = "number"
        case _:
            raise ValueError(kind)
    record.key = line.key("birth")
    record.planted(kind, where)


def _born(day: date) -> dict[str, str]:
    return {"nks_ngay_sinh": dmy(day), "nks_ngay_sinh_bang_chu": in_words(day)}
