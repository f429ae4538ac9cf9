"""Files that are not the worklist we wrote are refused as a whole, with one sentence, and nothing in them is run or fetched."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from flows.worklist.answering import answered
from flows.worklist.layout import SEAL
from flows.worklist.opening import FOREIGN, MAX_BYTES, MERGED, NO_WORKBOOK, TOO_LARGE, RefusedError
from flows.worklist.reading import ADDED, CHANGED, COLUMNS, FORMULA, NOT_OURS, read
from tests.flows.worklists import SECRET, edited, line, worklist


def set_to(row: int, name: str, value: Any) -> Callable[[Any, dict[str, int]], None]:
    return lambda sheet, names: setattr(sheet.cell(row, names[name]), "value", value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (set_to(2, "key", "27280|birth|01|9|2024"), CHANGED),
        (set_to(2, "mother_name", "Người Khác"), CHANGED),
        (set_to(2, "check", "0123456789abcdef"), CHANGED),
        (set_to(2, "version_id", 99), ADDED),
        (set_to(3, "version_id", 1), ADDED),
        (set_to(4, "reason", "dòng thêm"), ADDED),
        (set_to(1, "sex", "Giới"), COLUMNS),
        (set_to(1, "mother_name", "Giới tính"), COLUMNS),
        (set_to(2, "child_name", "=1+1"), FORMULA),
        (lambda sheet, _: sheet.merge_cells("E2:F3"), MERGED),
    ],
)
def test_a_file_that_was_taken_apart_is_refused(change: Any, said: tuple[str, str]) -> None:
    returned = read(edited(worklist([line(1), line(2)]), change), SECRET)
    assert returned.rows == ()
    assert returned.refusal is not None
    assert all(told.startswith(words.split("{}")[0]) for told, words in zip(returned.refusal, said, strict=True))


def test_what_was_wrong_first_cannot_be_rewritten() -> None:
    book = load_workbook(io.BytesIO(worklist([line(1)])))
    cell = next(row[2] for row in book[SEAL].iter_rows() if row[1].value == "child_name")
    cell.value = "Ai Đó"
    saved = io.BytesIO()
    book.save(saved)
    assert read(saved.getvalue(), SECRET).refusal is not None


def test_another_installations_file_is_refused() -> None:
    assert read(worklist([line(1)], secret=b"elsewhere"), SECRET).refusal == NOT_OURS


def plain_book() -> bytes:
    saved = io.BytesIO()
    Workbook().save(saved)
    return saved.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """A good worklist with one more part, or another content of one it has."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(worklist([line(1)]))) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
XXE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><worksheet ' + NAMESPACE + b"><a>&e;</a></worksheet>"
FAR = b"<worksheet " + NAMESPACE + b'><sheetData><row r="1048576"><c r="XFD1048576"/></row></sheetData></worksheet>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", NO_WORKBOOK),
        (b"%PDF-1.7", NO_WORKBOOK),
        (b"\xd0\xcf\x11\xe0 a workbook with a password", NO_WORKBOOK),
        (worklist([line(1)])[:-200], NO_WORKBOOK),
        (plain_book(), NOT_OURS),
        (with_part("xl/vbaProject.bin", b"x"), FOREIGN),
        (with_part("xl/externalLinks/externalLink1.xml", b"<x/>"), FOREIGN),
        (with_part("xl/embeddings/oleObject1.bin", b"x"), FOREIGN),
        (with_part(SHEET, XXE), NO_WORKBOOK),
        (with_part(SHEET, XXE.decode().encode("utf-16")), NO_WORKBOOK),
        (with_part(SHEET, b"<worksheet "), NO_WORKBOOK),
        (with_part(SHEET, FAR), TOO_LARGE),
        (with_part("xl/media/bomb.xml", b" " * 300_000_000), TOO_LARGE),
        (b"PK\x03\x04" + b"\0" * (MAX_BYTES + 1), TOO_LARGE),
    ],
    ids=range(14),
)
def test_hostile_files_are_refused(data: bytes, said: tuple[str, str]) -> None:
    assert read(data, SECRET).refusal == said
    if said != NOT_OURS:
        with pytest.raises(RefusedError):
            answered(data, {})


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=30))
def test_a_damaged_file_never_raises_and_decides_nothing(at: int, noise: bytes) -> None:
    data = worklist([line(1)])
    at %= len(data)
    assert read(data[:at] + noise + data[at + len(noise) :], SECRET).rows == ()
