"""Scans of births: the extract as a scanner at the commune gives it, filled in with what stands in the row of the civil-status system.

Every third is lightly, every third more and every third heavily worn (simulators.paper.wear).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from simulators.paper.page import Page, make, save
from simulators.province.record import Record

FORM = "birth_extract"
SEX = {"1": "Nam", "2": "Nữ"}
#: Field of the paper → column of the row.
COLUMNS = {
    "number": "so",
    "book_no": "quyen_so",
    "child_name": "nks_ho_ten",
    "born_on": "nks_ngay_sinh",
    "born_on_in_words": "nks_ngay_sinh_bang_chu",
    "ethnicity": "nks_dan_toc",
    "nationality": "nks_quoc_tich",
    "birth_place": "nks_noi_sinh",
    "native_place": "nks_que_quan",
    "personal_id": "nks_so_dinh_danh",
    "requester_name": "nyc_ho_ten",
    "registered_on": "ngay_dang_ky",
    "signer": "nguoi_ky",
    "signer_title": "chuc_vu_nguoi_ky",
}
PARENTS = {"mother": "me", "father": "cha"}
OF_A_PARENT = {
    "name": "ho_ten",
    "born_on": "ngay_sinh",
    "ethnicity": "dan_toc",
    "nationality": "quoc_tich",
    "residence": "noi_cu_tru",
    "document_no": "so_giay_to_tuy_than",
}


def told(row: Mapping[str, str]) -> dict[str, str]:
    """What the paper of a row says, by the fields of the form; what the row leaves empty is empty on the paper."""
    facts = {field: row[column] for field, column in COLUMNS.items()}
    for part, prefix in PARENTS.items():
        facts |= {f"{part}_{field}": row[f"{prefix}_{column}"] for field, column in OF_A_PARENT.items()}
    unit, _, province = row["nks_que_quan"].partition(", ")
    office = {"registration_place": f"Ủy ban nhân dân {row['nks_que_quan']}", "unit": unit, "province": province}
    return facts | office | {"sex": SEX.get(row["nks_gioi_tinh"], "")}


def draw(record: Record, seed: int, path: Path, changed: Mapping[str, str] | None = None) -> None:
    """Write the scan of a birth; the same record and seed give the same bytes. `changed`: what the paper says otherwise."""
    page = Page(FORM, seed, record.number, 1 + record.number % 3)
    made = make(page, {**told(record.row), **(changed or {})})
    save(made.image, path, made.truth)
