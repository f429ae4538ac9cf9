"""Numbers: well-formed ones are let in, the near misses are not, and what a personal number tells is read right."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import identifiers

EXAMPLES = {
    "PERSONAL_ID": (["040090123456"], ["04009012345", "0400901234567", "04009012345X", "04009012345٣"]),
    "PERSONAL_ID_OR_CMND": (["040090123456", "181234567"], ["1812345678", "18123456"]),
    "INSURANCE_NO": (["GD4404123456789", "0000000000", "4012345678"], ["GD440412345678", "gd4404123456789", "12345"]),
    "AGENCY_CODE": (["H40", "H21.17", "000.00.53.H48", "G09.20", "0100109106"], ["H40.", ".H40", "h40", "H40 1", "H40..1"]),
    "DOSSIER_CODE": (
        ["000.00.53.H48-220921-0099", "G09.20-20260609-0092637", "H40-20260609-0001"],
        ["H40/20260609/0001", "H40-2026069-0001", "H40-20260609-001", "Z40-20260609-0001", "H40-20260609-00000001"],
    ),
    "PROCEDURE_CODE": (["1.001612", "1.001612.000.00.00.H48", "2.000815"], ["1-001612", "1.00161", "1.001612.H48"]),
    "CERTIFICATE_SERIAL": (["AD 266864", "AD266864", "Đ 123456", "AA 00476432"], ["AA-6432", "ABC 123456", "A 00476432", "AA 1234567"]),
    "ICD10": (["I10", "E11.9", "U50.011", "A17.0†", "G01*"], ["12-J", "I1", "i10", "I10.", "E11.9999"]),
    "ICD10_LIST": (["I10", "I10;E11.9"], ["I10;", ";I10", "I10;;E11", "I10,E11", ";".join(["I10"] * 14)]),
    "FACILITY_CODE": (["40001", "01A23", "8931234567890"], ["4000", "400011", "893123456789"]),
    "CLASS_CODE": (["5A", "12A1", "1Đ", "10C2"], ["0A", "13A", "A5", "Lớp 5", "5", "5a"]),
    "ORGANISATION_ID": (["0100109106", "0100109106-001"], ["12", "A B C D E"]),
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_of_each_pattern(name: str) -> None:
    pattern = re.compile(getattr(identifiers, name))
    good, bad = EXAMPLES[name]
    assert [text for text in good if not pattern.search(text)] == []
    assert [text for text in bad if pattern.search(text)] == []


@given(
    st.sampled_from(sorted(identifiers.PROVINCES_OF_ISSUE)),
    st.integers(1900, 2399),
    st.integers(0, 1),
    st.integers(0, 999_999),
)
def test_a_personal_number_tells_century_sex_and_year(province: str, year: int, sex: int, serial: int) -> None:
    number = f"{province}{(year // 100 - 19) * 2 + sex}{year % 100:02d}{serial:06d}"
    assert re.search(identifiers.PERSONAL_ID, number)
    assert identifiers.century_and_sex(number) == (year // 100 * 100, "12"[sex])
    assert identifiers.birth_year(number) == year
    assert identifiers.issued_abroad_or_listed(number)


def test_provinces_of_issue() -> None:
    assert len(identifiers.PROVINCES_OF_ISSUE) == 63
    assert not identifiers.issued_abroad_or_listed("003090123456")
    assert identifiers.issued_abroad_or_listed("123090123456")


@given(st.text(min_size=1, max_size=30))
def test_the_keyed_hash_hides_and_depends_on_the_secret(number: str) -> None:
    hashed = identifiers.keyed_hash(number, "one")
    assert re.fullmatch("[0-9a-f]{24}", hashed)
    assert hashed == identifiers.keyed_hash(number, "one")
    assert hashed != identifiers.keyed_hash(number, "two")


def test_the_secret_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_KEY_SECRET", "ours")
    assert identifiers.key_secret() == "ours"
    monkeypatch.delenv("LIENTHONG_KEY_SECRET")
    assert identifiers.key_secret() == "local-use-only"
