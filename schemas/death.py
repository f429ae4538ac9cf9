"""Death registration: who died, when, how it was certified, and where it stands in the book.

Fields: the Ministry of Justice's digitisation tool (33150050349). An identity number of nine digits is accepted for old identity cards
only.
"""

from __future__ import annotations

from pydantic import ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from schemas import kinds
from schemas.contract import Contract, Parent, wire
from schemas.keys import Fixed, Value, YearOf
from schemas.registration import Registration, Requester

#: `document_type` of the nine-digit identity card.
OLD_CARD = "1"


class Deceased(Registration):
    """The deceased and the death."""

    deceased_name: kinds.PersonName = wire("nktHoTen", "Họ tên người chết", "Full name of the deceased.")
    sex: kinds.Sex = wire("nktGioiTinh", "Giới tính", "1 male, 2 female, 3 not determined (tool's list).")
    born_on: kinds.PartialDay | None = wire("nktNgaySinh", "Ngày, tháng, năm sinh", "Date of birth as far as known.")
    ethnicity: kinds.Ethnicity | None = wire("nktDanToc", "Dân tộc", "Ethnic group by name (national list).")
    nationality: kinds.Text | None = wire("nktQuocTich", "Quốc tịch", "Nationality by name.")
    residence_type: kinds.ResidenceType | None = wire(
        "nktLoaiCuTru", "Loại cư trú", "0 no information, 1 permanent, 2 temporary."
    )
    residence: kinds.Text | None = wire("nktNoiCuTru", "Nơi cư trú cuối cùng", "Last residence.")
    document_type: kinds.DocumentType | None = wire(
        "nktLoaiGiayToTuyThan", "Loại giấy tờ tùy thân", "0 to 8 of the tool's list of papers."
    )
    personal_id: kinds.PersonalIdOrCmnd | None = wire(
        "nktSoGiayToTuyThan", "Số giấy tờ tùy thân", "12 digits, or the 9 of an old card (document type 1)."
    )
    died_on: kinds.Day = wire("nktNgayChet", "Ngày chết", "Day of death.")
    died_at: kinds.ClockTime | None = wire("nktGioChet", "Giờ chết", "Hour and minute of death, HH:MM.")
    death_place: kinds.Text | None = wire("nktNoiChet", "Nơi chết", "Place of death.")
    cause: kinds.Text | None = wire("nktNguyenNhan", "Nguyên nhân chết", "Cause of death.")
    certificate_type: kinds.DeathCertificateType | None = wire(
        "gbtLoai", "Loại giấy báo tử", "Kind of the paper that certifies the death, 0 to 7 (tool's list)."
    )
    certificate_no: kinds.Text | None = wire("gbtSo", "Số giấy báo tử", "Number of that paper.")

    @field_validator("personal_id")
    @classmethod
    def nine_digits_are_an_old_card(cls, number: str | None, info: ValidationInfo) -> str | None:
        """Nine digits count only where the paper is the old identity card."""
        if number and len(number) == 9 and info.data.get("document_type") != OLD_CARD:
            raise PydanticCustomError("shape", "not of the expected shape")
        return number


class Death(Requester, Deceased):
    """One death registration."""

    dossier_code: kinds.DossierCode | None = wire("maHoSo", "Mã hồ sơ", "Dossier this registration came from (ours).")


CONTRACT = Contract(
    name="death",
    domain="civil_status",
    title="Khai tử",
    title_en="Death registrations",
    model=Death,
    key=(Value("registration_unit"), Fixed("death"), Value("book_no"), Value("number"), YearOf("registered_on")),
    unit="registration_unit",
    parents=(Parent("person", (Value("personal_id"),)),),
)
