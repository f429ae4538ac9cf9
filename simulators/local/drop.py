"""The drop folder: what communes, schools and hospitals export. A file is complete the moment it can be seen.

Names begin with a stamp that grows, so they sort by arrival; a file is written in `.aside` and then renamed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from simulators.local.envelope import envelope
from simulators.local.sheet import write_sheet
from simulators.local.stamps import Stamps, compact

FOLDERS = {"parcel": "land", "student": "school", "encounter": "health"}
SHEET = "PL3"
LAND_USE_HEADER = ("Loại đất", "Diện tích", "Nguồn gốc sử dụng", "Hình thức sử dụng ", "Thời hạn sử dụng")
LAND_HEADER = (
    "STT", "Mã ĐVHC cấp xã", "Số phát hành GCN", "Ngày cấp GCN", "Số vào sổ GCN", "Tên tổ chức",
    "Số định danh tổ chức", "Họ và tên chủ sử dụng/\nHọ tên người đại diện tổ chức", "Ngày, tháng, năm sinh",
    "Giới tính", "Số định danh cá nhân/CCCD", "Địa chỉ thường trú", "Pháp nhân trên GCN",
    "Vai trò pháp nhân trên GCN", "Tên người sử dụng hiện tại", "Số định danh cá nhân (CCCD)",
    "địa chỉ thường trú (2 cấp)", "Lý do thay đổi (thừa kế, tặng cho, chuyển nhượng...)", "Mã định danh thửa đất",
    "Số tờ bản đồ ghi trên GCN", "Số thứ tự thửa đất ghi trên GCN", "Số hiệu tờ trên bản đồ địa chính",
    "Số thứ tự thửa trên bản đồ địa chính", "Địa chỉ thửa đất", "Diện tích thửa đất", *LAND_USE_HEADER,
    *LAND_USE_HEADER, *LAND_USE_HEADER, "Loại tài sản gắn liền với đất", "Khu nhà chung cư, nhà hỗn hợp",
    "Nhà chung cư", "Số căn hộ", "Diện tích xây dựng", "Diện tích sàn", "Hình thức sở hữu", "Thời hạn sở hữu",
    "Cấp hạng", "Tên file quét GCN/CCCD", "Mã hồ sơ",
)  # fmt: skip
LAND_CELLS = (*(f"c{place:02d}" for place in range(1, 50)), "ma_ho_so")
SCHOOL_HEADER = (
    "STT", "Mã trường", "Năm học", "Mã lớp", "Mã học sinh", "Họ tên", "Ngày sinh", "Giới tính", "Trạng thái HS",
    "Ngày nhập trạng thái", "Dân tộc", "Loại khuyết tật", "Số định danh cá nhân", "Mã xã", "Mã hồ sơ",
)  # fmt: skip
DELETION_HEADER = ("Mã", "Lý do", "Ngày")


class Drop:
    """The folder, opened for writing."""

    def __init__(self, root: Path, stamps: Stamps) -> None:
        self.root, self.stamps = root, stamps
        self._aside = root / ".aside"
        for folder in (*FOLDERS.values(), ".aside"):
            (root / folder).mkdir(parents=True, exist_ok=True)

    def stem(self, scope: str, now: datetime | None = None) -> str:
        """The name, without ending, of the next file of a unit."""
        return f"{compact(self.stamps.next(now))}_{scope}"

    def land(self, stem: str, rows: Iterable[tuple[str, Mapping[str, str]]]) -> None:
        """A commune's sheet from (STT, cells)."""
        lines = ((place, *(row.get(name, "") for name in LAND_CELLS)) for place, row in rows)
        write_sheet(self._aside / stem, SHEET, LAND_HEADER, lines)
        self._show(stem, "land", ".xlsx")

    def school(self, stem: str, rows: Iterable[Mapping[str, str]]) -> None:
        """A school's list."""
        self._csv(stem, SCHOOL_HEADER, (tuple(row.values()) for row in rows))
        self._show(stem, "school", ".csv")

    def health(self, stem: str, visits: Sequence[Mapping[str, Any]]) -> None:
        """A hospital's envelope."""
        (self._aside / stem).write_bytes(envelope(stem.rpartition("_")[2], stem[:8], visits))
        self._show(stem, "health", ".xml")

    def withdraw(self, flow: str, stem: str, sources: Iterable[str]) -> None:
        """A list of records that their unit takes back; the stem ends in "_huy"."""
        day = f"{stem[6:8]}/{stem[4:6]}/{stem[:4]}"
        self._csv(stem, DELETION_HEADER, ((source, "Nhập nhầm", day) for source in sources))
        self._show(stem, FOLDERS[flow], ".csv")

    def _csv(self, stem: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        with (self._aside / stem).open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out, delimiter=";")
            writer.writerow(header)
            writer.writerows(rows)

    def _show(self, stem: str, folder: str, ending: str) -> None:
        (self._aside / stem).rename(self.root / folder / f"{stem}{ending}")
