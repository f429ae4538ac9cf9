"""A school's export of students: one row of text per student."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from connectors.local.table import desk_rows, read_csv

HEADER = (
    "STT", "Mã trường", "Năm học", "Mã lớp", "Mã học sinh", "Họ tên", "Ngày sinh", "Giới tính", "Trạng thái HS",
    "Ngày nhập trạng thái", "Dân tộc", "Loại khuyết tật", "Số định danh cá nhân", "Mã xã", "Mã hồ sơ",
)  # fmt: skip


def read_school_sheet(path: Path) -> pl.DataFrame:
    """source_id "{Mã trường}-{STT}", raw {heading: cell}; then the lines that are no rows. Raises Unreadable."""
    table = read_csv(path, HEADER)
    students = table.rows.select(
        source_id=pl.format("{}-{}", "Mã trường", "STT"),
        deleted=pl.lit(value=False),
        raw=pl.struct(pl.all()).struct.json_encode(),
    )
    return pl.concat([students, desk_rows(path, table)])
