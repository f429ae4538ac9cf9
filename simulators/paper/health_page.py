"""The paper a hospital gives at discharge (giấy ra viện): labels of the ministry's form, recalled; diagnosis and ICD-10 code agree."""

from __future__ import annotations

from datetime import date, timedelta

from simulators.paper import parts
from simulators.paper.facts import SEX, TODAY, Source, dmy
from simulators.paper.sheet import Sheet
from simulators.province.encounter import DIAGNOSES as FREQUENT
from simulators.province.names import ETHNIC_GROUPS

PERSONAL = ("full_name", "born_on", "personal_id", "insurance_no", "address", "encounter_code", "diagnosis", "icd_code")
DIAGNOSES = (
    *FREQUENT, ("J06.9", "Nhiễm khuẩn hô hấp trên cấp"), ("J20.9", "Viêm phế quản cấp"), ("I20.9", "Cơn đau thắt ngực"),
    ("I63.9", "Nhồi máu não"), ("I50.9", "Suy tim"), ("E78.5", "Tăng lipid máu"), ("K35.8", "Viêm ruột thừa cấp"),
    ("K80.2", "Sỏi túi mật"), ("N20.0", "Sỏi thận"), ("M17.9", "Thoái hóa khớp gối"), ("A90", "Sốt xuất huyết Dengue"),
    ("B18.1", "Viêm gan vi rút B mạn tính"), ("H25.9", "Đục thủy tinh thể tuổi già"), ("S52.5", "Gãy đầu dưới xương quay"),
    ("J44.9", "Bệnh phổi tắc nghẽn mạn tính"),
)  # fmt: skip
HOSPITALS = (
    "Bệnh viện Đa khoa tỉnh",
    "Bệnh viện Đa khoa khu vực Tây Bắc",
    "Bệnh viện Đa khoa thành phố",
    "Trung tâm Y tế khu vực",
)
WARDS = ("Khoa Nội tổng hợp", "Khoa Ngoại", "Khoa Truyền nhiễm", "Khoa Hồi sức cấp cứu")
TREATMENTS = ("Nội khoa", "Phẫu thuật", "Kháng sinh, bù dịch", "Theo phác đồ của Bộ Y tế")


def facts(source: Source) -> dict[str, str]:
    """One stay."""
    dice, admitted = source.dice, source.dice.day(date(2024, 1, 2), TODAY - timedelta(days=14))
    person = source.adult(1 + dice.below(2), 1946, 2006)
    code, diagnosis = dice.pick(DIAGNOSES)
    return {
        "province": source.commune.province_name, "hospital": dice.pick(HOSPITALS), "ward": dice.pick(WARDS),
        "encounter_code": f"{admitted:%y}{dice.digits(6)}", "full_name": person.name, "born_on": dmy(person.born),
        "sex": SEX[person.sex - 1], "ethnicity": dice.pick(ETHNIC_GROUPS), "personal_id": person.id,
        "insurance_no": f"GD4{person.id[1:3]}{40 + person.sex}{person.id[-8:]}", "address": source.home(),
        "admitted_on": dmy(admitted), "discharged_on": dmy(admitted + timedelta(days=dice.between(2, 12))),
        "diagnosis": diagnosis, "icd_code": code, "treatment": dice.pick(TREATMENTS), "doctor": f"BS. {source.official()}",
        "signer": source.official(),
    }  # fmt: skip


def usual(sheet: Sheet) -> None:
    """The ministry's form."""
    parts.heading(sheet, f"SỞ Y TẾ\n{sheet.facts['hospital'].upper()}")
    parts.title(sheet, "GIẤY RA VIỆN", "")
    sheet.frame(118, sheet.y - 6, 191, sheet.y + 3)
    sheet.row(("Số lưu trữ:", "encounter_code"), left=121)
    sheet.y += 2
    sheet.row(("Họ tên người bệnh:", "full_name"))
    sheet.row(("Ngày, tháng, năm sinh:", "born_on", 1.5), ("Giới tính:", "sex", 0.8), ("Dân tộc:", "ethnicity"))
    sheet.row(("Số CCCD/Định danh cá nhân:", "personal_id"))
    sheet.row(("Mã thẻ BHYT:", "insurance_no"))
    sheet.row(("Địa chỉ:", "address"))
    sheet.row(("Vào viện ngày:", "admitted_on"), ("Ra viện ngày:", "discharged_on"))
    sheet.row(("Chẩn đoán:", "diagnosis"))
    sheet.row(("Mã bệnh (ICD-10):", "icd_code"))
    sheet.row(("Phương pháp điều trị:", "treatment"))
    sheet.y += 4
    parts.signed(sheet, "THỦ TRƯỞNG ĐƠN VỊ", "signer", other=("BÁC SĨ ĐIỀU TRỊ", "doctor"))
