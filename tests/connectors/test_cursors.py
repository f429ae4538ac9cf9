"""Cursors lose nothing: what commits late, moves or grows while it is read arrives in this pull or in the next, and pulls end."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.credentials import Connection
from connectors.local.civil_db import CivilDb
from connectors.local.onestop import OneStop
from connectors.local.paging import LAG, OVERLAP, Bound, stamp
from connectors.mapping import raw_columns
from relay.model import Source
from simulators.credentials import credentials
from simulators.local import civil_db, onestop
from simulators.local.dossiers import Dossiers
from tests.connectors.world import QUICK, hostile, served

START = datetime(2026, 11, 1, tzinfo=UTC)
ROWS = 3  # a page, so that a handful of records makes several


def at(seconds: float) -> str:
    return stamp(START + timedelta(seconds=seconds))


class Life:
    """A clock by which the outside goes on while it is read: every look takes a while, and what is due by then happens."""

    def __init__(self, seconds: float = 0.0, step: float = 1.0) -> None:
        self.seconds, self.step = seconds, step
        self.due: list[tuple[float, Callable[[], None]]] = []
        self.each: Callable[[], None] = lambda: None

    def __call__(self) -> datetime:
        self.seconds += self.step
        self.each()
        self.pass_to(self.seconds)
        return START + timedelta(seconds=self.seconds)

    def pass_to(self, seconds: float) -> None:
        self.seconds = max(self.seconds, seconds)
        for moment, event in sorted(self.due, key=lambda one: one[0]):
            if moment <= self.seconds:
                event()
        self.due = [(moment, event) for moment, event in self.due if moment > self.seconds]


class Book:
    """Rows of a local system that carry a value each, and the source that reads them three a page."""

    def __init__(self, put: Callable[[str, str, str], None], make: Callable[[Life], Any]) -> None:
        self.put = put
        self.life = Life()
        self.source: Source = make(self.life)

    def read(self, watermark: str | None) -> tuple[dict[str, str], str | None]:
        """The newest state of each record one pull brings, and where the next begins."""
        found: dict[str, str] = {}
        for page in self.source.pull(self.contract, watermark):
            found |= dict(page.frame.select("source_id", "raw").iter_rows())
            watermark = page.watermark
        return found, watermark

    @property
    def contract(self) -> str:
        return "dossier" if self.source.name == "onestop" else "birth"


def civil(folder: Path, database: civil_db.CivilDb, rows: int = ROWS) -> Book:
    database.create("khai_sinh", raw_columns("birth"))
    database.index("khai_sinh")

    def make(life: Life) -> CivilDb:
        made = CivilDb(Connection(str(folder / "civil.sqlite")), clock=life)
        made.rows_per_query = rows
        return made

    return Book(lambda key, moment, value: database.put("khai_sinh", [(key, {"so": value}, moment)]), make)


def desk(store: Dossiers, url: str) -> Book:
    def make(life: Life) -> OneStop:
        made = OneStop(Connection(url, *credentials()["onestop"]), limits=QUICK, clock=life)
        made.rows_per_request = ROWS
        return made

    return Book(lambda key, moment, value: store.put([(key, moment, {"so": value})]), make)


@pytest.fixture(params=["civil_db", "onestop"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Book]:
    if request.param == "civil_db":
        with closing(civil_db.CivilDb(tmp_path / "civil.sqlite")) as database:
            yield civil(tmp_path, database)
        return
    with (
        closing(Dossiers(tmp_path / "one.sqlite")) as store,
        served({"onestop": onestop.app(store, credentials()["onestop"])}) as urls,
    ):
        yield desk(store, urls["onestop"])


def test_a_row_committed_late_with_an_older_stamp_comes_next_time(book: Book) -> None:
    book.life.seconds = 1000
    for number in range(8):
        book.put(f"k{number}", at(999 + number / 10), "1")
    found, watermark = book.read(None)
    assert len(found) == 8  # also those younger than the lag
    assert watermark == stamp(START + timedelta(seconds=1001) - LAG)
    book.put("late", at(998), "1")
    assert "late" in book.read(watermark)[0]


def test_a_long_reading_moves_the_watermark_no_further_than_its_beginning(book: Book) -> None:
    """A page takes ten minutes; a row is committed behind the cursor, and the last page holds one from long after that."""
    book.life.seconds, book.life.step = 400, 600
    for number in range(ROWS):
        book.put(f"k{number}", at(985 + number), "1")
    book.life.due.append((1010, lambda: book.put("late", at(980), "1")))
    book.life.due.append((1500, lambda: book.put("new", at(1500), "1")))
    first, watermark = book.read(None)
    assert set(first) == {"k0", "k1", "k2", "new"}
    assert "late" in book.read(watermark)[0]


def test_a_listing_that_grows_while_it_is_read_ends(book: Book) -> None:
    grown = iter(range(10_000))

    def grow() -> None:
        for _ in range(2 * ROWS):
            book.put(f"new{next(grown):05d}", at(book.life.seconds - 0.5), "1")

    book.life.seconds, book.life.each = 1000, grow
    for number in range(10):
        book.put(f"k{number}", at(number), "1")
    found, watermark = book.read(None)
    assert {f"k{number}" for number in range(10)} <= set(found)
    assert next(grown) < 20 * ROWS
    book.life.each = lambda: None
    again, _ = book.read(watermark)
    made = {f"new{number:05d}" for number in range(next(grown) - 1)}
    assert made <= set(found) | set(again)


def test_rows_of_the_future_are_read_to_the_end_however_many(book: Book) -> None:
    for number in range(4 * ROWS):
        book.put(f"far{number:02d}", at(10**8 + number), "1")
    assert len(book.read(None)[0]) == 4 * ROWS


def test_rows_that_move_while_pages_are_read_are_not_lost(book: Book) -> None:
    for number in range(12):
        book.put(f"k{number:02d}", at(number), "1")
    book.life.seconds = 1000

    def move() -> None:
        for number in range(12):  # read already, or still to be read: all go to the end
            book.put(f"k{number:02d}", at(1001 + number / 100), "2")

    book.life.due.append((1002, move))
    first, watermark = book.read(None)
    second, _ = book.read(watermark)
    assert set(first | second) == {f"k{number:02d}" for number in range(12)}
    assert all('"2"' in raw for raw in second.values())
    assert len(second) == 12


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 30),  # which record
        st.integers(0, 900),  # when it is stamped
        st.integers(0, int(OVERLAP.total_seconds())),  # how long until it is committed
    ),
    min_size=8,
    max_size=40,
)


@settings(max_examples=40, deadline=None)
@given(CHANGES, st.lists(st.floats(1, 600), min_size=1, max_size=5), st.floats(0.5, 400))
def test_whatever_is_committed_within_the_overlap_arrives(
    changes: list[tuple[int, int, int]], pauses: list[float], step: float
) -> None:
    """Pulls one after the other while transactions run: in the end the newest state of every record was taken."""
    with tempfile.TemporaryDirectory() as folder, closing(civil_db.CivilDb(Path(folder, "civil.sqlite"))) as database:
        book = civil(Path(folder), database, rows=1)
        truth: dict[str, str] = {}

        def commit(key: str, stamped: int, value: str) -> None:
            truth[key] = value
            book.put(key, at(stamped), value)

        def due(number: int, which: int, stamped: int, lasting: int) -> tuple[float, Callable[[], None]]:
            return stamped + lasting, lambda: commit(f"k{which}", stamped, str(number))

        book.life.step = step
        book.life.due = [due(number, *change) for number, change in enumerate(changes)]
        taken, watermark = book.read(None)
        for pause in pauses:
            book.life.pass_to(book.life.seconds + pause)
            found, watermark = book.read(watermark)
            taken |= found
        book.life.pass_to(10_000)
        found, _ = book.read(watermark)
        taken |= found
        assert {key: f'"so":"{value}"' in taken.get(key, "") for key, value in truth.items()} == dict.fromkeys(
            truth, True
        )


@given(st.one_of(st.text(max_size=30), st.none(), st.integers(), st.datetimes().map(str)))
def test_no_stamp_moves_the_watermark_beyond_the_bound_or_breaks_it(told: object) -> None:
    bound = Bound(lambda: START)
    assert bound.reached("", [told]) <= stamp(START - LAG)
    assert bound.passed(told) is False


def test_how_many_there_are_is_asked_of_systems_that_know(book: Book) -> None:
    assert book.source.size(book.contract) == 0
    for number in range(5):
        book.put(f"k{number}", at(number), "1")
    assert book.source.size(book.contract) == 5
    assert book.source.complete


def test_a_system_that_does_not_say_how_many_has_no_size() -> None:
    with hostile() as bad:
        source = OneStop(Connection(bad.url, "a", "b"), limits=QUICK)
        for status, told in (
            (200, ""),
            (200, ',"total":null'),
            (200, ',"total":"many"'),
            (200, ',"total":true'),
            (400, ""),
        ):
            told += "" if told or status == 400 else ',"total":-1'
            body = b'{"items":[]' + told.encode() + b"}"
            bad.answer = lambda path, _, status=status, body=body: (
                (200, {}, b'{"access_token":"t"}') if "oauth" in path else (status, {}, body)
            )
            assert source.size("dossier") is None
