"""Dossiers as the one-stop system shows them: portal field names, its own date format and its own status codes.

A dossier behind a record was handed in by the person the record names and settled on the day of the record.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from simulators.province.dice import Dice
from simulators.province.plan import Plan
from simulators.province.record import Record, dmy
from simulators.province.record_type import Error, Event, Procedure, RecordType, joined, put
from simulators.province.stores import OneStop
from simulators.province.world import World

# What leaves no record in any domain.
COPIES = Procedure("2.000815", "Chứng thực bản sao từ bản chính", "G15-CT01", "Chứng thực", "Bản sao giấy tờ")
# The local system's own codes; 6 and 11 mean something else here than on the national portal.
SETTLED, RETURNED = "9", "10"
ASKED_FOR_MORE, REFUSED = "5", "3"
EXPLAINED = {REFUSED: "Hồ sơ không thuộc thẩm quyền giải quyết"}
OPEN = ("1", "2", "3", "4", "4", "4", "5", "6", "7", "8", "11", "11", "12")


def facts(world: World, number: int) -> tuple[Procedure, Event]:
    """(the procedure, what the dossier shares with the record behind it)."""
    behind = world.record_for(number)
    if behind:
        return world.types[behind[0]].asked(world, behind[1])
    dice = world.dice("event", number, 7)
    day = dice.day(world.yesterday - timedelta(days=40 if dice.chance(500) else 900), world.yesterday)
    return COPIES, Event(world.commune(number), day, world.people.any_adult(dice))


def make(world: World, plan: Plan, number: int, version: int) -> Record:
    """One dossier; a later version of one in process is settled."""
    procedure, about = facts(world, number)
    dice, agency = world.dice("dossier", number), about.commune.agency
    code = world.dossier_code(number, agency, about.day)
    received = world.received(number, about.day)
    # Only what is new stays open: a dossier of last year that is still in process would be a finding of its own.
    recent = procedure is COPIES and about.day > world.today - timedelta(days=45)
    settled = not recent or dice.chance(500) or version > 1 or number in plan.planted["dossier"]
    row = _subject(procedure, code, about, dice)
    row |= _course(dice, received, about.day, settled, agency)
    row |= _attachments(procedure, number, dice, row["TrangThaiHoSo"], received)
    row |= _flags(dice, row["TaiLieuNop"], bool(row["DanhSachLePhi"]))
    row |= _desk(world.dice("dossier", number, 3), agency, row)
    row["GhiChu"] = f"Cập nhật lần {version}" if version > 1 else EXPLAINED.get(row["TrangThaiHoSo"], "")
    return Record("dossier", number, f"HS{number:08d}", agency, row)


def _subject(procedure: Procedure, code: str, about: Event, dice: Dice) -> dict[str, Any]:
    person = about.person
    return {
        "MaHoSo": code,
        "MaTTHC": procedure.code,
        "TenTTHC": procedure.name,
        "MaLinhVuc": procedure.field_code,
        "TenLinhVuc": procedure.field_name,
        "ChuHoSo": person.name,
        "LoaiDoiTuong": "1",
        "SoDinhDanh": person.id,
        "LoaiDinhDanh": "1",
        "DiaChi": f"Thôn {dice.between(1, 12)}, {about.commune.address()}",
        "Email": f"congdan{person.id[-6:]}@example.vn" if dice.chance(300) else "",
        "SoDienThoai": f"09{dice.digits(8)}",
        "TrichYeuHoSo": f"{procedure.name}: {person.name}",
    }


def _course(dice: Dice, received: date, settled_on: date, settled: bool, agency: str) -> dict[str, Any]:
    due = received + timedelta(days=dice.between(5, 15))
    taken = f"{dmy(received)} {dice.between(7, 10):02d}:{dice.below(60):02d}:00"
    finished = f"{dmy(settled_on)} {dice.between(14, 16):02d}:{dice.below(60):02d}:00" if settled else ""
    status = (RETURNED if dice.chance(700) else SETTLED) if settled else dice.pick(OPEN)
    return {
        "NgayNopHoSo": taken,
        "NgayTiepNhan": taken,
        "NgayHenTra": f"{dmy(due)} 17:00:00",
        "NgayKetThucXuLy": finished,
        "NgayTra": f"{dmy(settled_on)} 17:00:00" if status == RETURNED else "",
        "TrangThaiHoSo": status,
        "KenhThucHien": ("1", "2", "2", "2", "3")[dice.below(5)],
        "HinhThuc": "0",
        "DonViXuLy": agency,
        "NoiNopHoSo": f"{agency}.1",
    }


def _flags(dice: Dice, components: list[dict[str, str]], fee: bool) -> dict[str, Any]:
    verified = "1" if dice.chance(850) else "0"
    paid = ("0", "1", "2")[dice.below(3)]
    return {
        "HoSoCoThanhPhanSoHoa": components[0]["DuocSoHoa"],
        "TaiKhoanDuocXacThucVoiVNeID": verified,
        "DuocThanhToanTrucTuyen": paid if fee else "0",
    }


def _desk(dice: Dice, agency: str, row: dict[str, Any]) -> dict[str, Any]:
    """Who settles it and how: one of the agency's officers, seldom for an office elsewhere; results mostly signed."""
    paid, fee = row["DuocThanhToanTrucTuyen"] != "0", bool(row["DanhSachLePhi"])
    elsewhere = f"{agency.partition('.')[0]}.99.{dice.between(1, 3)}" if dice.chance(80) else row["NoiNopHoSo"]
    for result in row["DanhSachGiayToKetQua"]:
        result["DuocKySo"] = "1" if dice.chance(980) else "0"
    return {
        "NoiNopHoSo": elsewhere,
        "NguoiXuLy": f"CB{dice.between(1, 4):02d}",
        "ThanhToanKhongTienMat": ("1" if paid or dice.chance(900) else "0") if fee else "",
        "SoBuocDienTu": 5 if dice.chance(940) else dice.between(2, 4),
        "NgayTuChoi": row["NgayTiepNhan"] if row["TrangThaiHoSo"] == REFUSED else "",
        "MaCSDL": "CSDLDC" if dice.chance(700) else "",
    }


