"""Land parcels as the communes fill form PL3, one row per certificate, parcel and person.

Land is counted in tenths of a square metre, so the parts add up exactly. Row values are the 49 columns B..AX and AY.
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from hashlib import blake2b
from typing import NamedTuple

from simulators.province.dice import Dice
from simulators.province.names import person_name
from simulators.province.people import Person
from simulators.province.plan import Plan, Planted
from simulators.province.record import Record, dmy
from simulators.province.units import CHANGE_DAY, Commune, load
from simulators.province.world import Event, World

USE: dict[str, str] = load("land_use.json")
WITHDRAWN_USE: dict[str, str] = load("land_use_withdrawn.json")
ORIGIN: dict[str, str] = load("land_origin.json")
HOME_USES, FIELD_USES = ("ONT", "ODT"), ("CLN", "HNK", "LUC", "NTS", "LUK", "RSX")
ORIGINS = ("1", "1", "2", "3", "4", "5", "13")
NEW_SERIAL_FROM = date(2024, 8, 1)
LASTING, FIFTY_YEARS = "Lâu dài", "50 năm"
PRIVATE, SHARED = "Sử dụng riêng", "Sử dụng chung"
SEX = ("Nam", "Nữ")


class Certificate(NamedTuple):
    """What identifies a certificate: its commune then, its serial, its day."""

    commune: Commune
    unit: str
    unit_name: str
    serial: str
    day: date


def keyed_hash(text: str) -> str:
    """A personal number inside a natural key, as the product hides it (LIENTHONG_KEY_SECRET)."""
    secret = os.environ.get("LIENTHONG_KEY_SECRET", "local-use-only")
    return blake2b(text.encode(), key=secret.encode(), digest_size=12).hexdigest()


def certificate(world: World, number: int) -> Certificate:
    """The certificate of a parcel; land with a dossier was certified in the last years."""
    commune, pair = world.commune(number), world.pair(number)
    linked = world.dossier_for("parcel", number) is not None
    dice = world.dice("day", pair, 6)
    day = dice.day(date(world.today.year - 5 if linked else 1998, 1, 2), world.yesterday)
    unit, name = (commune.code, commune.name) if day >= CHANGE_DAY else dice.pick(commune.predecessors)
    series, serial = divmod(number * 15_485_863, 1_000_000)
    letters = chr(65 + number // 1_000_000) + chr(65 + series % 26)
    digits = f"{serial:08d}" if day >= NEW_SERIAL_FROM else f"{serial:06d}"
    return Certificate(commune, unit, name, f"{letters} {digits}", day)


def holder(world: World, number: int) -> Person:
    """Who holds both parcels of a pair; of age when the certificate was issued."""
    dice = world.dice("event", world.pair(number), 4)
    sex, born_to = 1 + dice.below(2), certificate(world, number).day.year - 20
    return world.people.adult_of(dice, sex, world.people.first, born_to)


def event(world: World, number: int) -> Event:
    """What the dossier behind a parcel knows."""
    return Event(world.commune(number), certificate(world, number).day, holder(world, number))


def make(world: World, plan: Plan, number: int, version: int = 1) -> Record:
    """One row of the form."""
    planted = plan.planted["parcel"].get(number)
    likeness = number if not planted or planted.partner is None else planted.partner
    paper, person, dice = certificate(world, likeness), holder(world, likeness), world.dice("parcel", likeness)
    row = _certificate_columns(paper) | _holder_columns(person, paper, dice, version)
    row |= _place_columns(world, likeness, paper, dice)
    row |= _land_columns(dice) | _asset_columns(dice)
    row |= {"c49": f"{paper.serial}-GCN.pdf"}
    row["ma_ho_so"] = world.code_behind("parcel", likeness, paper.commune, paper.day)
    source = f"{paper.commune.code}-{world.place(number) + 1}"
    record = Record("parcel", number, source, "", paper.commune.code, row)
    if planted:
        _spoil(record, planted, world)
    owner = row.get("c10") or row.get("c06", "")
    record.key = "|".join((row["c01"], row["c21"], row["c22"], row["c02"], keyed_hash(owner)))
    return record


def _certificate_columns(paper: Certificate) -> dict[str, str]:
    book = "CH" if paper.day.year >= 2009 else "H"
    return {
        "c01": paper.unit,
        "c02": paper.serial,
        "c03": dmy(paper.day),
        "c04": f"{book} {int(paper.serial[-5:]):05d}",
    }


def _holder_columns(person: Person, paper: Certificate, dice: Dice, version: int) -> dict[str, str]:
    home = f"Thôn {dice.between(1, 12)}, {paper.commune.address(paper.unit_name)}"
    if version > 1:
        home = f"Tổ {version}, {home}"
    if dice.chance(40):
        return _organisation(person, dice, home)
    kind = dice.below(100)
    party, role = ("Cá nhân", "Cá nhân") if kind < 55 else ("Hộ gia đình", "Chủ hộ")
    if kind >= 80:
        party, role = "Vợ chồng/Đồng sử dụng", "Chồng" if person.sex == 1 else "Vợ"
    odd = dice.chance(4)
    columns = {
        "c07": person.name,
        "c08": str(person.born.year) if dice.chance(350) else dmy(person.born),
        "c09": SEX[(person.sex - 1) ^ odd],
        "c10": person.id,
        "c11": home,
        "c12": party,
        "c13": role,
    }
    if dice.chance(60):
        heir = person_name(dice, 1, person.name.split()[0])
        columns |= {"c14": heir, "c16": paper.commune.address(), "c17": "Tặng cho"}
    return columns


def _organisation(person: Person, dice: Dice, home: str) -> dict[str, str]:
    return {
        "c05": f"Hợp tác xã Nông nghiệp {person.name.split()[-1]} {person.name.split()[0]}",
        "c06": f"29{dice.digits(8)}",
        "c07": person.name,
        "c08": dmy(person.born),
        "c09": SEX[person.sex - 1],
        "c11": home,
        "c12": "Tổ chức",
        "c13": "Người đại diện",
    }


def _place_columns(world: World, number: int, paper: Certificate, dice: Dice) -> dict[str, str]:
    sheet, parcel = str(world.place(number) // 400 + 1), str(world.place(number) % 400 + 1)
    columns = {"c19": sheet, "c20": parcel, "c21": sheet, "c22": parcel}
    if dice.chance(200):
        columns["c18"] = f"{paper.commune.code}.{sheet}.{parcel}"
    if dice.chance(150):
        columns |= {"c19": str(dice.between(1, 60)), "c20": str(dice.between(1, 400))}
    return columns | {"c23": f"Xứ đồng {dice.between(1, 9)}, {paper.commune.address(paper.unit_name)}"}


def tenths(value: int) -> str:
    """Square metres with a decimal comma: 12345 tenths are "1234,5"."""
    whole, rest = divmod(value, 10)
    return f"{whole},{rest}" if rest else str(whole)


def _land_columns(dice: Dice) -> dict[str, str]:
    """One to three kinds of land whose areas add up to the parcel's."""
    kinds = 1 + (dice.below(100) >= 60) + (dice.below(100) >= 90)
    uses = [dice.pick(HOME_USES) if dice.chance(700) else FIELD_USES[5], *FIELD_USES[dice.below(3) : 5]][:kinds]
    areas = [dice.between(400, 60_000) for _ in uses]
    columns = {"c24": tenths(sum(areas))}
    for place, (use, area) in enumerate(zip(uses, areas, strict=True)):
        first = 25 + 5 * place
        columns |= {
            f"c{first}": USE[use],
            f"c{first + 1}": tenths(area),
            f"c{first + 2}": ORIGIN[dice.pick(ORIGINS)],
            f"c{first + 3}": PRIVATE if dice.chance(900) else SHARED,
            f"c{first + 4}": LASTING if use in HOME_USES else FIFTY_YEARS,
        }
    return columns


