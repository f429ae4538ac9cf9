"""The search for identities finds every leak planted on purpose, so its silence elsewhere means something."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import pickle
import unicodedata
import zipfile
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.privacy.canaries import Canaries

NAME, NUMBER = "Hoàng Đỗ Thị Kim Yến", "040199012345"
PEOPLE = Canaries([NAME, NUMBER])


def packed(text: str) -> bytes:
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("sheet.xml", text)
    return book.getvalue()


WRITTEN: dict[str, Callable[[str], bytes]] = {
    "as it is": str.encode,
    "JSON": lambda text: json.dumps({"said": text}).encode(),
    "JSON in JSON": lambda text: json.dumps(json.dumps([text])).encode(),
    "an address": lambda text: f"http://x/?a={quote(text)}".encode(),
    "a form": lambda text: f"a={quote_plus(text)}&b=1".encode(),
    "HTML": lambda text: html.escape("".join(f"&#{ord(sign)};" for sign in text), quote=False).replace("&amp;", "&").encode(),
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
    "capitals": lambda text: text.upper().encode(),
    "repr": lambda text: ascii(text.replace("à", "a").replace("ế", "e")).encode(),
    "UTF-16": lambda text: text.encode("utf-16-le"),
    "UTF-16, an odd place": lambda text: b"\x01" + text.encode("utf-16-le"),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(text.encode()),
    "gzip": lambda text: gzip.compress(text.encode()),
    "a workbook": packed,
    "a workbook in base64 in JSON": lambda text: json.dumps(base64.b64encode(packed(text)).decode()).encode(),
    "a pickle": pickle.dumps,
}  # fmt: skip


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("person", [NAME, NUMBER])
def test_a_planted_leak_is_found_however_it_was_written(way: str, person: str) -> None:
    assert len(PEOPLE.found(WRITTEN[way](f"the record of <{person}>, refused"))) == 1


def test_without_accents_it_is_still_the_same_person() -> None:
    assert PEOPLE.found("HOANG DO THI KIM YEN") == {"hoang do thi kim yen"}


@given(st.text(), st.text(), st.sampled_from([NAME, NUMBER]))
def test_it_is_found_between_anything(before: str, after: str, person: str) -> None:
    assert len(PEOPLE.found(f"{before} {person} {after}")) == 1


@given(st.binary())
def test_nothing_is_found_where_nobody_is(data: bytes) -> None:
    assert PEOPLE.found(data) == set()


def test_somebody_else_is_not_taken_for_them() -> None:
    assert PEOPLE.found("Hoàng Thị Kim Yến, 040199012346, 04019901234 5") == set()
