"""Confirmation of marital status (giấy xác nhận tình trạng hôn nhân): whose, what it says, and what it is meant for.

Fields: table HT_XACNHANHONNHAN of the Ministry of Justice's digitisation tool (17120709302, 33150050349).
"""

from __future__ import annotations

from typing import Annotated

from schemas import kinds
from schemas.citizen import citizen, record
from schemas.contract import Contract, Parent, wire
from schemas.keys import Fixed, Value, YearOf
from schemas.registration import Registration, Requester
from schemas.wording import one_of

PURPOSES = {
    "1": "Để đăng ký kết hôn trong nước (với người Việt Nam)", "2": "Để đăng ký kết hôn trong nước (với người nước ngoài)",
    "3": "Để đăng ký kết hôn ở nước ngoài (với người Việt Nam)",
    "4": "Để đăng ký kết hôn ở nước ngoài (với người nước ngoài)", "5": "Mục đích khác",
}  # fmt: skip
Paper = kinds.PersonalIdOrCmnd
Purpose = Annotated[str, kinds.OneOf(PURPOSES), one_of("loại mục đích sử dụng")]

MODEL = record(
    __name__,
    "One confirmation of marital status.",
    Registration,
    citizen("subject", "nxn", "người được xác nhận", required=True),
    Requester,
    registration_type=(kinds.RegistrationType | None, wire("loaiDangKy", "Loại đăng ký", "None in this book (ours).")),
    subject_document_no=(
        Paper | None,
        wire("nxnSoGiayToTuyThan", "Số giấy tờ tùy thân", "12 digits, or 9 (old card)."),
    ),
    sex=(kinds.Sex, wire("nxnGioiTinh", "Giới tính", "1 male, 2 female, 3 not determined.")),
    resided_at=(kinds.Text | None, wire("nxnThoiGianCuTruTai", "Nơi đã cư trú", "Where the period was spent.")),
    resided_from=(kinds.PartialDay | None, wire("nxnThoiGianCuTruTu", "Cư trú từ", "Begin of the period.")),
    resided_until=(kinds.PartialDay | None, wire("nxnThoiGianCuTruDen", "Cư trú đến", "End of the period.")),
    status=(kinds.Text, wire("nxnTinhTrangHonNhan", "Tình trạng hôn nhân", "What is confirmed, in words.")),
    purpose=(Purpose, wire("nxnLoaiMucDichSuDung", "Loại mục đích sử dụng", "1 to 5 (tool's list).")),
    purpose_text=(kinds.Text | None, wire("nxnMucDichSuDung", "Mục đích sử dụng", "The purpose in words.")),
    dossier_code=(kinds.DossierCode | None, wire("maHoSo", "Mã hồ sơ", "Dossier this came from (ours).")),
)

CONTRACT = Contract(
    name="marital_status",
    domain="civil_status",
    title="Xác nhận tình trạng hôn nhân",
    title_en="Confirmations of marital status",
    model=MODEL,
    key=(
        Value("registration_unit"),
        Fixed("marital_status"),
        Value("book_no"),
        Value("number"),
        YearOf("registered_on"),
    ),
    unit="registration_unit",
    parents=(Parent("person", (Value("subject_document_no"),)),),
)