def _asset_columns(dice: Dice) -> dict[str, str]:
    if not dice.chance(400):
        return {}
    built = dice.between(400, 1500)
    return {
        "c40": "Nhà ở riêng lẻ",
        "c44": tenths(built),
        "c45": tenths(built * dice.between(1, 3)),
        "c46": "Sở hữu riêng",
        "c47": LASTING,
        "c48": "Cấp IV" if dice.chance(700) else "Cấp III",
    }


def _spoil(record: Record, planted: Planted, world: World) -> None:
    row, kind, where = record.row, planted.kind, "area"
    match kind:
        case "area_not_positive":
            row["c24"] = "0"
        case "area_not_a_number":
            row["c24"] = "khoảng 120"
        case "land_area_sum_mismatch":
            row["c24"] = f"{int(row['c24'].partition(',')[0]) + 250},5"
        case "land_use_withdrawn":
            row["c25"], where = WITHDRAWN_USE["DDT" if record.number % 2 else "TTN"], "land_use_1"
        case "land_use_unknown":
            row["c25"], where = "Đất vườn", "land_use_1"
        case "certificate_serial_malformed":
            row["c02"], where = f"{row['c02'][:2]}-{row['c02'][-4:]}", "certificate_serial"
        case "holder_id_malformed":
            row |= {"c10": f"{(row.get('c10') or row['c06'])[:8]}X", "c12": "Cá nhân", "c13": "Cá nhân"}
            row |= {"c05": "", "c06": ""}
            where = "holder_id"
        case "certificate_in_future":
            row["c03"], where = dmy(world.today + timedelta(days=90)), "certificate_issued_on"
        case "parcel_row_duplicate":
            where = "natural_key"
        case "certificate_revoked":
            where = "certificate_serial"
        case _:
            raise ValueError(kind)
    record.planted(kind, where)
