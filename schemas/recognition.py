"""Recognition of a father, a mother or a child (nhận cha, mẹ, con): who recognised whom, and by which decision.

Fields: table HT_NHANCHAMECON of the Ministry of Justice's digitisation tool (41462482651, 17120709302).
"""

from __future__ import annotations

from typing import Annotated

from schemas import kinds
from schemas.citizen import citizen, record
from schemas.contract import Contract, Parent, wire
from schemas.keys import Fixed, Value, YearOf
from schemas.registration import Registration, Requester
from schemas.wording import one_of

KINDS = {"1": "Cha nhận con", "2": "Mẹ nhận con", "3": "Con nhận cha", "4": "Con nhận mẹ"}
TYPES = {
    "0": "Không có thông tin",
    "1": "Đăng ký mới",
    "2": "Ghi vào sổ việc nhận cha, mẹ, con đã được đăng ký tại cơ quan có thẩm quyền ở nước ngoài",
}
Kind = Annotated[str, kinds.OneOf(KINDS), one_of("loại xác nhận cha, mẹ, con")]
Type = Annotated[str, kinds.OneOf(TYPES), one_of("loại đăng ký nhận cha, mẹ, con")]

MODEL = record(
    __name__,
    "One recognition of a parent or a child.",
    Registration,
    citizen("parent", "cm", "cha (mẹ)", required=True),
    citizen("child", "nc", "người con", required=True),
    Requester,
    registration_type=(Type, wire("loaiDangKy", "Loại đăng ký", "0 no information, 1 new, 2 noted from abroad.")),
    decision_no=(kinds.Text | None, wire("quyetDinhSo", "Quyết định số", "Number of the decision.")),
    kind=(Kind, wire("loaiXacNhan", "Loại xác nhận", "1 father, 2 mother recognises; 3, 4 the child does.")),
    parent_native_place=(kinds.Text | None, wire("cmQueQuan", "Quê quán cha (mẹ)", "Native place of the parent.")),
    child_native_place=(kinds.Text | None, wire("ncQueQuan", "Quê quán người con", "Native place of the child.")),
    dossier_code=(kinds.DossierCode | None, wire("maHoSo", "Mã hồ sơ", "Dossier this came from (ours).")),
)

CONTRACT = Contract(
    name="recognition",
    domain="civil_status",
    title="Nhận cha, mẹ, con",
    title_en="Recognitions of parents and children",
    model=MODEL,
    key=(Value("registration_unit"), Fixed("recognition"), Value("book_no"), Value("number"), YearOf("registered_on")),
    unit="registration_unit",
    parents=(Parent("person", (Value("parent_document_no"),)), Parent("person", (Value("child_document_no"),))),
)
