"""Units through time, on a small table that shows every case and on the national one."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import units
from schemas.units import REARRANGED_ON
from schemas.units_table import Change, Edge, Named, Period, Table, changed

BEFORE, SINCE, LAST_OLD_DAY = "2020-01-01", "2026-01-01", "2025-06-30"


def old(code: str) -> Period:
    return Period(code, f"Xã {code}", "40", None, None, REARRANGED_ON)


def new(code: str) -> Period:
    return Period(code, f"Phường {code}", "40", None, REARRANGED_ON, None)


def small(*changes: Change) -> Table:
    """A goes whole to B; B lives on; C is split; E lives on as a code but went to B."""
    edges = [("A", "B"), ("B", "B"), ("C", "F"), ("C", "B"), ("E", "B")]
    listed = [old("A"), old("B"), old("C"), old("E"), new("B"), new("E"), new("F")]
    return changed(listed, [Edge(a, b, REARRANGED_ON) for a, b in edges], changes, REARRANGED_ON)


def walked(table: Table, code: str, day: str, to: str) -> list[str]:
    meant = table.meant(code, day)
    return [one.id for one in table.walk(meant, to)] if meant else []


@pytest.mark.parametrize(
    ("code", "on", "found"),
    [
        ("A", BEFORE, ["B"]), ("A", SINCE, ["B"]), ("B", BEFORE, ["B"]), ("B", SINCE, ["B"]), ("C", BEFORE, ["F", "B"]),
        ("E", BEFORE, ["B"]), ("E", SINCE, ["E"]), ("F", BEFORE, ["F"]), ("X", SINCE, []), ("E", "2025", ["B"]),
        ("E", REARRANGED_ON, ["E"]),
    ],
)  # fmt: skip
def test_who_answers_since(code: str, on: str, found: list[str]) -> None:
    assert walked(small(), code, on, SINCE) == [f"{one}@{REARRANGED_ON}" for one in found]


def test_going_back_a_merged_unit_is_several_and_one_without_a_past_none() -> None:
    assert walked(small(), "B", SINCE, BEFORE) == ["A@", "B@", "C@", "E@"]
    assert walked(small(), "F", SINCE, BEFORE) == ["C@"]
    assert walked(small(), "E", SINCE, BEFORE) == []


RENAMED = Change("2027-03-01", "1/NQ", [Named("B")], [Named("B", "Phường Bê")])
MERGED = Change("2027-06-01", "2/NQ", [Named("B"), Named("F")], [Named("F", "Phường Ép")])
FOUNDED = Change("2023-01-01", "3/NQ", [Named("A", "Xã A"), Named("Z", "Xã Dét", "40")], [Named("A", "Xã A lớn")])


def test_a_row_added_to_the_changes_is_all_a_later_merger_needs() -> None:
    table = small(RENAMED, MERGED)
    assert walked(table, "A", BEFORE, "2027-02-01") == [f"B@{REARRANGED_ON}"]
    assert walked(table, "A", BEFORE, "2027-04-01") == ["B@2027-03-01"]
    assert walked(table, "C", BEFORE, "2028-01-01") == ["F@2027-06-01"]
    assert walked(table, "F", "2028-01-01", SINCE) == [f"B@{REARRANGED_ON}", f"F@{REARRANGED_ON}"]
    assert [one.name for one in table.periods["B"]] == ["Xã B", "Phường B", "Phường Bê"]


def test_an_earlier_merger_is_read_backwards_from_the_list_it_led_to() -> None:
    table = small(FOUNDED)
    assert [(one.name, one.valid_from, one.valid_to) for one in table.periods["Z"]] == [("Xã Dét", None, "2023-01-01")]
    assert walked(table, "Z", BEFORE, SINCE) == [f"B@{REARRANGED_ON}"]
    assert table.on("A", "2022-12-31").name == "Xã A"  # type: ignore[union-attr]
    assert table.on("A", "2024-01-01").name == "Xã A lớn"  # type: ignore[union-attr]


def test_a_change_of_a_unit_nobody_describes_is_refused() -> None:
    with pytest.raises(ValueError, match="names Q on 2027-01-01"):
        small(Change("2027-01-01", "4/NQ", [Named("Q")], [Named("B"), Named("Q")]), RENAMED)


def test_a_change_that_begins_what_stood_already_is_refused() -> None:
    with pytest.raises(ValueError, match="begins B on 2027-03-01"):
        small(Change("2027-03-01", "4/NQ", [Named("F")], [Named("B")]))


def test_a_part_that_goes_to_a_neighbour_is_two_rows_of_one_day() -> None:
    apart = Change("2027-03-01", "1/NQ", [Named("F")], [Named("F"), Named("B")])
    table = small(RENAMED, apart)
    assert walked(table, "F", SINCE, "2027-03-01") == ["F@2027-03-01", "B@2027-03-01"]
    assert walked(table, "B", SINCE, "2027-03-01") == ["B@2027-03-01"]


def test_the_national_table_has_a_later_change_by_one_more_row() -> None:
    row = Change("2027-01-01", "9/NQ-UBTVQH16", [Named("16690"), Named("16708")], [Named("16690", "Phường Vinh")])
    table = units.build([*units.changes(), row])
    assert walked(table, "17902", BEFORE, "2027-01-01") == ["16690@2027-01-01"]
    assert table.on("16708", "2027-01-01") is None
    assert walked(table, "16690", "2027-01-01", SINCE) == ["16690@2025-07-01", "16708@2025-07-01"]


@pytest.mark.parametrize(
    ("day", "level", "count"),
    [
        (LAST_OLD_DAY, 5, 10_035), (REARRANGED_ON, 5, 3_321), (LAST_OLD_DAY, 2, 63), (REARRANGED_ON, 2, 34),
        (LAST_OLD_DAY, 3, 696), (REARRANGED_ON, 3, 0), ("2024-11-30", 3, 697),
    ],
)  # fmt: skip
def test_the_national_table_is_whole(day: str, level: int, count: int) -> None:
    assert len(units.units_on(day, level)) == count


@pytest.mark.parametrize(
    ("province", "before", "after", "today", "split"),
    [("40", 412, 130, "40", 0), ("49", 233, 78, "48", 0), ("22", 171, 54, "22", 12)],
)
def test_the_three_provinces(province: str, before: int, after: int, today: str, split: int) -> None:
    communes = [one.code for one in units.units_on(LAST_OLD_DAY) if one.province == province]
    became = {new for code in communes for new in units.walk(code, LAST_OLD_DAY, SINCE)}
    assert (len(communes), len(became)) == (before, after)
    assert sum(units.is_split(code) for code in communes) == split
    assert {units.province_on(code, SINCE) for code in became} == {today} == {units.province_successor(province)}


def test_every_province_has_one_that_answers_today() -> None:
    old_provinces = [one.code for one in units.units_on(LAST_OLD_DAY, 2)]
    found = Counter(units.province_successor(code) for code in old_provinces)
    assert len(found) == 34
    assert sum(found.values()) == 63
    assert units.predecessors("48", REARRANGED_ON) == ("48", "49")


def test_vinh_was_enlarged_before_the_districts_went() -> None:
    assert units.walk("413", "2024-11-30", "2024-12-01") == ("412",)
    assert units.predecessors("412", "2025-01-01") == ("412", "413")
    nghi_phong = units.periods("17902")
    assert [(one.district, one.valid_to) for one in nghi_phong] == [("429", "2024-12-01"), ("412", REARRANGED_ON)]
    assert units.name_of("16702", "2024-11-30") == "Xã Nghi Phú"
    assert set(units.walk("412", "2025-01-01", SINCE)) == {"16681", "16690", "16702", "16708", "16732", "17920"}


def test_every_period_and_edge_cites_a_decision_known_before_it_took_effect() -> None:
    cited = units.decrees()
    for edge in units.table().edges:
        assert cited[edge.decree].issued <= edge.on
        assert cited[edge.decree].effective == edge.on
    for found in units.table().periods.values():
        for one in found:
            assert one.ended_by in cited or one.valid_to is None
            assert one.decree in cited or one.valid_from is None


@pytest.mark.parametrize(
    ("known", "communes", "answers"),
    [("2024-01-01", 10_035, ("17902",)), ("2025-06-17", 3_321, ("16708",)), (None, 3_321, ("16708",))],
)
def test_what_was_known_then_is_another_question_than_what_was_so(
    known: str | None, communes: int, answers: tuple[str, ...]
) -> None:
    table = units.table(known)
    found = [code for code in table.periods if len(code) == 5 and table.on(code, SINCE)]
    assert len(found) == communes
    meant = table.meant("17902", BEFORE)
    assert meant is not None
    assert tuple(one.code for one in table.walk(meant, SINCE)) == answers
    assert meant.valid_to == (None if known == "2024-01-01" else "2024-12-01")


def test_names_through_time() -> None:
    assert units.name_of("00004") == "Phường Ba Đình"
    assert units.name_of("00004", BEFORE) == "Phường Trúc Bạch"
    assert units.name_of("00001") is None
    assert units.last_name("00001") == "Phường Phúc Xá"
    assert units.name_of("22", "2026-08-31") == "Tỉnh Quảng Ninh"
    assert units.name_of("22", "2026-09-01") == "Thành phố Quảng Ninh"
    assert units.current_unit("00001") == "00097"
    assert units.exists("00001")
    assert not units.exists("99999")
    assert not units.exists("412")


@pytest.mark.parametrize(
    ("unit", "then", "day", "place"),
    [
        ("16708", "17902@", "2024-06-15", "17902"), ("16708", "17902@", "2025-06-15", "17902"),
        ("16708", "17902@", SINCE, "16708"), ("16708", "16708@2025-07-01", "2025-06-15", None),
        (None, "06886@", "2025-06-15", "06886"), (None, "06886@", SINCE, None), ("06970", "06886@>06970@2025-07-01", SINCE, "06970"),
        ("06970", "06886@>06970@2025-07-01", "2025-06-15", "06886"),
        ("school", None, "2025-06-15", "school"), (None, None, SINCE, None), ("06862", "06886@2020-02-02", "2025-01-01", "06886"),
    ],
)  # fmt: skip
def test_where_a_record_counts(unit: str | None, then: str | None, day: str, place: str | None) -> None:
    assert units.placed(unit, then, day) == place


@given(st.sampled_from(sorted(units.all_codes())), st.sampled_from(["2023-05-05", "2025-01-01", SINCE]))
def test_walking_there_and_back_comes_home(code: str, day: str) -> None:
    for there in units.walk(code, day, SINCE):
        meant = units.table().meant(code, day)
        assert meant is not None
        if meant.valid_on(day):
            assert code in units.walk(there, SINCE, day)
