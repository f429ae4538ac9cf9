"""One good raw record per contract, as the local systems give it, and the way to spoil it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from connectors.mapping import mapping_for
from relay.model import Normalised
from schemas.contract import contract
from schemas.shape import violations

SECRET = "test"
PERSON = "040090123456"

_REGISTRATION = {
    "so": "123/2026", "quyen_so": "01/2026", "trang_so": "62", "ngay_dang_ky": "05/03/2026", "loai_dang_ky": "1",
    "noi_dang_ky_dvhc": "17329", "nguoi_ky": "Nguyễn Văn Ký", "chuc_vu_nguoi_ky": "Chủ tịch",
    "nguoi_thuc_hien": "Lê Thị Thực", "ghi_chu": "",
}  # fmt: skip
_REQUESTER = {
    "nyc_ho_ten": "Trần Thị Mai",
    "nyc_quan_he": "Mẹ",
    "nyc_loai_giay_to": "4",
    "nyc_so_giay_to": "040190000001",
}


def _parent(prefix: str, name: str) -> dict[str, str]:
    return {
        f"{prefix}_ho_ten": name, f"{prefix}_ngay_sinh": "1990", f"{prefix}_dan_toc": "Kinh", f"{prefix}_quoc_tich": "Việt Nam",
        f"{prefix}_loai_cu_tru": "1", f"{prefix}_noi_cu_tru": "Thôn 1", f"{prefix}_loai_giay_to_tuy_than": "4",
        f"{prefix}_so_giay_to_tuy_than": "040190000002",
    }  # fmt: skip


def _uses() -> dict[str, str]:
    return {
        "c25": "Đất ở tại nông thôn", "c26": "200", "c27": "Nhà nước công nhận quyền sử dụng đất", "c28": "Sử dụng riêng",
        "c29": "Lâu dài", "c30": "Đất trồng cây lâu năm", "c31": "1034,5", "c32": "Nhà nước giao đất có thu tiền sử dụng đất",
        "c33": "Sử dụng chung", "c34": "50 năm",
    }  # fmt: skip


GOOD: Mapping[str, dict[str, Any]] = {
    "birth": {
        **_REGISTRATION,
        "nks_ho_ten": "Trần Đức Anh", "nks_gioi_tinh": "1", "nks_ngay_sinh": "28/02/2026",
        "nks_ngay_sinh_bang_chu": "Ngày hai mươi tám", "nks_noi_sinh": "Trạm Y tế", "nks_noi_sinh_dvhc": "17329",
        "nks_que_quan": "Nghệ An", "nks_dan_toc": "Khơ-mú", "nks_quoc_tich": "Việt Nam", "nks_loai_khai_sinh": "1",
        "nks_so_dinh_danh": "", **_parent("me", "Trần Thị Mai"), **_parent("cha", "Trần Văn Ba"), **_REQUESTER,
        "ma_ho_so": "H41.15-20260305-0000001", "tep_dinh_kem": None,
    },
    "death": {
        **_REGISTRATION,
        "nkt_ho_ten": "Lê Văn Tư", "nkt_gioi_tinh": "1", "nkt_ngay_sinh": "06/1950", "nkt_dan_toc": "Kinh",
        "nkt_quoc_tich": "Việt Nam", "nkt_loai_cu_tru": "1", "nkt_noi_cu_tru": "Thôn 2", "nkt_loai_giay_to_tuy_than": "4",
        "nkt_so_giay_to_tuy_than": "040050000003", "nkt_ngay_chet": "01/03/2026", "nkt_gio_chet": "08:30",
        "nkt_noi_chet": "Tại nhà riêng", "nkt_nguyen_nhan": "Bệnh già", "gbt_loai": "1", "gbt_so": "12/GBT", **_REQUESTER,
        "ma_ho_so": "",
    },
    "parcel": {
        "c01": "17329", "c02": "AA 00476432", "c03": "20/02/2026", "c04": "CH 00055", "c07": "Lê Văn Tám", "c08": "1980",
        "c09": "Nam", "c10": "040080000004", "c11": "Thôn 3", "c12": "Hộ gia đình", "c13": "Chủ hộ", "c19": "1", "c20": "2",
        "c21": "5", "c22": "12", "c23": "Xứ đồng 4", "c24": "1234,5", **_uses(), "c49": "AA 00476432-GCN.pdf", "ma_ho_so": "",
    },
    "student": {
        "STT": "1", "Mã trường": "17329S01", "Năm học": "2026-2027", "Mã lớp": "5A", "Mã học sinh": "HS000001",
        "Họ tên": "Phạm Thị Hoa", "Ngày sinh": "12/06/2016", "Giới tính": "Nữ", "Trạng thái HS": "Đang học",
        "Ngày nhập trạng thái": "05/09/2026", "Dân tộc": "Thái", "Loại khuyết tật": "", "Số định danh cá nhân": "040316000005",
        "Mã xã": "17329", "Mã hồ sơ": "",
    },
    "encounter": {
        "XML1": {
            "MA_LK": "40001000000001", "MA_CSKCB": "40001", "MA_BN": "BN1", "HO_TEN": "Võ Văn Năm", "SO_CCCD": "040085000006",
            "NGAY_SINH": "198500000000", "GIOI_TINH": "1", "MA_THE_BHYT": "GD4404123456789", "MAXA_CU_TRU": "17329",
            "LY_DO_VV": "Đau đầu", "MA_BENH_CHINH": "I10", "MA_BENH_KT": "E11.9;J00", "MA_LOAI_KCB": "03",
            "MA_DOITUONG_KCB": "1.1", "NGAY_VAO": "202603010830", "NGAY_RA": "202603051400", "SO_NGAY_DTRI": "4",
            "KET_QUA_DTRI": "1", "MA_LOAI_RV": "1", "T_TONGCHI_BV": "61000.5", "T_THUOC": "10500.5", "T_VTYT": "0",
            "MA_TTDV": "001/CCHN",
        },
        "XML2": [{"MA_LK": "x", "THANH_TIEN_BV": "10000.25"}, {"THANH_TIEN_BV": "500.25"}],
        "XML3": [{"THANH_TIEN_BV": "50500"}],
        "XML4": [{"MA_LK": "x"}],
        "XML5": [{"MA_LK": "x"}, {"MA_LK": "x"}],
        "XML7": {"NGAY_RA": "202603051400", "MA_TTDV": "002/CCHN"},
    },
    "dossier": {
        "MaHoSo": "H41.15-20260305-0000001", "MaTTHC": "1.001193", "TenTTHC": "Đăng ký khai sinh", "ChuHoSo": "Trần Thị Mai",
        "LoaiDoiTuong": "1", "SoDinhDanh": "040190000001", "LoaiDinhDanh": "1", "NgayTiepNhan": "05/03/2026 08:30:00",
        "NgayHenTra": "10/03/2026 17:00:00", "NgayKetThucXuLy": "06/03/2026 09:15:30", "TrangThaiHoSo": "10",
        "KenhThucHien": "2", "HinhThuc": "0", "DonViXuLy": "H41.15", "NoiNopHoSo": "H41.15.1", "HoSoCoThanhPhanSoHoa": 1,
        "TaiLieuNop": [{"TepDinhKemId": "T1", "TenTepDinhKem": "Tờ khai.pdf", "DuocSoHoa": "1"}],
        "DanhSachLePhi": [{"TenPhiLePhi": "Lệ phí", "HinhThucThu": "1", "Gia": 8000}],
        "DanhSachHoSoBoSung": [],
        "DanhSachGiayToKetQua": [{"TenGiayTo": "Giấy khai sinh", "MaGiayToKetQua": "KQ.G15.000001"}],
    },
}  # fmt: skip


def spoilt(name: str, **changes: Any) -> str:
    """The good record as JSON with some raw values replaced; an encounter's changes are to its XML1."""
    good = GOOD[name]
    if name == "encounter":
        return json.dumps({**good, "XML1": {**good["XML1"], **changes}}, ensure_ascii=False)
    return json.dumps({**good, **changes}, ensure_ascii=False)


def batch(*raws: str) -> pl.DataFrame:
    """Raw records numbered from 0."""
    return pl.DataFrame(
        {"version_id": range(len(raws)), "source_id": [f"s{n}" for n in range(len(raws))], "raw": list(raws)},
        schema={"version_id": pl.Int64, "source_id": pl.String, "raw": pl.String},
    )


def normalise(name: str, *raws: str) -> Normalised:
    """The batch through its mapping."""
    return mapping_for(name, SECRET).normalise(batch(*raws))


def content(name: str, raw: str) -> dict[str, Any]:
    """Content of one raw record."""
    made: dict[str, Any] = json.loads(normalise(name, raw).frame["content"][0])
    return made


def faults(name: str, raw: str) -> set[tuple[str, str]]:
    """(rule, field) of everything critical that mapping and shape find in one raw record."""
    made = normalise(name, raw)
    judged = violations(contract(name), made.frame.rename({"version_id": "record_id"}))
    rows = [*made.violations.iter_rows(named=True), *judged.iter_rows(named=True)]
    return {(row["rule"], row["field"]) for row in rows if row["severity"] == "critical"}
