"""Reads a worklist back: what was decided about which version, and which fields were changed to what.

A file that is not the one we wrote is refused as a whole, with one sentence; a row that is filled in wrongly costs no other row. Columns
may have moved and rows may be in any order; a row nobody decided about stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Any

from flows.worklist import layout
from flows.worklist.cells import CellError, listed, meaning, plain_text, text_of
from flows.worklist.layout import DECISIONS, Decided
from flows.worklist.opening import NO_WORKBOOK, UNREADABLE, RefusedError, Said, opened
from schemas.contract import contracts

#: Far more than a worklist has; what stands farther out was not written by us.
MAX_ROWS, MAX_COLUMNS = 200_000, 300
MAX_REASON = 2000

NOT_OURS: Said = (
    "Đây không phải phiếu sửa do hệ thống này lập, hoặc các trang ẩn của phiếu đã bị đổi. Hãy xuất phiếu mới.",
    "This is no worklist written by this installation, or its hidden sheets were changed. Export a new one.",
)
OLD: Said = (
    "Phiếu sửa theo mẫu cũ. Hãy xuất phiếu mới và chép các sửa đổi sang.",
    "The worklist has an older format. Export a new one and copy the changes over.",
)
FORMULA: Said = (
    "Phiếu có công thức. Hãy thay công thức bằng giá trị rồi gửi lại; ô đầu tiên: {}.",
    "The worklist has formulas. Put values in their place and send it again; first cell: {}.",
)
COLUMNS: Said = (
    "Thiếu, trùng hoặc đã đổi tên cột: {}. Hãy trả lại đúng tên cột như phiếu đã xuất.",
    "Columns are missing, twice there or renamed: {}. Give them the headings of the exported file again.",
)
ADDED: Said = (
    "Có dòng được thêm, chép trùng hoặc mất mã dòng: dòng {}. Hãy xóa các dòng đó.",
    "Rows were added, copied or lost their number: row {}. Delete them.",
)
CHANGED: Said = (
    "Các ô bị khóa đã bị đổi hoặc xáo trộn giữa các dòng: dòng {}. Hãy nhập lại vào phiếu gốc.",
    "Locked cells were changed or mixed between rows: row {}. Fill the original file in again.",
)

UNDECIDED: Said = ("Đã sửa nhưng chưa chọn “Cách xử lý”.", "Changed, but “Cách xử lý” was not chosen.")
NO_DECISION: Said = ("Chọn một cách xử lý trong danh sách.", "Choose a decision of the list.")
NOTHING_CHANGED: Said = (
    "Chọn “Sửa” nhưng không ô nào thay đổi. Hãy sửa ô màu vàng, hoặc chọn cách xử lý khác.",
    "“Sửa” was chosen and nothing changed. Change a yellow cell or choose another decision.",
)
NOT_BOTH: Said = (
    "Chọn “Bỏ qua” hoặc “Hủy” thì không sửa giá trị. Hãy trả lại giá trị cũ, hoặc chọn “Sửa”.",
    "To release or discard change no value. Restore the old value or choose “Sửa”.",
)
NO_REASON: Said = ("Phải ghi “Lý do xử lý” khi bỏ qua hoặc hủy.", "Give the reason when you release or discard.")
LONG_REASON: Said = ("“Lý do xử lý” dài quá 2.000 ký tự.", "The reason is longer than 2,000 characters.")


@dataclass(frozen=True)
class Row:
    """What somebody decided about one version. `fields`: only those changed, None for cleared; `errors`: (field, vi, en).

    The field of an error may be "decision" or "reason". A row with errors is not to be carried out.
    """

    version_id: int
    key: str
    kind: Decided
    fields: Mapping[str, str | None]
    reason: str
    errors: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Returned:
    """A worklist that came back. `untouched`: rows without a decision; `missing`: versions whose row was deleted; both stay as they are."""

    flow: str = ""
    unit_name: str = ""
    made_at: str = ""
    rows: tuple[Row, ...] = ()
    untouched: int = 0
    missing: tuple[int, ...] = ()
    refusal: Said | None = None


@dataclass
class _Sealed:
    """What the hidden sheet says: each version's open fields as they were."""

    flow: str
    unit_name: str
    made_at: str
    first: dict[int, dict[str, str]] = field(default_factory=dict)


def read(data: bytes, secret: bytes) -> Returned:
    """What stands in a returned worklist; `refusal` says why nothing of it can be taken. Raises nothing for whatever file."""
    try:
        with closing(opened(data)) as book:
            sealed = _sealed(book, secret)
            return _rows(book[layout.MAIN], sealed, secret)
    except RefusedError as refused:
        return Returned(refusal=refused.said)
    except UNREADABLE:
        return Returned(refusal=NO_WORKBOOK)


