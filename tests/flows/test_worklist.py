"""A worklist reads back as exactly what a clerk changed in it; a wrong row costs no other row."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from flows.worklist.answering import answered
from flows.worklist.layout import DECISIONS, FORMAT, MAIN, RESULT
from flows.worklist.reading import read
from schemas.contract import contracts
from tests.flows.worklists import MADE_AT, SECRET, edited, filled, line, some_open, worklist

CORRECT, RELEASE, DISCARD = DECISIONS
TEXTS = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    ["=1+1", "+84 912", "@x", "-5", "\t=2", "'=x", "0012", "_x0041_", "a\r\nb", " x ", "\x00", "\ufffe", "31/02/2024"]
)


def only(data: bytes) -> Any:
    returned = read(data, SECRET)
    assert returned.refusal is None
    assert len(returned.rows) == 1
    return returned.rows[0]


@pytest.mark.parametrize("flow", sorted(contracts()))
def test_every_flow_reads_back_untouched(flow: str) -> None:
    returned = read(worklist([line(1, set(some_open(flow)), flow), line(2, set(), flow)], flow), SECRET)
    assert returned.refusal is None
    assert (returned.flow, returned.unit_name, returned.made_at) == (flow, "Phường Bến Thành", MADE_AT.isoformat())
    assert (returned.rows, returned.untouched, returned.missing) == ((), 2, ())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.dictionaries(st.sampled_from(some_open("birth")), TEXTS | st.none()), min_size=1, max_size=4))
def test_whatever_a_record_holds_an_untouched_worklist_changes_nothing(values: list[dict[str, str | None]]) -> None:
    lines = [line(number, set(fields), **fields) for number, fields in enumerate(values, start=1)]
    returned = read(worklist(lines), SECRET)
    assert (returned.refusal, returned.rows, returned.untouched) == (None, (), len(lines))


NEW = {
    "child_name": st.text("ABCĐÊănạ -'", min_size=1, max_size=30).map(lambda text: f"Na{text}".strip()),
    "born_on": st.dates(date(1900, 3, 1), date(2100, 1, 1)).map(lambda day: day.isoformat()),
    "sex": st.sampled_from("23"),
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.integers(1, 5), st.fixed_dictionaries({}, optional=NEW), min_size=1))
def test_edits_come_back_exactly(edits: dict[int, dict[str, str]]) -> None:
    def change(sheet: Any, names: dict[str, int]) -> None:
        for number, fields in edits.items():
            sheet.cell(number + 1, names["decision"]).value = CORRECT
            for name, value in fields.items():
                sheet.cell(number + 1, names[name]).value = value

    # Two values are as they were: those are no changes.
    before = {"child_name": "Nguyễn Văn Ánh", "born_on": "2024-03-05", "sex": "1"}
    returned = read(edited(worklist([line(number) for number in range(1, 6)]), change), SECRET)
    assert returned.refusal is None
    wanted = {number: {k: v for k, v in fields.items() if v != before[k]} for number, fields in edits.items()}
    assert {row.version_id: dict(row.fields) for row in returned.rows} == wanted
    assert all((row.errors == ()) == bool(wanted[row.version_id]) for row in returned.rows)
    assert returned.untouched == 5 - len(edits)


@pytest.mark.parametrize(
    ("field", "cell", "meant"),
    [
        ("born_on", "06/03/2024", "2024-03-06"),
        ("born_on", datetime.fromisoformat("2024-03-06"), "2024-03-06"),
        ("father_born_on", 1985, "1985"),
        ("father_born_on", "03/1985", "1985-03"),
        ("sex", "2 – Nữ", "2"),
        ("sex", "nữ", "2"),
        ("sex", 2, "2"),
        ("personal_id", "001085012345", "001085012345"),
        ("child_name", "  Trần Thị B ", "Trần Thị B"),
        ("mother_name", None, None),
    ],
)
def test_what_a_cell_means(field: str, cell: Any, meant: str | None) -> None:
    row = only(filled(worklist([line(1, {field})]), decision=CORRECT, **{field: cell}))
    assert (row.kind, dict(row.fields), row.errors) == ("correct", {field: meant}, ())


@pytest.mark.parametrize(
    ("field", "cell", "says"),
    [
        ("personal_id", 1085012345, "số 0 ở đầu"),
        ("number", datetime.fromisoformat("2024-02-01"), "thành ngày tháng"),
        ("sex", "9", "danh mục"),
        ("born_on", "31/02/2024", "ngày có thật"),
        ("child_name", True, "gõ lại"),
        ("born_on", datetime.fromisoformat("2024-03-06T08:00"), "thành ngày tháng"),
    ],
)
def test_a_wrong_cell_costs_its_own_row_only(field: str, cell: Any, says: str) -> None:
    data = filled(worklist([line(1, {field}), line(2, {"child_name"})]), decision=CORRECT, **{field: cell})
    data = filled(data, 3, decision=CORRECT, child_name="Lê Thị C")
    bad, good = read(data, SECRET).rows
    assert [(name, says in vi) for name, vi, _ in bad.errors] == [(field, True)]
    assert field not in bad.fields
    assert (dict(good.fields), good.errors) == ({"child_name": "Lê Thị C"}, ())


@pytest.mark.parametrize(
    ("values", "kind", "wrong"),
    [
        ({"decision": RELEASE, "reason": "đúng như giấy tờ"}, "release", []),
        ({"decision": DISCARD, "reason": "ghi trùng"}, "discard", []),
        ({"decision": RELEASE}, "release", ["reason"]),
        ({"decision": DISCARD, "reason": "x", "sex": "2"}, "discard", ["decision"]),
        ({"decision": CORRECT}, "correct", ["decision"]),
        ({"decision": "để sau"}, "correct", ["decision"]),
        ({"sex": "2"}, "correct", ["decision"]),
        ({"decision": DISCARD, "reason": "x" * 2001}, "discard", ["reason"]),
    ],
)
def test_decisions(values: dict[str, str], kind: str, wrong: list[str]) -> None:
    row = only(filled(worklist([line(1)]), **values))
    assert (row.kind, [name for name, _, _ in row.errors]) == (kind, wrong)


def test_moved_columns_and_rows_and_columns_of_ones_own_are_fine() -> None:
    def change(sheet: Any, names: dict[str, int]) -> None:
        sheet.cell(3, names["decision"]).value = CORRECT
        sheet.cell(3, names["sex"]).value = "2 – Nữ"
        sheet.cell(1, len(names) + 1).value = "Ghi chú của tôi"
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        for at, row in enumerate([rows[0], rows[2], rows[1]], start=1):
            for place, value in enumerate(reversed(row), start=1):
                sheet.cell(at, place).value = value

    row = only(edited(worklist([line(1), line(2)]), change))
    assert (row.version_id, dict(row.fields), row.errors) == (2, {"sex": "2"}, ())


def test_a_deleted_row_is_named() -> None:
    returned = read(edited(worklist([line(1), line(2)]), lambda sheet, _: sheet.delete_rows(2)), SECRET)
    assert (returned.refusal, returned.missing, returned.untouched) == (None, (1,), 1)


def test_only_what_is_wrong_can_be_changed_and_lists_come_with_it() -> None:
    book = load_workbook(io.BytesIO(worklist([line(1, {"sex", "born_on"}), line(2, set())])))
    sheet = book[MAIN]
    titles = {cell.column: cell.value for cell in sheet[1]}
    assert [titles[cell.column] for cell in sheet[2] if not cell.protection.locked] == [
        "Cách xử lý", "Lý do xử lý", "Giới tính", "Ngày sinh",
    ]  # fmt: skip
    assert [titles[cell.column] for cell in sheet[3] if not cell.protection.locked] == ["Cách xử lý", "Lý do xử lý"]
    assert sheet.protection.sheet
    assert book.security.lockStructure
    assert [book[name].sheet_state for name in book.sheetnames] == ["visible", "visible", "hidden", "hidden"]
    lists = {one.formula1 for one in sheet.data_validations.dataValidation}
    held = [[cell.value for cell in book["_danh_muc"][letter] if cell.value] for letter in "A"]
    assert held[0] == ["decision", *DECISIONS]
    assert ["sex", "1 – Nam", "2 – Nữ", "3 – Chưa xác định được giới tính"] in [
        [cell.value for cell in column if cell.value] for column in book["_danh_muc"].iter_cols()
    ]
    assert all(formula.startswith("'_danh_muc'!$") for formula in lists)


def test_no_text_of_a_record_is_a_formula() -> None:
    book = load_workbook(
        io.BytesIO(worklist([line(1, {"child_name"}, child_name="=cmd|' /C calc'!A0", mother_name="@SUM(1)")]))
    )
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("cmd" in str(cell.value) for cell in cells)
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_answers_stand_beside_their_rows_and_nothing_else_changes() -> None:
    data = filled(worklist([line(1), line(2), line(3)]), decision=CORRECT, sex="2")
    once = answered(data, {1: (True, "Đã ghi, chờ duyệt."), 2: (False, "=HYPERLINK(1)")})
    before, after = (load_workbook(io.BytesIO(book))[MAIN] for book in (data, once))
    width = before.max_column
    assert [cell.value for cell in after[1]][width:] == [RESULT]
    told = [after.cell(row, width + 1) for row in (2, 3, 4)]
    assert [cell.value for cell in told] == ["Đã ghi, chờ duyệt.", "'=HYPERLINK(1)", None]
    assert len({cell.fill.start_color.rgb for cell in told}) == 3
    for old, new in zip(before.iter_rows(), after.iter_rows(max_col=width), strict=True):
        assert [(c.value, c.protection.locked) for c in old] == [(c.value, c.protection.locked) for c in new]
    assert read(once, SECRET) == read(data, SECRET)
    twice = load_workbook(io.BytesIO(answered(once, {1: (True, "Đã duyệt.")})))[MAIN]
    assert [cell.value for cell in twice[1]].count(RESULT) == 1
    assert [twice.cell(row, width + 1).value for row in (2, 3)] == ["Đã duyệt.", None]


def test_a_version_stands_in_a_worklist_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        worklist([line(1), line(1)])
    assert FORMAT == "1"
