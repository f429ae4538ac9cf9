"""Treatments as hospitals report them (QĐ 130/2023 and its successors): the parts XML1 to XML5 and XML7 of one visit.

Money is whole đồng: the total is exactly drugs plus services, supplies are those services that carry a MA_VAT_TU.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from simulators.local.forms import Envelope
from simulators.province import health_book
from simulators.province.dice import Dice
from simulators.province.people import Person
from simulators.province.plan import Plan
from simulators.province.record import Record
from simulators.province.record_type import Error, Event, Procedure, RecordType
from simulators.province.stores import Export
from simulators.province.units import CHANGE_DAY, Commune
from simulators.province.world import World

DIAGNOSES = (
    ("J00", "Viêm mũi họng cấp"), ("I10", "Tăng huyết áp vô căn"), ("E11.9", "Đái tháo đường type 2"),
    ("K29.7", "Viêm dạ dày"), ("J18.9", "Viêm phổi"), ("M54.5", "Đau thắt lưng"), ("A09", "Tiêu chảy nhiễm trùng"),
    ("H10.9", "Viêm kết mạc"), ("N39.0", "Nhiễm trùng đường tiết niệu"), ("S61.9", "Vết thương bàn tay"),
)  # fmt: skip
DRUGS = (
    ("40.51", "Paracetamol", "viên", 480), ("40.154", "Amoxicillin", "viên", 1250), ("40.493", "Amlodipin", "viên", 620),
    ("40.807", "Metformin", "viên", 540), ("40.677", "Omeprazol", "viên", 900), ("40.30", "Diclofenac", "viên", 310),
)  # fmt: skip
SERVICES = (
    ("02.03", "Khám Nội", "lần", 42_100), ("18.0119", "Chụp X-quang ngực thẳng", "lần", 68_300),
    ("23.0075", "Định lượng Glucose máu", "lần", 22_400), ("22.0120", "Tổng phân tích tế bào máu", "lần", 49_700),
    ("02.0314", "Siêu âm ổ bụng", "lần", 58_600),
)  # fmt: skip
SUPPLIES = (("N03.01.020", "Bơm tiêm 5 ml", "cái", 1_200), ("N02.03.010", "Băng cuộn", "cuộn", 3_500))
INPATIENT, VISIT_TYPES = "03", ("01", "01", "01", "02", "07")
NO_INSURANCE = "0" * 10
SEX_PATIENT = ("1", "2")


def stamp(moment: datetime) -> str:
    """yyyymmddHHMM."""
    return f"{moment:%Y%m%d%H%M}"


def patient(world: World, number: int) -> Person:
    """Who was treated: the owner of the health book the visit goes into, one of the same commune."""
    return health_book.owner(world, world.beside(health_book.FLOW, number))


def admitted(world: World, number: int) -> datetime:
    """When the visit began: in the last two years, so early that every visit had ended by yesterday."""
    dice = world.dice("day", number, 7)
    last = world.yesterday - timedelta(days=12)
    day = dice.day(last - timedelta(days=700), last)
    return datetime(day.year, day.month, day.day, 7 + dice.below(9), dice.below(60))  # noqa: DTZ001 (local time)


def event(world: World, number: int) -> Event:
    """What the dossier behind a visit knows."""
    return Event(world.commune(number), admitted(world, number).date(), patient(world, number))


def make(world: World, plan: Plan, number: int, version: int) -> Record:
    """One visit; row is {"XML1": {tag: text}, "XML2": [{tag: text}], …}, or {} when XML1 cannot be decoded."""
    dice = world.dice("encounter", number)
    commune, person, start = world.commune(number), patient(world, number), admitted(world, number)
    code = f"{commune.facility}{number:09d}"
    inpatient = dice.chance(250)
    end = start + (timedelta(days=dice.between(2, 10)) if inpatient else timedelta(minutes=dice.between(30, 300)))
    drugs, services = _drugs(dice, code, start), _services(dice, code, start, version)
    row: dict[str, Any] = {"XML2": drugs, "XML3": services}
    if dice.chance(400):
        row["XML4"] = [_lab(dice, code, end)]
    doctor = f"{dice.between(1, 99999):05d}/NA-CCHN"
    if inpatient:
        row["XML5"] = [_course(code, start, doctor)]
        row["XML7"] = _discharge(code, start, end, doctor)
    summary = _who(person, commune, dice, start) | _visit(dice, start, end, inpatient)
    summary |= _money(drugs, services) | {"MA_LK": code, "STT": "1", "MA_CSKCB": commune.facility, "MA_TTDV": doctor}
    summary |= {"MA_BN": f"BN{number % 700_001:07d}", "NAM_QT": str(end.year), "THANG_QT": f"{end.month:02d}"}
    summary["GHI_CHU"] = f"Cập nhật lần {version}" if version > 1 else ""
    summary["MA_HO_SO"] = world.code_behind("encounter", number, commune, start.date())
    row["XML1"] = summary
    return Record("encounter", number, f"{commune.facility}-{code}", commune.facility, row)


def key(record: Record) -> str:
    """Facility and code; a visit nobody can decode has its source's id only."""
    summary = record.row.get("XML1")
    return f"{summary['MA_CSKCB']}|{summary['MA_LK']}" if summary else f"src:{record.source_id}"


