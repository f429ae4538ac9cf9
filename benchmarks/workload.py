"""The workload: birth registrations as a civil-status system would serve them, the same ones for the same seed.

A page is a JSON array of flat objects of text: `id` and the 44 columns of table khai_sinh. About one cell in four hundred is untidy
as real ones are (blanks at the ends or doubled), and mothers' and fathers' dates of birth may be a year only.

`python -m benchmarks.workload FOLDER RECORDS PAGE_ROWS` writes them.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec

from connectors.mapping import raw_columns
from schemas.units import today, units_on

SEED = 7

FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
)
MIDDLE = ("Văn", "Thị", "Hữu", "Đức", "Minh", "Ngọc", "Thanh", "Quốc", "Thùy", "Gia", "Bảo", "Khánh")
GIVEN = (
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Hà",
    "Hạnh",
    "Hùng",
    "Hương",
    "Khôi",
    "Lan",
    "Linh",
    "Nam",
    "Phúc",
    "Quân",
    "Thảo",
    "Vy",
)
PLACES = ("Bệnh viện Sản nhi", "Trạm y tế xã", "Bệnh viện Đa khoa tỉnh", "Trung tâm Y tế huyện")
WARDS = ("Trường Vinh", "Thành Vinh", "Vinh Hưng", "Hưng Nguyên", "Nam Đàn", "Diễn Châu", "Quỳ Hợp", "Con Cuông")
ETHNICITIES = ("Kinh", "Kinh", "Kinh", "Kinh", "Thái", "Thổ", "Mường")
RELATIONS = ("Cha", "Mẹ", "Ông nội", "Bà ngoại")
#: After the communes were rearranged: every code is one of today's.
DAY_ZERO = date(2025, 7, 1)


def write_pages(folder: Path, records: int, page_rows: int, seed: int = SEED) -> None:
    """Write `records` records into `folder` as pages 0.json, 1.json, … of `page_rows` each."""
    for number, first in enumerate(range(0, records, page_rows)):
        rows = list(_rows(first, min(page_rows, records - first), seed))
        (folder / f"{number}.json").write_bytes(msgspec.json.encode(rows))


def _rows(first: int, count: int, seed: int) -> Iterator[dict[str, str]]:
    units = [unit.code for unit in units_on(today())]
    for number in range(first, first + count):
        # One generator per record: a record is the same whatever the size of the workload.
        dice = random.Random(seed * 1_000_003 + number)
        yield _birth(number, units, dice)


def _birth(number: int, units: list[str], dice: random.Random) -> dict[str, str]:
    registered = DAY_ZERO + timedelta(days=dice.randrange(500))
    born = registered - timedelta(days=dice.randrange(1, 60))
    ward = f"{dice.choice(WARDS)}, tỉnh Nghệ An"
    cells = {
        "so": f"{number % 5000 + 1}/{registered.year}",
        "quyen_so": f"{number // 5000:02d}/{registered.year}",
        "trang_so": str(number % 200 + 1),
        "ngay_dang_ky": _local(registered),
        "loai_dang_ky": "1",
        "noi_dang_ky_dvhc": units[number // 5000 % len(units)],
        "nguoi_ky": _name(dice),
        "chuc_vu_nguoi_ky": "Chủ tịch",
        "nguoi_thuc_hien": _name(dice),
        "ghi_chu": "",
        "nks_ho_ten": _name(dice),
        "nks_gioi_tinh": dice.choice("12"),
        "nks_ngay_sinh": _local(born),
        "nks_ngay_sinh_bang_chu": f"Ngày {born.day} tháng {born.month} năm {born.year}",
        "nks_noi_sinh": f"{dice.choice(PLACES)} {ward}",
        "nks_noi_sinh_dvhc": ward,
        "nks_que_quan": ward,
        "nks_dan_toc": dice.choice(ETHNICITIES),
        "nks_quoc_tich": "Việt Nam",
        "nks_loai_khai_sinh": "1",
        "nks_so_dinh_danh": "",
        **_parent("me", dice, ward),
        **_parent("cha", dice, ward),
        "nyc_ho_ten": _name(dice),
        "nyc_quan_he": dice.choice(RELATIONS),
        "nyc_loai_giay_to": "1",
        "nyc_so_giay_to": _personal_id(dice),
        "ma_ho_so": f"H40.15-{registered:%y%m%d}-{number:07d}",
        "tep_dinh_kem": "",
    }
    if dice.random() < 0.1:
        cells["nks_ho_ten"] = f" {cells['nks_ho_ten']}".replace(" ", "  ", 2)
    return {"id": f"ks-{number:08d}", **{column: cells[column] for column in raw_columns("birth")}}


def _parent(prefix: str, dice: random.Random, ward: str) -> dict[str, str]:
    born = date(1975, 1, 1) + timedelta(days=dice.randrange(10_000))
    return {
        f"{prefix}_ho_ten": _name(dice),
        f"{prefix}_ngay_sinh": str(born.year) if dice.random() < 0.3 else _local(born),
        f"{prefix}_dan_toc": dice.choice(ETHNICITIES),
        f"{prefix}_quoc_tich": "Việt Nam",
        f"{prefix}_loai_cu_tru": "1",
        f"{prefix}_noi_cu_tru": f"Khối {dice.randrange(1, 20)}, {ward}",
        f"{prefix}_loai_giay_to_tuy_than": "1",
        f"{prefix}_so_giay_to_tuy_than": _personal_id(dice),
    }


def _name(dice: random.Random) -> str:
    return f"{dice.choice(FAMILY)} {dice.choice(MIDDLE)} {dice.choice(GIVEN)}"


def _personal_id(dice: random.Random) -> str:
    return f"040{dice.randrange(10**9):09d}"


def _local(day: date) -> str:
    return f"{day:%d/%m/%Y}"


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
