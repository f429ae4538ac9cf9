"""The kinds of value a contract's field can be: a pydantic type each, that carries what it expects in words.

A kind checks shape and code lists only. Everything runs strict: a number is never taken for text nor text for a number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, StringConstraints
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from schemas import dates, identifiers, units
from schemas.code_lists import ethnic_groups, labels
from schemas.wording import (
    COUNT,
    DAY,
    DECIMAL,
    ID_HINT,
    MOMENT,
    NAME,
    PARTIAL_DAY,
    PERSON_NAME,
    TEXT,
    Says,
    one_of,
    shaped,
)


class OneOf:
    """A code of a list, by the list's name or as code → label; the codes are spelt out in the JSON Schema."""

    def __init__(self, codes: str | Mapping[str, str]) -> None:
        self.labels = labels(codes) if isinstance(codes, str) else codes
        self.codes = list(self.labels)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(self.codes)


class Checked:
    """Text for which `holds` is true; `note` describes it in the JSON Schema, where the set is too long to spell out."""

    def __init__(self, holds: Callable[[str], bool], **note: Any) -> None:
        self.holds = holds
        self.note = note

    def _check(self, text: str) -> str:
        if not self.holds(text):
            raise PydanticCustomError("shape", "not of the expected shape")
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), **self.note}


def _ethnic_groups() -> str:
    """A group of the national list, or one with its local subgroup as the civil-status books write: "Thái (Tày Mười)"."""
    return f"^(?:{'|'.join(sorted(ethnic_groups()))})(?: \\(.+\\))?$"


def is_school_year(text: str) -> bool:
    """Two years in sequence, "2026-2027"."""
    return text[:4].isdecimal() and text[5:].isdecimal() and int(text[5:]) == int(text[:4]) + 1


Text = Annotated[str, StringConstraints(min_length=1, max_length=2000), TEXT]
Name = Annotated[str, StringConstraints(min_length=1, max_length=500), NAME]
PersonName = Annotated[str, StringConstraints(max_length=500, pattern=identifiers.PERSON_NAME), PERSON_NAME]
Day = Annotated[str, StringConstraints(pattern=f"^{dates.DAY}$"), DAY]
PartialDay = Annotated[str, StringConstraints(pattern=f"^{dates.PARTIAL}$"), PARTIAL_DAY]
Moment = Annotated[str, StringConstraints(pattern=f"^{dates.MOMENT}$"), MOMENT]
ClockTime = Annotated[str, StringConstraints(pattern=f"^{dates.CLOCK}$"), MOMENT]
Decimal = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,15}(?:\.[0-9]{1,6})?$"), DECIMAL]


def _not_negative(number: int) -> int:
    if number < 0:
        raise PydanticCustomError("shape", "not of the expected shape")
    return number


Count = Annotated[int, AfterValidator(_not_negative), COUNT]

PersonalId = Annotated[
    str,
    StringConstraints(pattern=identifiers.PERSONAL_ID),
    Says("phải gồm đúng 12 chữ số", "must have exactly 12 digits", *ID_HINT),
]
PersonalIdOrCmnd = Annotated[
    str,
    StringConstraints(pattern=identifiers.PERSONAL_ID_OR_CMND),
    Says(
        "phải gồm 12 chữ số, hoặc 9 chữ số nếu là chứng minh nhân dân cũ",
        "must have 12 digits, or 9 for an old card",
        *ID_HINT,
    ),
]
CommuneCode = Annotated[
    str,
    Checked(units.exists, pattern="^[0-9]{5}$", **{"x-code-list": "communes"}),
    Says(
        "phải là mã đơn vị hành chính cấp xã có trong danh mục (cũ hoặc mới)",
        "must be the code of a commune, old or new",
        "Tra lại mã xã tại thời điểm đăng ký trong bảng đơn vị hành chính.",
        "Look the commune's code up in the table of units for the time of registration.",
    ),
]
Ethnicity = Annotated[str, StringConstraints(pattern=_ethnic_groups()), one_of("các dân tộc Việt Nam")]


