"""What lands in the drop folder by mistake or malice, each by name: one row for the desk, and the good file beside it comes."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from connectors.local.drop import MAX_BYTES
from connectors.mapping.student import HEADER
from relay.errors import FatalError
from tests.connectors.books import book, lying
from tests.connectors.sender import MOMENT, Sender, pulled, source
from tests.world import ROOT

PEAK_MB = 1000
#: A pull in a process of its own; it ends with what it took at most.
PULL = """
import re, sys
from tests.connectors.sender import pulled, source
from pathlib import Path
for contract in sys.argv[2:]:
    print(*(row[0] for row in pulled(source(Path(sys.argv[1])), contract)), sep="\\n")
print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""
HEAD = ";".join(HEADER).encode() + b"\n"
ROW = b"1;40001001" + b";" * 13 + b"\n"


def envelope(part: bytes) -> bytes:
    file = b"<FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE>" + part + b"</NOIDUNGFILE></FILEHOSO>"
    return (
        b"<GIAMDINHHS><THONGTINHOSO><DANHSACHHOSO><HOSO>" + file + b"</HOSO></DANHSACHHOSO></THONGTINHOSO></GIAMDINHHS>"
    )


def laughs(levels: int = 9) -> bytes:
    """A billion laughs."""
    steps = (b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(levels))
    return b'<!DOCTYPE l [<!ENTITY a "ha">' + b"".join(steps) + b"]>"


@cache
def bomb() -> bytes:
    return book(b" " * (257 << 20))


def cell(place: str, kind: str = "n", value: bytes = b"1") -> bytes:
    return f'<c r="{place}" t="{kind}"><v>'.encode() + value + b"</v></c>"


OUTSIDE = b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
BLOW_UP = b'<!DOCTYPE l [<!ENTITY a "' + b"x" * 50_000 + b'">]>'
PARAMETER = b'<!DOCTYPE l [<!ENTITY % a SYSTEM "http://127.0.0.1:1/"> %a;]>'
UTF7 = b'<?xml version="1.0" encoding="utf-7"?>'
SHARED = b"<row>" + b'<c t="s"><v>0</v></c>' * 50 + b"</row>"
FAR = b'<row r="1">' + cell("A1") + b'</row><row r="1048576">' + cell("XFD1048576") + b"</row>"
HOSTILE: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "xml: a billion laughs": ("health", ".xml", lambda: laughs() + envelope(b"&j;")),
    "xml: a billion laughs in UTF-16": ("health", ".xml", lambda: (laughs() + envelope(b"&j;")).decode().encode("utf-16")),
    "xml: a billion laughs in UTF-7": ("health", ".xml", lambda: UTF7 + laughs().replace(b"<!D", b"+ADwAIQ-D") + envelope(b"")),
    "xml: a quadratic blow-up": ("health", ".xml", lambda: BLOW_UP + envelope(b"&a;" * 50_000)),
    "xml: an entity from outside": ("health", ".xml", lambda: OUTSIDE + envelope(b"&a;")),
    "xml: a parameter entity": ("health", ".xml", lambda: PARAMETER + envelope(b"")),
    "xml: invalid UTF-8": ("health", ".xml", lambda: envelope(b"\xff")),
    "xml: a null byte": ("health", ".xml", lambda: envelope(b"\x00")),
    "xml: truncated": ("health", ".xml", lambda: envelope(b"")[:-20]),
    "xml: too large": ("health", ".xml", lambda: envelope(b" " * MAX_BYTES[".xml"])),
    "csv: a million columns": ("school", ".csv", lambda: b";" * (16 << 20)),
    "csv: a million blank lines": ("school", ".csv", lambda: HEAD + b"\n" * (16 << 20)),
    "csv: a million lines too short": ("school", ".csv", lambda: HEAD + b"a\n" * 900_000),
    "csv: one record a million times": ("school", ".csv", lambda: HEAD + ROW * 900_000),
    "csv: UTF-16": ("school", ".csv", lambda: (HEAD + ROW).decode().encode("utf-16")),
    "csv: a zip": ("school", ".csv", lambda: book(b"")),
    "csv: null bytes": ("school", ".csv", lambda: b"\x00" * 5000),
    "xlsx: the last row of the last column": ("land", ".xlsx", lambda: book(FAR)),
    "xlsx: the same in a part of another name": ("land", ".xlsx", lambda: book(FAR, part="xl/media/image1.png")),
    "xlsx: cells that do not say where": ("land", ".xlsx", lambda: book(b"<row>" + b"<c/>" * 9000 + b'</row><row r="1048576"><c/></row>')),
    "xlsx: one long text a million times": ("land", ".xlsx", lambda: book(SHARED * 2000, b"<si><t>" + b"x" * 20_000 + b"</t></si>")),
    "xlsx: a zip bomb": ("land", ".xlsx", bomb),
    "xlsx: a zip bomb that lies": ("land", ".xlsx", lambda: lying(bomb(), 100)),
    "xlsx: a billion laughs": ("land", ".xlsx", lambda: book(b"<row><c><v>&j;</v></c></row>", before=laughs())),
    "xlsx: truncated": ("land", ".xlsx", lambda: book(FAR)[:-40]),
    "xlsx: no zip": ("land", ".xlsx", lambda: b"PK\x03\x04" + b"\xff" * 500),
}  # fmt: skip
CONTRACT = {"health": "encounter", "school": "student", "land": "parcel"}


