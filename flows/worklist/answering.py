"""Marks a returned worklist: what became of each row stands in its own column, coloured; every other cell stays as it was."""

from __future__ import annotations

import io
from collections.abc import Mapping

from openpyxl.styles import Alignment, Font, PatternFill

from flows.worklist.layout import BEFORE, MAIN, RESULT, guarded
from flows.worklist.opening import NO_WORKBOOK, RefusedError, opened

_GREEN, _RED = PatternFill("solid", "FFC6EFCE"), PatternFill("solid", "FFFFC7CE")


def answered(data: bytes, answers: Mapping[int, tuple[bool, str]]) -> bytes:
    """The workbook with the answer (fine or not, one sentence) in each version's row; a column from an earlier answer is written anew.

    Raises RefusedError for a file that `reading.read` refuses to open.
    """
    book = opened(data, to_change=True)
    if MAIN not in book.sheetnames:
        raise RefusedError(NO_WORKBOOK)
    sheet = book[MAIN]
    titles = [str(cell.value or "").strip() for cell in sheet[1]]
    if BEFORE["version_id"] not in titles:
        raise RefusedError(NO_WORKBOOK)
    at = titles.index(RESULT) + 1 if RESULT in titles else len(titles) + 1
    number = titles.index(BEFORE["version_id"]) + 1
    sheet.cell(1, at, RESULT).font = Font(bold=True)
    sheet.column_dimensions[sheet.cell(1, at).column_letter].width = 50
    for row in range(2, sheet.max_row + 1):
        answer = answers.get(sheet.cell(row, number).value)
        cell = sheet.cell(row, at)
        cell.value = guarded(answer[1]) if answer else None
        cell.fill = (_GREEN if answer[0] else _RED) if answer else PatternFill()
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()
