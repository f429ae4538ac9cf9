"""A worklist of 5,000 rows goes through LibreOffice and back: exactly the edits return, locks and drop-downs are still there."""

from __future__ import annotations

import io
import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from flows.worklist.layout import DECISIONS, MAIN, headings
from flows.worklist.reading import read
from tests.flows.worklists import SECRET, line, worklist

OFFICE, PYTHON = shutil.which("soffice"), "/usr/bin/python3"
HAS_UNO = (
    Path(PYTHON).exists()
    and not subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode
)
needs_office = pytest.mark.skipif(
    OFFICE is None or not HAS_UNO, reason="LibreOffice or python3-uno is not installed; apt.txt names them"
)
SCRIPT = Path(__file__).with_name("edit_in_libreoffice.py")
ROWS = 5_000
ODD = (
    "=1+1",
    "+84 912",
    " có khoảng trắng ",
    "hai\ndòng",
    "\tthẻ",
    "_x0041_",
    "'nháy",
    "0012",
    "a\r\nb",
    "\u0001",
    "TRUE",
)


def through_office(data: bytes, edits: list[list[Any]], tmp_path: Path) -> tuple[dict[str, Any], bytes]:
    """What LibreOffice said of the sheet, and the workbook as it saved it."""
    source, target, wanted = tmp_path / "in.xlsx", tmp_path / "out.xlsx", tmp_path / "edits.json"
    source.write_bytes(data)
    wanted.write_text(json.dumps(edits), encoding="utf-8")
    pipe, profile = f"worklist{tmp_path.name}"[-40:], (tmp_path / "profile").as_uri()
    assert OFFICE is not None
    accept = f"--accept=pipe,name={pipe};urp;"
    with subprocess.Popen(
        [OFFICE, "--headless", "--norestore", f"-env:UserInstallation={profile}", accept],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as office:
        try:
            said = subprocess.run(
                [PYTHON, str(SCRIPT), pipe, str(source), str(target), str(wanted)],
                capture_output=True,
                text=True,
                check=True,
                timeout=500,
            )
            office.wait(60)
        finally:
            office.kill()
    return json.loads(said.stdout), target.read_bytes()


@needs_office
def test_five_thousand_rows_come_back_from_libreoffice_with_exactly_the_edits(tmp_path: Path) -> None:
    lines = [line(number, {"sex"}) for number in range(1, ROWS + 1)]
    for at, text in enumerate(ODD):
        lines[at] = line(at + 1, {"child_name"}, child_name=text, mother_name=text)
    places = {name.removeprefix("field:"): at for at, name in enumerate(headings("birth"))}
    chosen = sorted(random.Random(5).sample(range(len(ODD) + 1, ROWS + 1), 400))
    edits = [[number, places["decision"], next(iter(DECISIONS))] for number in chosen]
    edits += [[number, places["sex"], "2 – Nữ"] for number in chosen]

    said, saved = through_office(worklist(lines), edits, tmp_path)

    returned = read(saved, SECRET)
    assert returned.refusal is None
    assert [(row.version_id, dict(row.fields), row.errors) for row in returned.rows] == [
        (number, {"sex": "2"}, ()) for number in chosen
    ]
    assert (returned.untouched, returned.missing) == (ROWS - len(chosen), ())
    assert (said["locked"], said["key_locked"], said["on"]) == ([], True, True)
    assert {places["decision"], places["sex"], places["registration_type"]} <= set(said["lists"])
    sheet = load_workbook(io.BytesIO(saved))[MAIN]
    assert sheet.protection.sheet
    assert [at for at, cell in enumerate(sheet[20]) if not cell.protection.locked] == sorted(
        places[name] for name in ("decision", "reason", "sex")
    )
    assert len(sheet.data_validations.dataValidation) >= 3


@needs_office
def test_what_a_person_types_in_libreoffice_comes_back(tmp_path: Path) -> None:
    places = {name.removeprefix("field:"): at for at, name in enumerate(headings("birth"))}
    data = worklist([line(1, {"child_name", "born_on", "personal_id"}), line(2, {"child_name"})])
    typed = {"child_name": "Đặng Thị Ngọc Ánh", "born_on": "06/03/2024", "personal_id": "001085012345"}
    edits = [[1, places[name], text] for name, text in typed.items()] + [[1, places["decision"], "Sửa"]]
    edits += [[2, places["decision"], "Hủy"], [2, places["reason"], "ghi trùng\nhai lần"]]
    _, saved = through_office(data, edits, tmp_path)
    first, second = read(saved, SECRET).rows
    assert (dict(first.fields), first.errors) == ({**typed, "born_on": "2024-03-06"}, ())
    assert (second.kind, second.reason, dict(second.fields), second.errors) == ("discard", "ghi trùng\nhai lần", {}, ())
