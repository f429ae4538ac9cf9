"""The school registry's rules: a pupil must be a known person, alive, with a name."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from simulators.national.content import personal_id, text
from simulators.national.model import Finding, Record
from simulators.national.people import People

DECEASED = Finding("refused", "E301", "Người này đã được đăng ký khai tử")
NO_NAME = Finding("refused", "E302", "Thiếu họ tên học sinh")
UNKNOWN_PUPIL = Finding("parent_unknown", "E303", "Học sinh chưa có trong cơ sở dữ liệu dân cư")


class SchoolJudge:
    """Judges students."""

    contracts = ("student",)

    def __init__(self, people: People) -> None:
        self.people = people

    def judge(self, db: sqlite3.Connection, contract: str, records: Sequence[Record]) -> list[Finding]:
        """E301 deceased, E302 no name; parent_unknown while the population register does not know the number."""
        pupils = [personal_id(record.content or {}, "soDinhDanh") for record in records]
        known = self.people.known(pupil for pupil in pupils if pupil)
        return [_one(record, pupil, known) for record, pupil in zip(records, pupils, strict=True)]


def _one(record: Record, pupil: str | None, known: dict[str, bool]) -> Finding:
    if not text(record.content or {}, "hoTen").strip():
        return NO_NAME
    if pupil and pupil not in known:
        return UNKNOWN_PUPIL
    if pupil and known[pupil]:
        return DECEASED
    return Finding("accepted", person=pupil)
