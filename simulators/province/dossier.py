"""Dossiers as the one-stop system shows them: portal field names, its own date format and its own status codes.

A dossier behind a record was handed in by the person the record names and settled on the day of the record.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from simulators.province import birth, death, encounter, parcel, student
from simulators.province.dice import Dice
from simulators.province.plan import Plan, Planted
from simulators.province.record import Record, dmy
from simulators.province.world import Event, World


class Procedure(NamedTuple):
    """A procedure of the province's list; codes are in the public form, some recalled."""

    code: str
    name: str
    field_code: str
    field_name: str
    document: str


PROCEDURES = {
    "birth": Procedure("1.001193", "Đăng ký khai sinh", "G15-HT01", "Hộ tịch", "Tờ khai đăng ký khai sinh"),
    "death": Procedure("1.000656", "Đăng ký khai tử", "G15-HT01", "Hộ tịch", "Tờ khai đăng ký khai tử"),
    "parcel": Procedure(
        "1.012783", "Đăng ký đất đai, cấp Giấy chứng nhận lần đầu", "G13-DD01", "Đất đai", "Đơn đăng ký đất đai"
    ),
    "student": Procedure("1.005144", "Đăng ký nhập học", "G01-GD02", "Giáo dục", "Đơn xin nhập học"),
    "encounter": Procedure("1.012279", "Thanh toán chi phí khám, chữa bệnh", "G16-YT04", "Y tế", "Giấy đề nghị"),
    "none": Procedure("2.000815", "Chứng thực bản sao từ bản chính", "G15-CT01", "Chứng thực", "Bản sao giấy tờ"),
}
EVENTS: dict[str, Callable[[World, int], Event]] = {
    "birth": birth.event,
    "death": death.event,
    "parcel": parcel.event,
    "student": student.event,
    "encounter": encounter.event,
}
# The local system's own codes; 6 and 11 mean something else here than on the national portal.
SETTLED, RETURNED = "9", "10"
ASKED_FOR_MORE, REFUSED = "5", "3"
EXPLAINED = {REFUSED: "Hồ sơ không thuộc thẩm quyền giải quyết"}
OPEN = ("1", "2", "3", "4", "4", "4", "5", "6", "7", "8", "11", "11", "12")


def source_id(number: int) -> str:
    """The dossier's id in the one-stop system."""
    return f"HS{number:08d}"


def facts(world: World, number: int) -> tuple[str, Event]:
    """(flow of the record behind it or "none", what the dossier shares with that record)."""
    behind = world.record_for(number)
    if behind:
        return behind[0], EVENTS[behind[0]](world, behind[1])
    dice = world.dice("event", number, 7)
    day = dice.day(world.yesterday - timedelta(days=40 if dice.chance(500) else 900), world.yesterday)
    return "none", Event(world.commune(number), day, world.people.any_adult(dice))


def make(world: World, plan: Plan, number: int, version: int = 1) -> Record:
    """One dossier; a later version of one in process is settled."""
    flow, facts_of = facts(world, number)
    dice, agency = world.dice("dossier", number), facts_of.commune.agency
    code = world.dossier_code(number, agency, facts_of.day)
    received = world.received(number, facts_of.day)
    planted = plan.planted["dossier"].get(number)
    # Only what is new stays open: a dossier of last year that is still in process would be a finding of its own.
    recent = flow == "none" and facts_of.day > world.today - timedelta(days=45)
    settled = not recent or dice.chance(500) or version > 1 or planted is not None
    row = _subject(PROCEDURES[flow], code, facts_of, dice)
    row |= _course(dice, received, facts_of.day, settled, agency)
    row |= _attachments(PROCEDURES[flow], number, dice, row["TrangThaiHoSo"], received)
    row |= _flags(dice, row["TaiLieuNop"])
    row["GhiChu"] = f"Cập nhật lần {version}" if version > 1 else EXPLAINED.get(row["TrangThaiHoSo"], "")
    record = Record("dossier", number, source_id(number), code, agency, row)
    if planted:
        _spoil(record, planted, received)
    return record


def _subject(procedure: Procedure, code: str, facts_of: Event, dice: Dice) -> dict[str, Any]:
    person = facts_of.person
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
        "DiaChi": f"Thôn {dice.between(1, 12)}, {facts_of.commune.address()}",
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


def _flags(dice: Dice, components: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "HoSoCoThanhPhanSoHoa": components[0]["DuocSoHoa"],
        "TaiKhoanDuocXacThucVoiVNeID": "1" if dice.chance(850) else "0",
        "DuocThanhToanTrucTuyen": ("0", "1", "2")[dice.below(3)],
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


def _spoil(record: Record, planted: Planted, received: date) -> None:
    row, kind = record.row, planted.kind
    match kind:
        case "dossier_code_malformed":
            row["MaHoSo"], where = row["MaHoSo"].replace("-", "/"), "code"
            record.key = row["MaHoSo"]
        case "procedure_code_malformed":
            row["MaTTHC"], where = row["MaTTHC"].replace(".", "-"), "procedure_code"
        case "status_unmapped":
            row["TrangThaiHoSo"], where = "99", "status"
        case "finished_before_received":
            row["NgayKetThucXuLy"] = f"{dmy(received - timedelta(days=2))} 15:00:00"
            where = "finished_at"
        case "result_missing":
            row["DanhSachGiayToKetQua"], where = [], "results"
        case "applicant_missing":
            row["ChuHoSo"], where = "", "applicant_name"
        case _:
            raise ValueError(kind)
    record.planted(kind, where)
