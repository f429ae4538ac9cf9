"""Pupils as the school lists show them, one line per pupil and school year."""

from __future__ import annotations

from datetime import date

from simulators.province.names import ETHNIC_GROUPS
from simulators.province.plan import Plan, Planted
from simulators.province.pupils import CLASSES, class_letter, grade, pupil
from simulators.province.record import Record, dmy
from simulators.province.units import load
from simulators.province.world import Event, World

SEX = ("Nam", "Nữ")
STATUS: dict[str, str] = load("student_status.json")
STUDYING, MOVED_IN = STATUS["1"], STATUS["2"]


def status_on(world: World, number: int) -> date:
    """The day the status was entered: between the start of the school year and yesterday."""
    first = date(world.school_start, 8, 1)
    return world.dice("day", number, 5).day(first, max(first, min(world.yesterday, date(world.school_start, 9, 30))))


def event(world: World, number: int) -> Event:
    """What the dossier behind an enrolment knows; a parent asked."""
    parent = world.people.adult_of(world.dice("event", number, 3), 2, world.today.year - 50, world.today.year - 38)
    return Event(world.commune(number), status_on(world, number), parent)


def make(world: World, plan: Plan, number: int, version: int = 1) -> Record:
    """One pupil's line."""
    dice = world.dice("student", number)
    commune, child, day = world.commune(number), pupil(world, number), status_on(world, number)
    year = f"{world.school_start}-{world.school_start + 1}"
    letter = CLASSES[(class_letter(world, number) + version - 1) % len(CLASSES)]
    # A few good lines contradict the sex digit of the personal number: worth a warning, never an error.
    odd = dice.chance(4)
    row = {
        "STT": str(world.place(number) + 1),
        "Mã trường": commune.school,
        "Năm học": year,
        "Mã lớp": f"{grade(world, number)}{letter}",
        "Mã học sinh": f"{world.settings.province}{number:08d}",
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
    key = f"{commune.school}|{row['Mã học sinh']}|{year}"
    record = Record("student", number, f"{commune.school}-{row['STT']}", key, commune.school, row)
    planted = plan.planted["student"].get(number)
    if planted:
        _spoil(record, planted, grade(world, number))
    elif plan.waits(number):
        record.expect = "waiting"
    return record


def _spoil(record: Record, planted: Planted, in_grade: int) -> None:
    row, kind = record.row, planted.kind
    match kind:
        case "student_birth_impossible":
            row["Ngày sinh"], where = f"31/04/{row['Ngày sinh'][-4:]}", "born_on"
        case "grade_age_mismatch":
            row["Mã lớp"], where = f"{(in_grade + 5) % 12 + 1}A", "class_code"
        case "student_status_unknown":
            row["Trạng thái HS"], where = "Đi du học", "status"
        case "student_code_missing":
            row["Mã học sinh"], where, record.key = "", "student_code", f"src:{record.source_id}"
        case "class_code_malformed":
            row["Mã lớp"], where = f"Lớp {in_grade}", "class_code"
        case "student_person_deceased":
            where = "personal_id"
        case _:
            raise ValueError(kind)
    record.planted(kind, where)
