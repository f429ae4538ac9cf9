"""Scans are read side by side, in order; a page that takes too long, and a process that is killed, take nobody along."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image

from digitise import engine
from digitise.requirements import ScanRules
from flows.scanned import side_by_side
from flows.scanned.side_by_side import worked_on
from flows.scanned.work import Work, rows_of
from flows.settings import load_file
from relay.errors import FatalError
from simulators.paper.page import draw

pytestmark = pytest.mark.skipif(engine.model_folder() is None, reason="tesseract-ocr-vie is not installed")
SEED = 41
CONFIG = Path(side_by_side.__file__).parent.parent.parent / "config" / "scans.yaml"


def rules(**changed: Any) -> ScanRules:
    return ScanRules.model_validate(load_file(CONFIG, ScanRules).model_dump() | changed)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    print(f"seed {SEED}")
    folder = tmp_path_factory.mktemp("pages")
    made = []
    for number, form in enumerate(("birth_extract", "health_page", "land_certificate")):
        path = folder / f"{number}.jpg"
        draw(form, SEED, number, 2)[0].save(path, quality=80, dpi=(200, 200))
        made.append(path)
    return made


def forms(rows: list[list[dict[str, Any]]]) -> list[str | None]:
    return [one["form"] or one["outcome"] for file in rows for one in file]


def test_the_rows_come_in_the_order_of_the_files_with_archive_and_signature(pages: list[Path], tmp_path: Path) -> None:
    rows = list(worked_on(pages, Work(rules(), tmp_path / "archive")))
    assert forms(rows) == ["birth_extract", "health_page", "land_certificate"]
    for (row,) in rows:
        assert row["signature"] == "none"
        checks = msgspec.json.decode(row["checks"])
        assert checks.pop("outcome") == "made"
        assert all(checks.values())
    kept = {path.name for path in (tmp_path / "archive").rglob("*.pdf")}
    assert len(kept) == 3
    assert not list((tmp_path / "archive").glob(".making-*")), "what was there while they worked is gone"


def test_a_requirement_that_holds_is_told_with_its_severity(pages: list[Path]) -> None:
    strict = rules(dpi={"severity": "hold", "least": 300}, format={"severity": "warn", "allowed": ["pdf"]})
    (row,) = rows_of(pages[0], Work(strict))
    assert row["broken"] == "scan.dpi=critical scan.format=warning"


def test_a_scan_that_takes_too_long_is_left_and_the_others_are_read(
    pages: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = tmp_path / "stuck.jpg"
    os.mkfifo(stuck)  # nobody writes into it: whoever opens it waits, as at a share that does not answer
    monkeypatch.setattr(side_by_side, "SECONDS", 20)
    rows = list(worked_on([pages[0], stuck, pages[1]], Work()))
    assert forms(rows) == ["birth_extract", "slow", "health_page"]


def test_a_process_that_is_killed_costs_a_second_try_and_nothing_else(pages: list[Path]) -> None:
    reading = worked_on(pages * 3, Work())
    rows = [next(reading)]
    for child in multiprocessing.active_children():
        os.kill(child.pid or 0, signal.SIGKILL)
    rows += reading
    assert forms(rows) == ["birth_extract", "health_page", "land_certificate"] * 3


def test_every_page_of_a_pdf_is_read(tmp_path: Path) -> None:
    first, second = (draw(form, SEED, 7, 2)[0].convert("RGB") for form in ("school_report", "health_page"))
    path = tmp_path / "two.pdf"
    first.save(path, "PDF", resolution=200, save_all=True, append_images=[second])
    rows = rows_of(path, Work())
    assert [(row["number"], row["form"]) for row in rows] == [(0, "school_report"), (1, "health_page")]


def test_a_pdf_of_too_many_pages_is_one_row_that_says_so(tmp_path: Path) -> None:
    blank = Image.new("L", (60, 80), 255)
    path = tmp_path / "book.pdf"
    blank.save(path, "PDF", save_all=True, append_images=[blank] * 50)
    assert [row["outcome"] for row in rows_of(path, Work())] == ["huge"]


def cannot_begin(work: Work, aside: Path | None) -> None:
    raise ImportError


def test_where_no_process_can_begin_the_night_is_told_and_no_scan_is_called_bad(
    pages: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(side_by_side, "_begin", cannot_begin)
    with pytest.raises(FatalError) as told:
        list(worked_on(pages, Work()))
    assert "lienthong digitise" in told.value.vi
