"""One good death."""

from __future__ import annotations

from typing import Any

from tests.records import Content, in_letters, personal_id
from tests.records.registration import BOOK, REQUESTER

RAW: dict[str, Any] = {
    **BOOK,
    "nkt_ho_ten": "Lê Văn Tư", "nkt_gioi_tinh": "1", "nkt_ngay_sinh": "06/1950", "nkt_dan_toc": "Kinh",
    "nkt_quoc_tich": "Việt Nam", "nkt_loai_cu_tru": "1", "nkt_noi_cu_tru": "Thôn 2", "nkt_loai_giay_to_tuy_than": "4",
    "nkt_so_giay_to_tuy_than": "040050000003", "nkt_ngay_chet": "01/03/2026", "nkt_gio_chet": "08:30",
    "nkt_noi_chet": "Tại nhà riêng", "nkt_nguyen_nhan": "Bệnh già", "gbt_loai": "1", "gbt_so": "12/GBT", **REQUESTER,
    "ma_ho_so": "",
}  # fmt: skip


def good(n: int) -> Content:
    """An old man, registered within a week."""
    return {
        "registration_unit": "16636",
        "number": str(n + 1),
        "book_no": "01/2026",
        "page_no": "1",
        "registered_on": "2026-05-10",
        "registration_type": "1",
        "signer": "Lê Văn Ký",
        "signer_title": "Chủ tịch",
        "registrar": "Trần Thị Sổ",
        "note": None,
        "deceased_name": f"Hồ Văn Cụ {in_letters(n)}",
        "sex": "1",
        "born_on": "1941-02-03",
        "ethnicity": "Kinh",
        "nationality": "Việt Nam",
        "residence_type": "1",
        "residence": "Thôn 2",
        "document_type": "4",
        "personal_id": personal_id(n, 1, 1941),
        "died_on": "2026-05-04",
        "died_at": "04:30",
        "death_place": "Tại nhà riêng",
        "cause": "Bệnh già",
        "certificate_type": "1",
        "certificate_no": f"{n}/GBT",
        "requester_name": "Hồ Văn Con",
        "requester_relation": "Con",
        "requester_document_type": "4",
        "requester_document_no": personal_id(n, 1, 1970),
        "dossier_code": f"H41.15-20260510-{n:07d}",
    }
