"""Pupils as the school lists show them, one line per pupil and school year."""

from __future__ import annotations

from datetime import date

from simulators.local.forms import Csv
from simulators.province.dice import Dice
from simulators.province.doubles import Double, misspelt, take
from simulators.province.names import ETHNIC_GROUPS
from simulators.province.plan import Plan
from simulators.province.pupils import CLASSES, class_letter, grade, pupil
from simulators.province.record import Record, dmy
from simulators.province.record_type import Error, Event, Procedure, RecordType, joined, nothing, put
from simulators.province.stores import Export
from simulators.province.units import load
from simulators.province.world import World

SEX = ("Nam", "Nữ")
STATUS: dict[str, str] = load("student_status.json")
HEADER = (
    "STT", "Mã trường", "Năm học", "Mã lớp", "Mã học sinh", "Họ tên", "Ngày sinh", "Giới tính", "Trạng thái HS",
    "Ngày nhập trạng thái", "Dân tộc", "Loại khuyết tật", "Số định danh cá nhân", "Mã xã", "Mã hồ sơ",
)  # fmt: skip
STUDYING, MOVED_IN = STATUS["1"], STATUS["2"]


def status_on(world: World, number: int) -> date:
    """The day the status was entered: between the start of the school year and yesterday."""
    first = date(world.school_start, 8, 1)
    return world.dice("day", number, 5).day(first, max(first, min(world.yesterday, date(world.school_start, 9, 30))))


def school_year(world: World) -> str:
    """The year that runs, as schools write it."""
    return f"{world.school_start}-{world.school_start + 1}"


def code(world: World, number: int) -> str:
    """The pupil's code."""
    return f"{world.settings.province}{number:08d}"


def event(world: World, number: int) -> Event:
    """What the dossier behind an enrolment knows; a parent asked."""
    parent = world.people.adult_of(world.dice("event", number, 3), 2, world.today.year - 50, world.today.year - 38)
    return Event(world.commune(number), status_on(world, number), parent)


def make(world: World, plan: Plan, number: int, version: int) -> Record:
    """One pupil's line."""
    dice = world.dice("student", number)
    commune, child, day = world.commune(number), pupil(world, number), status_on(world, number)
    letter = CLASSES[(class_letter(world, number) + version - 1) % len(CLASSES)]
    # A few good lines contradict the sex digit of the personal number: worth a warning, never an error.
    odd = dice.chance(4)
    row = {
        "STT": str(world.place(number) + 1),
        "Mã trường": commune.school,
        "Năm học": school_year(world),
        "Mã lớp": f"{grade(world, number)}{letter}",
        "Mã học sinh": code(world, number),
        "Họ tên": child.name,
        "Ngày sinh": dmy(child.born),
        "Giới tính": SEX[(child.sex - 1) ^ odd],
        "Trạng thái HS": MOVED_IN if dice.chance(30) else STUDYING,
        "Ngày nhập trạng thái": dmy(day),
        "Dân tộc": dice.pick(ETHNIC_GROUPS),
        "Loại khuyết tật": "Vận động" if dice.chance(8) else "",
        "Số định danh cá nhân": child.id,
        "Mã xã": commune.code,
        "Mã hồ sơ": world.code_behind("student", number, commune, day),
    }
    return Record("student", number, f"{commune.school}-{row['STT']}", commune.school, row)


def person(world: World, plan: Plan, number: int) -> tuple[str, int] | None:
    """The child; one that is registered again becomes known only when its birth is accepted."""
    if number in plan.children:
        return None
    planted = plan.planted["student"].get(number)
    return pupil(world, number).id, int(planted is not None and planted.kind == "student_person_deceased")


def _twice(second: Record, first: Record, dice: Dice) -> None:
    """A pupil with a second code, in another school or the same; one in three without the personal number."""
    take(
        second,
        first,
        "Họ tên",
        "Ngày sinh",
        "Giới tính",
        "Dân tộc",
        "Loại khuyết tật",
        "Mã lớp",
        "Mã xã",
        "Số định danh cá nhân",
    )
    second.row["Họ tên"] = misspelt(first.row["Họ tên"], dice)
    if dice.chance(330):
        second.row["Số định danh cá nhân"] = ""


def _on_31_april(record: Record, world: World) -> None:
    record.row["Ngày sinh"] = f"31/04/{record.row['Ngày sinh'][-4:]}"


def _too_young_or_old(record: Record, world: World) -> None:
    record.row["Mã lớp"] = f"{(grade(world, record.number) + 5) % 12 + 1}A"


def _class_in_words(record: Record, world: World) -> None:
    record.row["Mã lớp"] = f"Lớp {grade(world, record.number)}"


TYPE = RecordType(
    flow="student",
    domain="school",
    share=60,
    make=make,
    key=joined("Mã trường", "Mã học sinh", "Năm học"),
    store=Export("school", {".csv": Csv(HEADER)}),
    event=event,
    procedure=Procedure("1.005144", "Đăng ký nhập học", "G01-GD02", "Giáo dục", "Đơn xin nhập học"),
    dossiers=5,
    person=person,
    doubles=(Double("duplicate_of", _twice),),
    errors={
        "student_birth_impossible": Error(4, "born_on", _on_31_april),
        "grade_age_mismatch": Error(4, "class_code", _too_young_or_old),
        "student_status_unknown": Error(4, "status", put({"Trạng thái HS": "Đi du học"})),
        "student_code_missing": Error(3, "student_code", put({"Mã học sinh": ""})),
        "class_code_malformed": Error(3, "class_code", _class_in_words),
        "student_person_deceased": Error(2, "personal_id", nothing),
    },
)
