"""Tables in files: the plain value of every cell, and how a sheet of a workbook shows it. Numbers and days stay what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from tracking.campaigns import LOCAL_TIME
from tracking.wording import STATES, Lang

Kind = Literal["text", "number", "decimal", "points", "share", "day", "moment", "state"]

FORMATS: Mapping[Kind, str] = {
    "day": "DD/MM/YYYY",
    "moment": "DD/MM/YYYY HH:MM:SS",
    "number": "#,##0",
    "decimal": "#,##0.0",
    "points": "0.00",
    "share": "0.0",
}

#: What a spreadsheet would take for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60
#: So many rows are looked at to find a column's width.
LOOKED_AT = 200


class Heading(NamedTuple):
    """A column: the key of its values in a row, what stands above it, and what it holds."""

    name: str
    title: str
    kind: Kind = "text"


def plain(value: Any, kind: Kind, lang: Lang) -> Any:
    """The value as a file holds it: numbers and days as such, moments in local time, states in words, no text a formula."""
    if isinstance(value, datetime):
        return value.astimezone(LOCAL_TIME).replace(tzinfo=None, microsecond=0)
    if value is None or isinstance(value, (int, float, date)):
        return value
    text = STATES[lang].get(value, str(value)) if kind == "state" else str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def fill(sheet: Any, headings: Sequence[Heading], rows: Sequence[Mapping[str, Any]], lang: Lang) -> None:
    """Write a table into an empty sheet of openpyxl: headings that stay in view, filters, widths and number formats."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.append([heading.title for heading in headings])
    for row in rows:
        sheet.append([plain(row.get(heading.name), heading.kind, lang) for heading in headings])
    for place, heading in enumerate(headings, start=1):
        sheet.cell(1, place).font = Font(bold=True)
        widest = max((len(str(row.get(heading.name) or "")) for row in rows[:LOOKED_AT]), default=0)
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = min(max(widest, len(heading.title), 8) + 2, WIDEST)
        for cell in sheet[letter][1:]:
            cell.number_format = FORMATS.get(heading.kind, "General")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
