"""The land campaign's workbook (form PL3): columns by position, because its headings repeat."""

from __future__ import annotations

import zipfile
from pathlib import Path

import fastexcel
import polars as pl

from connectors.local.table import Unreadable, check_header

SHEET = "PL3"
_USE = ("Loại đất", "Diện tích", "Nguồn gốc sử dụng", "Hình thức sử dụng", "Thời hạn sử dụng")
HEADER = (
    "STT",
    "Mã ĐVHC cấp xã", "Số phát hành GCN", "Ngày cấp GCN", "Số vào sổ GCN", "Tên tổ chức", "Số định danh tổ chức",
    "Họ và tên chủ sử dụng/ Họ tên người đại diện tổ chức", "Ngày, tháng, năm sinh", "Giới tính",
    "Số định danh cá nhân/CCCD", "Địa chỉ thường trú", "Pháp nhân trên GCN", "Vai trò pháp nhân trên GCN",
    "Tên người sử dụng hiện tại", "Số định danh cá nhân (CCCD)", "địa chỉ thường trú (2 cấp)",
    "Lý do thay đổi (thừa kế, tặng cho, chuyển nhượng...)", "Mã định danh thửa đất", "Số tờ bản đồ ghi trên GCN",
    "Số thứ tự thửa đất ghi trên GCN", "Số hiệu tờ trên bản đồ địa chính", "Số thứ tự thửa trên bản đồ địa chính",
    "Địa chỉ thửa đất", "Diện tích thửa đất", *_USE, *_USE, *_USE, "Loại tài sản gắn liền với đất",
    "Khu nhà chung cư, nhà hỗn hợp", "Nhà chung cư", "Số căn hộ", "Diện tích xây dựng", "Diện tích sàn",
    "Hình thức sở hữu", "Thời hạn sở hữu", "Cấp hạng", "Tên file quét GCN/CCCD",
    "Mã hồ sơ",
)  # fmt: skip
NAMES = ("stt", *(f"c{n:02d}" for n in range(1, 50)), "ma_ho_so")
#: A workbook is a zip: what it would unpack to is known before it is unpacked.
MAX_UNPACKED = 1024 * 1024 * 1024


def read_land_sheet(path: Path) -> pl.DataFrame:
    """source_id "{commune}-{STT}", raw {"c01".."c49", "ma_ho_so"}. Raises Unreadable."""
    cells = _cells(path)
    check_header(cells.row(0) if cells.height else (), HEADER)
    commune = path.stem.rpartition("_")[2]
    rows = cells[1:, : len(NAMES)].with_columns(pl.all().fill_null(""))
    rows.columns = list(NAMES)
    filled = rows.filter(pl.any_horizontal(pl.all() != ""))
    return filled.select(
        source_id=pl.format(commune + "-{}", "stt"),
        deleted=pl.lit(value=False),
        raw=pl.struct(*NAMES[1:]).struct.json_encode(),
    )


def _cells(path: Path) -> pl.DataFrame:
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                raise Unreadable("too large")
        sheet = fastexcel.read_excel(path).load_sheet(SHEET, header_row=None, dtypes="string")
        frame: pl.DataFrame = sheet.to_polars()
    except (fastexcel.FastExcelError, zipfile.BadZipFile, OSError, ValueError):
        raise Unreadable("not a workbook with a sheet PL3") from None
    return frame
