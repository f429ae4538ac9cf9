"""The health registry's rules: a visit names its facility, its patient and a person the population register knows."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from simulators.national.content import personal_id, text
from simulators.national.model import Finding, Record
from simulators.national.people import People

NEEDED = ("MA_LK", "MA_CSKCB", "HO_TEN")
UNKNOWN_PATIENT = Finding("parent_unknown", "PARENT", "Người bệnh chưa có trong cơ sở dữ liệu dân cư")


class HealthJudge:
    """Judges encounters."""

    contracts = ("encounter",)

    def __init__(self, people: People) -> None:
        self.people = people

    def judge(self, db: sqlite3.Connection, contract: str, records: Sequence[Record]) -> list[Finding]:
        """E401 an element is missing; parent_unknown while the population register does not know the patient."""
        patients = [personal_id(record.content or {}, "SO_CCCD") for record in records]
        known = self.people.known(patient for patient in patients if patient)
        return [_one(record, patient, known) for record, patient in zip(records, patients, strict=True)]


def _one(record: Record, patient: str | None, known: dict[str, bool]) -> Finding:
    missing = [name for name in NEEDED if not text(record.content or {}, name).strip()]
    if missing:
        return Finding("refused", "E401", f"Thiếu {', '.join(missing)}")
    if patient and patient not in known:
        return UNKNOWN_PATIENT
    return Finding("accepted", person=patient)
