"""The agreed columns of the civil-status tables, in the order they appear in a raw record."""

from __future__ import annotations

from collections.abc import Mapping

_REGISTRATION = (
    "so", "quyen_so", "trang_so", "ngay_dang_ky", "loai_dang_ky", "noi_dang_ky_dvhc",
    "nguoi_ky", "chuc_vu_nguoi_ky", "nguoi_thuc_hien", "ghi_chu",
)  # fmt: skip
_PARENT = (
    "ho_ten", "ngay_sinh", "dan_toc", "quoc_tich", "loai_cu_tru", "noi_cu_tru",
    "loai_giay_to_tuy_than", "so_giay_to_tuy_than",
)  # fmt: skip
_REQUESTER = ("nyc_ho_ten", "nyc_quan_he", "nyc_loai_giay_to", "nyc_so_giay_to")

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "birth": (
        *_REGISTRATION,
        "nks_ho_ten", "nks_gioi_tinh", "nks_ngay_sinh", "nks_ngay_sinh_bang_chu", "nks_noi_sinh", "nks_noi_sinh_dvhc",
        "nks_que_quan", "nks_dan_toc", "nks_quoc_tich", "nks_loai_khai_sinh", "nks_so_dinh_danh",
        *(f"me_{column}" for column in _PARENT),
        *(f"cha_{column}" for column in _PARENT),
        *_REQUESTER,
        "ma_ho_so", "tep_dinh_kem",
    ),
    "death": (
        *_REGISTRATION,
        "nkt_ho_ten", "nkt_gioi_tinh", "nkt_ngay_sinh", "nkt_dan_toc", "nkt_quoc_tich", "nkt_loai_cu_tru",
        "nkt_noi_cu_tru", "nkt_loai_giay_to_tuy_than", "nkt_so_giay_to_tuy_than", "nkt_ngay_chet", "nkt_gio_chet",
        "nkt_noi_chet", "nkt_nguyen_nhan", "gbt_loai", "gbt_so",
        *_REQUESTER,
        "ma_ho_so",
    ),
}  # fmt: skip
