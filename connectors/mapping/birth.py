"""Births from table khai_sinh of the civil-status database; dates are dd/mm/yyyy, mm/yyyy or yyyy."""

from __future__ import annotations

from connectors.mapping.columnar import ColumnarMapping
from connectors.mapping.readings import day, ethnicity, text
from connectors.mapping.registration import REGISTRATION, REQUESTER, parent
from connectors.mapping.units import CurrentCommune
from schemas.birth import CONTRACT

READINGS = {
    **REGISTRATION,
    "child_name": text("nks_ho_ten"),
    "sex": text("nks_gioi_tinh"),
    "born_on": day("nks_ngay_sinh"),
    "born_on_in_words": text("nks_ngay_sinh_bang_chu"),
    "birth_place": text("nks_noi_sinh"),
    "birth_place_unit": text("nks_noi_sinh_dvhc"),
    "native_place": text("nks_que_quan"),
    "ethnicity": ethnicity("nks_dan_toc"),
    "nationality": text("nks_quoc_tich"),
    "birth_kind": text("nks_loai_khai_sinh"),
    "personal_id": text("nks_so_dinh_danh"),
    **parent("mother", "me"),
    **parent("father", "cha"),
    **REQUESTER,
    "dossier_code": text("ma_ho_so"),
    "scan": text("tep_dinh_kem"),
}


def mapping(secret: str) -> ColumnarMapping:
    """The mapping; births hold no personal number in their key."""
    return ColumnarMapping(CONTRACT, secret, READINGS, unit=CurrentCommune("registered_on"))
