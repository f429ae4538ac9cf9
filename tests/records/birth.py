"""One good birth."""

from __future__ import annotations

from typing import Any

from tests.records import Content, in_letters, personal_id
from tests.records.registration import BOOK, REQUESTER, citizen, citizen_columns

RAW: dict[str, Any] = {
    **BOOK,
    "nks_ho_ten": "Trần Đức Anh", "nks_gioi_tinh": "1", "nks_ngay_sinh": "28/02/2026",
    "nks_ngay_sinh_bang_chu": "Ngày hai mươi tám", "nks_noi_sinh": "Trạm Y tế", "nks_noi_sinh_dvhc": "17329",
    "nks_que_quan": "Nghệ An", "nks_dan_toc": "Khơ-mú", "nks_quoc_tich": "Việt Nam", "nks_loai_khai_sinh": "1",
    "nks_so_dinh_danh": "", **citizen_columns("me", "Trần Thị Mai"), **citizen_columns("cha", "Trần Văn Ba"), **REQUESTER,
    "ma_ho_so": "H41.15-20260305-0000001", "tep_dinh_kem": None,
}  # fmt: skip


def good(n: int) -> Content:
    """A child of two known parents, registered in time in a commune of today."""
    return {
        "registration_unit": "16636",
        "number": str(n + 1),
        "book_no": "01/2026",
        "page_no": "1",
        "registered_on": "2026-03-20",
        "registration_type": "1",
        "signer": "Lê Văn Ký",
        "signer_title": "Chủ tịch",
        "registrar": "Trần Thị Sổ",
        "note": None,
        "child_name": f"Nguyễn Thị Bé {in_letters(n)}",
        "sex": "2",
        "born_on": "2026-03-01",
        "born_on_in_words": "Ngày một tháng ba năm hai nghìn không trăm hai mươi sáu",
        "birth_place": "Trạm Y tế",
        "birth_place_unit": "16636",
        "native_place": "Nghệ An",
        "ethnicity": "Kinh",
        "nationality": "Việt Nam",
        "birth_kind": "1",
        "personal_id": personal_id(n, 2, 2026),
        **citizen("mother", n, 2, "1998-05-02"),
        **citizen("father", n, 1, "1995"),
        "requester_name": "Nguyễn Văn Cha",
        "requester_relation": "Cha",
        "requester_document_type": "4",
        "requester_document_no": personal_id(n, 1, 1995),
        "dossier_code": f"H41.15-20260320-{n:07d}",
        "scan": None,
    }
