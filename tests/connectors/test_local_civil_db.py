"""The civil-status database as a source: read-only, complete, resumable, with '' and NULL told apart."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import polars as pl
import pytest
import sqlalchemy as sa

from connectors.credentials import Connection
from connectors.local.civil_db import CivilDb
from connectors.local.paging import LAG, stamp
from connectors.mapping import layouts, raw_columns
from connectors.mapping.layout import Table
from relay.errors import FatalError, RetryableError
from relay.model import PAGE, Source
from simulators.local import civil_db as simulated

START = datetime(2026, 11, 1, tzinfo=UTC)
COLUMNS = raw_columns("birth")


def at(seconds: int) -> str:
    return stamp(START + timedelta(seconds=seconds))


@pytest.fixture
def made(tmp_path: Path) -> Iterator[simulated.CivilDb]:
    database = simulated.CivilDb(tmp_path / "civil.sqlite")
    for contract, table in layouts(Table).items():
        database.create(table.name, raw_columns(contract))
        database.index(table.name)
    yield database
    database.close()


@pytest.fixture
def source(made: simulated.CivilDb, tmp_path: Path) -> Source:
    return CivilDb(Connection(str(tmp_path / "civil.sqlite")))


def birth(name: str) -> dict[str, str]:
    return {"so": "12/2026", "nks_ho_ten": name, "nks_ngay_sinh": "01/02/2026", "me_ngay_sinh": "1999"}


def test_every_row_is_read_once_in_pages(made: simulated.CivilDb, source: Source) -> None:
    made.put("khai_sinh", ((f"k{n:05d}", birth(f"Trẻ {n}"), at(n // 3000)) for n in range(12_000)))
    source.probe()
    pages = list(source.pull("birth", None))
    assert [page.frame.height for page in pages] == [10_000, 2_000]
    whole = pl.concat(page.frame for page in pages)
    assert dict(whole.schema) == PAGE
    assert whole["source_id"].to_list() == [f"k{n:05d}" for n in range(12_000)]
    raw = msgspec.json.decode(whole["raw"][5])
    assert tuple(raw) == COLUMNS
    assert (raw["nks_ho_ten"], raw["me_ngay_sinh"], raw["ghi_chu"]) == ("Trẻ 5", "1999", "")
    assert [page.watermark for page in pages] == [at(3), at(3)]


def test_null_and_empty_stay_apart_and_raw_has_no_bookkeeping(made: simulated.CivilDb, source: Source) -> None:
    made.put("khai_tu", [("k1", {"nkt_ho_ten": 'Đỗ "Quý" \\ Tỵ'}, at(1))])
    with made.db:
        made.db.execute("UPDATE khai_tu SET ghi_chu = NULL")
    [page] = source.pull("death", None)
    raw = msgspec.json.decode(page.frame["raw"][0])
    assert raw["ghi_chu"] is None
    assert raw["gbt_so"] == ""
    assert raw["nkt_ho_ten"] == 'Đỗ "Quý" \\ Tỵ'
    assert not {"id", "updated_at", "deleted_at"} & set(raw)


def test_deleted_rows_are_tombstones_and_the_watermark_resumes(made: simulated.CivilDb, source: Source) -> None:
    made.put("khai_sinh", [("k1", birth("A"), at(0)), ("k2", birth("B"), at(1000))])
    [page] = source.pull("birth", None)
    made.delete("khai_sinh", [("k1", at(1100))])
    made.put("khai_sinh", [("late", birth("C"), at(900)), ("too_old", birth("D"), at(800))])
    [page] = source.pull("birth", page.watermark)
    assert page.frame.select("source_id", "deleted").rows() == [("late", False), ("k2", False), ("k1", True)]
    assert page.frame["raw"][2] == "{}"
    assert [p.frame.height for p in source.pull("birth", page.watermark, since="2026-11-01")] == [4]


NO_MOMENTS = ("", "hôm qua", "01/11/2026", "0001-01-01T00:00:00.000000Z", "2026-00-00T00:00:00Z", "2026-11-01", "9")
FAR = "9999-12-31T23:59:59.999999-11:00"


def loosen(made: simulated.CivilDb, *stamps: tuple[str, str | None]) -> None:
    """The births again in a table without constraints, then these (id, updated_at)."""
    with made.db:
        made.db.execute("CREATE TABLE loose AS SELECT * FROM khai_sinh")
        made.db.execute("DROP TABLE khai_sinh")
        made.db.execute("ALTER TABLE loose RENAME TO khai_sinh")
        made.db.executemany("UPDATE khai_sinh SET updated_at = ?2 WHERE id = ?1", stamps)


def test_rows_without_a_moment_of_change_are_never_lost_and_move_nothing(
    made: simulated.CivilDb, source: Source
) -> None:
    odd = dict(zip("abcdefg", NO_MOMENTS, strict=True)) | {"null": None}
    made.put("khai_sinh", ((key, birth(key), at(0)) for key in (*odd, "k1", "k2")))
    loosen(made, *odd.items(), ("k1", at(1000)), ("k2", at(2000)))
    [page] = source.pull("birth", None)
    assert sorted(page.frame["source_id"]) == sorted([*odd, "k1", "k2"])
    assert page.watermark == at(2000)
    [again] = source.pull("birth", page.watermark)
    assert sorted(again.frame["source_id"]) == sorted([*odd, "k2"])
    assert again.watermark == at(2000)
    with made.db:
        made.db.execute("DELETE FROM khai_sinh WHERE id LIKE 'k%'")
    [rest] = source.pull("birth", page.watermark)
    assert (rest.frame.height, rest.watermark) == (len(odd), page.watermark)
    with made.db:
        made.db.execute("DELETE FROM khai_sinh WHERE updated_at = '2026-11-01'")  # a day is a moment, if a rough one
    assert [each.watermark for each in source.pull("birth", None)] == [""]


def test_a_far_future_row_does_not_hide_the_next(made: simulated.CivilDb, tmp_path: Path) -> None:
    made.put("khai_sinh", [("k1", birth("A"), at(0)), ("far", birth("B"), FAR), ("far2", birth("C"), at(10**9))])
    soon = START + timedelta(hours=1)
    source = CivilDb(Connection(str(tmp_path / "civil.sqlite")), clock=lambda: soon)
    [page] = source.pull("birth", None)
    assert page.watermark == stamp(soon - LAG)
    made.put("khai_sinh", [("k2", birth("D"), at(3601))])
    [page] = source.pull("birth", page.watermark)
    assert page.frame["source_id"].to_list() == ["k2", "far2", "far"]


@pytest.mark.parametrize("since", ["0001-01-01", "9999-12-31", "hôm qua"])
def test_a_day_off_the_calendar_is_no_day_to_read_from(made: simulated.CivilDb, source: Source, since: str) -> None:
    with pytest.raises(FatalError, match="2026-11-22"):
        list(source.pull("birth", None, since=since))


@pytest.mark.parametrize("url", ["nosuch://u:secret@h/db", "mysql://u:secret@h/db", "postgresql://u:secret@h:port/db"])
def test_an_address_without_its_driver_is_fatal_and_not_repeated(url: str) -> None:
    with pytest.raises(FatalError, match="civil") as caught:
        CivilDb(Connection(url))
    assert "secret" not in f"{caught.value} {caught.value.vi}"
    assert caught.value.ids == {"system": "civil_db"}


def test_a_mistyped_path_is_not_a_night_without_births(tmp_path: Path) -> None:
    with pytest.raises(RetryableError):
        CivilDb(Connection(str(tmp_path / "nowhere.sqlite"))).probe()
    assert list(tmp_path.iterdir()) == []


def test_it_cannot_write(made: simulated.CivilDb, source: Any) -> None:
    with source._connect() as db, pytest.raises(sa.exc.OperationalError, match="readonly"):
        db.exec_driver_sql("DELETE FROM khai_sinh")


def test_a_missing_column_is_fatal_and_named_by_table_only(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.sqlite")) as db, db:
        db.execute("CREATE TABLE khai_sinh (id TEXT, updated_at TEXT, deleted_at TEXT)")
    with pytest.raises(FatalError, match="khai_sinh"):
        CivilDb(Connection(f"sqlite:///{tmp_path}/other.sqlite")).probe()


@pytest.mark.postgres
def test_the_same_rows_from_postgresql(made: simulated.CivilDb, source: Source, postgres_url: str) -> None:
    made.put("khai_sinh", [("k1", birth("Á"), at(0)), ("k2", birth("B"), at(1000))])
    made.delete("khai_sinh", [("k2", at(2000))])
    url = postgres_url.replace("postgresql://", "postgresql+psycopg://", 1)
    columns = [sa.Column("id", sa.Text, primary_key=True)]
    columns += [sa.Column(name, sa.Text) for name in ("updated_at", "deleted_at", *COLUMNS)]
    table = sa.Table("khai_sinh", sa.MetaData(), *columns)
    engine = sa.create_engine(url)
    cursor = made.db.execute("SELECT * FROM khai_sinh")
    names = [column[0] for column in cursor.description]
    with engine.begin() as tx:
        table.create(tx)
        tx.execute(table.insert(), [dict(zip(names, row, strict=True)) for row in cursor])
    engine.dispose()
    other = CivilDb(Connection(url))
    assert [page.frame.rows() for page in other.pull("birth", None)] == [
        page.frame.rows() for page in source.pull("birth", None)
    ]
    with engine.begin() as tx:
        tx.execute(
            table.insert(), [{"id": f"odd{n}", "updated_at": text} for n, text in enumerate((None, *NO_MOMENTS))]
        )
    engine.dispose()
    assert sum(page.frame.height for page in other.pull("birth", at(2000))) == 1 + len(NO_MOMENTS) + 1
    with other._connect() as db, pytest.raises(sa.exc.InternalError, match="read-only"):
        db.exec_driver_sql("DELETE FROM khai_sinh")