RegistryNumber = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{1,7}$"),
    shaped("số đăng ký trong sổ", "number in the book", "123 hoặc 123/2024"),
]
BookNo = Annotated[
    str,
    StringConstraints(pattern=identifiers.BOOK_NO),
    shaped("quyển số của sổ hộ tịch", "number of a book", "01/2024 hoặc TP/KS-2024"),
]
MapNo = Annotated[
    str,
    StringConstraints(pattern=identifiers.MAP_NO),
    shaped("số hiệu trên bản đồ địa chính", "number on the cadastral map", "12"),
]
DossierCode = Annotated[
    str,
    StringConstraints(pattern=identifiers.DOSSIER_CODE, max_length=60),
    shaped("mã hồ sơ thủ tục hành chính", "dossier code", "G09.20-20260609-0092637"),
]
ProcedureCode = Annotated[
    str,
    StringConstraints(pattern=identifiers.PROCEDURE_CODE, max_length=50),
    shaped("mã thủ tục hành chính", "procedure code", "1.001612"),
]
AgencyCode = Annotated[
    str,
    StringConstraints(pattern=identifiers.AGENCY_CODE, max_length=35),
    shaped("mã định danh cơ quan", "agency code", "H40.15"),
]
CertificateSerial = Annotated[
    str,
    StringConstraints(pattern=identifiers.CERTIFICATE_SERIAL),
    shaped("số phát hành giấy chứng nhận", "certificate serial", "AA 00476432"),
]
OrganisationId = Annotated[
    str,
    StringConstraints(pattern=identifiers.ORGANISATION_ID),
    shaped("số định danh tổ chức", "organisation number", "0100109106"),
]
InsuranceNo = Annotated[
    str,
    StringConstraints(pattern=identifiers.INSURANCE_NO),
    shaped(
        "mã thẻ bảo hiểm y tế (15 ký tự) hoặc mã số bảo hiểm xã hội (10 chữ số)", "insurance number", "DN4790123456789"
    ),
]
Icd10 = Annotated[
    str, StringConstraints(pattern=identifiers.ICD10, max_length=7), shaped("mã bệnh ICD-10", "ICD-10 code", "J18.9")
]
Icd10List = Annotated[
    str,
    StringConstraints(pattern=identifiers.ICD10_LIST),
    shaped("danh sách mã bệnh ICD-10", "list of ICD-10 codes", "I10;E11.9"),
]
FacilityCode = Annotated[
    str,
    StringConstraints(pattern=identifiers.FACILITY_CODE),
    shaped("mã cơ sở khám bệnh, chữa bệnh", "facility code", "40001"),
]
Score = Annotated[
    str,
    StringConstraints(pattern=r"^(?:10(?:\.0)?|[0-9](?:\.[0-9])?)$"),
    shaped("điểm từ 0 đến 10, nhiều nhất một chữ số lẻ", "mark from 0 to 10 with at most one decimal", "8.5"),
]
SchoolYear = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-[0-9]{4}$"),
    Checked(is_school_year),
    shaped("năm học", "school year", "2026-2027"),
]
ClassCode = Annotated[str, StringConstraints(pattern=identifiers.CLASS_CODE), shaped("mã lớp", "class code", "5A")]
ShortCode = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9A-Za-zĐđ._/-]{1,100}$"),
    shaped("mã (không có dấu cách)", "code without spaces", "HS0001"),
]

Sex = Annotated[str, OneOf("sex"), one_of("giới tính")]
KnownSex = Annotated[str, OneOf("sex_known"), one_of("giới tính (nam, nữ)")]
RegistrationType = Annotated[str, OneOf("registration_type"), one_of("loại đăng ký")]
ResidenceType = Annotated[str, OneOf("residence_type"), one_of("loại cư trú")]
DocumentType = Annotated[str, OneOf("document_type"), one_of("loại giấy tờ tùy thân")]
BirthKind = Annotated[str, OneOf("birth_kind"), one_of("loại khai sinh")]
DeathCertificateType = Annotated[str, OneOf("death_certificate_type"), one_of("loại giấy báo tử")]
LegalParty = Annotated[str, OneOf("legal_party"), one_of("pháp nhân trên giấy chứng nhận")]
LegalRole = Annotated[str, OneOf("legal_role"), one_of("vai trò trên giấy chứng nhận")]
LandUse = Annotated[str, OneOf("land_use"), one_of("loại đất (Thông tư 08/2024/TT-BTNMT)")]
LandOrigin = Annotated[str, OneOf("land_origin"), one_of("nguồn gốc sử dụng đất")]
LandForm = Annotated[str, OneOf("land_form"), one_of("hình thức sử dụng đất")]
StudentStatus = Annotated[str, OneOf("student_status"), one_of("trạng thái học sinh")]
VisitType = Annotated[str, OneOf("visit_type"), one_of("loại hình khám bệnh, chữa bệnh")]
TreatmentOutcome = Annotated[str, OneOf("treatment_outcome"), one_of("kết quả điều trị")]
DossierStatus = Annotated[str, OneOf("dossier_status"), one_of("trạng thái hồ sơ")]
ApplicantKind = Annotated[str, OneOf("applicant_kind"), one_of("loại đối tượng")]
Channel = Annotated[str, OneOf("channel"), one_of("kênh thực hiện")]
YesNo = Annotated[str, OneOf("yes_no"), one_of("có/không")]
Reuse = Annotated[str, OneOf("reuse"), one_of("mức tái sử dụng")]
PaidOnline = Annotated[str, OneOf("paid_online"), one_of("thanh toán trực tuyến")]
FeeCollection = Annotated[str, OneOf("fee_collection"), one_of("hình thức thu")]
IdKind = Annotated[str, OneOf("id_kind"), one_of("loại định danh")]
