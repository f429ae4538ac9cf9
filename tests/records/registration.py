"""What the books of civil status have in common: the entry in the book, who asked for it, and a citizen it names."""

from __future__ import annotations

from tests.records import Content, in_letters, personal_id

#: The entry as the civil-status database gives it.
BOOK = {
    "so": "123/2026", "quyen_so": "01/2026", "trang_so": "62", "ngay_dang_ky": "05/03/2026", "loai_dang_ky": "1",
    "noi_dang_ky_dvhc": "17329", "nguoi_ky": "Nguyễn Văn Ký", "chuc_vu_nguoi_ky": "Chủ tịch",
    "nguoi_thuc_hien": "Lê Thị Thực", "ghi_chu": "",
}  # fmt: skip
REQUESTER = {
    "nyc_ho_ten": "Trần Thị Mai",
    "nyc_quan_he": "Mẹ",
    "nyc_loai_giay_to": "4",
    "nyc_so_giay_to": "040190000001",
}


def citizen_columns(prefix: str, name: str, born_on: str = "1990", document_no: str = "040190000002") -> dict[str, str]:
    """A citizen as the civil-status database gives one; the prefix is that of the columns ("me", "chong")."""
    return {
        f"{prefix}_ho_ten": name, f"{prefix}_ngay_sinh": born_on, f"{prefix}_dan_toc": "Kinh",
        f"{prefix}_quoc_tich": "Việt Nam", f"{prefix}_loai_cu_tru": "1", f"{prefix}_noi_cu_tru": "Thôn 1",
        f"{prefix}_loai_giay_to_tuy_than": "4", f"{prefix}_so_giay_to_tuy_than": document_no,
    }  # fmt: skip


def citizen(role: str, n: int, sex: int, born_on: str) -> Content:
    """A citizen as content; the prefix is that of the fields ("mother", "husband")."""
    fields = {
        "name": f"Phạm Phụ Huynh {in_letters(n)} {in_letters(sex)}",
        "born_on": born_on,
        "ethnicity": "Kinh",
        "nationality": "Việt Nam",
        "residence_type": "1",
        "residence": "Thôn 1",
        "document_type": "4",
        "document_no": personal_id(n, sex, int(born_on[:4])),
    }
    return {f"{role}_{name}": value for name, value in fields.items()}
