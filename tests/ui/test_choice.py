"""Finding, ordering and paging a table: nothing is lost, nothing doubled, whatever is asked."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from ui.choice import ROWS, leaf, ordered, plain
from ui.table import Column, Table, as_csv

numbers = st.lists(st.one_of(st.none(), st.integers()))


@given(numbers, st.booleans())
def test_ordering_keeps_every_row_and_puts_the_empty_ones_last(values: list[int | None], falling: bool) -> None:
    rows = [{"left": value} for value in values]
    found = [row["left"] for row in ordered(rows, "-left" if falling else "left", ["left"])]
    known = [value for value in values if value is not None]
    assert found == sorted(known, reverse=falling) + [None] * values.count(None)


@given(st.integers(0, 400))
def test_the_leaves_of_a_table_are_the_table(count: int) -> None:
    rows = [{"n": number} for number in range(count)]
    pages = leaf(rows, 1).pages
    assert [row for page in range(1, pages + 1) for row in leaf(rows, page).rows] == rows
    assert leaf(rows, pages + 5).page == pages
    assert len(leaf(rows, 1).rows) <= ROWS


@given(st.text())
def test_searching_forgives_signs_and_capitals(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_names_are_found_without_their_signs() -> None:
    assert plain("Phường Trường Vinh") == "phuong truong vinh"
    assert plain("ĐỒNG ĐẶNG") == "dong dang"


@settings(deadline=None)
@given(st.builds(str.__add__, st.sampled_from("=+-@"), st.text()))
def test_no_cell_of_a_file_is_a_formula(text: str) -> None:
    table = Table("t", "t", (Column("a", ("a", "a")),), [{"a": text}])
    rows = list(csv.reader(io.StringIO(as_csv(table, "vi").decode("utf-8-sig"), newline="")))
    assert rows[1:] == [[f"'{text}"]]