def _sealed(book: Any, secret: bytes) -> _Sealed:
    if not {layout.MAIN, layout.SEAL} <= set(book.sheetnames):
        raise RefusedError(NOT_OURS)
    lines = book[layout.SEAL].iter_rows(max_row=MAX_ROWS * 10, max_col=5, values_only=True)
    about = [text_of(value) for value in next(lines, ())]
    if len(about) < 5 or about[0] not in contracts():
        raise RefusedError(NOT_OURS)
    sealed = _Sealed(about[0], about[3], about[2])
    for version_id, *rest in lines:
        first = sealed.first.setdefault(_number(version_id), {})
        if rest and rest[0]:
            first[str(rest[0])] = text_of(rest[1])
    if not compare_digest(about[4].encode(), layout.seal(secret, about[:4], sealed.first).encode()):
        raise RefusedError(NOT_OURS)
    if about[1] != layout.FORMAT:
        raise RefusedError(OLD)
    return sealed


def _number(value: Any) -> int:
    """A version id as spreadsheets keep it; -1 for what is none."""
    return int(value) if isinstance(value, (int, float)) and value == int(value) else -1


def _rows(sheet: Any, sealed: _Sealed, secret: bytes) -> Returned:
    lines = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS)
    places = _places(sealed.flow, next(lines, ()))
    found: dict[int, Mapping[str, Any]] = {}
    added, changed = [], []
    for at, values in _filled(lines, places):
        version_id = _number(values["version_id"])
        if version_id not in sealed.first or version_id in found:
            added.append(at)
        elif not _intact(values, sealed, secret):
            changed.append(at)
        found[version_id] = values
    for said, wrong in ((ADDED, added), (CHANGED, changed)):
        if wrong:
            raise RefusedError(_with(said, listed(wrong)))
    rows = [_decided(sealed.flow, values, sealed.first[version_id]) for version_id, values in found.items()]
    return Returned(
        sealed.flow,
        sealed.unit_name,
        sealed.made_at,
        tuple(row for row in rows if row),
        rows.count(None),
        tuple(sorted(sealed.first.keys() - found.keys())),
    )


def _with(said: Said, what: str) -> Said:
    return said[0].format(what), said[1].format(what)


def _places(flow: str, head: Sequence[Any]) -> dict[str, int]:
    """Where each column stands now. Columns that are not ours are left alone."""
    titles = [text_of(cell.value).strip() for cell in head]
    wanted = layout.headings(flow)
    wrong = [title for title in wanted.values() if titles.count(title) != 1]
    if wrong:
        raise RefusedError(_with(COLUMNS, ", ".join(wrong[:5])))
    return {column: titles.index(title) for column, title in wanted.items()}


def _filled(lines: Iterator[Any], places: Mapping[str, int]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Row number and the values of our columns, of rows in which any is filled. Raises RefusedError for a formula."""
    for at, cells in enumerate(lines, start=2):
        values = {column: cells[place].value if place < len(cells) else None for column, place in places.items()}
        formula = next((cell for cell in cells if cell.data_type == "f"), None)
        if formula is not None:
            raise RefusedError(_with(FORMULA, formula.coordinate))
        if any(value not in (None, "") for value in values.values()):
            yield at, values


def _intact(values: Mapping[str, Any], sealed: _Sealed, secret: bytes) -> bool:
    first = sealed.first[_number(values["version_id"])]
    known = [str(_number(values["version_id"])), *(text_of(values[column]) for column in ("key", "unit", "tip"))]
    columns = layout.field_columns(sealed.flow)
    locked = {name: text_of(values[column]) for name, column in columns.items() if name not in first}
    expected = layout.check(secret, sealed.flow, known, locked, first)
    return compare_digest(expected.encode(), text_of(values["check"]).encode())


def _decided(flow: str, values: Mapping[str, Any], first: Mapping[str, str]) -> Row | None:
    """What was decided about one row; None for a row nobody touched."""
    columns = layout.field_columns(flow)
    touched = [name for name, text in first.items() if text_of(values[columns[name]]) != text]
    chosen = text_of(values["decision"]).strip()
    if not chosen and not touched:
        return None
    fields: dict[str, str | None] = {}
    errors: list[tuple[str, str, str]] = []
    for name in touched:
        try:
            fields[name] = meaning(flow, name, values[columns[name]])
        except CellError as error:
            errors.append((name, *error.said))
    reason = _reason(values["reason"], errors)
    kind = DECISIONS.get(chosen)
    errors += _contradictions(chosen, kind, bool(touched), reason)
    key = text_of(values["key"])
    return Row(_number(values["version_id"]), key, kind or "correct", fields, reason, tuple(errors))


def _reason(value: Any, errors: list[tuple[str, str, str]]) -> str:
    try:
        reason = plain_text(value)
    except CellError as error:
        errors.append(("reason", *error.said))
        return ""
    if len(reason) > MAX_REASON:
        errors.append(("reason", *LONG_REASON))
    return reason[:MAX_REASON]


def _contradictions(chosen: str, kind: Decided | None, touched: bool, reason: str) -> Iterator[tuple[str, str, str]]:
    if kind is None:
        yield ("decision", *(NO_DECISION if chosen else UNDECIDED))
    elif kind == "correct" and not touched:
        yield ("decision", *NOTHING_CHANGED)
    elif kind != "correct":
        if touched:
            yield ("decision", *NOT_BOTH)
        if not reason:
            yield ("reason", *NO_REASON)