def _attachments(procedure: Procedure, number: int, dice: Dice, status: str, received: date) -> dict[str, Any]:
    link = f"https://luutru.example.vn/{received.year}/{number:08d}"
    component = {
        "TepDinhKemId": f"TDK{number:08d}",
        "TenTepDinhKem": f"{procedure.document}.pdf",
        "MaThanhPhanHoSo": f"{procedure.code}-TP01",
        "DuongDanTaiTepTin": f"{link}/thanh-phan.pdf",
        "DuocSoHoa": "1" if dice.chance(900) else "0",
        "DuocTaiSuDung": ("0", "1", "2")[dice.below(3)],
        "DuocLayTuKhoDMQG": "1" if dice.chance(200) else "0",
        "MaKetQuaThayThe": "",
    }
    fee = {
        "TenPhiLePhi": "Lệ phí", "MaPhiLePhi": "LP01", "HinhThucThu": "1", "Gia": 8000 * dice.between(1, 10),
        "LoaiPhiLePhi": "1",
    }  # fmt: skip
    result = {
        "TenGiayTo": f"Kết quả: {procedure.name}",
        "MaThanhPhanHoSo": f"{procedure.code}-KQ01",
        "GiayToId": f"GT{number:08d}",
        "DuongDanTepTinKetQua": f"{link}/ket-qua.pdf",
        "MaGiayToKetQua": f"KQ.G15.{number % 999_999:06d}",
    }
    supplement = {
        "HoSoBoSungId": f"BS{number:08d}",
        "NguoiYeuCauBoSung": "Cán bộ một cửa",
        "NoiDungBoSung": "Bổ sung bản sao giấy tờ",
        "NgayBoSung": f"{dmy(received)} 11:00:00",
        "NgayTiepNhanBoSung": f"{dmy(received)} 13:30:00",
        "TrangThaiBoSung": "1",
        "NgayHenTraTruoc": "",
        "NgayHenTraMoi": "",
    }
    return {
        "TaiLieuNop": [component],
        "DanhSachLePhi": [fee] if dice.chance(400) else [],
        "DanhSachHoSoBoSung": [supplement] if status == ASKED_FOR_MORE or dice.chance(60) else [],
        "DanhSachGiayToKetQua": [result] if status in (SETTLED, RETURNED) else [],
    }


def _code_with_slashes(record: Record, world: World) -> None:
    record.row["MaHoSo"] = record.row["MaHoSo"].replace("-", "/")


def _procedure_with_dashes(record: Record, world: World) -> None:
    record.row["MaTTHC"] = record.row["MaTTHC"].replace(".", "-")


def _finished_too_early(record: Record, world: World) -> None:
    received = world.received(record.number, facts(world, record.number)[1].day)
    record.row["NgayKetThucXuLy"] = f"{dmy(received - timedelta(days=2))} 15:00:00"


def _without_result(record: Record, world: World) -> None:
    record.row["DanhSachGiayToKetQua"] = []


TYPE = RecordType(
    flow="dossier",
    domain="dossier",
    share=100,
    make=make,
    key=joined("MaHoSo"),
    store=OneStop(),
    errors={
        "dossier_code_malformed": Error(3, "code", _code_with_slashes),
        "procedure_code_malformed": Error(3, "procedure_code", _procedure_with_dashes),
        "status_unmapped": Error(4, "status", put(TrangThaiHoSo="99")),
        "finished_before_received": Error(4, "finished_at", _finished_too_early),
        "result_missing": Error(4, "results", _without_result),
        "applicant_missing": Error(3, "applicant_name", put(ChuHoSo="")),
    },
)
