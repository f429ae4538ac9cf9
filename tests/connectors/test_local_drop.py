"""The drop folder as a source: each file once, by arrival; the unreadable told, the misfit refused, the good read exactly."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from connectors.local.paging import Pager, page_frame
from connectors.mapping.parcel import COLUMNS, HEADER
from connectors.mapping.student import HEADER as SCHOOL_HEADER
from relay.errors import FatalError
from relay.model import PAGE, Source
from tests.connectors.sender import FILES, MOMENT, STORES, Sender, pulled
from tests.connectors.sender import source as drop

READ, BROKEN = {"XML1": {"MA_LK": "A"}}, {"undecodable": "XML1"}


@pytest.fixture
def sender(tmp_path: Path) -> Sender:
    return Sender(tmp_path)


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return drop(tmp_path)


def parcel(number: int, name: str, **more: str) -> dict[str, str]:
    row = {"stt": str(number)} | dict.fromkeys(COLUMNS, "")
    return row | {"c01": "17329", "c07": name, "c24": "1234,5", "ma_ho_so": "H41.1"} | more


def student(number: int, **more: str) -> dict[str, str]:
    row = dict.fromkeys(SCHOOL_HEADER, "") | {"STT": str(number), "Mã trường": "40001001", "Họ tên": 'Lê; "Bình"'}
    return row | more


def visit(code: str, **parts: Any) -> dict[str, Any]:
    return {"XML1": {"MA_LK": code, "HO_TEN": "Trần <Đức> & Hạnh"}} | parts


def arrive(path: Path, seconds: float) -> None:
    os.utime(path, (MOMENT.timestamp() + seconds,) * 2)


def only(folder: Path) -> Path:
    [path] = folder.iterdir()
    return path


def test_land_sheets_are_read_by_position(sender: Sender, source: Source) -> None:
    source.probe()
    rows = [parcel(1, "Nguyễn Á", c25="Đất ở tại nông thôn", c30="Đất trồng lúa"), parcel(2, "B", c49="AA-GCN.jpg")]
    sender.send("parcel", sender.stem("17329"), rows)
    [page] = source.pull("parcel", None)
    assert dict(page.frame.schema) == PAGE
    assert page.frame["source_id"].to_list() == ["17329-1", "17329-2"]
    raw = msgspec.json.decode(page.frame["raw"][0])
    assert list(raw) == list(COLUMNS)
    assert {"stt": "1"} | raw == rows[0]


def test_a_workbook_people_saved_reads_alike(sender: Sender, source: Source) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "PL3"
    sheet.append(HEADER)
    sheet.append([7, "17329", *[None] * 22, 1234.5, *[None] * 26])
    sheet.append([None] * 51)
    book.save(sender.folder("parcel") / "20261120T080000000000_17329.xlsx")
    [(source_id, _, raw)] = pulled(source, "parcel")
    assert (source_id, msgspec.json.decode(raw)["c24"]) == ("17329-7", "1234.5")


def test_school_lists_are_read_with_their_quotes(sender: Sender, source: Source) -> None:
    sender.send("student", sender.stem("40001001"), [student(1), student(2, **{"Mã lớp": "5A"})])
    rows = pulled(source, "student")
    assert [row[0] for row in rows] == ["40001001-1", "40001001-2"]
    assert msgspec.json.decode(rows[1][2]) == student(2, **{"Mã lớp": "5A"})


def test_two_sheets_of_a_school_that_count_their_lines_alike_keep_all_pupils(sender: Sender, source: Source) -> None:
    """A school sends a workbook and a list of one period, each numbered from 1; a pupil put in later moves nobody else."""
    forms = STORES["yearly_result"].forms
    pupils = {".xlsx": [("1", "HS1"), ("2", "HS2")], ".csv": [("1", "HS3"), ("2", "")]}
    for ending, rows in pupils.items():
        cells = [{"STT": place, "Mã học sinh": code, "Mã lớp": "6A"} for place, code in rows]
        sender.write("yearly_result", sender.stem("S1", "2026-2027", "CN"), ending, forms[ending], cells)
    told = [row[0].removeprefix("S1-2026-2027-CN-") for row in pulled(source, "yearly_result")]
    assert told == ["HS1", "HS2", "HS3", "6A.2"]


def test_envelopes_are_decoded_part_by_part(sender: Sender, source: Source) -> None:
    drugs = [{"STT": "1", "THANH_TIEN_BV": "1200.00"}, {"STT": "2", "THANH_TIEN_BV": "300"}]
    stem = sender.stem("40017")
    sender.send(
        "encounter", stem, [visit("LK1", XML2=drugs, XML7={"NGAY_RA": "202611011030"}), {"XML2": []}, visit("LK3")]
    )
    rows = pulled(source, "encounter")
    assert [row[0] for row in rows] == ["40017-LK1", f"40017-{stem}-2", "40017-LK3"]
    first = msgspec.json.decode(rows[0][2])
    assert (first["XML1"]["HO_TEN"], first["XML1"]["MA_BN"]) == ("Trần <Đức> & Hạnh", "")
    assert (first["XML2"], first["XML7"]) == (drugs, {"NGAY_RA": "202611011030"})
    assert msgspec.json.decode(rows[1][2]) == {"undecodable": "XML1"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (base64.b64encode(b"<TONG_HOP><MA_LK>A</MA_LK></TONG_HOP>").decode(), READ),
        ("&lt;TONG_HOP&gt;&lt;MA_LK&gt;A&lt;/MA_LK&gt;&lt;/TONG_HOP&gt;", READ),
        ("<TONG_HOP><MA_LK>A</MA_LK></TONG_HOP>", READ),
        (base64.b64encode(b"<TONG_HOP><MA_LK>A</MA_LK>").decode(), BROKEN),
        (
            base64.b64encode(b'<!DOCTYPE x [<!ENTITY e "A">]><T><MA_LK>&e;</MA_LK></T>').decode(),
            {"undecodable": "XML1"},
        ),
        (base64.b64encode('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><T/>'.encode("utf-16")).decode(), BROKEN),
        (base64.b64encode(b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-7"?><T><MA_LK>A</MA_LK></T>').decode(), READ),
        (base64.b64encode(b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE x><T/>').decode(), BROKEN),
        ("????", BROKEN),
        ("", BROKEN),
    ],
)
def test_a_part_as_senders_write_it(
    tmp_path: Path, sender: Sender, source: Source, content: str, expected: Any
) -> None:
    part = f"<FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE>{content}</NOIDUNGFILE></FILEHOSO>"
    text = f"<GIAMDINHHS><THONGTINHOSO><DANHSACHHOSO><HOSO>{part}</HOSO></DANHSACHHOSO></THONGTINHOSO></GIAMDINHHS>"
    (tmp_path / "health" / "20261120T080000000000_40017.xml").write_text(text)
    [(_, _, raw)] = pulled(source, "encounter")
    assert msgspec.json.decode(raw) == expected


@pytest.mark.parametrize(("contract", "ending"), FILES)
@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00junk\n\xff", b"PK\x03\x04broken", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>']
)
def test_an_unreadable_file_is_one_row_and_the_night_goes_on(
    sender: Sender, source: Source, contract: str, ending: str, content: bytes
) -> None:
    path = sender.folder(contract) / f"a_1{ending}"
    path.write_bytes(content)
    arrive(path, 0)
    sender.take_back(contract, sender.stem("1"), ["1-9"])
    first, second = pulled(source, contract)
    assert first[0] == f"file:{path.name}"
    assert set(msgspec.json.decode(first[2])) == {"unreadable"}
    assert second == ("1-9", True, "{}")


def test_a_misfit_heading_is_one_row_for_the_desk(tmp_path: Path, sender: Sender, source: Source) -> None:
    heading = ";".join(SCHOOL_HEADER).replace("Mã lớp", "Lớp")
    (tmp_path / "school" / "20261120T080000000001_2.csv").write_text(f"{heading}\n{';' * 14}\n", encoding="utf-8-sig")
    sender.send("student", "20261120T080000000002_1", [student(1)])
    first, second = pulled(source, "student")
    assert first[0] == "file:20261120T080000000001_2.csv"
    assert msgspec.json.decode(first[2]) == {"unreadable": "column 4 should be 'Mã lớp'"}
    assert second[0] == "40001001-1"


def test_endings_count_in_either_case(sender: Sender, source: Source) -> None:
    def shouted(contract: str, stem: str, row: dict[str, Any]) -> str:
        sender.send(contract, stem, [row])
        path = only(sender.folder(contract))
        path.rename(path.with_suffix(path.suffix.upper()))
        return pulled(source, contract)[0][0]

    assert shouted("student", "a_40001001", student(1)) == "40001001-1"
    assert shouted("parcel", "COPY_16", parcel(1, "Á")) == "16-1"
    assert shouted("encounter", "a_40017", visit("LK1")) == "40017-LK1"


def test_each_file_is_read_once_even_when_clocks_disagree(tmp_path: Path, sender: Sender, source: Source) -> None:
    folder = tmp_path / "school"

    def drop(name: str, seconds: float, number: int) -> None:
        sender.send("student", name, [student(number)])
        arrive(folder / f"{name}.csv", seconds)

    drop("a", 0, 1)
    drop("b", 100, 2)
    [page] = source.pull("student", None)
    assert page.frame["source_id"].to_list() == ["40001001-1", "40001001-2"]
    assert list(source.pull("student", page.watermark)) == []
    drop("slow", 40, 3)  # became visible after b, with an older time
    drop("next", 200, 4)
    [again] = source.pull("student", page.watermark)
    assert again.frame["source_id"].to_list() == ["40001001-3", "40001001-4"]
    assert list(source.pull("student", again.watermark)) == []
    drop("b", 300, 2)  # sent again under the same name
    assert [row[0] for row in pulled(source, "student", again.watermark)] == ["40001001-2"]


def test_a_file_from_the_future_does_not_hide_the_next(tmp_path: Path, sender: Sender, source: Source) -> None:
    sender.send("student", "future", [student(1)])
    os.utime(only(tmp_path / "school"), (4e9, 4e9))
    [page] = source.pull("student", None)
    sender.send("student", "now", [student(2)])
    assert [row[0] for row in pulled(source, "student", page.watermark)] == ["40001001-2"]


def test_since_reads_a_day_again(tmp_path: Path, sender: Sender, source: Source) -> None:
    sender.send("student", "a", [student(1)])
    arrive(only(tmp_path / "school"), 0)
    [page] = source.pull("student", None)
    assert len(pulled(source, "student", page.watermark, since="2026-11-20")) == 1
    assert pulled(source, "student", page.watermark, since="2026-11-21") == []


def test_a_record_that_comes_twice_comes_on_two_pages(sender: Sender, source: Source) -> None:
    sender.send("student", sender.stem("1"), [student(1), student(1, **{"Mã lớp": "5B"}), student(2)])
    sender.take_back("student", sender.stem("1"), ["40001001-1"])
    pages = [page.frame.rows() for page in source.pull("student", None)]
    assert [[row[0] for row in page] for page in pages] == [
        ["40001001-1", "40001001-2"],
        ["40001001-1"],
        ["40001001-1"],
    ]
    assert [page[0][1] for page in pages] == [False, False, True]


def test_pages_are_bounded_and_part_of_a_piece_keeps_the_older_watermark() -> None:
    pager = Pager("start", rows=10)
    piece = page_frame([str(n) for n in range(25)], [False] * 25, ["{}"] * 25)
    pages = [*pager.add(piece, "piece 1"), *pager.add(page_frame(["x"], [True], ["{}"]), "piece 2"), *pager.flush()]
    assert [(page.frame.height, page.watermark) for page in pages] == [(10, "start"), (10, "start"), (6, "piece 2")]


def test_a_missing_folder_and_a_foreign_watermark_are_fatal(tmp_path: Path, sender: Sender, source: Source) -> None:
    with pytest.raises(FatalError, match="--since"):
        list(source.pull("student", "2026-11-01T00:00:00Z"))
    (tmp_path / "land").rmdir()
    with pytest.raises(FatalError, match="land"):
        source.probe()


def test_files_written_aside_are_left_alone(tmp_path: Path, sender: Sender, source: Source) -> None:
    (tmp_path / "school" / ".y_1.csv").write_text("")
    (tmp_path / "school" / "y_1.csv.part").write_text("")
    assert pulled(source, "student") == []
