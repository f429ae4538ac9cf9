"""Deaths as the civil-status system keeps them. The dead are a pool of their own: never pupils, patients or holders."""

from __future__ import annotations

from datetime import date, timedelta

from simulators.province.dice import Dice
from simulators.province.doubles import Double, misspelt, take
from simulators.province.names import ETHNIC_GROUPS
from simulators.province.people import Person
from simulators.province.plan import Plan
from simulators.province.record import Record, dmy
from simulators.province.record_type import Error, Procedure, RecordType, put
from simulators.province.registration import (
    ID_CARD,
    NO_DOCUMENT,
    OLD_ID_CARD,
    Registration,
    asked_by,
    entry,
    registered_key,
    registered_on,
    requester_columns,
)
from simulators.province.stores import Table
from simulators.province.world import World

ON_TIME, LATE = "1", "4"
ON_TIME_DAYS = 15
CAUSES = ("Bệnh già", "Tai biến mạch máu não", "Ung thư phổi", "Suy tim", "Tai nạn giao thông", "Viêm phổi nặng")


def document(world: World, number: int) -> tuple[str, str]:
    """(document type, number): most had a personal number, some only an old nine-digit card or none."""
    dice = world.dice("death", number, 1)
    share = dice.below(100)
    if share < 80:
        return ID_CARD, world.people.dead(number).id
    return (OLD_ID_CARD, f"18{dice.digits(7)}") if share < 88 else (NO_DOCUMENT, "")


def requester(world: World, number: int) -> Person:
    """The child who asks for the registration."""
    return world.people.any_adult(world.dice("event", number, 2))


def make(world: World, plan: Plan, number: int, version: int) -> Record:
    """One death."""
    line, row = entry(world, plan, "death", number, version)
    dice = world.dice("death", number)
    deceased = world.people.dead(number)
    died = line.day - timedelta(days=dice.between(0, 20))
    row |= _deceased(deceased, line, dice.below(100))
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
    }
    row |= requester_columns(requester(world, number), "Con")
    return Record("death", number, f"KT{number:08d}", line.commune.code, row)


def _deceased(person: Person, line: Registration, precision: int) -> dict[str, str]:
    return {
        "nkt_ho_ten": person.name,
        "nkt_gioi_tinh": str(person.sex),
        "nkt_ngay_sinh": str(person.born.year) if precision < 40 else dmy(person.born),
        "nkt_quoc_tich": "Việt Nam",
        "nkt_loai_cu_tru": "1",
        "nkt_noi_cu_tru": f"Thôn {1 + precision % 9}, {line.commune.address(line.unit_name)}",
    }


def person(world: World, plan: Plan, number: int) -> tuple[str, int] | None:
    """Who died lived here, and is not yet known to be dead: that is what the registration tells."""
    return (world.people.dead(number).id, 0) if document(world, number)[0] == ID_CARD else None


def _twice(second: Record, first: Record, dice: Dice) -> None:
    """Registered where they died and where they lived; the second time without a paper."""
    take(second, first, "nkt_", "gbt_")
    second.row |= {"nkt_ho_ten": misspelt(first.row["nkt_ho_ten"], dice), "loai_dang_ky": LATE}
    second.row |= {"nkt_loai_giay_to_tuy_than": NO_DOCUMENT, "nkt_so_giay_to_tuy_than": ""}


def _registered_later(world: World, first: Record, second: Record) -> bool:
    return registered_on(world, "death", first.number) < registered_on(world, "death", second.number)


def _died_after_registration(record: Record, world: World) -> None:
    record.row["nkt_ngay_chet"] = dmy(registered_on(world, "death", record.number) + timedelta(days=1))


def _died_before_birth(record: Record, world: World) -> None:
    record.row["nkt_ngay_chet"] = dmy(date(world.people.dead(record.number).born.year - 1, 6, 15))


def _short_number(record: Record, world: World) -> None:
    number = world.people.dead(record.number).id[:11]
    record.row |= {"nkt_loai_giay_to_tuy_than": ID_CARD, "nkt_so_giay_to_tuy_than": number}


TYPE = RecordType(
    flow="death",
    domain="civil_status",
    share=15,
    make=make,
    key=registered_key("death"),
    store=Table("khai_tu"),
    event=asked_by("death", requester),
    procedure=Procedure("1.000656", "Đăng ký khai tử", "G15-HT01", "Hộ tịch", "Tờ khai đăng ký khai tử"),
    dossiers=10,
    person=person,
    doubles=(Double("duplicate_of", _twice, _registered_later),),
    errors={
        "registered_before_death": Error(4, "registered_on", _died_after_registration),
        "death_before_birth": Error(3, "died_on", _died_before_birth),
        "death_certificate_type_unknown": Error(3, "certificate_type", put(gbt_loai="9")),
        "deceased_id_malformed": Error(4, "personal_id", _short_number),
        "death_date_missing": Error(3, "died_on", put(nkt_ngay_chet="")),
    },
)
