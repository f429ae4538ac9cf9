"""Confirmations of marital status as the civil-status system keeps them; people ask for their own."""

from __future__ import annotations

from simulators.province.people import Person
from simulators.province.plan import Plan
from simulators.province.record import Record, dmy
from simulators.province.record_type import Error, Procedure, RecordType, put
from simulators.province.registration import (
    asked_by,
    citizen_columns,
    entry,
    registered_key,
    registered_on,
    requester_columns,
)
from simulators.province.stores import Table
from simulators.province.world import World

FLOW = "marital_status"
STATUSES = ("Chưa đăng ký kết hôn với ai", "Đã ly hôn, chưa đăng ký kết hôn với ai", "Vợ đã chết, chưa kết hôn lại")
OTHER, USES = "5", ("Vay vốn ngân hàng", "Chuyển nhượng quyền sử dụng đất")


def subject(world: World, number: int) -> Person:
    """Somebody old enough to marry on the day."""
    year = registered_on(world, FLOW, number).year
    dice = world.dice(FLOW, number, 1)
    return world.people.adult_of(dice, 1 + dice.below(2), year - 55, year - 21)


def make(world: World, plan: Plan, number: int, version: int) -> Record:
    """One confirmation."""
    line, row = entry(world, plan, FLOW, number, version)
    dice, person = world.dice(FLOW, number), subject(world, number)
    purpose = dice.pick(("1", "1", "1", "2", OTHER))
    row |= citizen_columns("nxn", person, line, dice) | requester_columns(person, "Bản thân")
    row |= {
        "loai_dang_ky": "",
        "nxn_gioi_tinh": str(person.sex),
        "nxn_thoi_gian_cu_tru_tai": line.commune.address(line.unit_name),
        "nxn_thoi_gian_cu_tru_tu": str(person.born.year + 18),
        "nxn_thoi_gian_cu_tru_den": dmy(line.day),
        "nxn_tinh_trang_hon_nhan": dice.pick(STATUSES),
        "nxn_loai_muc_dich_su_dung": purpose,
        "nxn_muc_dich_su_dung": dice.pick(USES) if purpose == OTHER else "",
    }
    return Record(FLOW, number, f"XN{number:08d}", line.commune.code, row)


def _born_later(record: Record, world: World) -> None:
    record.row["nxn_ngay_sinh"] = str(registered_on(world, FLOW, record.number).year + 1)


TYPE = RecordType(
    flow=FLOW,
    domain="civil_status",
    share=12,
    make=make,
    key=registered_key(FLOW),
    store=Table("tinh_trang_hon_nhan"),
    event=asked_by(FLOW, subject),
    procedure=Procedure("1.004873", "Cấp Giấy xác nhận tình trạng hôn nhân", "G15-HT01", "Hộ tịch", "Tờ khai cấp giấy"),
    dossiers=1,
    errors={
        "confirmed_before_birth": Error(3, "subject_born_on", _born_later),
        "residence_reversed": Error(3, "resided_until", put(nxn_thoi_gian_cu_tru_den="1950")),
        "purpose_unknown": Error(3, "purpose", put(nxn_loai_muc_dich_su_dung="8")),
        "purpose_not_told": Error(4, "purpose_text", put(nxn_loai_muc_dich_su_dung=OTHER, nxn_muc_dich_su_dung="")),
        "marital_status_missing": Error(4, "status", put(nxn_tinh_trang_hon_nhan="")),
        "subject_id_malformed": Error(3, "subject_document_no", put(nxn_so_giay_to_tuy_than="04009012345")),
    },
)
