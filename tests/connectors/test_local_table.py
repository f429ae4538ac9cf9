"""Tables as people export them: a line that is no row costs itself only, and is told to the correction desk."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from connectors.local.table import Unreadable, read_list
from connectors.mapping.layout import Csv
from connectors.mapping.student import HEADER
from relay.model import Source
from tests.connectors.sender import Sender, pulled
from tests.connectors.sender import source as drop


@pytest.fixture
def source(tmp_path: Path) -> Source:
    Sender(tmp_path)
    return drop(tmp_path)


def school_lines(tmp_path: Path, *lines: bytes) -> None:
    heading = ";".join(HEADER).encode("utf-8-sig")
    (tmp_path / "school" / "a_40001001.csv").write_bytes(b"".join(line + b"\r\n" for line in (heading, *lines)))


def line(number: int, name: str = "An", cells: int = 15) -> bytes:
    return ";".join([str(number), "40001001", "", "", "", name, *[""] * 9][:cells] + [""] * (cells - 15)).encode()


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (line(2, cells=14), "has 14 cells instead of 15"),
        (line(2, cells=16), "has 16 cells instead of 15"),
        (line(2, "Lê").decode().encode("cp1258", "replace"), "is not UTF-8"),
        (line(2, '"Lê An'), "has a misplaced quotation mark"),
        (line(2, '"Lê" An'), "has a misplaced quotation mark"),
        (b"x", "has 1 cells instead of 15"),
    ],
)
def test_a_ragged_row_costs_itself_only(tmp_path: Path, source: Source, broken: bytes, reason: str) -> None:
    school_lines(tmp_path, line(1), broken, b"", line(3, '"Lê; ""Bình""\n cả"'), line(4, '"Mai"'))
    rows = pulled(source, "student")
    assert [row[0] for row in rows] == [*(f"40001001-{n}" for n in (1, 3, 4)), "file:a_40001001.csv#3"]
    assert rows[-1][1:] == (False, f'{{"unreadable":"row 3 {reason}"}}')
    assert [msgspec.json.decode(row[2])["Họ tên"] for row in rows[:3]] == ["An", 'Lê; "Bình"\n cả', "Mai"]


def test_short_and_long_rows_do_not_make_up_for_each_other(tmp_path: Path, source: Source) -> None:
    school_lines(tmp_path, line(1, cells=14), line(2), line(3, '"Lê; Bình"'))
    assert [row[0] for row in pulled(source, "student")] == ["40001001-2", "40001001-3", "file:a_40001001.csv#2"]


def test_both_ways_of_reading_give_the_same_rows(tmp_path: Path, source: Source) -> None:
    school_lines(tmp_path, line(1), line(2, "Bình"))
    plain = pulled(source, "student")
    school_lines(tmp_path, line(1), line(2, '"Bình"'))
    assert pulled(source, "student") == plain


def test_a_bad_line_among_deletions_is_one_row(tmp_path: Path, source: Source) -> None:
    lines = ("Mã;Lý do;Ngày", "1-1;Nhầm;01/11/2026", "1-2;Nhầm; nhập;01/11/2026", "1-3;;")
    (tmp_path / "health" / "a_HUY.CSV").write_text("\n".join(lines), encoding="utf-8-sig")
    assert pulled(source, "encounter") == [
        ("1-1", True, "{}"),
        ("1-3", True, "{}"),
        ("file:a_HUY.CSV#3", False, '{"unreadable":"row 3 has 4 cells instead of 3"}'),
    ]


def test_many_rows_and_quotes_never_closed_take_no_time_worth_noticing(tmp_path: Path, source: Source) -> None:
    school_lines(tmp_path, *(line(n, '"An' if n % 2 else '"Mai"') for n in range(5000)))
    assert [row[1] for row in pulled(source, "student")] == [False] * 5000


LISTS = (
    Csv(
        ("STT", "Điểm", "Điểm"),
        names=("STT", "first", "second"),
        source_id=("Trường", "STT"),
        from_name=("Trường", "Năm"),
    ),
    Csv(("STT", "Điểm", "Điểm"), names=("STT", "first", "second")),
)


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (LISTS[0], ("S01-1", {"STT": "1", "first": "8", "second": "9", "Trường": "S01", "Năm": "2026-2027"})),
        (LISTS[1], ("2026-2027-1", {"STT": "1", "first": "8", "second": "9"})),
    ],
)
def test_repeated_headings_have_names_and_the_files_name_tells_the_rest(
    tmp_path: Path, form: Csv, expected: tuple[str, dict[str, str]], quote: str
) -> None:
    path = tmp_path / "20261101T_S01_2026-2027.csv"
    path.write_text(f"\nSTT;Điểm; Điểm \n1;8;{quote}9{quote}\n", encoding="utf-8-sig")
    [(source_id, deleted, raw)] = read_list(path, form).rows()
    assert (source_id, msgspec.json.decode(raw), deleted) == (*expected, False)


def test_a_name_with_too_few_pieces_is_for_the_desk(tmp_path: Path) -> None:
    (tmp_path / "S01.csv").write_text("STT;Điểm;Điểm\n1;8;9\n", encoding="utf-8")
    with pytest.raises(Unreadable, match="2 pieces"):
        read_list(tmp_path / "S01.csv", LISTS[0])
