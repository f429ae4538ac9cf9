"""Where, when and under which number a birth or a death was registered.

Books run by commune and year and numbers by book, so the natural key is unique without a list of what was given out.
Before 1 July 2025 the registering unit is one of today's commune's predecessors.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from simulators.province.people import Person
from simulators.province.record import dmy
from simulators.province.units import CHANGE_DAY, Commune
from simulators.province.world import World

ID_CARD, OLD_ID_CARD, NO_DOCUMENT = "5", "1", "0"


@dataclass(slots=True)
class Registration:
    """One line of a civil-status book."""

    commune: Commune
    unit: str
    unit_name: str
    day: date
    book: str
    number: str

    def key(self, event: str) -> str:
        """The natural key of a birth or a death."""
        return "|".join((self.unit, event, self.book, self.number, str(self.day.year)))


def year(world: World, number: int) -> int:
    """The year of the book."""
    return world.years[world.place(number) % len(world.years)]


def registered_on(world: World, flow: str, number: int) -> date:
    """The day of registration; never after yesterday."""
    book_year = year(world, number)
    last = min(date(book_year, 12, 31), world.yesterday)
    return world.dice("day", number, 1 + (flow == "death")).day(date(book_year, 1, 1), last)


def can_be_withdrawn(world: World, number: int) -> bool:
    """True if a code that no longer exists could wrongly stand in this birth."""
    return bool(world.commune(number).withdrawn) and registered_on(world, "birth", number) >= CHANGE_DAY


def registration(world: World, flow: str, number: int) -> Registration:
    """The line of the book for a record."""
    commune, day = world.commune(number), registered_on(world, flow, number)
    unit, name = commune.code, commune.name
    if day < CHANGE_DAY:
        unit, name = world.dice("day", number, 3).pick(commune.predecessors)
    entry = world.place(number) // len(world.years) + 1
    return Registration(commune, unit, name, day, f"01/{day.year}", str(entry))


def registration_columns(world: World, flow: str, number: int, line: Registration) -> dict[str, str]:
    """The columns births and deaths have in common."""
    dice = world.dice("day", number, 4)
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
