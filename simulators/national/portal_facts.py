"""What the portal remembers of a dossier to report on: flags and moments, never who handed it in.

A row is written when a dossier's content is found good; whether it is still held, the ledger says.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from simulators.national.canonical import Content
from simulators.national.content import text
from simulators.national.model import Record

TABLE = """
CREATE TABLE IF NOT EXISTS dossier_fact(
  key TEXT PRIMARY KEY, unit TEXT NOT NULL, procedure TEXT NOT NULL, received TEXT NOT NULL, due TEXT NOT NULL,
  ended TEXT NOT NULL, online INTEGER NOT NULL, linked INTEGER NOT NULL, fee INTEGER NOT NULL, paid INTEGER NOT NULL,
  component INTEGER NOT NULL, digitised INTEGER NOT NULL, store INTEGER NOT NULL, citizen INTEGER NOT NULL) WITHOUT ROWID
"""
#: Settled before handed over before refused; a moment of none of them is not there yet.
ENDS = ("NgayKetThucXuLy", "NgayTra", "NgayTuChoi")

SUMS = {
    "received": "count(*)",
    "on_time": "sum(due = '' OR (CASE ended WHEN '' THEN :until ELSE ended END) <= due)",
    "online": "sum(online)",
    "online_linked": "sum(online AND linked)",
    "linked": "sum(linked)",
    "fees": "sum(fee)",
    "paid": "sum(fee AND paid)",
    "both_linked": "sum(component AND linked)",
    "digitised": "sum(digitised)",
    "stored": "sum(store OR linked)",
    "citizens": "sum(citizen)",
    "procedures": "count(DISTINCT procedure)",
    "online_procedures": "count(DISTINCT CASE WHEN online THEN procedure END)",
    "fee_procedures": "count(DISTINCT CASE WHEN fee THEN procedure END)",
    "paid_procedures": "count(DISTINCT CASE WHEN fee AND paid THEN procedure END)",
}


class Span(NamedTuple):
    """Days from `first` to `last`, both yyyymmdd; `until` is the moment open dossiers are measured at, fourteen digits."""

    first: str
    last: str
    until: str


def keep(db: sqlite3.Connection, records: Iterable[Record]) -> None:
    """Remember good dossiers, in the transaction they are applied in."""
    rows = [_row(record.key, record.content or {}) for record in records]
    if rows:
        db.execute(TABLE)
        db.executemany(f"INSERT OR REPLACE INTO dossier_fact VALUES ({', '.join('?' * len(rows[0]))})", rows)


def sums(db: sqlite3.Connection, span: Span) -> dict[str, dict[str, int]]:
    """Unit → counts (the names of SUMS) of the held dossiers received in the span; "" is all of them together."""
    if not db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'dossier_fact'").fetchone()[0]:
        return {"": dict.fromkeys(SUMS, 0)}
    counted = ", ".join(f"{sql} AS {name}" for name, sql in SUMS.items())
    held = (
        "FROM dossier_fact JOIN ledger ON contract = 'dossier' AND ledger.key = dossier_fact.key AND NOT deleted "
        "WHERE substr(received, 1, 8) BETWEEN :first AND :last"
    )
    given = span._asdict()
    units = db.execute(f"SELECT unit, {counted} {held} GROUP BY unit ORDER BY unit", given).fetchall()
    whole = db.execute(f"SELECT '', {counted} {held}", given).fetchall()
    return {unit: {name: int(n or 0) for name, n in zip(SUMS, counts, strict=True)} for unit, *counts in whole + units}


def _row(key: str, content: Content) -> tuple[str | int, ...]:
    components, results, fees = (
        list(_items(content.get(name))) for name in ("TaiLieuNop", "DanhSachGiayToKetQua", "DanhSachLePhi")
    )
    ended = next((moment for name in ENDS if (moment := text(content, name))), "")
    flags = (
        text(content, "KenhThucHien") == "2",
        any(item.get("DuongDanTepTinKetQua") for item in results),
        any(str(item.get("Gia") or "0").strip("0.") for item in fees),
        text(content, "DuocThanhToanTrucTuyen") in ("1", "2"),
        any(item.get("DuongDanTaiTepTin") for item in components),
        text(content, "HoSoCoThanhPhanSoHoa") == "1" or any(_yes(item, "DuocSoHoa") for item in components),
        any(_yes(item, "DuocLayTuKhoDMQG") for item in components),
        text(content, "TaiKhoanDuocXacThucVoiVNeID") == "1" or bool(text(content, "MaCSDL")),
    )
    named = (
        text(content, "DonViXuLy"),
        text(content, "MaTTHC"),
        text(content, "NgayTiepNhan"),
        text(content, "NgayHenTra"),
    )
    return (key, *named, ended, *map(int, flags))


def _items(value: Any) -> Iterator[Mapping[str, Any]]:
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())


def _yes(item: Mapping[str, Any], name: str) -> bool:
    return item.get(name) == "1"
