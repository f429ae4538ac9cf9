"""The civil-status database: tables khai_sinh and khai_tu, every column text, one row per record.

A deleted row stays with its `deleted_at` set; whoever reads follows `updated_at`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

REGISTRATION = (
    "so quyen_so trang_so ngay_dang_ky loai_dang_ky noi_dang_ky_dvhc nguoi_ky chuc_vu_nguoi_ky nguoi_thuc_hien ghi_chu"
)
PERSON = "ho_ten ngay_sinh dan_toc quoc_tich loai_cu_tru noi_cu_tru loai_giay_to_tuy_than so_giay_to_tuy_than"
REQUESTER = "nyc_ho_ten nyc_quan_he nyc_loai_giay_to nyc_so_giay_to ma_ho_so"
CHILD = (
    "nks_ho_ten nks_gioi_tinh nks_ngay_sinh nks_ngay_sinh_bang_chu nks_noi_sinh nks_noi_sinh_dvhc nks_que_quan "
    "nks_dan_toc nks_quoc_tich nks_loai_khai_sinh nks_so_dinh_danh"
)
DECEASED = (
    "nkt_ho_ten nkt_gioi_tinh nkt_ngay_sinh nkt_dan_toc nkt_quoc_tich nkt_loai_cu_tru nkt_noi_cu_tru "
    "nkt_loai_giay_to_tuy_than nkt_so_giay_to_tuy_than nkt_ngay_chet nkt_gio_chet nkt_noi_chet nkt_nguyen_nhan "
    "gbt_loai gbt_so"
)
PARENTS = " ".join(f"{parent}_{column}" for parent in ("me", "cha") for column in PERSON.split())
BIRTH = tuple(f"{REGISTRATION} {CHILD} {PARENTS} {REQUESTER} tep_dinh_kem".split())
DEATH = tuple(f"{REGISTRATION} {DECEASED} {REQUESTER}".split())
TABLES = {"birth": ("khai_sinh", BIRTH), "death": ("khai_tu", DEATH)}


class CivilDb:
    """The file, opened for writing."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, check_same_thread=False, timeout=30)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = NORMAL")
        for table, columns in TABLES.values():
            texts = ", ".join(f"{name} TEXT" for name in columns)
            self.db.execute(
                f"CREATE TABLE IF NOT EXISTS {table} (id TEXT PRIMARY KEY, {texts}, updated_at TEXT NOT NULL, "
                "deleted_at TEXT)"
            )

    def index(self) -> None:
        """The index readers follow; made last, so that filling a large province stays fast."""
        with self.db:
            for table, _ in TABLES.values():
                self.db.execute(f"CREATE INDEX IF NOT EXISTS {table}_changed ON {table} (updated_at, id)")

    def put(self, flow: str, rows: Iterable[tuple[str, Mapping[str, str], str]]) -> None:
        """Write (id, columns, updated_at) rows, new or changed."""
        table, columns = TABLES[flow]
        marks = ", ".join("?" * (len(columns) + 3))
        values = ((key, *(row.get(name, "") for name in columns), at, None) for key, row, at in rows)
        with self.db:
            self.db.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", values)

    def delete(self, flow: str, keys: Iterable[tuple[str, str]]) -> None:
        """Mark (id, moment) rows as deleted at that moment."""
        table, _ = TABLES[flow]
        with self.db:
            self.db.executemany(f"UPDATE {table} SET updated_at = ?2, deleted_at = ?2 WHERE id = ?1", list(keys))

    def newest(self, flow: str) -> str:
        """The latest time of change."""
        table, _ = TABLES[flow]
        return str(self.db.execute(f"SELECT coalesce(max(updated_at), '') FROM {table}").fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        self.db.close()
