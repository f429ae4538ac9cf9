"""The nation's figures in their table: under our names, replaced by the next reading, and asked for only once they can be told."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from connectors.national.reporting import Figure, Place
from relay.store import Store
from relay.store.figure_tables import national_figure
from tracking.indices.compare import TOTAL, compare
from tracking.indices.periods import first_day, last_day, months_in
from tracking.national_figures import keep, periods_of

DAY = date(2026, 11, 23)
PLACE = Place(84.2, 16, 63, date(2024, 12, 23))


def rows(store: Store, period: str) -> dict[tuple[str, str], tuple[object, ...]]:
    query = sa.select(national_figure).where(national_figure.c.period == period)
    with store.read() as tx:
        return {(one.unit, one.metric): (one.numerator, one.denominator, one.points) for one in tx.execute(query)}


def test_figures_stand_under_our_names_and_a_code_nobody_knows_is_left_out(store: Store) -> None:
    told = [
        Figure("", "TDGQ", 9308, 10000, 18.62),
        Figure("H41.10", "DOSSIER_SYNC", 5, 6, None),
        Figure("", "NEW", 1, 2, 3),
    ]
    assert keep(store, "2024", PLACE, told, DAY) == 3
    assert rows(store, "2024") == {
        ("", TOTAL): (None, None, 84.2),
        ("", "on_time"): (9308, 10000, 18.62),
        ("H41.10", "dossier_sync"): (5, 6, None),
    }
    found = compare(store, "2024")
    assert (found.score, found.rank, found.of, found.as_of) == (84.2, 16, 63, "2024-12-23")


def test_the_next_reading_replaces_the_period_and_no_other(store: Store) -> None:
    keep(store, "2026", PLACE, [Figure("", "TDGQ", 1, 2, 10.0)], DAY)
    keep(store, "2026-Q4", PLACE, [Figure("", "TDGQ", 3, 4, 15.0)], DAY)
    keep(store, "2026", PLACE, [Figure("", "DOSSIER_SYNC", 5, 6, 5.0)], DAY)
    assert set(rows(store, "2026")) == {("", TOTAL), ("", "dossier_sync")}
    assert rows(store, "2026-Q4")["", "on_time"] == (3, 4, 15.0)


def test_where_the_nation_names_no_day_it_is_that_of_the_reading(store: Store) -> None:
    keep(store, "2026", Place(80.0, 1, 34, None), [], DAY)
    assert compare(store, "2026").as_of == "2026-11-23"


@pytest.mark.parametrize(
    ("day", "periods"),
    [
        (date(2026, 11, 23), ("2026-10", "2026-Q4", "2026")),
        (date(2026, 10, 1), ("2026-09", "2026-Q3", "2026", "2026-Q4")),
        (date(2027, 1, 31), ("2026-12", "2026-Q4", "2026", "2027-Q1", "2027")),
    ],
)
def test_a_month_is_asked_once_it_is_over_and_the_quarter_that_ended_once_more(
    day: date, periods: tuple[str, ...]
) -> None:
    assert periods_of(day) == periods


@given(st.dates(date(2022, 2, 1), date(2099, 12, 31)))
def test_nothing_is_asked_twice_or_before_it_began(day: date) -> None:
    asked = periods_of(day)
    assert len(set(asked)) == len(asked) <= 5
    assert all(first_day(one) <= day for one in asked)
    assert all(last_day(one) < day for one in asked if months_in(one) == 1)