def _who(person: Person, commune: Commune, dice: Dice, start: datetime) -> dict[str, str]:
    if start.date() < CHANGE_DAY:
        unit, name = dice.pick(commune.predecessors)
    else:
        unit, name = commune.code, commune.name
    odd = dice.chance(4)
    insured = dice.below(100)
    digits = f"{40 + person.sex}{person.id[-8:]}"
    card = f"GD4{person.id[1:3]}{digits}" if insured < 50 else digits
    return {
        "HO_TEN": person.name,
        "SO_CCCD": person.id,
        "NGAY_SINH": f"{person.born.year}0000" if dice.chance(250) else f"{person.born:%Y%m%d}",
        "GIOI_TINH": SEX_PATIENT[(person.sex - 1) ^ odd],
        "MA_QUOCTICH": "000",
        "MA_DANTOC": "01",
        "DIA_CHI": commune.address(name),
        "MATINH_CU_TRU": commune.facility[:2],
        "MAXA_CU_TRU": unit,
        "MA_THE_BHYT": card if insured < 92 else NO_INSURANCE,
        "MA_DOITUONG_KCB": "1.1" if insured < 92 else "9",
    }


def _visit(dice: Dice, start: datetime, end: datetime, inpatient: bool) -> dict[str, str]:
    code, name = dice.pick(DIAGNOSES)
    others = [dice.pick(DIAGNOSES)[0] for _ in range(dice.below(3))]
    days = (end.date() - start.date()).days
    return {
        "LY_DO_VV": f"Khám vì {name.lower()}",
        "CHAN_DOAN_VAO": name,
        "CHAN_DOAN_RV": name,
        "MA_BENH_CHINH": code,
        "MA_BENH_KT": ";".join(sorted({other for other in others if other != code})),
        "NGAY_VAO": stamp(start),
        "NGAY_VAO_NOI_TRU": stamp(start) if inpatient else "",
        "NGAY_RA": stamp(end),
        "SO_NGAY_DTRI": str(days if inpatient else 1),
        "KET_QUA_DTRI": "1" if dice.chance(700) else "2",
        "MA_LOAI_RV": "1",
        "NGAY_TTOAN": stamp(end),
        "MA_LOAI_KCB": INPATIENT if inpatient else dice.pick(VISIT_TYPES),
        "MA_KHOA": "K03" if inpatient else "K01",
    }


def _money(drugs: list[dict[str, str]], services: list[dict[str, str]]) -> dict[str, str]:
    for_drugs = sum(int(row["THANH_TIEN_BV"]) for row in drugs)
    for_services = sum(int(row["THANH_TIEN_BV"]) for row in services)
    for_supplies = sum(int(row["THANH_TIEN_BV"]) for row in services if row["MA_VAT_TU"])
    total = str(for_drugs + for_services)
    return {"T_THUOC": str(for_drugs), "T_VTYT": str(for_supplies), "T_TONGCHI_BV": total, "T_TONGCHI_BH": total}


def _drugs(dice: Dice, code: str, start: datetime) -> list[dict[str, str]]:
    rows = []
    for place in range(dice.below(4)):
        drug, name, unit, price = DRUGS[(dice.below(3) + 2 * place) % len(DRUGS)]
        count = dice.between(5, 40)
        rows.append({
            "MA_LK": code, "STT": str(place + 1), "MA_THUOC": drug, "TEN_THUOC": name, "DON_VI_TINH": unit,
            "SO_LUONG": str(count), "DON_GIA": str(price), "THANH_TIEN_BV": str(price * count), "NGAY_YL": stamp(start),
        })  # fmt: skip
    return rows


