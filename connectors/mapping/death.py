"""Deaths from table khai_tu of the civil-status database."""

from __future__ import annotations

from connectors.mapping.columnar import ColumnarMapping
from connectors.mapping.readings import clock, day, ethnicity, partial_day, text
from connectors.mapping.registration import REGISTRATION, REQUESTER
from connectors.mapping.units import CurrentCommune
from schemas.death import CONTRACT

READINGS = {
    **REGISTRATION,
    "deceased_name": text("nkt_ho_ten"),
    "sex": text("nkt_gioi_tinh"),
    "born_on": partial_day("nkt_ngay_sinh"),
    "ethnicity": ethnicity("nkt_dan_toc"),
    "nationality": text("nkt_quoc_tich"),
    "residence_type": text("nkt_loai_cu_tru"),
    "residence": text("nkt_noi_cu_tru"),
    "document_type": text("nkt_loai_giay_to_tuy_than"),
    "personal_id": text("nkt_so_giay_to_tuy_than"),
    "died_on": day("nkt_ngay_chet"),
    "died_at": clock("nkt_gio_chet"),
    "death_place": text("nkt_noi_chet"),
    "cause": text("nkt_nguyen_nhan"),
    "certificate_type": text("gbt_loai"),
    "certificate_no": text("gbt_so"),
    **REQUESTER,
    "dossier_code": text("ma_ho_so"),
}


def mapping(secret: str) -> ColumnarMapping:
    """The mapping; deaths hold no personal number in their key."""
    return ColumnarMapping(CONTRACT, secret, READINGS, unit=CurrentCommune("registered_on"))
