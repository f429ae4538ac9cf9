"""What a filled-in cell means, or what is wrong with it in one sentence. The value itself is in no sentence.

A spreadsheet may have made a number or a date of what was typed: that is taken where nothing can be lost, and else refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from flows.desk.fields import choices, typed
from flows.worklist.layout import code_of, kind, tidy
from relay.errors import RecordError
from tracking.sheets import FORMULA_SIGNS

NUMBER = (
    "Ô đang là dạng số nên các số 0 ở đầu có thể đã mất. Định dạng ô là Văn bản (Text) rồi gõ lại đủ các chữ số.",
    "The cell is a number, leading zeros may be lost. Format it as text and type all digits again.",
)
DATE = (
    "Excel đã đổi nội dung ô thành ngày tháng. Định dạng ô là Văn bản (Text) rồi gõ lại.",
    "The spreadsheet made a date of what was typed. Format the cell as text and type it again.",
)
NO_VALUE = (
    "Ô có công thức, lỗi hoặc giá trị đúng/sai của Excel. Hãy gõ lại giá trị.",
    "The cell holds a formula, an error or a truth value. Type the value.",
)


class CellError(Exception):
    """A cell whose content cannot be taken; `said` in Vietnamese and English."""

    def __init__(self, said: tuple[str, str]) -> None:
        super().__init__(said[1])
        self.said = said


def text_of(value: Any) -> str:
    """A cell as text, to be compared with what was written; a number or date is not the text it looks like."""
    return tidy(value) if isinstance(value, str) else "" if value is None else f"\0{value!r}"


def meaning(flow: str, field: str, value: Any) -> str | None:
    """The content's form of what stands in the cell, as text; None for an empty cell. Raises CellError."""
    text = _as_text(flow, field, value)
    if kind(flow, field) == "code":
        text = code_of(flow, field, text)
    try:
        found = typed(flow, field, text)
    except RecordError as error:
        raise CellError((error.vi, error.en)) from None
    return None if found is None else str(found)


def plain_text(value: Any) -> str:
    """A cell that holds words, such as a reason. Raises CellError for what a spreadsheet calculated."""
    if isinstance(value, bool):
        raise CellError(NO_VALUE)
    text = str(value).strip() if value is not None else ""
    if text.startswith("="):
        raise CellError(NO_VALUE)
    return tidy(text)


def _as_text(flow: str, field: str, value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return _unguarded(plain_text(value))
        case bool() | time():
            raise CellError(NO_VALUE)
        case int() | float():
            return _number(flow, field, value)
        case datetime() | date():
            return _date(flow, field, value)
    raise CellError(NO_VALUE)


def _unguarded(text: str) -> str:
    """Without the apostrophe that kept the text from being a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_SIGNS) else text


def _number(flow: str, field: str, value: int | float) -> str:
    number = Decimal(repr(value))
    text = format(number.to_integral() if number == number.to_integral() else number, "f")
    known = kind(flow, field)
    if known in ("decimal", "count") or (known == "day" and len(text) == 4) or text in choices(flow, field):
        return text
    raise CellError(NUMBER)


def _date(flow: str, field: str, value: date) -> str:
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    known = kind(flow, field)
    if known == "moment":
        return moment.isoformat(timespec="seconds" if moment.second else "minutes")
    if known == "day" and moment.time() == time():
        return moment.date().isoformat()
    raise CellError(DATE)


def listed(numbers: Sequence[int], most: int = 10) -> str:
    """The first of some row numbers, for a sentence."""
    named = ", ".join(str(number) for number in numbers[:most])
    return f"{named}, …" if len(numbers) > most else named