@pytest.fixture
def sender(tmp_path: Path) -> Sender:
    return Sender(tmp_path)


def arrive(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    os.utime(path, (MOMENT.timestamp() - 60,) * 2)


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_one_row_and_its_neighbour_comes(tmp_path: Path, sender: Sender, case: str) -> None:
    folder, ending, data = HOSTILE[case]
    arrive(tmp_path / folder / f"1_bad{ending}", data())
    sender.take_back(CONTRACT[folder], sender.stem("1"), ["1-9"])
    bad, good = pulled(source(tmp_path), CONTRACT[folder])
    assert (bad[0], bad[1], set(json.loads(bad[2]))) == (f"file:1_bad{ending}", False, {"unreadable"})
    assert good == ("1-9", True, "{}")


def test_all_of_them_together_stay_within_the_memory_of_a_night(tmp_path: Path, sender: Sender) -> None:
    for number, (folder, ending, data) in enumerate(HOSTILE.values()):
        arrive(tmp_path / folder / f"{number}_bad{ending}", data())
    words = [sys.executable, "-c", PULL, str(tmp_path), *CONTRACT.values()]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert len(told) == len(HOSTILE) + 1
    assert int(told[-1]) < PEAK_MB


INSIDE: dict[str, bytes] = {
    "a billion laughs": laughs() + b"<T>&j;</T>",
    "an entity from outside": OUTSIDE + b"<T>&a;</T>",
    "ten thousand levels": b"<a>" * 10_000 + b"</a>" * 10_000,
    "not XML": b"\x00\xff",
}


@pytest.mark.parametrize("case", INSIDE)
def test_a_hostile_part_costs_its_visit_at_most(tmp_path: Path, sender: Sender, case: str) -> None:
    good = base64.b64encode(b"<TONG_HOP><MA_LK>good</MA_LK></TONG_HOP>")
    visits = envelope(base64.b64encode(INSIDE[case])).split(b"<HOSO>")
    other = envelope(good).split(b"<HOSO>")[1].partition(b"</DANHSACHHOSO>")[0]
    arrive(tmp_path / "health" / "1_40017.xml", visits[0] + b"<HOSO>" + other + b"<HOSO>" + visits[1])
    told = pulled(source(tmp_path), "encounter")
    assert [row[0] for row in told] == ["40017-good", "40017-1_40017-2"]


LINES: dict[str, bytes] = {
    "too few cells": b"1;2\n",
    "too many cells": b";" * 40 + b"\n",
    "a million cells": b";" * 1_000_001 + b"\n",
    "a cell of a million letters": b"x" * 1_000_001 + b"\n",
    "invalid UTF-8": b"\xff" + ROW,
    "a quotation mark never closed": b'"' + ROW,
}


@pytest.mark.parametrize("case", LINES)
def test_a_hostile_line_costs_itself_at_most(tmp_path: Path, sender: Sender, case: str) -> None:
    arrive(tmp_path / "school" / "1_1.csv", HEAD + ROW + LINES[case] + ROW.replace(b"1;", b"2;", 1))
    told = [row[0] for row in pulled(source(tmp_path), "student")]
    assert sorted(told) == ["40001001-1", "40001001-2", "file:1_1.csv#3"]


def linked(place: Path) -> None:
    place.symlink_to("/etc/passwd")


def linked_folder(place: Path) -> None:
    place.symlink_to("/etc", target_is_directory=True)


def climbing(place: Path) -> None:
    place.symlink_to("../../../../../../etc/passwd")


def dangling(place: Path) -> None:
    place.symlink_to("nowhere")


@pytest.mark.parametrize("make", [linked, linked_folder, climbing, dangling, Path.mkdir, os.mkfifo])
@pytest.mark.parametrize(("contract", "folder", "ending"), [(CONTRACT[f], f, e) for f, e in
    (("health", ".xml"), ("school", ".csv"), ("land", ".xlsx"))])  # fmt: skip
def test_what_is_no_file_is_told_and_never_opened(
    tmp_path: Path, sender: Sender, contract: str, folder: str, ending: str, make: Callable[[Path], object]
) -> None:
    make(tmp_path / folder / f"a..%2f..\\x_1{ending}")
    [(name, _, raw)] = pulled(source(tmp_path), contract)
    assert (name, json.loads(raw)["unreadable"]) == (f"file:a..%2f..\\x_1{ending}", "a link or a folder, not a file")


def test_a_file_whose_name_is_no_text_is_told_once(tmp_path: Path, sender: Sender) -> None:
    path = os.fsencode(tmp_path) + b"/school/\xff_1.csv"
    Path(os.fsdecode(path)).write_bytes(HEAD + ROW)
    [page] = source(tmp_path).pull("student", None)
    [(name, _, raw)] = page.frame.rows()
    assert (name, json.loads(raw)["unreadable"]) == ("file:\\xff_1.csv", "its name is not UTF-8")
    assert pulled(source(tmp_path), "student", page.watermark) == []


def test_a_folder_that_leads_out_of_the_drop_folder_is_fatal(tmp_path: Path) -> None:
    sender = Sender(tmp_path / "drop")
    (tmp_path / "drop" / "school").rmdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "drop" / "school").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    with pytest.raises(FatalError, match="school"):
        source(sender.root).pull("student", None).__next__()
