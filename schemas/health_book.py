"""A citizen's electronic health book (sổ sức khỏe điện tử): who it is of, what is known of them, and whether it has been sent.

Groups (a) and (b) of QĐ 31/QĐ-BYT, Điều 2 khoản 3 with the main measures of (c) (70519916804, SKDT-R01 and R03). Wire names are those
of XML1 where it has the field (52683520531); the others are ours, as is keeping the state of the last sending with the book.
"""

from __future__ import annotations

from typing import Annotated

from schemas import kinds
from schemas.contract import Contract, Parent, Record, wire
from schemas.keys import Hashed, Value
from schemas.wording import one_of

BLOOD_GROUPS = {group + sign: f"Nhóm {group}, Rh{sign}" for group in ("A", "B", "AB", "O") for sign in ("+", "-")}
SEND_STATES = {"chua_gui": "Chưa gửi", "da_gui": "Đã gửi", "loi": "Lỗi", "gui_lai": "Gửi lại"}
BloodGroup = Annotated[str, kinds.OneOf(BLOOD_GROUPS), one_of("nhóm máu (A, B, AB, O kèm dấu + hoặc -)")]
SendState = Annotated[str, kinds.OneOf(SEND_STATES), one_of("trạng thái gửi (chua_gui, da_gui, loi, gui_lai)")]


class HealthBook(Record):
    """One citizen's book at the facility that keeps it."""

    facility_code: kinds.FacilityCode = wire("MA_CSKCB", "Mã cơ sở", "Facility that keeps the book (QĐ 384/2019).")
    personal_id: kinds.PersonalId = wire("SO_CCCD", "Số định danh", "The health id too (NĐ 102/2025, Điều 6).")
    full_name: kinds.PersonName = wire("HO_TEN", "Họ tên", "Full name.")
    born_on: kinds.PartialDay = wire("NGAY_SINH", "Ngày sinh", "Date of birth; day and month may be unknown.")
    sex: kinds.Sex = wire("GIOI_TINH", "Giới tính", "1 male, 2 female, 3 not determined.")
    ethnicity: kinds.Ethnicity | None = wire("DAN_TOC", "Dân tộc", "Ethnic group by name (XML1: MA_DANTOC; ours).")
    nationality: kinds.Text | None = wire("QUOC_TICH", "Quốc tịch", "Country by name (XML1: MA_QUOCTICH; ours).")
    occupation: kinds.Text | None = wire("NGHE_NGHIEP", "Nghề nghiệp", "In words (XML1: MA_NGHE_NGHIEP; ours).")
    phone: kinds.Text | None = wire("DIEN_THOAI", "Điện thoại", "Telephone.")
    insurance_no: kinds.InsuranceNo | None = wire("MA_THE_BHYT", "Mã thẻ BHYT", "15-character card or 10-digit number.")
    insured_until: kinds.Day | None = wire("GT_THE_DEN", "Thẻ có giá trị đến", "Last day of the card.")
    commune: kinds.CommuneCode | None = wire("MAXA_CU_TRU", "Mã xã cư trú", "Commune of residence.")
    address: kinds.Text | None = wire("DIA_CHI", "Địa chỉ", "Address of residence.")
    guardian_name: kinds.PersonName | None = wire(
        "NGUOI_GIAM_HO", "Người đại diện", "Legal representative (QĐ 1551, PL01)."
    )
    blood_group: BloodGroup | None = wire("NHOM_MAU", "Nhóm máu", "A, B, AB or O with + or - (list ours).")
    height_cm: kinds.Decimal | None = wire("CHIEU_CAO", "Chiều cao (cm)", "Height (ours).")
    weight_kg: kinds.Decimal | None = wire("CAN_NANG", "Cân nặng (kg)", "Weight.")
    allergies: kinds.Text | None = wire("DI_UNG", "Tiền sử dị ứng", "Allergies in words (ours).")
    history: kinds.Text | None = wire("TIEN_SU_BENH", "Tiền sử bệnh tật", "Former illnesses in words (ours).")
    vaccinations: kinds.Text | None = wire("TIEM_CHUNG", "Tiêm chủng", "Vaccinations in words (ours).")
    opened_on: kinds.Day = wire("NGAY_LAP_SO", "Ngày lập sổ", "Day the book was opened (ours).")
    updated_on: kinds.Day | None = wire("NGAY_CAP_NHAT", "Ngày cập nhật", "Day of the last entry (ours).")
    send_state: SendState = wire("TRANG_THAI_GUI", "Trạng thái gửi", "State of the last sending (R01; name ours).")
    response_code: kinds.ShortCode | None = wire("MA_PHAN_HOI", "Mã phản hồi", "Answer to it (R01; name ours).")
    sent_at: kinds.Moment | None = wire("THOI_DIEM_GUI", "Thời điểm gửi", "When it was sent (ours).")


CONTRACT = Contract(
    name="health_book",
    domain="health",
    title="Sổ sức khỏe điện tử",
    title_en="Health books",
    model=HealthBook,
    key=(Hashed(("personal_id",)),),
    unit="facility_code",
    parents=(Parent("person", (Value("personal_id"),)),),
)
