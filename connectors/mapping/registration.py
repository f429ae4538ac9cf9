"""Columns of the civil-status database that births and deaths share."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from connectors.mapping.readings import Reading, day, ethnicity, partial_day, text


def number(raw: str) -> Reading:
    """The number before the year of "123/2024", as written; anything of another shape stays whole for the contract to refuse."""
    return Reading(raw, pl.coalesce(pl.col(raw).str.extract("^([0-9]+)/[0-9]{4}$", 1), pl.col(raw)))


REGISTRATION: Mapping[str, Reading] = {
    "registration_unit": text("noi_dang_ky_dvhc"),
    "number": number("so"),
    "book_no": text("quyen_so"),
    "page_no": text("trang_so"),
    "registered_on": day("ngay_dang_ky"),
    "registration_type": text("loai_dang_ky"),
    "signer": text("nguoi_ky"),
    "signer_title": text("chuc_vu_nguoi_ky"),
    "registrar": text("nguoi_thuc_hien"),
    "note": text("ghi_chu"),
}

REQUESTER: Mapping[str, Reading] = {
    "requester_name": text("nyc_ho_ten"),
    "requester_relation": text("nyc_quan_he"),
    "requester_document_type": text("nyc_loai_giay_to"),
    "requester_document_no": text("nyc_so_giay_to"),
}


def parent(field: str, raw: str) -> dict[str, Reading]:
    """One parent's block: `field` is mother or father, `raw` the columns' prefix."""
    return {
        f"{field}_name": text(f"{raw}_ho_ten"),
        f"{field}_born_on": partial_day(f"{raw}_ngay_sinh"),
        f"{field}_ethnicity": ethnicity(f"{raw}_dan_toc"),
        f"{field}_nationality": text(f"{raw}_quoc_tich"),
        f"{field}_residence_type": text(f"{raw}_loai_cu_tru"),
        f"{field}_residence": text(f"{raw}_noi_cu_tru"),
        f"{field}_document_type": text(f"{raw}_loai_giay_to_tuy_than"),
        f"{field}_document_no": text(f"{raw}_so_giay_to_tuy_than"),
    }
