"""Results as schools send them: the ministry's sheet for primary classes, a list of marks for secondary ones, a file for each period."""

from __future__ import annotations

from simulators.local.forms import Csv, Workbook
from simulators.province import pupils, student
from simulators.province.dice import Dice
from simulators.province.plan import Plan
from simulators.province.record import Record, dmy
from simulators.province.record_type import Error, RecordType, put
from simulators.province.stores import Export
from simulators.province.units import load
from simulators.province.world import World

FLOW = "yearly_result"
SHEETS = load("yearly_result.json")
PRIMARY = Workbook(SHEETS["sheet"], tuple(map(tuple, SHEETS["header"])), tuple(SHEETS["names"]))
# The whole year first: a pupil's second and third record are of parts of it.
PERIODS = {".xlsx": ("CN", "CK1", "GK2", "GK1"), ".csv": ("CN", "HK1", "HK2")}
OVERALL = {".xlsx": ("Hoàn thành xuất sắc", "Hoàn thành tốt", "Hoàn thành"), ".csv": ("Tốt", "Khá", "Đạt")}


def pupil(world: World, number: int) -> int:
    """Whose results they are: a pupil of the same school."""
    return world.beside("student", number)


def file(world: World, number: int) -> tuple[str, str, str]:
    """(ending, school year, period) of the file a record stands in."""
    ending = ".xlsx" if pupils.grade(world, pupil(world, number)) <= 5 else ".csv"
    of_school = world.numbers("student", number % len(world.communes))
    again = world.place(number) // max(len(of_school), 1)
    return ending, student.school_year(world), PERIODS[ending][again % len(PERIODS[ending])]


def make(world: World, plan: Plan, number: int, version: int) -> Record:
    """One row."""
    dice, of, school = world.dice(FLOW, number), pupil(world, number), world.commune(number).school
    child, (ending, year, period) = pupils.pupil(world, of), file(world, number)
    row = {
        "STT": str(world.place(number) + 1), "Mã học sinh": student.code(world, of), "Họ tên": child.name,
        "Mã lớp": f"{pupils.grade(world, of)}{pupils.CLASSES[pupils.class_letter(world, of)]}", "Ngày sinh": dmy(child.born),
        "Xếp loại": dice.pick(OVERALL[ending]), "Lên lớp": "x" if period == "CN" else "",
    }  # fmt: skip
    row |= _primary(dice, version) if ending == ".xlsx" else _secondary(dice, version)
    return Record(FLOW, number, f"{school}-{year}-{period}-{row['Mã học sinh']}", school, row)


def _primary(dice: Dice, version: int) -> dict[str, str]:
    row = {name: dice.pick(("T", "T", "H")) for name in SHEETS["subject"]} | {"Hoàn thành": "x", "Tiếng dân tộc": ""}
    row |= {name: dice.pick(("T", "T", "Đ")) for name in (*SHEETS["competence"], *SHEETS["quality"])}
    return row | {"Toán – điểm": str(dice.between(5, 10)), "Tiếng việt – điểm": str(10 - version % 6)}


def _secondary(dice: Dice, version: int) -> dict[str, str]:
    row = {name: f"{dice.between(5, 9)},{dice.below(10)}" for name in SHEETS["list"] if name.endswith("ĐTB")}
    row |= {name: dice.pick(("Đ", "Đ", "Đ", "CĐ")) for name in SHEETS["list"] if name.endswith("mức")}
    return row | {
        "Toán – ĐTB": f"{5 + version % 5},5",
        "Kết quả rèn luyện": "Tốt",
        "Đã ký số": "x" if dice.chance(800) else "",
    }


def key(record: Record) -> str:
    """School, pupil, year and period; what stands in the file's name is taken from the source's id."""
    school, year, until, period, _ = record.source_id.split("-")
    code = record.row["Mã học sinh"]
    return f"{school}|{code}|{year}-{until}|{period}" if code else f"src:{record.source_id}"


def _code_missing(record: Record, world: World) -> None:
    """Only its place in the class's list tells the row from others."""
    row, (before, _, _) = record.row, record.source_id.rpartition("-")
    row["Mã học sinh"], record.source_id = "", f"{before}-{row['Mã lớp']}.{row['STT']}"


def _primary_only(world: World, number: int) -> bool:
    return file(world, number)[0] == ".xlsx"


def _at_the_end(world: World, number: int) -> bool:
    return file(world, number)[2] == "CN"


TYPE = RecordType(
    flow=FLOW,
    domain="school",
    share=90,
    make=make,
    key=key,
    store=Export(FLOW, {".xlsx": PRIMARY, ".csv": Csv(tuple(SHEETS["list"]))}, file=file),
    parents={"student": pupil},
    errors={
        "score_not_whole": Error(4, "assessments", put({"Toán – điểm": "7,5"}), fits=_primary_only),
        "level_letter_unknown": Error(3, "assessments", put({"Chăm chỉ": "X"}), fits=_primary_only),
        "quality_on_wrong_scale": Error(3, "assessments", put({"Nhân ái": "H"}), fits=_primary_only),
        "result_without_overall": Error(4, "overall", put({"Xếp loại": ""}), fits=_at_the_end),
        "promoted_without_completion": Error(
            3, "completed", put({"Hoàn thành": "", "Lên lớp": "x"}), fits=_primary_only
        ),
        "result_student_code_missing": Error(3, "student_code", _code_missing),
        "result_birth_impossible": Error(3, "born_on", put({"Ngày sinh": "29/02/2015"})),
    },
)
