"""The civil-status registry's rules: registration unit and key; a newborn gets a personal number by ticket.

A number once given to a birth stays its number; persons of accepted births are known to the population register.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import msgspec

from simulators.national import ledger
from simulators.national.canonical import Content
from simulators.national.content import personal_id, text
from simulators.national.judge import ContractJudge
from simulators.national.model import ACCEPTED, Finding, Record
from simulators.national.published import key_of

COMMUNES = Path(__file__).parents[2] / "schemas" / "codes" / "communes.json"

NO_UNIT = Finding(
    "refused", "E101", "Mã đơn vị hành chính của nơi đăng ký không có trong danh mục", field="noiDangKyDvhc"
)
WRONG_KEY = Finding("refused", "E103", "Khóa không khớp với nội dung của bản ghi")


class _Commune(msgspec.Struct):
    code: str


class _Numbers(NamedTuple):
    """What is known of personal numbers while one request is judged; it grows with what the request itself gives."""

    of_births: dict[str, tuple[str, bool]]
    taken: set[str]


class CivilStatusJudge(ContractJudge):
    """E101 unknown unit, E102 incomplete, E103 other key; births without a number are pending until polled.

    It reserves the numbers of newborns inside the registry's transaction.
    """

    def judge(self, db: sqlite3.Connection, contract: str, records: Sequence[Record]) -> list[Finding]:
        """One finding for each record, in order; promised numbers are kept."""
        findings = super().judge(db, contract, records)
        promised = (
            (said.provides, record.key)
            for record, said in zip(records, findings, strict=True)
            if said.status == "pending" and said.provides
        )
        ledger.promise(db, promised)
        return findings

    def prepare(self, db: sqlite3.Connection, contract: str, records: Sequence[Record]) -> _Numbers:
        """The numbers these births have, and which of those that newborns would get first are taken."""
        births = records if contract == "birth" else ()
        first = {_number(record.key, record.content or {}) for record in births}
        return _Numbers(
            ledger.numbers_of(db, (record.key for record in births)),
            self.people.known(first).keys() | ledger.given(db, first),
        )

    def own(self, db: sqlite3.Connection, contract: str, record: Record, prepared: _Numbers) -> Finding:
        """Unit and key; a birth makes a person."""
        content = record.content or {}
        if not known_commune(text(content, "noiDangKyDvhc")):
            return NO_UNIT
        if record.key != key_of(self.published[contract].key, content):
            return WRONG_KEY
        return self._birth(db, record.key, content, prepared) if contract == "birth" else ACCEPTED

    def _birth(self, db: sqlite3.Connection, key: str, content: Content, numbers: _Numbers) -> Finding:
        written = personal_id(content, "nksSoDinhDanh")
        if not written and key not in numbers.of_births:
            numbers.of_births[key] = self._free(db, key, content, numbers.taken), False
        number, known = (written, True) if written else numbers.of_births[key]
        return Finding(
            "accepted" if known else "pending",
            "00" if known else "PENDING",
            "" if known else "Đang cấp số định danh cá nhân",
            returned={"personal_id": number},
            person=number,
            provides=number,
        )

    def _free(self, db: sqlite3.Connection, key: str, content: Content, taken: set[str]) -> str:
        tries = 0
        number = _number(key, content)
        # `taken` answers for the first try of the whole request; later tries are rare and ask one by one.
        while number in taken:
            tries += 1
            number = _number(key, content, tries)
            taken.update(self.people.known([number]), ledger.given(db, [number]))
        taken.add(number)
        return number


def _number(key: str, content: Content, tries: int = 0) -> str:
    """Twelve digits: province of registration, century and sex, year of birth, six digits that follow from the key."""
    born = text(content, "nksNgaySinh")
    century_and_sex = (2 if born[:2] == "20" else 0) + (text(content, "nksGioiTinh") == "2")
    serial = int.from_bytes(blake2b(key.encode(), digest_size=4).digest()) + tries
    year = born[2:4] if re.fullmatch(r"[0-9]{2}", born[2:4]) else "00"
    return f"0{text(content, 'noiDangKyDvhc')[:2]}{century_and_sex}{year}{serial % 1_000_000:06d}"


def known_commune(code: str) -> bool:
    """Whether the code is that of a commune, of today or of the past."""
    codes = _communes()
    if codes:
        return code in codes
    return re.fullmatch(r"[0-9]{5}", code) is not None and code != "99999"


@cache
def _communes() -> frozenset[str]:
    if not COMMUNES.exists():
        return frozenset()
    return frozenset(row.code for row in msgspec.json.decode(COMMUNES.read_bytes(), type=list[_Commune]))
