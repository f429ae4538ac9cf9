"""One visit to a health facility: XML1 of the health-insurance tables with sums and counts of XML2 to XML5 and the discharge of XML7.

Tables: QĐ 130/2023, 4750/2023, 3176/2024 (element lists: 52683520531). Wire names of the summaries are ours.
"""

from __future__ import annotations

from schemas import kinds
from schemas.contract import Contract, Parent, Record, wire
from schemas.keys import Hashed, Value


class Visit(Record):
    """Who was treated, for what, when (XML1)."""

    encounter_code: kinds.ShortCode = wire(
        "MA_LK", "Mã liên kết", "Key that joins the tables of one visit, at most 100 signs."
    )
    facility_code: kinds.FacilityCode = wire(
        "MA_CSKCB", "Mã cơ sở khám chữa bệnh", "Facility (QĐ 384/2019; GLN by QĐ 1551/2026)."
    )
    patient_code: kinds.Text | None = wire("MA_BN", "Mã bệnh nhân", "Patient in the facility's own system.")
    full_name: kinds.PersonName = wire("HO_TEN", "Họ tên", "Full name of the patient.")
    personal_id: kinds.PersonalId | None = wire("SO_CCCD", "Số căn cước/định danh", "12 digits.")
    born_on: kinds.PartialDay = wire("NGAY_SINH", "Ngày sinh", "Date of birth; 0000 for an unknown month and day.")
    sex: kinds.Sex = wire("GIOI_TINH", "Giới tính", "1 male, 2 female, 3 not determined.")
    insurance_no: kinds.InsuranceNo | None = wire("MA_THE_BHYT", "Mã thẻ BHYT", "15-character card or 10-digit number.")
    commune: kinds.CommuneCode | None = wire("MAXA_CU_TRU", "Mã xã cư trú", "Commune of residence.")
    reason: kinds.Text | None = wire("LY_DO_VV", "Lý do vào viện", "Reason of the visit.")
    main_diagnosis: kinds.Icd10 = wire("MA_BENH_CHINH", "Mã bệnh chính", "One ICD-10 code of at most 7 signs.")
    other_diagnoses: kinds.Icd10List | None = wire(
        "MA_BENH_KT", "Mã bệnh kèm theo", "Up to twelve ICD-10 codes joined by ';'."
    )
    visit_type: kinds.VisitType = wire("MA_LOAI_KCB", "Mã loại hình KCB", "01 to 16.")
    patient_class: kinds.ShortCode | None = wire("MA_DOITUONG_KCB", "Mã đối tượng KCB", "At most 4 signs.")
    admitted_at: kinds.Moment = wire("NGAY_VAO", "Ngày giờ vào", "Arrival.")
    discharged_at: kinds.Moment | None = wire("NGAY_RA", "Ngày giờ ra", "Departure.")
    treatment_days: kinds.Count | None = wire("SO_NGAY_DTRI", "Số ngày điều trị", "Days of treatment.")
    outcome: kinds.TreatmentOutcome | None = wire("KET_QUA_DTRI", "Kết quả điều trị", "1 to 7.")
    discharge_kind: kinds.ShortCode | None = wire("MA_LOAI_RV", "Mã loại ra viện", "Kind of discharge.")


class Encounter(Visit):
    """The visit with its costs and the summaries of the other tables."""

    total_cost: kinds.Decimal = wire("T_TONGCHI_BV", "Tổng chi phí", "All costs at the facility, VND (XML1).")
    drug_cost: kinds.Decimal | None = wire("T_THUOC", "Tiền thuốc", "Drugs, VND (XML1).")
    supply_cost: kinds.Decimal | None = wire("T_VTYT", "Tiền vật tư y tế", "Supplies, VND (XML1).")
    drug_count: kinds.Count = wire("SO_DONG_THUOC", "Số dòng thuốc", "Rows of XML2.")
    drug_total: kinds.Decimal = wire("TONG_TIEN_THUOC", "Tổng tiền thuốc chi tiết", "Sum of THANH_TIEN_BV of XML2.")
    service_count: kinds.Count = wire("SO_DONG_DVKT", "Số dòng dịch vụ, vật tư", "Rows of XML3.")
    service_total: kinds.Decimal = wire("TONG_TIEN_DVKT", "Tổng tiền dịch vụ, vật tư", "Sum of THANH_TIEN_BV of XML3.")
    lab_count: kinds.Count = wire("SO_DONG_CLS", "Số dòng cận lâm sàng", "Rows of XML4.")
    course_count: kinds.Count = wire("SO_DONG_DIEN_BIEN", "Số dòng diễn biến bệnh", "Rows of XML5.")
    discharge_summary_at: kinds.Moment | None = wire("NGAY_RA_GRV", "Ngày ra theo giấy ra viện", "NGAY_RA of XML7.")
    discharge_doctor: kinds.Text | None = wire(
        "MA_TTDV", "Mã thủ trưởng đơn vị", "Who signed the discharge (XML7, else XML1)."
    )
    dossier_code: kinds.DossierCode | None = wire(
        "MA_HO_SO", "Mã hồ sơ", "Dossier this visit belongs to, where there is one (ours)."
    )


CONTRACT = Contract(
    name="encounter",
    domain="health",
    title="Lượt khám chữa bệnh",
    title_en="Health encounters",
    model=Encounter,
    key=(Value("facility_code"), Value("encounter_code")),
    unit="facility_code",
    parents=(
        Parent("person", (Value("personal_id"),)),
        Parent("health_book", (Hashed(("personal_id",)),)),
    ),
)
