"""A worklist goes out, is filled in and comes back: every row becomes a proposal or is told why not, and nothing is half-applied."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from flows.cli import app
from flows.desk.records import held
from flows.worklist.layout import BEFORE, DECISIONS, RESULT
from relay.desk.decisions import decisions
from tests.flows.province import Province, province

SEED = 20260717


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    home = tmp_path_factory.mktemp("home")
    with (
        pytest.MonkeyPatch.context() as patch,
        province(home, patch, f"sqlite:///{home}/store.db", records=200, seed=SEED) as made,
    ):
        print(f"seed {SEED}")
        made.run("birth")
        yield made


def as_user(monkeypatch: pytest.MonkeyPatch, user: str, *arguments: str) -> Result:
    monkeypatch.setenv("LIENTHONG_ACTOR", user)
    return CliRunner().invoke(app, list(arguments))


def column(sheet: openpyxl.worksheet.worksheet.Worksheet, title: str) -> int:
    return next(cell.column for cell in sheet[1] if str(cell.value or "").strip() == title)


def test_a_worklist_comes_back_as_decisions_and_answers(
    night: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "birth.xlsx"
    out = as_user(monkeypatch, "clerk", "quarantine", "export", "birth", str(file))
    assert out.exit_code == 0, out.output + repr(out.exception)
    assert file.stat().st_mode & 0o077 == 0, "values of persons are for their owner"
    on_desk = held(night.wiring().store, "birth")
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    rows = {sheet.cell(row, column(sheet, BEFORE["version_id"])).value: row for row in range(2, sheet.max_row + 1)}
    assert set(rows) == {one.version_id for one in on_desk}
    sexless, shared = (
        next(one for one in on_desk if [rule for rule, _ in one.breaches] == [wanted])
        for wanted in ("shape.sex", "map.born_on")
    )
    decide, why = column(sheet, BEFORE["decision"]), column(sheet, BEFORE["reason"])
    words = {kind: word for word, kind in DECISIONS.items()}
    for one, what in ((sexless, "discard"), (shared, "release")):
        sheet.cell(rows[one.version_id], decide, words[what])
        sheet.cell(rows[one.version_id], why, "đăng ký nhầm")
    book.save(file)
    back = as_user(monkeypatch, "clerk", "quarantine", "import", str(file))
    assert isinstance(back.exception, SystemExit), back.exception
    assert back.exit_code == 1, "one row could not be taken"
    [made] = decisions(night.wiring().store)
    assert (made.kind, made.records, made.reason, made.made_by) == ("discard", 1, "đăng ký nhầm", "clerk")
    answer = openpyxl.load_workbook(file).worksheets[0]
    said = column(answer, RESULT)
    assert f"D{made.decision_id}" in answer.cell(rows[sexless.version_id], said).value
    assert "không thể bỏ qua" in answer.cell(rows[shared.version_id], said).value
    again = as_user(monkeypatch, "clerk", "quarantine", "import", str(file))
    assert again.exit_code == 1
    assert len(decisions(night.wiring().store)) == 1, "the same row is not proposed twice"


def test_leaders_take_no_values_out_and_a_strange_file_is_refused(
    night: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.xlsx"
    assert "none of the roles" in str(
        as_user(monkeypatch, "leader", "quarantine", "export", "birth", str(file)).exception
    )
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.save(out)
    file.write_bytes(out.getvalue())
    before = file.read_bytes()
    refused = as_user(monkeypatch, "clerk", "quarantine", "import", str(file))
    assert refused.exception is not None
    assert file.read_bytes() == before
