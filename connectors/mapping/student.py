"""Pupils from a school's CSV export; raw keys are its headings."""

from __future__ import annotations

from connectors.mapping.fields import by_title
from connectors.mapping.layout import Csv, Export
from connectors.mapping.readings import label_of, text
from schemas.student import CONTRACT

HEADER = (
    "STT", "Mã trường", "Năm học", "Mã lớp", "Mã học sinh", "Họ tên", "Ngày sinh", "Giới tính", "Trạng thái HS",
    "Ngày nhập trạng thái", "Dân tộc", "Loại khuyết tật", "Số định danh cá nhân", "Mã xã", "Mã hồ sơ",
)  # fmt: skip
LAYOUT = Export("school", {".csv": Csv(HEADER, source_id=("Mã trường", "STT"))})
READINGS = by_title(
    CONTRACT,
    sex=label_of("Giới tính", "sex_known"),
    status=label_of("Trạng thái HS", "student_status"),
    commune=text("Mã xã"),
)
