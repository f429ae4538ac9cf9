"""What the books of civil status have in common: where, when and under which number an event was registered.

Books run by commune and year and numbers by book, so the natural key is unique without a list of what was given out.
Before 1 July 2025 the registering unit is one of today's commune's predecessors.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from simulators.province.dice import Dice
from simulators.province.names import ETHNIC_GROUPS
from simulators.province.people import Person
from simulators.province.record import Record, dmy
from simulators.province.record_type import Error, Event, nothing, put
from simulators.province.units import CHANGE_DAY, Commune
from simulators.province.world import World

if TYPE_CHECKING:
    from simulators.province.plan import Plan

ID_CARD, OLD_ID_CARD, NO_DOCUMENT = "4", "1", "0"
CITIZEN = ("ho_ten", "ngay_sinh", "dan_toc", "quoc_tich", "loai_cu_tru", "noi_cu_tru", "loai_giay_to_tuy_than",
           "so_giay_to_tuy_than")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Registration:
    """One line of a civil-status book."""

    commune: Commune
    unit: str
    unit_name: str
    day: date
    book: str
    number: str


def year(world: World, number: int) -> int:
    """The year of the book."""
    return world.years[world.place(number) % len(world.years)]


def registered_on(world: World, flow: str, number: int) -> date:
    """The day of registration; never after yesterday."""
    book_year = year(world, number)
    last = min(date(book_year, 12, 31), world.yesterday)
    return world.dice(flow, number, 11).day(date(book_year, 1, 1), last)


def registration(world: World, flow: str, number: int) -> Registration:
    """The line of the book for a record."""
    commune, day = world.commune(number), registered_on(world, flow, number)
    unit, name = commune.code, commune.name
    if day < CHANGE_DAY:
        unit, name = world.dice(flow, number, 12).pick(commune.predecessors)
    entry = world.place(number) // len(world.years) + 1
    return Registration(commune, unit, name, day, f"01/{day.year}", str(entry))


def registered_key(event: str) -> Callable[[Record], str]:
    """The natural key of a line: unit, event, book, number, year."""

    def key(record: Record) -> str:
        row = record.row
        number, year_of = row["so"].partition("/")[0], row["ngay_dang_ky"][-4:]
        return "|".join((row["noi_dang_ky_dvhc"], event, row["quyen_so"], number, year_of))

    return key


def asked_by(flow: str, requester: Callable[[World, int], Person]) -> Callable[[World, int], Event]:
    """What the dossier behind a line knows: who asked, and the line's own commune and day."""

    def event(world: World, number: int) -> Event:
        return Event(world.commune(number), registered_on(world, flow, number), requester(world, number))

    return event


def entry(world: World, plan: Plan, flow: str, number: int, version: int) -> tuple[Registration, dict[str, str]]:
    """The line of the book for a record, and the columns every book has; one that repeats a number has the other's."""
    likeness = plan.likeness(flow, number)
    line = registration(world, flow, likeness)
    return line, _columns(world, flow, likeness, line, version)


def _columns(world: World, flow: str, number: int, line: Registration, version: int) -> dict[str, str]:
    dice = world.dice(flow, number, 13)
    officer = world.people.adult(dice.below(len(world.communes)))
    clerk = world.people.adult(len(world.communes) + dice.below(len(world.communes)))
    return {
        "so": line.number if dice.chance(300) else f"{line.number}/{line.day.year}",
        "quyen_so": line.book,
        "trang_so": str((int(line.number) + 1) // 2),
        "ngay_dang_ky": dmy(line.day),
        "noi_dang_ky_dvhc": line.unit,
        "nguoi_ky": officer.name,
        "chuc_vu_nguoi_ky": "Chủ tịch" if dice.chance(400) else "Phó Chủ tịch",
        "nguoi_thuc_hien": clerk.name,
        "ghi_chu": f"Cập nhật lần {version}" if version > 1 else "",
        "ma_ho_so": world.code_behind(flow, number, line.commune, line.day),
    }


def requester_columns(person: Person, relation: str) -> dict[str, str]:
    """Who asked for the registration."""
    return {
        "nyc_ho_ten": person.name,
        "nyc_quan_he": relation,
        "nyc_loai_giay_to": ID_CARD,
        "nyc_so_giay_to": person.id,
    }


def citizen_columns(prefix: str, person: Person | None, line: Registration, dice: Dice) -> dict[str, str]:
    """The eight columns a book has of a person, empty where there is none; half are known by year of birth only."""
    if person is None:
        return dict.fromkeys((f"{prefix}_{column}" for column in CITIZEN), "")
    precision = dice.below(100)
    born = str(person.born.year)
    if precision >= 50:
        born = dmy(person.born) if precision >= 53 else f"{person.born.month:02d}/{person.born.year}"
    home = f"Thôn {dice.between(1, 12)}, {line.commune.address(line.unit_name)}"
    values = (person.name, born, dice.pick(ETHNIC_GROUPS), "Việt Nam", "1", home, ID_CARD, person.id)
    return {f"{prefix}_{column}": value for column, value in zip(CITIZEN, values, strict=True)}


def _withdrawn_unit(record: Record, world: World) -> None:
    record.row["noi_dang_ky_dvhc"] = world.commune(record.number).withdrawn[0][0]


def _split_unit(record: Record, world: World) -> None:
    record.row["noi_dang_ky_dvhc"] = world.commune(record.number).split[0][0]


def _number_with_a_letter(record: Record, world: World) -> None:
    record.row["so"] = f"{record.row['so'].partition('/')[0]}A"


UNIT_UNKNOWN = Error(3, "registration_unit", put(noi_dang_ky_dvhc="99999"))
NUMBER_MALFORMED = Error(3, "number", _number_with_a_letter)
# The record that repeats a number is in the same commune and in the book of the same year.
NUMBER_SHARED = Error(3, "natural_key", nothing, pair=lambda world: len(world.communes) * len(world.years))


def unit_withdrawn(flow: str) -> Error:
    """A code that no longer existed on the day."""

    def fits(world: World, number: int) -> bool:
        return bool(world.commune(number).withdrawn) and registered_on(world, flow, number) >= CHANGE_DAY

    return Error(4, "registration_unit", _withdrawn_unit, fits=fits)


def unit_split(flow: str) -> Error:
    """A commune that was split, and nobody lives where a name is new: nothing tells which part keeps the book."""

    def fits(world: World, number: int) -> bool:
        return bool(world.commune(number).split) and registered_on(world, flow, number) < CHANGE_DAY

    return Error(2, "unit", _split_unit, fits=fits)
