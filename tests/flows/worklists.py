"""Worklists for tests: lines with a value of the right kind in every field, and a hand that fills cells in."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from openpyxl import load_workbook

from flows.desk.fields import choices, settable
from flows.worklist.layout import MAIN, Line, headings, kind
from flows.worklist.sheet import write
from schemas.contract import contract

SECRET = b"worklist-secret-of-one-installation"
MADE_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
VALUES = {"text": "Nguyễn Văn Ánh", "day": "2024-03-05", "moment": "2024-03-05T08:30", "decimal": "12.5", "count": "3"}


def line(version_id: int, wrong: set[str] | None = None, flow: str = "birth", /, **fields: str | None) -> Line:
    """One held record; every field it is not told has a value of its kind."""
    known = {name: VALUES.get(kind(flow, name)) or next(iter(choices(flow, name))) for name in contract(flow).fields}
    tip = "Ngày sinh phải là một ngày có thật. Kiểm tra lại ngày trên giấy tờ gốc."
    failing = frozenset({"child_name", "born_on", "sex"} if wrong is None else wrong)
    return Line(
        version_id,
        version_id + 50,
        f"27280|birth|01|{version_id}|2024",
        "27280",
        ("shape.born_on",),
        {**known, **fields},
        failing,
        tip,
    )


def worklist(lines: list[Line], flow: str = "birth", secret: bytes = SECRET) -> bytes:
    return write(flow, "Phường Bến Thành", lines, secret, MADE_AT)


def edited(data: bytes, change: Callable[[Any, dict[str, int]], None]) -> bytes:
    """The workbook after `change` was at its first sheet; the second argument tells the column of each heading's name."""
    book = load_workbook(io.BytesIO(data))
    sheet = book[MAIN]
    titles = [cell.value for cell in sheet[1]]
    names = {name.removeprefix("field:"): titles.index(title) + 1 for name, title in headings(_flow(book)).items()}
    change(sheet, names)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def filled(data: bytes, row: int = 2, **values: Any) -> bytes:
    """One row filled in."""

    def change(sheet: Any, names: dict[str, int]) -> None:
        for name, value in values.items():
            sheet.cell(row, names[name]).value = value

    return edited(data, change)


def some_open(flow: str) -> list[str]:
    return list(settable(flow))


def _flow(book: Any) -> str:
    return str(book["_dau"]["A1"].value)
