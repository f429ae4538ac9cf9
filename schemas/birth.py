"""Birth registration: who was born, when, to whom, and where it stands in the book.

Fields: the Ministry of Justice's digitisation tool (33150050349); what must be known: Luật Hộ tịch 60/2014, article 14, which asks
for the parents' YEAR of birth only.
"""

from __future__ import annotations

from schemas import kinds
from schemas.contract import Contract, Provides, wire
from schemas.keys import Fixed, Value, YearOf
from schemas.registration import Registration, Requester


class Child(Registration):
    """The child."""

    child_name: kinds.Name = wire("nksHoTen", "Họ tên người được khai sinh", "Full name of the child (article 14).")
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


class Parents(Child):
    """Mother and father; which of them must be given follows from `birth_kind` (judged in expectations)."""

    mother_name: kinds.Name | None = wire("meHoTen", "Họ tên mẹ", "Name of the mother (article 14).")
    mother_born_on: kinds.PartialDay | None = wire(
        "meNgaySinh", "Ngày, tháng, năm sinh mẹ", "Year suffices by law (article 14)."
    )
    mother_ethnicity: kinds.Ethnicity | None = wire("meDanToc", "Dân tộc mẹ", "Ethnic group by name.")
    mother_nationality: kinds.Text | None = wire("meQuocTich", "Quốc tịch mẹ", "Nationality by name.")
    mother_residence_type: kinds.ResidenceType | None = wire(
        "meLoaiCuTru", "Loại cư trú mẹ", "0 no information, 1 permanent, 2 temporary."
    )
    mother_residence: kinds.Text | None = wire("meNoiCuTru", "Nơi cư trú mẹ", "Residence of the mother (article 14).")
    mother_document_type: kinds.DocumentType | None = wire(
        "meLoaiGiayToTuyThan", "Loại giấy tờ tùy thân mẹ", "0 to 8 of the tool's list of papers."
    )
    mother_document_no: kinds.Text | None = wire("meSoGiayToTuyThan", "Số giấy tờ tùy thân mẹ", "Number of that paper.")
    father_name: kinds.Name | None = wire("chaHoTen", "Họ tên cha", "Name of the father (article 14).")
    father_born_on: kinds.PartialDay | None = wire(
        "chaNgaySinh", "Ngày, tháng, năm sinh cha", "Year suffices by law (article 14)."
    )
    father_ethnicity: kinds.Ethnicity | None = wire("chaDanToc", "Dân tộc cha", "Ethnic group by name.")
    father_nationality: kinds.Text | None = wire("chaQuocTich", "Quốc tịch cha", "Nationality by name.")
    father_residence_type: kinds.ResidenceType | None = wire(
        "chaLoaiCuTru", "Loại cư trú cha", "0 no information, 1 permanent, 2 temporary."
    )
    father_residence: kinds.Text | None = wire("chaNoiCuTru", "Nơi cư trú cha", "Residence of the father (article 14).")
    father_document_type: kinds.DocumentType | None = wire(
        "chaLoaiGiayToTuyThan", "Loại giấy tờ tùy thân cha", "0 to 8 of the tool's list of papers."
    )
    father_document_no: kinds.Text | None = wire(
        "chaSoGiayToTuyThan", "Số giấy tờ tùy thân cha", "Number of that paper."
    )


class Birth(Requester, Parents):
    """One birth registration."""

    dossier_code: kinds.DossierCode | None = wire("maHoSo", "Mã hồ sơ", "Dossier this registration came from (ours).")
    scan: kinds.Text | None = wire(
        "tepDinhKem", "Tệp đính kèm", "Path of the scanned extract, where there is one (ours)."
    )


CONTRACT = Contract(
    name="birth",
    domain="civil_status",
    title="Khai sinh",
    model=Birth,
    key=(Value("registration_unit"), Fixed("birth"), Value("book_no"), Value("number"), YearOf("registered_on")),
    unit="registration_unit",
    provides=(Provides("person", "personal_id", "personal_id"),),
)
