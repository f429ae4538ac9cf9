"""What the one-stop system and the civil-status database may do wrong, each by name: told, bounded, and nothing is lost by it."""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from connectors.credentials import Connection
from connectors.local.civil_db import CivilDb
from connectors.local.onestop import OneStop
from connectors.mapping import layouts, raw_columns
from connectors.mapping.layout import Table
from relay.errors import FatalError, RelayError
from tests.connectors.world import QUICK, Hostile, hostile
from tests.world import ROOT

AT = "2026-11-01T00:00:00.000000Z"
PEAK_MB = 700
#: A pull in a process of its own; it ends with what it took at most.
PULL = """
import re, sys
from connectors.credentials import Connection
from connectors.local.onestop import OneStop
from relay.errors import RelayError
from tests.connectors.world import QUICK
try:
    list(OneStop(Connection(sys.argv[1], "a", "b"), limits=QUICK).pull("dossier", None))
except RelayError as error:
    print(type(error).__name__)
print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


def listing(*ids: str, cursor: Any = None, **more: Any) -> bytes:
    items = [{"id": name, "updated_at": AT, "deleted": False, "data": {}} | more for name in ids]
    return json.dumps({"items": items, "next_cursor": cursor}).encode()


GOOD = listing("a", "b")
WRONG: dict[str, tuple[int, dict[str, str], bytes]] = {
    "truncated JSON": (200, {}, GOOD[:-9]),
    "truncated in the middle of the transfer": (200, {"Content-Length": "999"}, GOOD),
    "another content type": (200, {"Content-Type": "text/html"}, b"<html>Xin loi</html>"),
    "nothing at all": (200, {}, b""),
    "not found": (404, {}, b""),
    "a redirection": (302, {"Location": "http://127.0.0.1:1/"}, b""),
    "invalid UTF-8": (200, {}, GOOD.replace(b'"a"', b'"\xff"')),
    "invalid UTF-8 inside the data": (200, {}, GOOD.replace(b"{}", b'{"x":"\xc3\x28"}')),
    "UTF-16": (200, {}, GOOD.decode().encode("utf-16")),
    "a bare null byte": (200, {}, GOOD.replace(b'"a"', b'"a\x00"')),
    "half a surrogate pair as id": (200, {}, GOOD.replace(b'"a"', b'"\\ud800"')),
    "no list": (200, {}, b'{"items":{"a":1}}'),
    "a number as cursor": (200, {}, listing("a", cursor=7)),
    "deeply nested": (200, {}, b'{"items":' + b"[" * 100_000),
    "a page without end": (200, {}, b'{"items":[' + b" " * (65 << 20)),
    "far more items than asked for": (200, {}, listing(*map(str, range(6000)))),
    "a zip bomb": (200, {"Content-Encoding": "gzip"}, gzip.compress(b" " * (200 << 20), 9)),
    "said to be compressed": (200, {"Content-Encoding": "gzip"}, GOOD),
}


@pytest.fixture
def bad() -> Iterator[Hostile]:
    with hostile() as running:
        yield running


def answers(bad: Hostile, pages: Callable[[str], tuple[int, dict[str, str], bytes]]) -> Any:
    """The one-stop source of a server that gives these pages to whoever has logged in."""
    bad.answer = lambda path, _: (200, {}, b'{"access_token":"t"}') if "oauth" in path else pages(path)
    return OneStop(Connection(bad.url, "a", "b"), limits=QUICK)


def ids(found: Any, watermark: str | None = None) -> list[list[str]]:
    return [page.frame["source_id"].to_list() for page in found.pull("dossier", watermark)]


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_page_is_told_and_loses_nothing(bad: Hostile, case: str) -> None:
    said = [WRONG[case]] * QUICK.attempts
    found = answers(bad, lambda path: said.pop() if said else (200, {}, GOOD))
    with pytest.raises(RelayError) as caught:
        ids(found)
    assert caught.value.ids["system"] == "onestop"
    said.clear()
    assert ids(found) == [["a", "b"]]


@pytest.mark.parametrize("round_trip", [["A", "A"], ["A", "B", "A"], ["A", "B", "C", "B"]])
def test_cursors_that_go_round_end_the_pull(bad: Hostile, round_trip: list[str]) -> None:
    cursors = iter(round_trip * 100)
    found = answers(bad, lambda path: (200, {}, listing("a", cursor=next(cursors))))
    with pytest.raises(FatalError, match="onestop answers in a form we do not know"):
        ids(found)
    assert len(bad.heard) <= len(round_trip) + 1


ODD_ITEMS: dict[str, bytes] = {
    "a number as id": b'{"id":7,"deleted":false}',
    "no id": b'{"deleted":false,"data":{}}',
    "a text as state": b'{"id":"x","deleted":"false"}',
    "no object": b'"x"',
    "null": b"null",
}


@pytest.mark.parametrize("case", ODD_ITEMS)
def test_an_item_that_is_none_goes_to_the_desk_and_its_neighbours_go_on(bad: Hostile, case: str) -> None:
    body = GOOD.replace(b'"items": [', b'"items": [' + ODD_ITEMS[case] + b",")
    [page] = answers(bad, lambda path: (200, {}, body)).pull("dossier", None)
    first, *others = page.frame.rows()
    assert (first[0][:5], set(json.loads(first[2]))) == ("item:", {"unreadable"})
    assert [row[0] for row in others] == ["a", "b"]


@pytest.mark.parametrize("stamp", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0000-00-00", 5, None, "x", "1e400"])
def test_a_time_no_calendar_has_moves_nothing(bad: Hostile, stamp: Any) -> None:
    found = answers(bad, lambda path: (200, {}, listing("a", updated_at=stamp)))
    [page] = found.pull("dossier", AT)
    assert (page.frame["source_id"].to_list(), page.watermark) == (["a"], AT)


def test_numbers_nulls_and_depth_inside_the_data_are_delivered_as_they_are(bad: Hostile) -> None:
    data = '{"a":1e400,"b":"12","c":"\\u0000","d":' + "[" * 300 + "]" * 300 + "}"
    body = f'{{"items":[{{"id":"a\\u0000","deleted":false,"data":{data}}}]}}'.encode()
    [page] = answers(bad, lambda path: (200, {}, body)).pull("dossier", None)
    [(source_id, deleted, raw)] = page.frame.rows()
    assert (deleted, raw) == (False, data)
    assert re.fullmatch("[0-9a-f]{24}", source_id), "an id that is no code is hidden"


def test_a_key_twice_in_a_page_and_a_page_that_changes_keep_every_state(bad: Hostile) -> None:
    pages = iter([listing("a", "b", "a", cursor="1"), listing("b", "c", cursor=None)])
    told = ids(answers(bad, lambda path: (200, {}, next(pages))))
    assert [name for page in told for name in page] == ["a", "b", "a", "b", "c"]
    assert all(len(set(page)) == len(page) for page in told)


@pytest.mark.parametrize("case", ["a page without end", "far more items than asked for", "a zip bomb"])
def test_the_memory_a_page_may_take_is_bounded(bad: Hostile, case: str) -> None:
    answers(bad, lambda path: WRONG[case])
    told = subprocess.run([sys.executable, "-c", PULL, bad.url], cwd=ROOT, capture_output=True, text=True, check=True)
    error, peak_mb = told.stdout.split()
    assert error in ("RetryableError", "FatalError")
    assert int(peak_mb) < PEAK_MB


def test_a_page_of_everything_allowed_is_bounded_too(bad: Hostile) -> None:
    """As many bytes as an answer may have, in as many things as they can be."""
    body = b'{"items":[' + b'{"id":"","deleted":true},' * (2 << 20) + b'{"id":"a","deleted":false}]}'
    answers(bad, lambda path: (200, {}, body))
    told = subprocess.run([sys.executable, "-c", PULL, bad.url], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(told.stdout.split()[-1]) < 2 * PEAK_MB


ODD_CELLS: dict[str, str] = {
    "a null byte": "'a' || char(0) || 'b'",
    "bytes": "x'ff00'",
    "a number": "7",
    "text that is no UTF-8": "CAST(x'41ff42' AS TEXT)",
    "a million letters": "hex(zeroblob(500000))",
}


@pytest.mark.parametrize("case", ODD_CELLS)
def test_a_cell_no_registrar_wrote_costs_its_row_at_most(tmp_path: Path, case: str) -> None:
    columns = raw_columns("death")
    with closing(sqlite3.connect(tmp_path / "db.sqlite")) as db, db:
        table = layouts(Table)["death"].name
        db.execute(f"CREATE TABLE {table}(id, updated_at, deleted_at, {', '.join(columns)})")
        for place, at in enumerate([AT, "0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z", None]):
            cells = ", ".join([ODD_CELLS[case] if place == 0 else "'x'"] * len(columns))
            db.execute(f"INSERT INTO {table} VALUES (?, ?, NULL, {cells})", (f"d{place}", at))
        db.execute(f"INSERT INTO {table}(id, updated_at) VALUES ({ODD_CELLS[case]}, {ODD_CELLS[case]})")
    told = [
        row
        for page in CivilDb(Connection(str(tmp_path / "db.sqlite"))).pull("death", None)
        for row in page.frame.rows()
    ]
    assert {"d0", "d1", "d2", "d3"} < {row[0] for row in told}
    assert len(told) == 5
