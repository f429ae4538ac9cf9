"""Numbers that name persons, papers, procedures and agencies: their shapes, and the keyed hash that hides a number in a key.

A pattern here says what a well-formed number looks like, never that it was issued. Sources are named beside each pattern;
"ours" marks a choice of this project. Patterns are anchored, and written so that Rust, Python and ECMA-262 read them alike.
"""

from __future__ import annotations

import os
from hashlib import blake2b

#: Law on Identification 26/2023, article 12: twelve digits. Province (or country) of registration, century and sex, year, serial.
PERSONAL_ID = r"^[0-9]{12}$"
#: The nine-digit identity card of before, which survives in old records.
CMND = r"^[0-9]{9}$"
PERSONAL_ID_OR_CMND = r"^(?:[0-9]{12}|[0-9]{9})$"
#: Social-insurance number of 10 digits ("ten zeros" where there is none), or the 15-character card (its split is recalled).
INSURANCE_NO = r"^(?:[A-Z]{2}[0-9]{13}|[0-9]{10})$"
#: Tax code of an organisation: 10 digits, or 13 with the branch, hyphen optional; decisions name others, so 5-20 signs (ours).
ORGANISATION_ID = r"^[0-9A-ZĐ][0-9A-ZĐ./-]{4,19}$"
#: Decision 20/2020, article 4: at most 35 of digits, capitals and dots; groups are never empty.
AGENCY_CODE = r"^[0-9A-Z]+(?:\.[0-9A-Z]+)*$"
#: Seen in code that talks to the portal: 000.00.53.H48-220921-0099 and G09.20-20260609-0092637.
DOSSIER_CODE = (
    r"^(?:[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Y][0-9]{2}|[A-Y][0-9]{2}(?:\.[0-9]+)*)-(?:[0-9]{6}|[0-9]{8})-[0-9]{4,7}$"
)
#: 1.001612, or with its agency 1.001612.000.00.00.H48.
PROCEDURE_CODE = r"^[0-9]\.[0-9]{6}(?:\.[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Y][0-9]{2})?$"
#: Old "AD 266864", new "AA 00476432"; by examples, the rule text of TT 10/2024 was not found.
CERTIFICATE_SERIAL = r"^(?:[A-ZĐ]{1,2} ?[0-9]{6}|[A-Z]{2} ?[0-9]{8})$"
#: ICD-10 with at most 7 signs, dagger and asterisk included.
ICD10 = r"^[A-Z][0-9][0-9A-Z](?:\.[0-9]{1,3})?[*†+]?$"
#: Up to twelve secondary codes joined by ";" in the health XML.
ICD10_LIST = r"^[A-Z][0-9][0-9A-Z](?:\.[0-9]{1,3})?[*†+]?(?:;[A-Z][0-9][0-9A-Z](?:\.[0-9]{1,3})?[*†+]?){0,11}$"
#: Five signs (QĐ 384/2019), or the 13-digit GLN of QĐ 1551/2026.
FACILITY_CODE = r"^(?:[0-9A-Z]{5}|[0-9]{13})$"
#: "01/2024" and "TP/KS 02" are recalled (circular 04/2020 itself was not found): groups of at most four digits or six capitals, with
#: signs between them and at most one blank, so that no name and no personal number is one (ours).
_BOOK_WORD = "(?:[0-9]{1,4}[A-ZĐ]{0,6}|[A-ZĐ]{1,6}[0-9]{0,4})"
_BOOK_WORDS = f"{_BOOK_WORD}(?:[./-]{_BOOK_WORD}){{0,5}}"
BOOK_NO = f"^{_BOOK_WORDS}(?: {_BOOK_WORDS})?$"
_LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff"
_BESIDE = " .,'’(),;:-"
#: Names of people: letters of the Latin alphabets and the few signs between them, two letters at least; no digits, no markup, no sign
#: that tells of a broken encoding (ours).
PERSON_NAME = f"^[{_LETTER}{_BESIDE}]*[{_LETTER}][{_BESIDE}]*[{_LETTER}][{_LETTER}{_BESIDE}]*$"
#: Sheets and parcels of a cadastral map: "12", "D5-III-3", "105a" (ours).
MAP_NO = r"^[0-9A-Za-zĐđ]{1,8}(?:[./-][0-9A-Za-zĐđ]{1,8}){0,6}$"
#: Grade and name of a class, "5A", "12A1" (ours).
CLASS_CODE = r"^(?:1[0-2]|[1-9])[A-ZĐ][0-9A-ZĐ.]{0,5}$"

#: The first three digits of a number registered in a province: the OLD province codes, kept for ever (68446947086).
PROVINCES_OF_ISSUE = frozenset((
    "001", "002", "004", "006", "008", "010", "011", "012", "014", "015", "017", "019", "020", "022",
    "024", "025", "026", "027", "030", "031", "033", "034", "035", "036", "037", "038", "040", "042",
    "044", "045", "046", "048", "049", "051", "052", "054", "056", "058", "060", "062", "064", "066",
    "067", "068", "070", "072", "074", "075", "077", "079", "080", "082", "083", "084", "086", "087",
    "089", "091", "092", "093", "094", "095", "096",
))  # fmt: skip


def century_and_sex(personal_id: str) -> tuple[int, str]:
    """First year of the century and sex code ("1" male, "2" female) that the fourth digit of a 12-digit number tells.

    Digits 6 to 9 (2200s and 2300s) are recalled, not sourced.
    """
    digit = int(personal_id[3])
    return 1900 + 100 * (digit // 2), "12"[digit % 2]


def birth_year(personal_id: str) -> int:
    """Year of birth a 12-digit number tells."""
    return century_and_sex(personal_id)[0] + int(personal_id[4:6])


def issued_abroad_or_listed(personal_id: str) -> bool:
    """Whether the first three digits are a province's, or stand for a foreign country (100 and above, recalled)."""
    return personal_id[:3] in PROVINCES_OF_ISSUE or personal_id[0] != "0"


#: Known to everybody who has read this line.
LOCAL_SECRET = "local-use-only"  # noqa: S105 - it keeps nothing secret, and `lienthong check` says so


def key_secret() -> str:
    """The installation's secret for hashes of personal numbers; LIENTHONG_KEY_SECRET, or a value for local use only."""
    return os.environ.get("LIENTHONG_KEY_SECRET") or LOCAL_SECRET


def keyed_hash(number: str, secret: str) -> str:
    """What stands for a personal number in a natural key: 24 hex digits of keyed BLAKE2b."""
    return blake2b(number.encode(), key=secret.encode(), digest_size=12).hexdigest()