def _services(dice: Dice, code: str, start: datetime, version: int) -> list[dict[str, str]]:
    """The examination, more services, sometimes a supply; each later version found one more examination to bill."""
    items = [(*SERVICES[0], False)] + [(*SERVICES[1 + dice.below(4)], False) for _ in range(dice.below(3))]
    if dice.chance(300):
        items.append((*dice.pick(SUPPLIES), True))
    items += [(*SERVICES[0], False)] * (version - 1)
    return [
        {
            "MA_LK": code, "STT": str(place), "MA_DICH_VU": "" if supply else item, "MA_VAT_TU": item if supply else "",
            "TEN_VAT_TU": name if supply else "", "TEN_DICH_VU": "" if supply else name, "DON_VI_TINH": unit,
            "SO_LUONG": "1", "DON_GIA_BV": str(price), "THANH_TIEN_BV": str(price), "NGAY_YL": stamp(start),
        }
        for place, (item, name, unit, price, supply) in enumerate(items, 1)
    ]  # fmt: skip


def _lab(dice: Dice, code: str, end: datetime) -> dict[str, str]:
    return {
        "MA_LK": code, "STT": "1", "MA_DICH_VU": "23.0075", "MA_CHI_SO": "GLU", "TEN_CHI_SO": "Glucose",
        "GIA_TRI": f"{dice.between(4, 11)}.{dice.below(10)}", "DON_VI_DO": "mmol/L", "NGAY_KQ": stamp(end),
    }  # fmt: skip


def _course(code: str, start: datetime, doctor: str) -> dict[str, str]:
    return {
        "MA_LK": code, "STT": "1", "DIEN_BIEN_LS": "Tỉnh, tiếp xúc tốt", "THOI_DIEM_DBLS": stamp(start),
        "NGUOI_THUC_HIEN": doctor,
    }  # fmt: skip


def _discharge(code: str, start: datetime, end: datetime, doctor: str) -> dict[str, str]:
    return {
        "MA_LK": code, "SO_LUU_TRU": code[-6:], "NGAY_VAO": stamp(start), "NGAY_RA": stamp(end),
        "PP_DIEUTRI": "Nội khoa", "MA_TTDV": doctor, "NGAY_CT": stamp(end)[:8],
    }  # fmt: skip


def _summary(tag: str, text: str) -> Callable[[Record, World], None]:
    def spoil(record: Record, world: World) -> None:
        record.row["XML1"][tag] = text

    return spoil


def _out_too_early(record: Record, world: World) -> None:
    record.row["XML1"]["NGAY_RA"] = stamp(admitted(world, record.number) - timedelta(days=1))


def _card_cut(record: Record, world: World) -> None:
    record.row["XML1"]["MA_THE_BHYT"] = f"GD4{record.row['XML1']['SO_CCCD'][:5]}"


def _too_dear(record: Record, world: World) -> None:
    summary = record.row["XML1"]
    summary["T_TONGCHI_BV"] = str(int(summary["T_TONGCHI_BV"]) + 1000)


def _impossible_time(record: Record, world: World) -> None:
    record.row["XML1"]["NGAY_VAO"] = f"{admitted(world, record.number).year}13452560"


def _undecodable(record: Record, world: World) -> None:
    record.row.clear()


TYPE = RecordType(
    flow="encounter",
    domain="health",
    share=60,
    make=make,
    key=key,
    store=Export("health", {".xml": Envelope()}),
    event=event,
    procedure=Procedure("1.012279", "Thanh toán chi phí khám, chữa bệnh", "G16-YT04", "Y tế", "Giấy đề nghị"),
    dossiers=2,
    parents={health_book.FLOW: lambda world, number: world.beside(health_book.FLOW, number)},
    errors={
        "discharge_before_admission": Error(4, "discharged_at", _out_too_early),
        "diagnosis_malformed": Error(4, "main_diagnosis", _summary("MA_BENH_CHINH", "12-J")),
        "insurance_card_malformed": Error(4, "insurance_no", _card_cut),
        "cost_sum_mismatch": Error(4, "total_cost", _too_dear),
        "visit_type_unknown": Error(3, "visit_type", _summary("MA_LOAI_KCB", "99")),
        "admission_time_malformed": Error(3, "admitted_at", _impossible_time),
        "part_undecodable": Error(3, "raw", _undecodable),
    },
)
