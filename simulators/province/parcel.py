"""Land parcels as the communes fill form PL3, one row per certificate, parcel and person.

Land is counted in tenths of a square metre, so the parts add up exactly. Row values are the 49 columns B..AX and AY.
"""

from __future__ import annotations

from datetime import date, timedelta
from sqlite3 import Connection
from typing import NamedTuple

from simulators.local.forms import Workbook
from simulators.province.dice import Dice
from simulators.province.doubles import Double
from simulators.province.names import person_name
from simulators.province.parcel_again import certified_again
from simulators.province.parcel_form import CELLS, HEADER, LASTING, asset_columns, tenths
from simulators.province.people import Person
from simulators.province.plan import Plan
from simulators.province.record import Record, dmy, keyed_hash
from simulators.province.record_type import Error, Event, Procedure, RecordType, nothing, put
from simulators.province.stores import Export
from simulators.province.units import CHANGE_DAY, Commune, load
from simulators.province.world import World

USE: dict[str, str] = load("land_use.json")
WITHDRAWN_USE: dict[str, str] = load("land_use_withdrawn.json")
ORIGIN: dict[str, str] = load("land_origin.json")
HOME_USES, FIELD_USES = ("ONT", "ODT"), ("CLN", "HNK", "LUC", "NTS", "LUK", "RSX")
ORIGINS = ("1", "1", "2", "3", "4", "5", "13")
NEW_SERIAL_FROM = date(2024, 8, 1)
FIFTY_YEARS = "50 năm"
PRIVATE, SHARED = "Sử dụng riêng", "Sử dụng chung"
SEX = ("Nam", "Nữ")
PER_DOSSIER = 2


class Certificate(NamedTuple):
    """What identifies a certificate: its commune then, its serial, its day."""

    commune: Commune
    unit: str
    unit_name: str
    serial: str
    day: date


