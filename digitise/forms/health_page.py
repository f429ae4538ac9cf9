"""The paper a hospital gives at discharge (giấy ra viện): names of the encounter contract where it has them; labels recalled."""

from __future__ import annotations

from digitise.forms import FieldForm, Form
from digitise.forms.birth_extract import ETHNIC, SEXES

FORM = Form(
    "health_page",
    ("GIẤY RA VIỆN",),
    (
        FieldForm("encounter_code", "number", ("Số lưu trữ", "Mã y tế", "Số hồ sơ")),
        FieldForm(
            "full_name", "name", ("Họ tên người bệnh", "Họ và tên người bệnh", "Họ và tên", "Họ tên", "Tên người bệnh")
        ),
        FieldForm("born_on", "date", ("Ngày, tháng, năm sinh", "Ngày sinh", "Sinh ngày", "Năm sinh")),
        FieldForm("sex", "list", ("Giới tính", "Giới"), SEXES),
        FieldForm("ethnicity", "list", ("Dân tộc",), ETHNIC),
        FieldForm(
            "personal_id",
            "id",
            ("Số CCCD/Định danh cá nhân", "Số CCCD", "Số định danh cá nhân", "Số căn cước", "Mã định danh"),
        ),
        FieldForm("insurance_no", "insurance", ("Mã thẻ BHYT", "Số thẻ BHYT", "Mã số BHYT", "Thẻ BHYT số")),
        FieldForm(
            "address", "address", ("Địa chỉ", "Địa chỉ thường trú", "Nơi cư trú", "Nơi thường trú", "Chỗ ở hiện nay")
        ),
        FieldForm(
            "admitted_on", "date", ("Vào viện ngày", "Vào viện lúc", "Ngày vào viện", "Vào viện", "Nhập viện ngày")
        ),
        FieldForm(
            "discharged_on", "date", ("Ra viện ngày", "Ra viện lúc", "Ngày ra viện", "Ra viện", "Xuất viện ngày")
        ),
        FieldForm("diagnosis", "text", ("Chẩn đoán", "Chẩn đoán ra viện", "Chẩn đoán xác định")),
        FieldForm("icd_code", "icd", ("Mã bệnh (ICD-10)", "Mã bệnh", "Mã ICD-10")),
        FieldForm("treatment", "text", ("Phương pháp điều trị", "Điều trị", "Xử trí")),
    ),
    printed=("THỦ TRƯỞNG ĐƠN VỊ", "BÁC SĨ ĐIỀU TRỊ"),
    contract="encounter",
    called=("Giấy ra viện", "Discharge paper"),
    means={"icd_code": "main_diagnosis", "admitted_on": "admitted_at", "discharged_on": "discharged_at"},
)
