"""One good parcel."""

from __future__ import annotations

from typing import Any

from tests.records import Content, personal_id

RAW: dict[str, Any] = {
    "c01": "17329", "c02": "AA 00476432", "c03": "20/02/2026", "c04": "CH 00055", "c07": "Lê Văn Tám", "c08": "1980",
    "c09": "Nam", "c10": "040080000004", "c11": "Thôn 3", "c12": "Hộ gia đình", "c13": "Chủ hộ", "c19": "1", "c20": "2",
    "c21": "5", "c22": "12", "c23": "Xứ đồng 4", "c24": "1234,5",
    "c25": "Đất ở tại nông thôn", "c26": "200", "c27": "Nhà nước công nhận quyền sử dụng đất", "c28": "Sử dụng riêng",
    "c29": "Lâu dài", "c30": "Đất trồng cây lâu năm", "c31": "1034,5", "c32": "Nhà nước giao đất có thu tiền sử dụng đất",
    "c33": "Sử dụng chung", "c34": "50 năm", "c49": "AA 00476432-GCN.pdf", "ma_ho_so": "",
}  # fmt: skip


def good(n: int) -> Content:
    """A house with its garden."""
    serial = f"AA {n:08d}"
    empty = (
        "organisation_name organisation_id current_user_name current_user_id current_user_address change_reason parcel_id "
        "land_use_3 land_area_3 land_origin_3 land_form_3 land_term_3 apartment_block apartment_building apartment_no"
    )
    return {
        **dict.fromkeys(empty.split()),
        "commune_on_certificate": "16636",
        "certificate_serial": serial,
        "certificate_issued_on": "2025-08-12",
        "certificate_book_no": "CH 00123",
        "holder_name": f"Võ Thị Chủ {n}",
        "holder_born_on": "1979-04-05",
        "holder_sex": "2",
        "holder_id": personal_id(n, 2, 1979),
        "holder_address": "Thôn 3",
        "legal_party": "individual",
        "legal_role": "individual",
        "certificate_sheet": "4",
        "certificate_parcel": "17",
        "map_sheet": "4",
        "map_parcel": str(n + 1),
        "parcel_address": "Thôn 3",
        "area": "350.5",
        "land_use_1": "ONT",
        "land_area_1": "200",
        "land_origin_1": "1",
        "land_form_1": "private",
        "land_term_1": "Lâu dài",
        "land_use_2": "CLN",
        "land_area_2": "150.5",
        "land_origin_2": "1",
        "land_form_2": "private",
        "land_term_2": "50 năm",
        "asset_type": "Nhà ở riêng lẻ",
        "built_area": "80",
        "floor_area": "160",
        "ownership_form": "Sở hữu riêng",
        "ownership_term": "Lâu dài",
        "grade": "Cấp IV",
        "scan_files": f"{serial}-GCN.pdf",
        "dossier_code": f"H41.15-20250812-{n:07d}",
    }
