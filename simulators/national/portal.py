"""The portal's rules for dossiers: a code, an applicant, known status, times as fourteen digits."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from simulators.national import portal_facts
from simulators.national.canonical import Content
from simulators.national.content import personal_id, text
from simulators.national.model import Finding, Record

STATUSES = frozenset(map(str, range(1, 11)))
TIMES = ("NgayNopHoSo", "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra")

NO_CODE = Finding("refused", "E501", "Mã hồ sơ không khớp hoặc thiếu mã thủ tục")
WRONG_TIME = Finding("refused", "E502", "Thời điểm không theo mẫu yyyyMMddHHmmss")
WRONG_STATUS = Finding("refused", "E503", "Trạng thái hồ sơ không có trong danh mục")
NO_APPLICANT = Finding("refused", "E504", "Thiếu chủ hồ sơ")

_time = re.compile(r"[0-9]{14}")


class PortalJudge:
    """Judges dossiers."""

    contracts = ("dossier",)

    def judge(self, db: sqlite3.Connection, contract: str, records: Sequence[Record]) -> list[Finding]:
        """E501 code or procedure missing, E502 a time misspelt, E503 unknown status, E504 no applicant."""
        findings = [_one(record.key, record.content or {}) for record in records]
        good = (record for record, found in zip(records, findings, strict=True) if found.status == "accepted")
        portal_facts.keep(db, good)
        return findings


def _one(key: str, content: Content) -> Finding:
    if not key or text(content, "MaHoSo") != key or not text(content, "MaTTHC"):
        return NO_CODE
    if not all(_time.fullmatch(value) for name in TIMES if (value := text(content, name))):
        return WRONG_TIME
    if text(content, "TrangThaiHoSo") not in STATUSES:
        return WRONG_STATUS
    if not text(content, "ChuHoSo").strip():
        return NO_APPLICANT
    return Finding("accepted", person=personal_id(content, "SoDinhDanh"))
