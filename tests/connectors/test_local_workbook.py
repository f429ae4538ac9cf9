"""Workbooks with several heading rows and merged cells, and a folder whose contract comes in two forms."""

from __future__ import annotations

from pathlib import Path

import msgspec
import openpyxl
import pytest

from connectors.local.table import Unreadable
from connectors.local.workbook import read_workbook
from connectors.mapping.layout import Csv, Export, Workbook
from simulators.local.sheet import write_sheet
from tests.connectors.sender import pulled
from tests.connectors.sender import source as drop

SHEET = "KetQua"
PUPIL = ("STT", "Mã lớp", "Mã học sinh", "Họ tên", "Ngày sinh")
SUBJECTS = ("Tiếng Việt", "Toán", "Ngoại ngữ 1", "Lịch sử và Địa lí", "Khoa học", "Tin học và Công nghệ", "Đạo đức")
COMPETENCES = (
    "Tự chủ và tự học",
    "Giao tiếp và hợp tác",
    "Giải quyết vấn đề",
    "Ngôn ngữ",
    "Tính toán",
    "Khoa học",
    "Thẩm mĩ",
)
QUALITIES = ("Yêu nước", "Nhân ái", "Chăm chỉ", "Trung thực", "Trách nhiệm")
END = ("Hoàn thành\nchương trình lớp học", "Lên lớp", "Xếp loại", "")


def _over(heading: str, columns: int) -> tuple[str, ...]:
    """A merged cell: its text, then the columns it covers."""
    return (heading, *[""] * (columns - 1))


#: The ministry's sheet of primary results: 35 columns; groups, then names, then "level | mark" of the marked subjects.
HEADER = (
    (
        *PUPIL, *_over("Môn học và hoạt động giáo dục", 13), *_over("Năng lực cốt lõi", 8),
        *_over("Phẩm chất chủ yếu", 5), *END,
    ),
    (
        *[""] * 5, *(cell for subject in SUBJECTS[:6] for cell in _over(subject, 2)), SUBJECTS[6],
        *_over("Năng lực chung", 3), *_over("Năng lực đặc thù", 5), *QUALITIES,
    ),
    (*[""] * 5, *["Mức đạt được", "Điểm KTĐK"] * 6, "Mức đạt được", *COMPETENCES),
)  # fmt: skip
NAMES = (*PUPIL, *(f"c{place:02d}" for place in range(6, 36)))
BEHIND = ("Mã trường", "Năm học", "Kỳ")
FORM = Workbook(SHEET, HEADER, NAMES, source_id=(*BEHIND, "STT"), from_name=BEHIND)
NAME = "20261101T080000000000_17329S01_2026-2027_CN"


def rows(*numbers: int) -> list[list[str]]:
    """One line per pupil; only the third has something in the last column."""
    return [[str(n), "5A", f"HS{n}", "Lê An", "01/02/2016", *["T"] * 29, "thôi học" if n == 3 else ""] for n in numbers]


def saved(path: Path, *lines: list[str], header: tuple[tuple[str, ...], ...] = HEADER) -> Path:
    """The sheet as a spreadsheet program saves it, headings merged as the ministry does."""
    book = openpyxl.Workbook()
    book.active.title = SHEET
    for line in (*header, *lines):
        book.active.append([cell or None for cell in line])
    for heading in ("F1:R1", "S1:Z1", "AA1:AE1", "F2:G2", "S2:U2", *(f"{column}1:{column}3" for column in "ABCDE")):
        book.active.merge_cells(heading)
    book.save(path)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / f"{NAME}.xlsx"


def test_three_heading_rows_and_merged_cells_are_read_by_position(path: Path) -> None:
    made = read_workbook(saved(path, *rows(1, 3)), FORM)
    assert made["source_id"].to_list() == ["17329S01-2026-2027-CN-1", "17329S01-2026-2027-CN-3"]
    first, last = (msgspec.json.decode(raw) for raw in made["raw"])
    assert tuple(first) == (*NAMES, *BEHIND)
    assert (first["Mã học sinh"], first["c06"], first["c35"], last["c35"]) == ("HS1", "T", "", "thôi học")
    assert (first["Mã trường"], first["Năm học"], first["Kỳ"]) == ("17329S01", "2026-2027", "CN")


def test_a_last_column_nobody_filled_and_empty_rows_cost_nothing(path: Path) -> None:
    made = read_workbook(saved(path, *rows(1), [""] * 35, *rows(2)), FORM)
    assert [msgspec.json.decode(raw)["c35"] for raw in made["raw"]] == ["", ""]


def test_a_sheet_without_pupils_has_no_rows(path: Path) -> None:
    assert read_workbook(saved(path), FORM).is_empty()


def test_a_simulated_sheet_reads_as_one_people_saved(tmp_path: Path, path: Path) -> None:
    wide = tuple((*row, *[""] * (35 - len(row))) for row in HEADER)
    (tmp_path / "other").mkdir()
    write_sheet(tmp_path / "other" / path.name, SHEET, wide, rows(1, 2, 3))
    made = read_workbook(tmp_path / "other" / path.name, FORM)
    assert made.equals(read_workbook(saved(path, *rows(1, 2, 3)), FORM))


@pytest.mark.parametrize(
    ("row", "column", "written", "reason"),
    [
        (0, 2, "Mã HS", "row 1, column 3 should be 'Mã học sinh'"),
        (1, 7, "", "row 2, column 8 should be 'Toán'"),
        (2, 7, "Điểm KTĐK", "row 3, column 8 should be 'Mức đạt được'"),
        (2, 1, "x", "row 3, column 2 should be ''"),
        (0, 35, "Ghi chú", "row 1, there is a column 36 that was not agreed"),
    ],
)
def test_every_heading_row_is_held_to_what_was_agreed(
    path: Path, row: int, column: int, written: str, reason: str
) -> None:
    header = [[*cells, *[""] * (36 - len(cells))] for cells in HEADER]
    header[row][column] = written
    book = openpyxl.Workbook()
    book.active.title = SHEET
    for line in header:
        book.active.append(line)
    book.save(path)
    with pytest.raises(Unreadable, match=f"^{reason}$"):
        read_workbook(path, FORM)


def test_two_forms_in_one_folder_and_its_deletions_are_told_apart(tmp_path: Path) -> None:
    lists = Csv(("STT", "Họ tên"), source_id=(*BEHIND, "STT"), from_name=BEHIND)
    results = Export("results", {".xlsx": FORM, ".csv": lists})
    source = drop(tmp_path, exports={"results": results})
    (folder := tmp_path / "results").mkdir()
    saved(folder / "1_S01_2026-2027_CN.xlsx", *rows(1))
    (folder / "2_S02_2026-2027_CN.csv").write_text("STT;Họ tên\n1;Lê An\n", encoding="utf-8-sig")
    (folder / "3_S02_HUY.csv").write_text("Mã;Lý do;Ngày\nS02-2026-2027-CN-1;Nhầm;\n", encoding="utf-8-sig")
    (folder / "4_S01.xml").write_text("<GIAMDINHHS/>")
    source.probe()
    found = [row[:2] for row in pulled(source, "results")]
    assert found == [("S01-2026-2027-CN-1", False), ("S02-2026-2027-CN-1", False), ("S02-2026-2027-CN-1", True)]


def test_what_would_unpack_to_too_much_is_not_unpacked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.local.unpacked.MAX_UNPACKED", 1000)
    with pytest.raises(Unreadable, match="too large"):
        read_workbook(saved(path, *rows(1)), FORM)
