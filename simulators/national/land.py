"""The land registry's rules: no revoked certificate, a natural holder must be known; every parcel has an identifier."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from simulators.national.canonical import Content
from simulators.national.content import personal_id, text
from simulators.national.model import Finding, Record
from simulators.national.people import People

REVOKED = Finding("refused", "E201", "Giấy chứng nhận với số phát hành này đã bị thu hồi")
UNKNOWN_HOLDER = Finding("parent_unknown", "E202", "Người sử dụng đất chưa có trong cơ sở dữ liệu dân cư")


class LandJudge:
    """Judges parcels."""

    contracts = ("parcel",)

    def __init__(self, people: People) -> None:
        self.people = people

    def judge(self, db: sqlite3.Connection, contract: str, records: Sequence[Record]) -> list[Finding]:
        """E201 revoked certificate; parent_unknown while the population register does not know the holder."""
        contents = [record.content or {} for record in records]
        holders = [personal_id(content, "soDinhDanh") for content in contents]
        serials = [text(content, "soPhatHanhGcn") for content in contents]
        known = self.people.known(holder for holder in holders if holder)
        revoked = self.people.revoked(serial for serial in serials if serial)
        findings = []
        for content, holder, serial in zip(contents, holders, serials, strict=True):
            if serial in revoked:
                findings.append(REVOKED)
            elif holder and holder not in known:
                findings.append(UNKNOWN_HOLDER)
            else:
                parcel = text(content, "maDinhDanhThua") or _parcel_id(content)
                findings.append(Finding("accepted", returned={"parcel_id": parcel}, person=holder))
        return findings


def _parcel_id(content: Content) -> str:
    return ".".join(text(content, name) for name in ("maDvhcXa", "soHieuTo", "soThuTuThua"))
