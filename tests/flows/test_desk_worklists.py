"""A worklist goes out, is filled in and comes back: every row becomes a proposal or is told why not, and nothing is half-applied."""

from __future__ import annotations

import io
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
import yaml
from typer.testing import CliRunner, Result

from flows import tasks
from flows.cli import app
from flows.desk.foresight import foresee
from flows.desk.records import held
from flows.desk.worklists import ANOTHER
from flows.worklist.layout import BEFORE, DECISIONS, RESULT
from relay.desk.decisions import Change, decisions
from relay.store.natural_keys import SHARED
from relay.store.tables import content
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


def rows_of(sheet: openpyxl.worksheet.worksheet.Worksheet) -> dict[int, str]:
    """Row → the unit it is of."""
    return {row: sheet.cell(row, column(sheet, BEFORE["unit"])).value for row in range(2, sheet.max_row + 1)}


def test_a_row_of_another_unit_spoils_no_other(
    night: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "birth.xlsx"
    as_user(monkeypatch, "clerk", "quarantine", "export", "birth", str(file))
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    units = rows_of(sheet)
    mine = next(unit for unit in units.values() if unit != "?")
    for row in units:
        sheet.cell(
            row, column(sheet, BEFORE["decision"]), next(word for word, kind in DECISIONS.items() if kind == "discard")
        )
        sheet.cell(row, column(sheet, BEFORE["reason"]), "nhập trùng")
    book.save(file)
    config = shutil.copytree(night.wiring().settings.config, tmp_path / "config")
    people = [{"user": "clerk", "roles": ["clerk"], "units": [mine]}]
    (config / "people.yaml").write_text(yaml.safe_dump({"people": people}), encoding="utf-8")
    monkeypatch.setenv("LIENTHONG_CONFIG", str(config))
    back = as_user(monkeypatch, "clerk", "quarantine", "import", str(file))
    assert back.exit_code == 1
    answers = openpyxl.load_workbook(file).worksheets[0]
    said = {row: str(answers.cell(row, column(answers, RESULT)).value) for row in units}
    assert {row for row, answer in said.items() if "quyết định D" in answer} == {
        row for row in units if units[row] == mine
    }
    assert all("đơn vị khác" in said[row] for row, unit in units.items() if unit != mine)


def test_a_worklist_of_another_installation_is_refused(
    night: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its numbers name other records here, whatever secret both share."""
    file = tmp_path / "birth.xlsx"
    as_user(monkeypatch, "clerk", "quarantine", "export", "birth", str(file))
    before = len(decisions(night.wiring().store))
    monkeypatch.setenv("LIENTHONG_HOME", str(tmp_path / "elsewhere"))
    back = as_user(monkeypatch, "clerk", "quarantine", "import", str(file))
    assert "no worklist written by this installation" in str(back.exception)
    assert len(decisions(night.wiring().store)) == before


def test_a_row_is_taken_only_for_the_record_it_names(
    night: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store may be made anew under the same keys: then the same numbers are other records."""
    file = tmp_path / "birth.xlsx"
    as_user(monkeypatch, "clerk", "quarantine", "export", "birth", str(file))
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    for row in rows_of(sheet):
        sheet.cell(row, column(sheet, BEFORE["decision"]), "Hủy")
        sheet.cell(row, column(sheet, BEFORE["reason"]), "nhập trùng")
    book.save(file)
    before = len(decisions(night.wiring().store))
    with night.wiring().store.begin() as tx:
        tx.execute(content.update().values(natural_key=content.c.natural_key + "x"))
    back = as_user(monkeypatch, "clerk", "quarantine", "import", str(file))
    with night.wiring().store.begin() as tx:
        tx.execute(content.update().values(natural_key=sa.func.rtrim(content.c.natural_key, "x")))
    assert back.exit_code == 1
    assert len(decisions(night.wiring().store)) == before
    answers = openpyxl.load_workbook(file).worksheets[0]
    assert {answers.cell(row, column(answers, RESULT)).value for row in rows_of(sheet)} == {ANOTHER}


def test_a_key_that_another_record_claims_is_foreseen(night: Province) -> None:
    books = night.known["civil_db"]["url"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(books)) as db, db:
        names = [name for _, name, *_ in db.execute("PRAGMA table_info(khai_sinh)") if name not in ("id", "updated_at")]
        copied = ", ".join(names)
        db.execute(
            f"INSERT INTO khai_sinh (id, updated_at, {copied})"
            f" SELECT 'again', '2026-11-01T00:00:00.000000Z', {copied} FROM khai_sinh WHERE id = 'KS00000010'"
        )
    tasks.pull("birth", "civil_db", "again", since="2026-10-31", connections=night.connections)
    night.run("birth")
    [shared] = held(night.wiring().store, "birth", SHARED)
    told = foresee(night.wiring(), "birth", [Change(shared.version_id, {"note": "x"})])
    assert (told.passing, dict(told.failing)) == (0, {SHARED: 1})
