"""Parcels from the land campaign's workbook (form PL3): columns c01 to c49 by position, because its headings repeat.

Codes are spelt out there, decimals have a comma.
"""

from __future__ import annotations

from functools import partial

from connectors.mapping.fields import Readers, by_kind
from connectors.mapping.layout import Export, Workbook
from connectors.mapping.readings import day, label_of, local_decimal, partial_day
from connectors.mapping.units import CurrentCommune
from schemas import kinds
from schemas.parcel import CONTRACT

_USE = ("Loại đất", "Diện tích", "Nguồn gốc sử dụng", "Hình thức sử dụng", "Thời hạn sử dụng")
HEADER = (
    "STT",
    "Mã ĐVHC cấp xã", "Số phát hành GCN", "Ngày cấp GCN", "Số vào sổ GCN", "Tên tổ chức", "Số định danh tổ chức",
    "Họ và tên chủ sử dụng/ Họ tên người đại diện tổ chức", "Ngày, tháng, năm sinh", "Giới tính",
    "Số định danh cá nhân/CCCD", "Địa chỉ thường trú", "Pháp nhân trên GCN", "Vai trò pháp nhân trên GCN",
    "Tên người sử dụng hiện tại", "Số định danh cá nhân (CCCD)", "địa chỉ thường trú (2 cấp)",
    "Lý do thay đổi (thừa kế, tặng cho, chuyển nhượng...)", "Mã định danh thửa đất", "Số tờ bản đồ ghi trên GCN",
    "Số thứ tự thửa đất ghi trên GCN", "Số hiệu tờ trên bản đồ địa chính", "Số thứ tự thửa trên bản đồ địa chính",
    "Địa chỉ thửa đất", "Diện tích thửa đất", *_USE, *_USE, *_USE, "Loại tài sản gắn liền với đất",
    "Khu nhà chung cư, nhà hỗn hợp", "Nhà chung cư", "Số căn hộ", "Diện tích xây dựng", "Diện tích sàn",
    "Hình thức sở hữu", "Thời hạn sở hữu", "Cấp hạng", "Tên file quét GCN/CCCD",
    "Mã hồ sơ",
)  # fmt: skip
#: The contract's fields stand in the order of the form's columns, behind the row's number.
COLUMNS = (*(f"c{place:02d}" for place in range(1, 50)), "ma_ho_so")
LAYOUT = Export(
    "land",
    {".xlsx": Workbook("PL3", (HEADER,), ("stt", *COLUMNS), source_id=("unit", "stt"), aside=("unit", "stt"))},
)

#: The form's combined label and its two halves, which districts wrote apart.
JOINT = {"vợ chồng": "spouses_or_joint", "đồng sử dụng": "spouses_or_joint"}
#: A withdrawn kind of land has no code any more.
READERS: Readers = (
    (kinds.Day, day),
    (kinds.PartialDay, partial_day),
    (kinds.Decimal, local_decimal),
    (kinds.KnownSex, partial(label_of, name="sex_known")),
    (kinds.LegalParty, partial(label_of, name="legal_party", **JOINT)),
    (kinds.LegalRole, partial(label_of, name="legal_role")),
    (kinds.LandUse, partial(label_of, name="land_use")),
    (kinds.LandOrigin, partial(label_of, name="land_origin")),
    (kinds.LandForm, partial(label_of, name="land_form")),
)
READINGS = by_kind(CONTRACT.model, dict(zip(CONTRACT.fields, COLUMNS, strict=True)), {}, READERS)
UNIT = CurrentCommune("certificate_issued_on", place=("parcel_id", "parcel_address"))
