"""Health books as facilities list them, one line for each citizen; nobody has two."""

from __future__ import annotations

from datetime import date

from simulators.local.forms import Csv
from simulators.province.dice import Dice
from simulators.province.doubles import Double, misspelt, take
from simulators.province.names import ETHNIC_GROUPS
from simulators.province.people import SCATTER, Person
from simulators.province.plan import Plan
from simulators.province.record import Record, dmy, keyed_hash
from simulators.province.record_type import Error, RecordType, nothing, put
from simulators.province.stores import Export
from simulators.province.world import World

FLOW = "health_book"
HEADER = (
    "STT", "Mã cơ sở", "Số định danh", "Họ tên", "Ngày sinh", "Giới tính", "Dân tộc", "Quốc tịch", "Nghề nghiệp", "Điện thoại",
    "Mã thẻ BHYT", "Thẻ có giá trị đến", "Mã xã cư trú", "Địa chỉ", "Người đại diện", "Nhóm máu", "Chiều cao (cm)", "Cân nặng (kg)",
    "Tiền sử dị ứng", "Tiền sử bệnh tật", "Tiêm chủng", "Ngày lập sổ", "Ngày cập nhật", "Trạng thái gửi", "Mã phản hồi", "Thời điểm gửi",
)  # fmt: skip
SEX, BLOOD = ("Nam", "Nữ"), ("O+", "O+", "A+", "B+", "AB+", "O-", "")
JOBS = ("Nông dân", "Công nhân", "Giáo viên", "Hưu trí", "")
# QĐ 2733/QĐ-BYT, from which on books are kept.
FIRST_BOOKS = date(2024, 9, 17)


def owner(world: World, number: int) -> Person:
    """Whose book it is."""
    return world.people.adult(number * SCATTER % (world.people.cells * world.people.depth))


def make(world: World, plan: Plan, number: int, version: int) -> Record:
    """One book; every visit weighs its owner anew."""
    likeness, commune = plan.likeness(FLOW, number), world.commune(number)
    person, dice = owner(world, likeness), world.dice(FLOW, likeness)
    opened = dice.day(FIRST_BOOKS, world.yesterday)
    card = f"GD4{person.id[1:3]}{40 + person.sex}{person.id[-8:]}" if dice.chance(900) else ""
    row = {
        "STT": str(world.place(number) + 1), "Mã cơ sở": commune.facility, "Số định danh": person.id, "Họ tên": person.name,
        "Ngày sinh": str(person.born.year) if dice.chance(100) else dmy(person.born), "Giới tính": SEX[person.sex - 1],
        "Dân tộc": dice.pick(ETHNIC_GROUPS), "Quốc tịch": "Việt Nam", "Nghề nghiệp": dice.pick(JOBS),
        "Điện thoại": f"09{dice.below(100_000_000):08d}", "Mã thẻ BHYT": card,
        "Thẻ có giá trị đến": f"31/12/{world.today.year}" if card else "", "Mã xã cư trú": commune.code,
        "Địa chỉ": commune.address(commune.name), "Nhóm máu": dice.pick(BLOOD),
        "Chiều cao (cm)": f"{dice.between(145, 178)},{dice.below(10)}", "Cân nặng (kg)": f"{dice.between(42, 80)},{version % 10}",
        "Tiền sử dị ứng": "Penicillin" if dice.chance(60) else "Không", "Tiêm chủng": "Uốn ván; Covid-19",
        "Tiền sử bệnh tật": "Tăng huyết áp" if dice.chance(150) else "", "Ngày lập sổ": dmy(opened),
        "Ngày cập nhật": dmy(dice.day(opened, world.yesterday)),
    }  # fmt: skip
    return Record(FLOW, number, f"{commune.facility}-{row['STT']}", commune.facility, row | _sending(world, dice))


def _sending(world: World, dice: Dice) -> dict[str, str]:
    state = dice.pick(("da_gui", "da_gui", "da_gui", "chua_gui", "gui_lai", "loi"))
    code = {"da_gui": "00", "loi": "E401"}.get(state, "")
    sent = f"{dmy(world.yesterday)} {dice.below(24):02d}:{dice.below(60):02d}" if state in ("da_gui", "loi") else ""
    return {"Trạng thái gửi": state, "Mã phản hồi": code, "Thời điểm gửi": sent}


def _twice(second: Record, first: Record, dice: Dice) -> None:
    """One person with a second book, under the number of somebody else born that year."""
    take(
        second,
        first,
        "Họ tên",
        "Ngày sinh",
        "Giới tính",
        "Dân tộc",
        "Điện thoại",
        "Mã thẻ",
        "Thẻ có",
        "Mã xã",
        "Địa chỉ",
        "Nhóm máu",
    )
    second.row["Họ tên"] = misspelt(first.row["Họ tên"], dice)
    if dice.chance(200):
        second.row["Điện thoại"] = f"09{dice.below(100_000_000):08d}"
    if dice.chance(200):
        second.row |= {"Mã thẻ BHYT": "", "Thẻ có giá trị đến": ""}
    if dice.chance(100):
        second.row["Ngày sinh"] = first.row["Ngày sinh"][-4:]


def _one_year(world: World, first: Record, second: Record) -> bool:
    one, other = owner(world, first.number), owner(world, second.number)
    return (one.sex, one.born.year) == (other.sex, other.born.year)


def _zero_lost(record: Record, world: World) -> None:
    """A spreadsheet took the number for a number."""
    record.row["Số định danh"] = record.row["Số định danh"].lstrip("0")


TYPE = RecordType(
    flow=FLOW,
    domain="health",
    share=40,
    make=make,
    key=lambda record: keyed_hash(record.row["Số định danh"]),
    store=Export("health_book", {".csv": Csv(HEADER)}),
    doubles=(Double("duplicate_of", _twice, _one_year),),
    errors={
        "send_state_unknown": Error(3, "send_state", put({"Trạng thái gửi": "cho_duyet"})),
        "error_without_code": Error(4, "response_code", put({"Trạng thái gửi": "loi", "Mã phản hồi": ""})),
        "sent_without_time": Error(4, "sent_at", put({"Trạng thái gửi": "da_gui", "Thời điểm gửi": ""})),
        "blood_group_unknown": Error(3, "blood_group", put({"Nhóm máu": "Z"})),
        "opened_before_birth": Error(4, "opened_on", put({"Ngày lập sổ": "01/09/1924"})),
        "book_personal_id_malformed": Error(3, "personal_id", _zero_lost),
        "book_duplicate": Error(3, "natural_key", nothing, pair=lambda world: len(world.communes)),
    },
)
