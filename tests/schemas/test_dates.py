"""Dates: the calendar is real, precision survives, and every spelling goes there and back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import dates

FIRST, LAST = date(1800, 1, 1), date(2199, 12, 31)
DAYS = st.dates(FIRST, LAST)
SECONDS = st.integers(0, int(timedelta(days=146_097).total_seconds()) - 1)
MOMENTS = SECONDS.map(lambda seconds: datetime.combine(FIRST, time()) + timedelta(seconds=seconds))
PARTIALS = st.tuples(DAYS.map(date.isoformat), st.sampled_from([4, 7, 10])).map(lambda found: found[0][: found[1]])


def shown(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes" if moment.second == 0 else "seconds")


def test_the_pattern_holds_every_day_of_four_centuries_and_no_other() -> None:
    real = {(FIRST + timedelta(days=n)).isoformat() for n in range((LAST - FIRST).days + 1)}
    written = (f"{y}-{m:02d}-{d:02d}" for y in range(1795, 2206) for m in range(14) for d in range(33))
    assert {text for text in written if dates.is_day(text)} == real


@given(PARTIALS)
def test_a_partial_date_goes_to_the_local_spelling_and_back(iso: str) -> None:
    assert dates.is_partial(iso)
    assert dates.from_local(dates.to_local(iso)) == iso
    assert dates.precision(iso) == {4: "year", 7: "month", 10: "day"}[len(iso)]


@given(PARTIALS)
def test_a_partial_date_goes_to_the_health_spelling_and_back(iso: str) -> None:
    assert dates.from_xml(iso.replace("-", "").ljust(8, "0")) == iso
    assert dates.from_xml(iso.replace("-", "").ljust(12, "0")) == iso


@given(MOMENTS)
def test_a_moment_goes_to_the_portals_spelling_and_back(moment: datetime) -> None:
    iso = shown(moment)
    assert dates.is_moment(iso)
    assert dates.from_compact(dates.compact(iso)) == iso
    assert dates.from_local_moment(f"{moment:%d/%m}/{moment.year} {moment:%H:%M:%S}") == iso


@given(MOMENTS)
def test_a_moment_of_the_health_files(moment: datetime) -> None:
    assert dates.from_xml_moment(f"{moment.year}{moment:%m%d%H%M}") == shown(moment.replace(second=0))


@given(st.text(max_size=20))
def test_no_text_makes_a_reader_raise_or_lie(text: str) -> None:
    for read in (dates.from_local, dates.from_xml):
        found = read(text)
        assert found is None or dates.is_partial(found)
    for read in (dates.from_local_moment, dates.from_xml_moment, dates.from_compact):
        found = read(text)
        assert found is None or dates.is_moment(found)


@pytest.mark.parametrize(
    "text", ["31/02/2024", "29/02/2023", "00/01/2024", "1/13/2024", "12/05/24", "12-05-2024", "", "0/2024", "٣/2024"]
)
def test_impossible_local_dates(text: str) -> None:
    assert dates.from_local(text) is None


@pytest.mark.parametrize("text", ["20230229", "20231301", "20230012", "2023", "202301011", "202301012460"])
def test_impossible_health_dates(text: str) -> None:
    assert dates.from_xml_moment(text) is None


@pytest.mark.parametrize("text", ["2024-02-30", "2024-13", "24", "2024-1-1", "2024-01-01T00:00", "2024-01-01\n"])
def test_what_is_no_content_date(text: str) -> None:
    assert not dates.is_partial(text)
