"""Writes a hospital's envelope of visits: GIAMDINHHS with up to 200 HOSO, each part as base64 of its own XML."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from simulators.local.sheet import escaped

VISITS_PER_FILE = 200
# Order of table 1; the last one is ours, it ties the visit to a dossier.
SUMMARY = (
    "MA_LK STT MA_BN HO_TEN SO_CCCD NGAY_SINH GIOI_TINH NHOM_MAU MA_QUOCTICH MA_DANTOC MA_NGHE_NGHIEP DIA_CHI "
    "MATINH_CU_TRU MAHUYEN_CU_TRU MAXA_CU_TRU DIEN_THOAI MA_THE_BHYT MA_DKBD GT_THE_TU GT_THE_DEN NGAY_MIEN_CCT "
    "LY_DO_VV LY_DO_VNT MA_LY_DO_VNT CHAN_DOAN_VAO CHAN_DOAN_RV MA_BENH_CHINH MA_BENH_KT MA_BENH_YHCT MA_PTTT_QT "
    "MA_DOITUONG_KCB MA_NOI_DI MA_NOI_DEN MA_TAI_NAN NGAY_VAO NGAY_VAO_NOI_TRU NGAY_RA GIAY_CHUYEN_TUYEN "
    "SO_NGAY_DTRI PP_DIEU_TRI KET_QUA_DTRI MA_LOAI_RV GHI_CHU NGAY_TTOAN T_THUOC T_VTYT T_TONGCHI_BV T_TONGCHI_BH "
    "T_BNTT T_BNCCT T_BHTT T_NGUONKHAC T_BHTT_GDV NAM_QT THANG_QT MA_LOAI_KCB MA_KHOA MA_CSKCB MA_KHUVUC CAN_NANG "
    "CAN_NANG_CON NAM_NAM_LIEN_TUC NGAY_TAI_KHAM MA_HSBA MA_TTDV DU_PHONG MA_HO_SO"
)
SUMMARY_TAGS = tuple(SUMMARY.split())
DETAIL = {
    "XML2": ("CHITIEU_CHITIET_THUOC", "DSACH_CHI_TIET_THUOC", "CHI_TIET_THUOC"),
    "XML3": ("CHITIEU_CHITIET_DVKT_VTYT", "DSACH_CHI_TIET_DVKT", "CHI_TIET_DVKT"),
    "XML4": ("CHITIEU_CHITIET_DICHVUCANLAMSANG", "DSACH_CHI_TIET_CLS", "CHI_TIET_CLS"),
    "XML5": ("CHITIEU_CHITIET_DIENBIENLAMSANG", "DSACH_CHI_TIET_DIEN_BIEN_BENH", "CHI_TIET_DIEN_BIEN_BENH"),
}
HEAD = '<?xml version="1.0" encoding="utf-8"?>'


def envelope(facility: str, made_on: str, visits: Sequence[Mapping[str, Any]]) -> bytes:
    """One file; `made_on` is yyyymmdd. A visit without XML1 gets an XML1 that nobody can decode."""
    files = "".join(f"<HOSO>{_visit(visit)}</HOSO>" for visit in visits)
    return (
        f"{HEAD}<GIAMDINHHS><THONGTINDONVI><MACSKCB>{facility}</MACSKCB></THONGTINDONVI><THONGTINHOSO>"
        f"<NGAYLAP>{made_on}</NGAYLAP><SOLUONGHOSO>{len(visits)}</SOLUONGHOSO>"
        f"<DANHSACHHOSO>{files}</DANHSACHHOSO></THONGTINHOSO><CHUKYDONVI/></GIAMDINHHS>"
    ).encode()


def _visit(visit: Mapping[str, Any]) -> str:
    if "XML1" not in visit:
        return _file("XML1", "@@ tệp bị cắt @@")
    parts = [_file("XML1", _coded(_summary(visit["XML1"])))]
    parts += [_file(kind, _coded(_detail(kind, visit[kind]))) for kind in DETAIL if visit.get(kind)]
    if "XML7" in visit:
        inner = f"{HEAD}<CHI_TIEU_DU_LIEU_GIAY_RA_VIEN>{_flat(visit['XML7'])}</CHI_TIEU_DU_LIEU_GIAY_RA_VIEN>"
        parts.append(_file("XML7", _coded(inner)))
    return "".join(parts)


def _file(kind: str, content: str) -> str:
    return f"<FILEHOSO><LOAIHOSO>{kind}</LOAIHOSO><NOIDUNGFILE>{content}</NOIDUNGFILE></FILEHOSO>"


def _coded(text: str) -> str:
    return b64encode(text.encode()).decode()


def _summary(values: Mapping[str, str]) -> str:
    """Table 1 whole and in order, empty elements too."""
    inner = "".join(
        f"<{tag}>{escaped(text)}</{tag}>" if (text := values.get(tag)) else f"<{tag}/>" for tag in SUMMARY_TAGS
    )
    return f"{HEAD}<TONG_HOP>{inner}</TONG_HOP>"


def _detail(kind: str, rows: Sequence[Mapping[str, str]]) -> str:
    outer, listing, row = DETAIL[kind]
    inner = "".join(f"<{row}>{_flat(values)}</{row}>" for values in rows)
    return f"{HEAD}<{outer}><{listing}>{inner}</{listing}></{outer}>"


def _flat(values: Mapping[str, str]) -> str:
    return "".join(f"<{tag}>{escaped(text)}</{tag}>" for tag, text in values.items())
