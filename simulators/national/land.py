"""The land registry's rules: no revoked certificate; every parcel has an identifier."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from simulators.national.canonical import Content
from simulators.national.content import text
from simulators.national.judge import ContractJudge
from simulators.national.model import Finding, Record

SERIAL = "soPhatHanhGcn"
REVOKED = Finding("refused", "E201", "Giấy chứng nhận với số phát hành này đã bị thu hồi", field=SERIAL)


class LandJudge(ContractJudge):
    """E201 a revoked certificate, E203 incomplete."""

    incomplete = "E203"

    def prepare(self, db: sqlite3.Connection, contract: str, records: Sequence[Record]) -> set[str]:
        """The revoked ones among the certificates of a request."""
        serials = (text(record.content or {}, SERIAL) for record in records)
        return self.people.revoked(serial for serial in serials if serial)

    def own(self, db: sqlite3.Connection, contract: str, record: Record, prepared: set[str]) -> Finding:
        """Only the registry knows what was revoked; it answers with the parcel's national identifier."""
        content = record.content or {}
        if text(content, SERIAL) in prepared:
            return REVOKED
        return Finding("accepted", returned={"parcel_id": text(content, "maDinhDanhThua") or _parcel_id(content)})


def _parcel_id(content: Content) -> str:
    return ".".join(text(content, name) for name in ("maDvhcXa", "soHieuTo", "soThuTuThua"))