def certificate(world: World, number: int) -> Certificate:
    """The certificate of a parcel; land with a dossier was certified in the last years."""
    commune, pair = world.commune(number), world.bundle(number, PER_DOSSIER)
    linked = world.dossier_for("parcel", number) is not None
    dice = world.dice("day", pair, 6)
    day = dice.day(date(world.today.year - 5 if linked else 1998, 1, 2), world.yesterday)
    unit, name = (commune.code, commune.name) if day >= CHANGE_DAY else _unit_then(commune, dice)
    series, serial = divmod(number * 15_485_863, 1_000_000)
    letters = chr(65 + number // 1_000_000) + chr(65 + series % 26)
    digits = f"{serial:08d}" if day >= NEW_SERIAL_FROM else f"{serial:06d}"
    return Certificate(commune, unit, name, f"{letters} {digits}", day)


def _unit_then(commune: Commune, dice: Dice) -> tuple[str, str]:
    """The commune that issued it; where today's got a part of a split one, that one now and then."""
    return dice.pick(commune.split if commune.split and dice.chance(300) else commune.predecessors)


def holder(world: World, number: int) -> Person:
    """Who holds both parcels of a pair; of age when the certificate was issued."""
    dice = world.dice("event", world.bundle(number, PER_DOSSIER), 4)
    sex, born_to = 1 + dice.below(2), certificate(world, number).day.year - 20
    return world.people.adult_of(dice, sex, world.people.first, born_to)


def event(world: World, number: int) -> Event:
    """What the dossier behind a parcel knows."""
    return Event(world.commune(number), certificate(world, number).day, holder(world, number))


def make(world: World, plan: Plan, number: int, version: int) -> Record:
    """One row of the form."""
    likeness, place = plan.likeness("parcel", number), world.place(number) + 1
    paper, person, dice = certificate(world, likeness), holder(world, likeness), world.dice("parcel", likeness)
    row = {"stt": str(place)} | _certificate_columns(paper) | _holder_columns(person, paper, dice, version)
    row |= _place_columns(world, likeness, paper, dice)
    row |= _land_columns(dice) | asset_columns(dice)
    row |= {"c49": f"{paper.serial}-GCN.pdf"}
    row["ma_ho_so"] = world.code_behind("parcel", likeness, paper.commune, paper.day)
    return Record("parcel", number, f"{paper.commune.code}-{place}", paper.commune.code, row)


def key(record: Record) -> str:
    """Commune, sheet, parcel, certificate and holder."""
    row = record.row
    owner = row.get("c10") or row.get("c06", "")
    return "|".join((row["c01"], row["c21"], row["c22"], row["c02"], keyed_hash(owner)))


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
    where = paper.commune.address(paper.unit_name)
    if (paper.unit, paper.unit_name) in paper.commune.split:
        where = f"{paper.unit_name} (nay thuộc {paper.commune.name}), {paper.commune.province_name}"
    return columns | {"c23": f"Xứ đồng {dice.between(1, 9)}, {where}"}


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


def revoked(world: World, plan: Plan, db: Connection) -> None:
    """The certificates the land registry has revoked."""
    bad = [number for number, planted in plan.planted["parcel"].items() if planted.kind == "certificate_revoked"]
    db.executemany(
        "INSERT INTO revoked_certificate VALUES (?)", [(certificate(world, number).serial,) for number in bad]
    )


def _certified_later(world: World, first: Record, second: Record) -> bool:
    """In one commune, and the holder of the first was of age by then."""
    one, other = certificate(world, first.number), certificate(world, second.number)
    return one.commune == other.commune and one.day < other.day


def _too_much(record: Record, world: World) -> None:
    record.row["c24"] = f"{int(record.row['c24'].partition(',')[0]) + 250},5"


def _withdrawn_use(record: Record, world: World) -> None:
    record.row["c25"] = WITHDRAWN_USE["DDT" if record.number % 2 else "TTN"]


def _serial_cut(record: Record, world: World) -> None:
    record.row["c02"] = f"{record.row['c02'][:2]}-{record.row['c02'][-4:]}"


def _holder_cut(record: Record, world: World) -> None:
    row = record.row
    row |= {"c10": f"{(row.get('c10') or row['c06'])[:8]}X", "c12": "Cá nhân", "c13": "Cá nhân", "c05": "", "c06": ""}


def _in_future(record: Record, world: World) -> None:
    record.row["c03"] = dmy(world.today + timedelta(days=90))


def _no_part_named(record: Record, world: World) -> None:
    code, name = world.commune(record.number).split[0]
    record.row |= {"c01": code, "c18": "", "c23": f"Xứ đồng 1, {world.commune(record.number).address(name)}"}


def _of_a_split_commune(world: World, number: int) -> bool:
    paper = certificate(world, number)
    return bool(paper.commune.split) and paper.day < CHANGE_DAY


TYPE = RecordType(
    flow="parcel",
    domain="land",
    share=100,
    make=make,
    key=key,
    store=Export("land", {".xlsx": Workbook("PL3", (HEADER,), CELLS)}),
    event=event,
    procedure=Procedure(
        "1.012783", "Đăng ký đất đai, cấp Giấy chứng nhận lần đầu", "G13-DD01", "Đất đai", "Đơn đăng ký đất đai"
    ),
    dossiers=28,
    per_dossier=PER_DOSSIER,
    seed=revoked,
    doubles=(Double("duplicate_of", certified_again, _certified_later),),
    errors={
        "area_not_positive": Error(3, "area", put(c24="0")),
        "area_not_a_number": Error(3, "area", put(c24="khoảng 120")),
        "land_area_sum_mismatch": Error(5, "area", _too_much),
        "land_use_withdrawn": Error(4, "land_use_1", _withdrawn_use),
        "land_use_unknown": Error(3, "land_use_1", put(c25="Đất vườn")),
        "certificate_serial_malformed": Error(4, "certificate_serial", _serial_cut),
        "holder_id_malformed": Error(4, "holder_id", _holder_cut),
        "certificate_in_future": Error(3, "certificate_issued_on", _in_future),
        "parcel_row_duplicate": Error(3, "natural_key", nothing, pair=lambda world: 2 * len(world.communes)),
        "certificate_revoked": Error(2, "certificate_serial", nothing),
        "split_commune_unplaced": Error(2, "unit", _no_part_named, fits=_of_a_split_commune),
    },
)
