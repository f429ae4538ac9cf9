"""Pupils from a school's CSV export; raw keys are its headings."""

from __future__ import annotations

from connectors.mapping.columnar import ColumnarMapping
from connectors.mapping.readings import day, ethnicity, label_of, text
from schemas.student import CONTRACT

READINGS = {
    "school_code": text("Mã trường"),
    "school_year": text("Năm học"),
    "class_code": text("Mã lớp"),
    "student_code": text("Mã học sinh"),
    "full_name": text("Họ tên"),
    "born_on": day("Ngày sinh"),
    "sex": label_of("Giới tính", "sex_known"),
    "status": label_of("Trạng thái HS", "student_status"),
    "status_on": day("Ngày nhập trạng thái"),
    "ethnicity": ethnicity("Dân tộc"),
    "disability": text("Loại khuyết tật"),
    "personal_id": text("Số định danh cá nhân"),
    "commune": text("Mã xã"),
    "dossier_code": text("Mã hồ sơ"),
}


def mapping(secret: str) -> ColumnarMapping:
    """The mapping; the unit is the school."""
    return ColumnarMapping(CONTRACT, secret, READINGS)
