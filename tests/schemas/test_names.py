"""Names: mended once is mended for good, and two ways of typing one name compare equal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.names import comparison_form, mend

TEXT = st.text(st.characters(codec="utf-8"), max_size=30)


@given(TEXT)
def test_mending_is_composed_trimmed_and_final(text: str) -> None:
    once = mend(text)
    assert mend(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()
    assert "  " not in once


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("Ðặng  Thị\u00a0Ðào", "Đặng Thị Đào"),
        ("NGUYỄN VĂN A", "NGUYỄN VĂN A"),
        ("Le\u0302 Va\u0306n", "Lê Văn"),
        ("\ufeffTrần\u200b Ba\u00ad", "Trần Ba"),
        ("Trần\tBa\n", "Trần Ba"),
        ("Trần\x00\x07 Ba", "Trần Ba"),
    ],
)
def test_what_is_mended_and_what_is_left(written: str, mended: str) -> None:
    assert mend(written) == mended


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hoà", "Hòa"), ("THUỶ", "thủy"), ("Khoẻ", "khỏe"), ("Ðức", "Đức"), ("Nguyễn  Văn", "Nguye\u0302\u0303n Văn")],
)
def test_one_name_in_two_spellings(one: str, other: str) -> None:
    assert comparison_form(one) == comparison_form(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Hoa", "Hòa"), ("Đức", "Dức"), ("Thuy", "Thùy"), ("Mân", "Mẫn"), ("Tú Anh", "Túa Nh")]
)
def test_two_names_stay_two(one: str, other: str) -> None:
    assert comparison_form(one) != comparison_form(other)
