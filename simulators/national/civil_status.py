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

import msgspec

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


class CivilStatusJudge(ContractJudge):
    """E101 unknown unit, E102 incomplete, E103 other key; births without a number are pending until polled.

    It reserves the numbers of newborns inside the registry's transaction.
    """

    def prepare(self, db: sqlite3.Connection, contract: str, records: Sequence[Record]) -> dict[str, bool]:
        """Which of the numbers that newborns would get first are taken."""
        births = records if contract == "birth" else ()
        return self.people.known(_number(record.key, record.content or {}) for record in births)

    def own(self, db: sqlite3.Connection, contract: str, record: Record, prepared: dict[str, bool]) -> Finding:
        """Unit and key; a birth makes a person."""
        content = record.content or {}
        if not known_commune(text(content, "noiDangKyDvhc")):
            return NO_UNIT
        if record.key != key_of(self.published[contract].key, content):
            return WRONG_KEY
        return self._birth(db, record.key, content, prepared) if contract == "birth" else ACCEPTED

    def _birth(self, db: sqlite3.Connection, key: str, content: Content, taken: dict[str, bool]) -> Finding:
        number = personal_id(content, "nksSoDinhDanh")
        row = db.execute("SELECT id, known FROM person WHERE key = ?", (key,)).fetchone()
        known = number is not None or bool(row and row[1])
        number = number or (row[0] if row else self._reserve(db, key, content, taken))
        return Finding(
            "accepted" if known else "pending",
            "00" if known else "PENDING",
            "" if known else "Đang cấp số định danh cá nhân",
            returned={"personal_id": number},
            person=number,
            provides=number,
        )

    def _reserve(self, db: sqlite3.Connection, key: str, content: Content, taken: dict[str, bool]) -> str:
        tries = 0
        number = _number(key, content)
        # `taken` answers for the first try of the whole batch; later tries are rare and ask one by one.
        while number in taken or db.execute("SELECT 1 FROM person WHERE id = ?", (number,)).fetchone():
            tries += 1
            number = _number(key, content, tries)
            taken = self.people.known([number])
        db.execute("INSERT INTO person VALUES (?, ?, 0)", (number, key))
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
