"""Birth registration: who was born, when, to whom, and where it stands in the book.

Fields: the Ministry of Justice's digitisation tool (33150050349); what must be known: Luật Hộ tịch 60/2014, article 14, which asks
for the parents' YEAR of birth only.
"""

from __future__ import annotations

from schemas import kinds
from schemas.citizen import citizen, record
from schemas.contract import Contract, Provides, wire
from schemas.keys import Fixed, Value, YearOf
from schemas.registration import Registration, Requester


class Child(Registration):
    """The child."""

    child_name: kinds.PersonName = wire(
        "nksHoTen", "Họ tên người được khai sinh", "Full name of the child (article 14)."
    )
    sex: kinds.Sex = wire("nksGioiTinh", "Giới tính", "1 male, 2 female, 3 not determined (tool's list).")
    born_on: kinds.Day = wire("nksNgaySinh", "Ngày sinh", "Full date of birth (article 14).")
    born_on_in_words: kinds.Text | None = wire("nksNgaySinhBangChu", "Ngày sinh bằng chữ", "The date in words.")
    birth_place: kinds.Text | None = wire("nksNoiSinh", "Nơi sinh", "Place of birth (article 14).")
    birth_place_unit: kinds.Text | None = wire(
        "nksNoiSinhDVHC", "Đơn vị hành chính nơi sinh", "Unit of the place of birth."
    )
    native_place: kinds.Text | None = wire("nksQueQuan", "Quê quán", "Native place (article 14).")
    ethnicity: kinds.Ethnicity | None = wire("nksDanToc", "Dân tộc", "Ethnic group by name (national list).")
    nationality: kinds.Text | None = wire("nksQuocTich", "Quốc tịch", "Nationality by name.")
    birth_kind: kinds.BirthKind = wire(
        "nksLoaiKhaiSinh",
        "Loại khai sinh",
        "1 both parents, 2 mother unknown, 3 father unknown, 4 both unknown, 5 abandoned.",
    )
    personal_id: kinds.PersonalId | None = wire(
        "nksSoDinhDanh", "Số định danh cá nhân", "12 digits; empty at a first registration, the registry returns it."
    )


#: Which of the parents must be given follows from `birth_kind` (judged in expectations).
MODEL = record(
    __name__,
    "One birth registration.",
    Child,
    citizen("mother", "me", "mẹ"),
    citizen("father", "cha", "cha"),
    Requester,
    dossier_code=(
        kinds.DossierCode | None,
        wire("maHoSo", "Mã hồ sơ", "Dossier this registration came from (ours)."),
    ),
    scan=(
        kinds.Text | None,
        wire("tepDinhKem", "Tệp đính kèm", "Path of the scanned extract, where there is one (ours)."),
    ),
)


CONTRACT = Contract(
    name="birth",
    domain="civil_status",
    title="Khai sinh",
    title_en="Birth registrations",
    model=MODEL,
    key=(Value("registration_unit"), Fixed("birth"), Value("book_no"), Value("number"), YearOf("registered_on")),
    unit="registration_unit",
    provides=(Provides("person", "personal_id", "personal_id"),),
)
