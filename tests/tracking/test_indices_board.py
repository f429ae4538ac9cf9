"""The board, the ranks, overdue dossiers and the comparison with the nation, read from their tables on both databases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from relay.store import Store
from relay.store.figure_tables import index_figure, national_figure, open_dossier
from tracking.indices import periods as period_names
from tracking.indices.board import board, made, overdue, periods, units_ranked
from tracking.indices.compare import compare
from tracking.indices.rules import Rules

DAY = date(2026, 11, 23)
Counts = Mapping[str, tuple[float, float]]

QUANG_NAM: Counts = {"dossier_sync": (10_000, 10_000), "on_time": (9308, 10_000), "online_dossiers": (4000, 10_000)}


def fill(store: Store, unit: str, counts: Counts, period: str = "2026") -> None:
    rows = [
        {"period": period, "unit": unit, "metric": metric, "numerator": part, "denominator": whole}
        for metric, (part, whole) in counts.items()
    ]
    with store.begin() as tx:
        tx.execute(index_figure.insert(), rows)


def report(store: Store, rows: Mapping[str, Mapping[str, Any]], period: str = "2026") -> None:
    told = {"period": period, "unit": "", "as_of": "2026-11-22", "fetched_at": datetime(2026, 11, 23, tzinfo=UTC)}
    with store.begin() as tx:
        for metric, values in rows.items():
            tx.execute(national_figure.insert().values({**told, "metric": metric, **values}))


def leave_open(store: Store, *rows: tuple[str, str | None, str | None]) -> None:
    """(unit, officer, promised day) of open dossiers."""
    with store.begin() as tx:
        for number, (unit, officer, due) in enumerate(rows, start=1):
            row = {"record_id": number, "natural_key": f"{unit}-{number}", "unit": unit, "officer": officer}
            tx.execute(open_dossier.insert().values(**row, status="4", received_on="2026-10-01", due_on=due))


def test_the_board_shows_the_score_and_beside_it_what_could_be_reached(store: Store) -> None:
    fill(store, "", QUANG_NAM)
    found = board(store, "2026")
    # 1.4: 6; 2.1: 0.9308 × 20 = 18.62; 3.3: 0.40 × 1 / 0.50 × 6 = 4.80. Reachable: 6 + 20 + 6.
    assert (found.points, found.reachable) == (29.42, 32)
    assert [(one.group, one.points, one.reachable, one.max) for one in found.groups] == [
        ("transparency", 6, 6, 18), ("progress", 18.62, 20, 20), ("online", 4.8, 6, 12),
        ("payment", 0, 0, 10), ("digitisation", 0, 0, 22), ("satisfaction", 0, 0, 18),
    ]  # fmt: skip
    assert found.band is not None
    assert found.band.vi == "Xuất sắc", "29.42 of 32 is 91.9 %"
    assert sum(one.max or 0 for one in found.lines) == 100


def test_what_is_not_connected_is_na_and_names_its_source_and_nothing_to_count_is_another_thing(store: Store) -> None:
    fill(store, "", {**QUANG_NAM, "paid_online": (0, 0), "online_procedures": (3, 4)})
    fill(store, "H41.15", {"on_time": (1, 2)})
    whole, unit = board(store, "2026"), board(store, "2026", "H41.15")
    petition = whole.line("petition_on_time")
    assert (petition.points, petition.ratio, petition.flag) == (None, None, "no_source")
    assert petition.note_en == "Not connected: the petition system."
    assert (whole.line("paid_online").points, whole.line("paid_online").flag) == (None, "nothing")
    assert (unit.line("dossier_sync").points, unit.line("dossier_sync").flag) == (None, "nothing")
    assert (unit.line("online_procedures").points, unit.line("online_procedures").flag) == (None, "province")
    assert (unit.points, unit.reachable) == (10, 20)


def test_more_than_all_is_shown_as_it_is_and_flagged_and_bears_the_maximum(store: Store) -> None:
    fill(store, "", {"documents_exchanged": (1040, 1000), "paid_online": (105, 100)})
    exchanged, paid = (board(store, "2026").line(name) for name in ("documents_exchanged", "paid_online"))
    assert (exchanged.ratio, exchanged.flag, exchanged.points) == (1.04, "over", None)
    assert (paid.ratio, paid.flag, paid.points) == (1.05, "over", 6)
    assert "100 %" in paid.note_vi


def test_a_board_of_nothing_has_no_band(store: Store) -> None:
    found = board(store, "2026")
    assert (found.points, found.reachable, found.band) == (0, 0, None)
    assert units_ranked(store, "2026") == []
    assert periods(store) == []


@pytest.mark.parametrize(
    ("metric", "counts", "flag"),
    [
        ("waiting_minutes", (1500, 100), ""),
        ("waiting_minutes", (1600, 100), "below"),
        ("handling_minutes", (1330, 100), ""),
        ("time_saved", (1, 10), "below"),
        ("time_saved", (-3, 10), "below"),
        ("online_dossiers", (1, 10), "below"),
    ],
)
def test_a_target_that_is_missed_is_flagged(metric: str, counts: tuple[float, float], flag: str) -> None:
    assert made("2026", "", {metric: counts}, {metric}).line(metric).flag == flag


@pytest.mark.parametrize(
    ("area", "period", "target", "flag"),
    [("urban", "2026", 1600, "below"), ("rural", "2026", 1200, ""), ("disadvantaged", "2026", 800, ""), ("urban", "2026-Q4", None, "")],
)  # fmt: skip
def test_what_an_officer_should_settle_depends_on_the_area_and_the_declared_period(
    area: str, period: str, target: float | None, flag: str
) -> None:
    rules = Rules.model_validate({"productivity": {"units": {"H41.15": area}}})
    line = made(period, "H41.15", {"dossiers_per_officer": (4500, 3)}, set(), rules).line("dossiers_per_officer")
    assert (line.ratio, line.target, line.flag) == (1500, target, flag)
    assert (
        made(period, "H41.16", {"dossiers_per_officer": (4500, 3)}, set(), rules).line("dossiers_per_officer").target
        is None
    )


def test_units_are_ranked_by_what_they_reached_of_what_they_could(store: Store) -> None:
    fill(store, "", {"on_time": (1, 1), "reused": (1, 1)})
    fill(store, "A", {"on_time": (9, 10)})
    fill(store, "B", {"on_time": (9, 10), "reused": (8, 10)})
    fill(store, "C", {"on_time": (9, 10)})
    fill(store, "D", {"online": (9, 10)})
    # A, C: 18 of 20. B: 18 + 2 of 22. D has no points to reach.
    assert [(one.rank, one.unit, one.points, one.reachable) for one in units_ranked(store, "2026")] == [
        (1, "B", 20, 22), (2, "A", 18, 20), (2, "C", 18, 20), (None, "D", 0, 0),
    ]  # fmt: skip


def test_periods_come_newest_first_and_each_once(store: Store) -> None:
    for unit in ("", "A"):
        for period in ("2025", "2026", "2026-11", "2026-Q4", "2026-10", "2025-12"):
            fill(store, unit, {"on_time": (1, 1), "online": (1, 1)}, period)
    assert periods(store) == ["2026", "2026-Q4", "2026-11", "2026-10", "2025", "2025-12"]


@given(st.dates(date(1900, 1, 1), date(9999, 12, 31)))
def test_a_day_lies_in_its_month_quarter_and_year(day: date) -> None:
    for period, months in zip(period_names.of_day(day), (1, 3, 12), strict=True):
        assert period_names.first_day(period) <= day <= period_names.last_day(period)
        assert period_names.months_in(period) == months
        assert period_names.year_of(period) == day.year


@pytest.mark.parametrize("text", ["", "26", "2026-13", "2026-Q5", "2026-00", "0000", "2026-11-01"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no period"):
        period_names.first_day(text)


def test_a_difference_from_the_nation_is_explained_metric_by_metric(store: Store) -> None:
    ours = {
        "dossier_sync": (1000, 1000), "on_time": (900, 1000), "paid_online": (60, 100), "reused": (80, 100),
        "result_available": (50, 100), "online_procedures": (4, 5), "personal_store": (0, 0),
    }  # fmt: skip
    fill(store, "", ours)
    report(store, {
        "total": {"points": 84.2, "rank": 16, "of": 63},
        "dossier_sync": {"numerator": 950, "denominator": 1000, "points": 5.7},
        "on_time": {"numerator": 850, "denominator": 950, "points": 17.89},
        "paid_online": {"numerator": 60, "denominator": 120, "points": 3.0},
        "reused": {"numerator": 80, "denominator": 100, "points": 1.6},
        "result_available": {"numerator": 40, "denominator": 100, "points": 2.4},
        "online_procedures": {"numerator": 4, "denominator": 5, "points": 2.0},
        "personal_store": {"numerator": 0, "denominator": 0, "points": 0.0},
        "petition_on_time": {"numerator": 9, "denominator": 10, "points": 5.4},
    })  # fmt: skip
    found = compare(store, "2026")
    reasons = {one.metric: one.reason for one in found.differences}
    assert (found.score, found.rank, found.of, found.as_of) == (84.2, 16, 63, "2026-11-22")
    assert reasons["dossier_sync"] == "not_synchronised"
    assert reasons["on_time"] == "not_synchronised"
    assert reasons["paid_online"] == "denominator"
    assert reasons["reused"] == "formula", "80 of 100 bears 2 points here, 1.6 there"
    assert reasons["result_available"] == "numerator"
    assert reasons["online_procedures"] == ""
    assert reasons["personal_store"] == "zero"
    assert reasons["petition_on_time"] == "no_source"
    assert reasons["content_full"] == "not_reported"
    [in_time] = [one for one in found.differences if one.metric == "on_time"]
    assert (in_time.ours, in_time.theirs, in_time.difference) == ((900, 1000), (850, 950), -0.11), "17.89 - 18.00"
    assert compare(store, "2025").differences == []


def test_overdue_dossiers_are_told_by_unit_and_age_and_listed_the_latest_first(store: Store) -> None:
    ages = {"not due": 0, "tomorrow": -1, "one": 1, "five": 5, "six": 6, "fifteen": 15, "thirty": 30, "more": 31}
    rows = [("A", "C1", (DAY - timedelta(days=late)).isoformat()) for late in ages.values()]
    leave_open(store, *rows, ("A", None, None), ("B", "C2", "2026-11-22"))
    found = overdue(store, day=DAY)
    assert found.labels == ("?", "0", "1–5", "6–15", "16–30", ">30")
    assert [(one.name, one.open, one.overdue, one.buckets) for one in found.groups] == [
        ("A", 9, 6, (1, 2, 2, 2, 1, 1)), ("B", 1, 1, (0, 0, 1, 0, 0, 0)),
    ]  # fmt: skip
    assert (found.whole.open, found.whole.overdue) == (10, 7)
    assert [one.late for one in found.dossiers] == [31, 30, 15, 6, 5, 1, 1, 0, -1, None]


def test_of_one_unit_the_officers_are_told(store: Store) -> None:
    leave_open(
        store, ("A", "C1", "2026-11-01"), ("A", "C1", "2026-12-01"), ("A", None, "2026-11-01"), ("B", "C9", None)
    )
    found = overdue(store, "A", day=DAY)
    assert {one.name: (one.open, one.overdue) for one in found.groups} == {"C1": (2, 1), "": (1, 1)}
    assert {one.unit for one in found.dossiers} == {"A"}


def test_pages_hold_each_dossier_once_and_one_too_far_is_empty(store: Store) -> None:
    leave_open(store, *(("A", "C1", f"2026-11-{1 + n % 20:02d}") for n in range(7)))
    pages = [overdue(store, page=page, day=DAY, per_page=3) for page in range(4)]
    assert [one.pages for one in pages] == [3] * 4
    assert sorted(one.key for page in pages for one in page.dossiers) == sorted(f"A-{n}" for n in range(1, 8))
    assert pages[3].dossiers == []


@pytest.mark.parametrize("days", [(1,), (5, 15, 30), (3, 4)])
def test_every_open_dossier_is_of_exactly_one_age(store: Store, days: tuple[int, ...]) -> None:
    leave_open(store, *(("A", "C1", (DAY + timedelta(days=n)).isoformat()) for n in range(-40, 3)), ("A", "C1", None))
    found = overdue(store, day=DAY, days=days)
    assert sum(found.whole.buckets) == found.whole.open == 44
    assert found.whole.overdue == 40
    with store.read() as tx:
        assert tx.execute(sa.select(sa.func.count()).select_from(open_dossier)).scalar() == 44
