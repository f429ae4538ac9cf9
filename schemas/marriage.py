"""Marriage registration: who married whom, when, and where it stands in the book.

Fields: table HT_KETHON of the Ministry of Justice's digitisation tool (41567463580, 33150050349); law: Luật Hộ tịch 60/2014, article 17.
"""

from __future__ import annotations

from typing import Annotated

from schemas import kinds
from schemas.citizen import citizen, record
from schemas.contract import Contract, Parent, wire
from schemas.keys import Fixed, Value, YearOf
from schemas.registration import Registration
from schemas.wording import one_of

MarriageType = Annotated[str, kinds.OneOf({"1": "Đăng ký lần đầu", "2": "Đăng ký lại"}), one_of("loại đăng ký kết hôn")]
#: The tool spells the states out; the codes are ours.
STATES = {
    "0": "Không có thông tin",
    "1": "Đã được công nhận việc kết hôn",
    "2": "Đã hủy việc kết hôn",
    "3": "Đã ly hôn",
}
State = Annotated[str, kinds.OneOf(STATES), one_of("tình trạng kết hôn")]

MODEL = record(
    __name__,
    "One marriage registration.",
    Registration,
    citizen("husband", "chong", "chồng", required=True),
    citizen("wife", "vo", "vợ", required=True),
    registration_type=(MarriageType, wire("loaiDangKy", "Loại đăng ký", "1 first, 2 again (tool's list).")),
    state=(State | None, wire("tinhTrangKetHon", "Tình trạng kết hôn", "What became of the marriage (codes ours).")),
    dossier_code=(kinds.DossierCode | None, wire("maHoSo", "Mã hồ sơ", "Dossier this came from (ours).")),
)

CONTRACT = Contract(
    name="marriage",
    domain="civil_status",
    title="Kết hôn",
    title_en="Marriage registrations",
    model=MODEL,
    key=(Value("registration_unit"), Fixed("marriage"), Value("book_no"), Value("number"), YearOf("registered_on")),
    unit="registration_unit",
    parents=(Parent("person", (Value("husband_document_no"),)), Parent("person", (Value("wife_document_no"),))),
)
