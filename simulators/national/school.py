"""The school registry's rules: a pupil must be alive."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from simulators.national.content import personal_id
from simulators.national.judge import ContractJudge
from simulators.national.model import ACCEPTED, Finding, Record

PUPIL = "soDinhDanh"
DECEASED = Finding("refused", "E301", "Người này đã được đăng ký khai tử", field=PUPIL)


class SchoolJudge(ContractJudge):
    """E301 a deceased pupil, E302 incomplete."""

    incomplete = "E302"

    def prepare(self, db: sqlite3.Connection, contract: str, records: Sequence[Record]) -> dict[str, bool]:
        """The pupils the state knows, each with whether it has registered their death."""
        pupils = (personal_id(record.content or {}, PUPIL) for record in records)
        return self.people.known(pupil for pupil in pupils if pupil)

    def own(self, db: sqlite3.Connection, contract: str, record: Record, prepared: dict[str, bool]) -> Finding:
        """Nobody goes to school who has died."""
        return DECEASED if prepared.get(personal_id(record.content or {}, PUPIL) or "") else ACCEPTED
