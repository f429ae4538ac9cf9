"""The column expressions read exactly what schemas.dates and schemas.names read, one value at a time."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.mapping import readings
from connectors.mapping.readings import Reading
from connectors.mapping.spelling import clean
from schemas import dates
from schemas.names import mend

DIGITS = st.text("0123456789/ :-", max_size=19)
LOCAL = st.builds("{}/{}/{}".format, st.integers(0, 40), st.integers(0, 14), st.integers(1795, 2205))
PARTIAL = (
    LOCAL
    | st.builds("{:02d}/{}".format, st.integers(0, 14), st.integers(1795, 2205))
    | st.integers(1790, 2210).map(str)
)
XML = st.builds("{:04d}{:02d}{:02d}".format, st.integers(1790, 2210), st.integers(0, 13), st.integers(0, 32))
CLOCK = st.builds("{:02d}{:02d}".format, st.integers(0, 25), st.integers(0, 61))
LOCAL_CLOCK = st.builds("{:02d}:{:02d}:{:02d}".format, st.integers(0, 25), st.integers(0, 61), st.integers(0, 61))


def column(reading: Callable[[str], Reading], texts: list[str]) -> list[str | int | None]:
    return pl.DataFrame({"x": texts}, schema={"x": pl.String}).select(reading("x").value).to_series().to_list()


def only_days(text: str) -> str | None:
    found = dates.from_local(text)
    return found if found and dates.is_day(found) else None


@pytest.mark.parametrize(
    ("reading", "scalar", "texts"),
    [
        (readings.day, only_days, LOCAL | DIGITS),
        (readings.partial_day, dates.from_local, PARTIAL | DIGITS),
        (readings.local_moment, dates.from_local_moment, st.builds("{} {}".format, LOCAL, LOCAL_CLOCK) | DIGITS),
        (readings.xml_day, dates.from_xml, XML | st.builds("{}{}".format, XML, CLOCK) | DIGITS),
        (readings.xml_moment, dates.from_xml_moment, st.builds("{}{}".format, XML, CLOCK) | DIGITS),
    ],
    ids=["day", "partial_day", "local_moment", "xml_day", "xml_moment"],
)
def test_a_column_reads_what_a_value_reads(
    reading: Callable[[str], Reading], scalar: Callable[[str], str | None], texts: st.SearchStrategy[str]
) -> None:
    @settings(max_examples=40, deadline=None)
    @given(st.lists(texts, min_size=1, max_size=40))
    def agree(written: list[str]) -> None:
        assert column(reading, written) == [scalar(text) for text in written]

    agree()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1234,5", "1234.5"), ("1234", "1234"), ("1.234,5", "1234.5"), ("1.234.567,25", "1234567.25"), ("120.5", "120.5"),
        ("-3,5", "-3.5"), ("0", "0"), ("1.234", None), ("12.34,5", None), ("1,234,5", None), ("1234,5 m2", None), ("", None),
        ("khoảng 120", None), ("1e3", None), ("٣", None),
    ],
)  # fmt: skip
def test_local_decimals_are_read_only_where_they_can_mean_one_thing(written: str, read: str | None) -> None:
    assert column(readings.local_decimal, [written]) == [read]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("08:30", "08:30"),
        ("8:05", "08:05"),
        ("8 giờ 30", "08:30"),
        ("8 giờ 30 phút", "08:30"),
        ("8h30", "08:30"),
        ("24:00", None),
    ],
)
def test_clock_times(written: str, read: str | None) -> None:
    assert column(readings.clock, [written]) == [read]


@pytest.mark.parametrize(
    ("written", "read"), [("8000", 8000), ("8000.0", 8000), ("-1", -1), ("8.000", None), ("8,5", None), ("x", None)]
)
def test_whole_numbers(written: str, read: int | None) -> None:
    assert column(readings.whole, [written]) == [read]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), max_size=20))
def test_every_cell_is_mended_as_a_name_is(cells: list[str]) -> None:
    frame = pl.DataFrame(
        {"version_id": range(len(cells)), "source_id": cells, "x": cells},
        schema={"version_id": pl.Int64, "source_id": pl.String, "x": pl.String},
    )
    made, noted = clean(frame)
    assert made["x"].to_list() == [mend(cell) or None for cell in cells]
    assert made["source_id"].to_list() == cells
    altered = {n for n, cell in enumerate(cells) if mend(cell) not in ("", cell.strip())}
    assert {number for _, _, ids in noted for number in ids.to_list()} == altered
