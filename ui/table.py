"""A table once, shown three ways: on the page, as CSV and as an Excel workbook, with the same columns and rows.

Pages show numbers and dates as Vietnamese officials write them; files hold them as numbers and dates, so that they can be reckoned with.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from flows.days import LOCAL_TIME
from tracking.wording import Lang

Kind = Literal["text", "number", "decimal", "points", "share", "day", "moment", "state"]

#: How a spreadsheet shows a kind of column.
NUMBER_FORMATS: Mapping[Kind, str] = {
    "day": "DD/MM/YYYY",
    "moment": "DD/MM/YYYY HH:MM:SS",
    "number": "#,##0",
    "decimal": "#,##0.0",
    "points": "0.00",
    "share": "0.0",
}

#: What a spreadsheet would take for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """`name` is the key of its values in a row; `link`: the key of the address its cell leads to; `sort`: pages may order by it."""

    name: str
    titles: tuple[str, str]
    kind: Kind = "text"
    link: str | None = None
    sort: bool = False

    def title(self, lang: Lang) -> str:
        """Its heading."""
        return self.titles[lang == "en"]

    @property
    def is_number(self) -> bool:
        """Whether it stands to the right."""
        return self.kind in ("number", "decimal", "points", "share")


@dataclass(frozen=True)
class Table:
    """`caption` says what it shows; `rows` are all rows that the choice of the page leaves, not only those it has room for."""

    name: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    note: str = ""
    totals: Mapping[str, Any] = field(default_factory=dict)


def as_csv(table: Table, lang: Lang) -> bytes:
    """UTF-8 with the mark Excel needs to know it by."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(column.title(lang) for column in table.columns)
    writer.writerows([_plain(row.get(column.name)) for column in table.columns] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table, lang: Lang) -> bytes:
    """One sheet: a heading that stays in view, filters, real numbers and dates."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = table.name[:31]
    sheet.append([column.title(lang) for column in table.columns])
    for row in table.rows:
        sheet.append([_plain(row.get(column.name)) for column in table.columns])
    for number, column in enumerate(table.columns, start=1):
        sheet.cell(1, number).font = Font(bold=True)
        widest = max((len(str(row.get(column.name) or "")) for row in table.rows[:200]), default=0)
        sheet.column_dimensions[get_column_letter(number)].width = min(max(widest, len(column.title(lang)), 8) + 2, 60)
        for cell in sheet[get_column_letter(number)][1:]:
            cell.number_format = NUMBER_FORMATS.get(column.kind, "General")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(LOCAL_TIME).replace(tzinfo=None, microsecond=0)
    if value is None or isinstance(value, (int, float, date)):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
