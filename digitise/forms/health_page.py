"""The paper a hospital gives at discharge (giấy ra viện): names of the encounter contract where it has them; labels recalled."""

from __future__ import annotations

from digitise.forms import FieldForm, Form
from digitise.forms.birth_extract import ETHNIC, SEXES

FORM = Form(
    "health_page",
    ("GIẤY RA VIỆN",),
    (
        FieldForm("encounter_code", "number", ("Số lưu trữ", "Mã y tế")),
        FieldForm("full_name", "name", ("Họ tên người bệnh", "Họ và tên người bệnh", "Họ và tên")),
        FieldForm("born_on", "date", ("Ngày, tháng, năm sinh", "Ngày sinh")),
        FieldForm("sex", "list", ("Giới tính",), SEXES),
        FieldForm("ethnicity", "list", ("Dân tộc",), ETHNIC),
        FieldForm("personal_id", "id", ("Số CCCD/Định danh cá nhân", "Số CCCD", "Số định danh cá nhân")),
        FieldForm("insurance_no", "insurance", ("Mã thẻ BHYT", "Số thẻ BHYT", "Mã số BHYT")),
        FieldForm("address", "address", ("Địa chỉ",)),
        FieldForm("admitted_on", "date", ("Vào viện ngày", "Vào viện lúc", "Ngày vào viện")),
        FieldForm("discharged_on", "date", ("Ra viện ngày", "Ra viện lúc", "Ngày ra viện")),
        FieldForm("diagnosis", "text", ("Chẩn đoán", "Chẩn đoán ra viện")),
        FieldForm("icd_code", "icd", ("Mã bệnh (ICD-10)", "Mã bệnh", "Mã ICD-10")),
        FieldForm("treatment", "text", ("Phương pháp điều trị",)),
    ),
    printed=("THỦ TRƯỞNG ĐƠN VỊ", "BÁC SĨ ĐIỀU TRỊ"),
    contract="encounter",
    means={"icd_code": "main_diagnosis", "admitted_on": "admitted_at", "discharged_on": "discharged_at"},
)
