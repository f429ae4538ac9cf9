"""Deaths as the civil-status system keeps them. The dead are a pool of their own: never pupils, patients or holders."""

from __future__ import annotations

from datetime import date, timedelta

from simulators.province.names import ETHNIC_GROUPS
from simulators.province.people import Person
from simulators.province.plan import Plan, Planted
from simulators.province.record import Record, dmy
from simulators.province.registration import (
    ID_CARD,
    NO_DOCUMENT,
    OLD_ID_CARD,
    Registration,
    registration,
    registration_columns,
    requester_columns,
)
from simulators.province.world import Event, World

ON_TIME, LATE = "1", "4"
ON_TIME_DAYS = 15
CAUSES = ("Bệnh già", "Tai biến mạch máu não", "Ung thư phổi", "Suy tim", "Tai nạn giao thông", "Viêm phổi nặng")


def source_id(number: int) -> str:
    """The row's id in the civil-status system."""
    return f"KT{number:08d}"


def document(world: World, number: int) -> tuple[str, str]:
    """(document type, number): most had a personal number, some only an old nine-digit card or none."""
    dice = world.dice("death", number, 1)
    share = dice.below(100)
    if share < 80:
        return ID_CARD, world.people.dead(number).id
    return (OLD_ID_CARD, f"18{dice.digits(7)}") if share < 88 else (NO_DOCUMENT, "")


def event(world: World, number: int) -> Event:
    """What the dossier behind this death knows."""
    line = registration(world, "death", number)
    return Event(line.commune, line.day, _requester(world, number))


def make(world: World, plan: Plan, number: int, version: int = 1) -> Record:
    """One death."""
    line = registration(world, "death", number)
    planted = plan.planted["death"].get(number)
    dice = world.dice("death", number)
    person = world.people.dead(number)
    died = line.day - timedelta(days=dice.between(0, 20))
    row = registration_columns(world, "death", number, line)
    row |= _deceased(person, line, dice.below(100))
    row["nkt_dan_toc"] = dice.pick(ETHNIC_GROUPS)
    row["nkt_loai_giay_to_tuy_than"], row["nkt_so_giay_to_tuy_than"] = document(world, number)
    row |= {
        "loai_dang_ky": LATE if (line.day - died).days > ON_TIME_DAYS else ON_TIME,
        "nkt_ngay_chet": dmy(died),
        "nkt_gio_chet": f"{dice.below(24):02d}:{dice.below(60):02d}" if dice.chance(700) else "",
        "nkt_noi_chet": "Tại nhà riêng" if dice.chance(650) else "Bệnh viện Đa khoa tỉnh",
        "nkt_nguyen_nhan": dice.pick(CAUSES),
        "gbt_loai": "1" if dice.chance(700) else "2",
        "gbt_so": f"{number % 900 + 1}/GBT",
        "ghi_chu": f"Cập nhật lần {version}" if version > 1 else "",
    }
    row |= requester_columns(_requester(world, number), "Con")
    record = Record("death", number, source_id(number), line.key("death"), line.commune.code, row)
    if planted:
        _spoil(record, planted, line, person)
    return record


def _requester(world: World, number: int) -> Person:
    return world.people.any_adult(world.dice("event", number, 2))


def _deceased(person: Person, line: Registration, precision: int) -> dict[str, str]:
    return {
        "nkt_ho_ten": person.name,
        "nkt_gioi_tinh": str(person.sex),
        "nkt_ngay_sinh": str(person.born.year) if precision < 40 else dmy(person.born),
        "nkt_quoc_tich": "Việt Nam",
        "nkt_loai_cu_tru": "1",
        "nkt_noi_cu_tru": f"Thôn {1 + precision % 9}, {line.commune.address(line.unit_name)}",
    }


def _spoil(record: Record, planted: Planted, line: Registration, person: Person) -> None:
    row, kind = record.row, planted.kind
    match kind:
        case "registered_before_death":
            row["nkt_ngay_chet"], where = dmy(line.day + timedelta(days=1)), "registered_on"
        case "death_before_birth":
            row["nkt_ngay_chet"], where = dmy(date(person.born.year - 1, 6, 15)), "died_on"
        case "death_certificate_type_unknown":
            row["gbt_loai"], where = "9", "certificate_type"
        case "deceased_id_malformed":
            row |= {"nkt_loai_giay_to_tuy_than": ID_CARD, "nkt_so_giay_to_tuy_than": person.id[:11]}
            where = "personal_id"
        case "death_date_missing":
            row["nkt_ngay_chet"], where = "", "died_on"
        case _:
            raise ValueError(kind)
    record.planted(kind, where)
