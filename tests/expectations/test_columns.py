"""The columns rules compare: partial dates at their edges, numbers and personal numbers read, everything else null."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.suite.columns import day, first_day, id_sex, id_year, item, items, last_day, misfit, moment, number
from expectations.suite.units import since, until
from schemas.units import all_codes, valid_on


def one(expression: pl.Expr, text: str | None) -> object:
    """What the expression makes of one value of column x."""
    return pl.DataFrame({"x": [text]}, schema={"x": pl.String}).select(expression).item()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1985", "1985-01-01", "1985-12-31"),
        ("1984-02", "1984-02-01", "1984-02-29"),
        ("1985-06-12", "1985-06-12", "1985-06-12"),
        ("0001", "1700-01-01", "1700-12-31"),
        ("1985-02-30", None, None),
        ("85", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_a_partial_date_is_a_span(text: str | None, first: str | None, last: str | None) -> None:
    found = (one(first_day("x"), text), one(last_day("x"), text))
    assert found == tuple(edge and datetime.fromisoformat(edge) for edge in (first, last))


@given(st.dates())
def test_a_full_date_keeps_its_order_even_where_pandas_has_no_day(when: date) -> None:
    read = one(day("x"), when.isoformat())
    assert isinstance(read, datetime)
    assert read.date() == min(max(when, date(1700, 1, 1)), date(2250, 1, 1))


@pytest.mark.parametrize("text", ["2026-03-01T08:30", "2026-03-01T08:30:59"])
def test_a_moment_is_read_to_the_minute(text: str) -> None:
    assert one(moment("x"), text) == datetime.fromisoformat("2026-03-01T08:30")


@pytest.mark.parametrize("text", ["2026-03-01", "2026-02-29T08:30", "202603010830", None])
def test_what_is_no_moment_is_null(text: str | None) -> None:
    assert one(moment("x"), text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("120.5", 120.5), ("-3", -3.0), ("120,5", None), ("khoảng 120", None), (None, None)]
)
def test_a_decimal_is_read_or_null(text: str | None, value: float | None) -> None:
    assert one(number("x"), text) == value


@pytest.mark.parametrize(
    ("text", "sex", "year"),
    [
        ("040085123456", "1", 1985.0),
        ("040185123456", "2", 1985.0),
        ("040216000001", "1", 2016.0),
        ("040320000001", "2", 2020.0),
        ("186543210", None, None),
        ("0401x5123456", "2", None),
        (None, None, None),
    ],
)
def test_a_personal_number_names_sex_and_year(text: str | None, sex: str | None, year: float | None) -> None:
    assert (one(id_sex("x"), text), one(id_year("x"), text)) == (sex, year)


@pytest.mark.parametrize("on", ["1990-01-01", "2025-06-30", "2025-07-01", "2026-11-22"])
def test_the_life_of_every_commune_code_agrees_with_the_unit_table(on: str) -> None:
    codes = pl.DataFrame({"x": sorted(all_codes())})
    when = pl.lit(datetime.fromisoformat(on))
    begun, ended = since("x").is_null() | (since("x") <= when), until("x").is_not_null() & (until("x") <= when)
    lives = codes.select("x", (begun & ~ended).alias("lives"))
    assert [row for row in lives.rows() if row[1] != valid_on(row[0], on)] == []


LEVELS = {"subject": ("T", "H", "C"), "quality": ("T", "Đ", "C")}


def counted(condition: pl.Expr, *marks: tuple[str | None, ...]) -> int | None:
    """How many of a pupil's marks (group, level, score) meet the condition."""
    names = ("group", "level", "score")
    kind = pl.List(pl.Struct(dict.fromkeys(names, pl.String)))
    given = pl.Series("marks", [[dict(zip(names, mark, strict=True)) for mark in marks]], kind)
    return given.to_frame().select(items("marks", condition)).item()


def test_items_that_break_a_rule_are_counted() -> None:
    score = item("score").cast(pl.Float64, strict=False)
    odd = ~score.is_between(1, 10) | (score % 1 != 0)
    marks = [("subject", "T", one) for one in ("10", "1", "0", "11", "7.5", "bad", None)]
    assert counted(odd, *marks) == 3
    assert counted(odd) == 0


def test_items_of_no_list_are_not_counted() -> None:
    nothing = pl.Series("marks", [None], pl.List(pl.Struct({"score": pl.String}))).to_frame()
    assert nothing.select(items("marks", item("score").is_null())).item() is None


def test_a_value_fits_what_stands_beside_it() -> None:
    wrong = misfit(item("group"), item("level"), LEVELS)
    assert counted(wrong, ("subject", "H", None), ("quality", "Đ", None), ("quality", None, None)) == 0
    assert counted(wrong, ("subject", "Đ", None), ("quality", "H", None), ("skill", "T", None)) == 3
