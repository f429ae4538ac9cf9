"""Writes a worklist: one row per held record, in which only what is wrong, the decision and its reason can be changed.

A line becomes the same row whatever else is in the list, and no text of a record becomes a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation

from flows.desk.fields import choices, settable
from flows.worklist import guide, layout
from flows.worklist.layout import Line
from tracking.sheets import LOOKED_AT, WIDEST

HEAD, OPEN, CHOOSE, LOCKED = "lt_head", "lt_open", "lt_choose", "lt_locked"
_WIDTHS = {"version_id": 10, "key": 30, "unit": 10, "tip": 60, "decision": 18, "reason": 30, "check": 4}
_TINTS = {HEAD: "FF1F4E79", OPEN: "FFFFF2CC", CHOOSE: "FFE2EFDA"}


def write(flow: str, unit_name: str, lines: Sequence[Line], secret: bytes, made_at: datetime) -> bytes:
    """The worklist of one flow as .xlsx, rows as given. Raises ValueError for a version twice, KeyError for an unknown flow."""
    if len({line.version_id for line in lines}) < len(lines):
        raise ValueError("a version stands twice in the worklist")
    book = Workbook(write_only=True)
    for style in _styles():
        book.add_named_style(style)
    _main(book.create_sheet(layout.MAIN), flow, lines, secret)
    _guide(book.create_sheet(layout.GUIDE))
    _lists(book.create_sheet(layout.LISTS), flow)
    about = (flow, layout.FORMAT, made_at.isoformat(), layout.guarded(unit_name))
    _seal(book.create_sheet(layout.SEAL), about, lines, secret)
    book.security = WorkbookProtection(lockStructure=True)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def open_fields(flow: str, line: Line) -> dict[str, str]:
    """The fields of a line that can be changed, as their cells have them."""
    fields = [field for field in settable(flow) if field in line.wrong]
    return {field: layout.shown(flow, field, line.fields.get(field)) for field in fields}


def _styles() -> Iterator[NamedStyle]:
    for name in (HEAD, OPEN, CHOOSE, LOCKED):
        style = NamedStyle(name, alignment=Alignment(vertical="top", wrap_text=True))
        style.number_format = "@"
        style.protection = Protection(locked=name in (HEAD, LOCKED))
        if name in _TINTS:
            style.fill = PatternFill("solid", _TINTS[name])
        if name == HEAD:
            style.font = Font(bold=True, color="FFFFFFFF")
        yield style


def _main(sheet: Any, flow: str, lines: Sequence[Line], secret: bytes) -> None:
    headings = layout.headings(flow)
    _set_up(sheet, flow, headings, lines)
    sheet.append([_cell(sheet, title, HEAD) for title in headings.values()])
    for line in lines:
        sheet.append(list(_row(sheet, flow, line, secret)))


def _set_up(sheet: Any, flow: str, headings: Mapping[str, str], lines: Sequence[Line]) -> None:
    """What holds for the sheet as a whole; a write-only sheet wants it before its rows."""
    last = max(len(lines) + 1, 2)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{last}"
    sheet.protection.sheet = True
    sheet.protection.autoFilter = sheet.protection.formatColumns = sheet.protection.formatRows = False
    letters = {name: get_column_letter(place) for place, name in enumerate(headings, start=1)}
    for name, letter in letters.items():
        sheet.column_dimensions[letter].width = _WIDTHS.get(name, len(headings[name]) + 2)
    for field, column in layout.field_columns(flow).items():
        widest = max((len(line.fields.get(field) or "") for line in lines[:LOOKED_AT]), default=0)
        sheet.column_dimensions[letters[column]].width = min(max(widest, len(headings[column]), 8) + 2, WIDEST // 2)
    for name, source in _validated(flow):
        sheet.data_validations.append(_drop_down(source, f"{letters[name]}2:{letters[name]}{last}"))


def _row(sheet: Any, flow: str, line: Line, secret: bytes) -> Iterator[Any]:
    first = open_fields(flow, line)
    texts = {field: layout.shown(flow, field, line.fields.get(field)) for field in layout.field_columns(flow)}
    known = [layout.guarded(text) for text in (line.key, line.unit, line.tip)]
    yield line.version_id
    yield from known[:2]
    yield _cell(sheet, known[2], LOCKED)
    yield from (_cell(sheet, None, CHOOSE), _cell(sheet, None, CHOOSE))
    for field, text in texts.items():
        yield _cell(sheet, text or None, OPEN) if field in first else text or None
    locked = {field: text for field, text in texts.items() if field not in first}
    yield layout.check(secret, flow, [str(line.version_id), *known], locked, first)


def _cell(sheet: Any, value: str | None, style: str) -> Any:
    cell = WriteOnlyCell(sheet, value)
    cell.style = style
    return cell


def _coded(flow: str) -> list[str]:
    return [field for field in settable(flow) if choices(flow, field)]


def _validated(flow: str) -> Iterator[tuple[str, str]]:
    """Column and the range of the hidden sheet its values come from."""
    yield "decision", _range(1, len(layout.DECISIONS))
    for place, field in enumerate(_coded(flow), start=2):
        yield layout.field_columns(flow)[field], _range(place, len(choices(flow, field)))


def _range(place: int, values: int) -> str:
    letter = get_column_letter(place)
    return f"'{layout.LISTS}'!${letter}$2:${letter}${values + 1}"


def _drop_down(source: str, cells: str) -> DataValidation:
    made = DataValidation(type="list", formula1=source, allow_blank=True, sqref=cells)
    made.showErrorMessage = True
    made.errorTitle, made.error = "Không có trong danh mục", "Hãy chọn một giá trị trong danh sách của ô."
    return made


def _guide(sheet: Any) -> None:
    sheet.column_dimensions["A"].width = 120
    sheet.protection.sheet = True
    for text in (*guide.VI, None, *guide.EN):
        sheet.append([_cell(sheet, text, HEAD if text in (guide.VI[0], guide.EN[0]) else LOCKED)])


def _lists(sheet: Any, flow: str) -> None:
    """One column a list, the field's name on top: first the decisions, then each coded field."""
    sheet.sheet_state, sheet.protection.sheet = "hidden", True
    coded = ([field, *(layout.choice(*code) for code in choices(flow, field).items())] for field in _coded(flow))
    columns = [["decision", *layout.DECISIONS], *coded]
    for place in range(max(map(len, columns))):
        sheet.append([column[place] if place < len(column) else None for column in columns])


def _seal(sheet: Any, about: Sequence[str], lines: Sequence[Line], secret: bytes) -> None:
    """What the file is, its checksum, and each row's open fields as they were."""
    sheet.sheet_state, sheet.protection.sheet = "hidden", True
    sheet.append([*about, layout.seal(secret, about, (line.version_id for line in lines))])
    for line in lines:
        first = open_fields(about[0], line)
        sheet.append([line.version_id])
        for field, text in first.items():
            sheet.append([line.version_id, field, text])
