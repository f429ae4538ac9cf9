"""What the night counts of dossiers: when one is in time, what each metric counts, by unit and period, on both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relay.store import Store
from relay.store.figure_tables import index_figure, open_dossier
from tests.records.dossier import component, fee, good, result, supplement
from tests.tracking.filling import Filling
from tracking.indices.counting import Tally
from tracking.indices.keep import demand, keep
from tracking.indices.prepare import frame_of
from tracking.indices.reading import facts
from tracking.indices.rules import Procedure, Rules

DAY = date(2026, 11, 23)
CATALOGUE = {
    "1.001193": Procedure(online="full", fee=True, days=3),
    "1.000894": Procedure(online="partial", fee=True, days=5),
    "2.000815": Procedure(paper=False),
}
RULES = Rules(catalogue=CATALOGUE)
Figures = dict[tuple[str, str, str], tuple[float, float]]


def dossier(**changes: Any) -> dict[str, Any]:
    """Received on Thursday 1 October 2026 at 08:00, due on the 6th at 17:00, settled on the 2nd."""
    return {**good(1), "officer": "CB01", "electronic_steps": 5, "cashless": "1", **changes}


def still_open(**changes: Any) -> dict[str, Any]:
    return dossier(status="4", finished_at=None, returned_at=None, results=[], **changes)


def counted(*dossiers: Mapping[str, Any], rules: Rules = RULES, day: date = DAY, unit: str = "H41.15") -> Figures:
    tally = Tally(rules, day)
    rows = [(n, f"k{n}", unit, True, *facts(msgspec.json.encode(one).decode())) for n, one in enumerate(dossiers)]
    tally.add(frame_of(rows))
    return figures_of(tally)


def figures_of(tally: Tally) -> Figures:
    return {(period, unit, metric): (n, d) for period, unit, metric, n, d in tally.figures().rows()}


def stored(store: Store) -> Figures:
    with store.read() as tx:
        rows = tx.execute(sa.select(index_figure))
        return {(row.period, row.unit, row.metric): (row.numerator, row.denominator) for row in rows}


#: Why, the dossier, in time in October, in time in the whole year (as of 23 November).
IN_TIME: Sequence[tuple[str, dict[str, Any], bool, bool]] = [
    ("settled before the promise", dossier(), True, True),
    ("settled at the promised minute", dossier(finished_at="2026-10-06T17:00"), True, True),
    ("settled a minute late", dossier(finished_at="2026-10-06T17:01"), False, False),
    ("settled (9) counts before handed over (10)", dossier(returned_at="2026-10-09T09:00"), True, True),
    ("no time of settling: handed over in time", dossier(finished_at=None), True, True),
    ("no time of settling: handed over late", dossier(finished_at=None, returned_at="2026-10-07T08:00"), False, False),
    ("handed over in time, but settled late", dossier(finished_at="2026-10-07T08:00"), False, False),
    ("refused in time", still_open() | {"status": "3", "refused_at": "2026-10-05T08:00"}, True, True),
    ("stopped late", still_open() | {"status": "8", "refused_at": "2026-10-08T08:00"}, False, False),
    ("withdrawn in time", still_open() | {"status": "7", "refused_at": "2026-10-05T08:00"}, True, True),
    ("late, less the two days of a supplement",
     dossier(finished_at="2026-10-08T16:00", supplements=[supplement("2026-10-02T08:00", "2026-10-04T08:00")]), True, True),
    ("late, even less the supplement",
     dossier(finished_at="2026-10-08T17:01", supplements=[supplement("2026-10-02T08:00", "2026-10-04T08:00")]), False, False),
    ("two supplements, both taken off",
     dossier(finished_at="2026-10-08T16:00", supplements=[supplement("2026-10-02T08:00", "2026-10-03T08:00"),
                                                         supplement("2026-10-05T08:00", "2026-10-06T08:00")]), True, True),
    ("a supplement never brought takes nothing off",
     dossier(finished_at="2026-10-07T08:00", supplements=[supplement("2026-10-02T08:00", None)]), False, False),
    ("a supplement brought before it was asked for takes nothing off",
     dossier(finished_at="2026-10-07T08:00", supplements=[supplement("2026-10-04T08:00", "2026-10-02T08:00")]), False, False),
    ("waits for papers asked for once, in time",
     still_open(supplements=[supplement("2026-10-05T08:00", None)]) | {"status": "5"}, True, True),
    ("waits for papers asked for once, late",
     still_open(supplements=[supplement("2026-10-07T08:00", None)]) | {"status": "5"}, False, False),
    ("waits for papers asked for twice: late",
     still_open(supplements=[supplement("2026-10-02T08:00", "2026-10-03T08:00"), supplement("2026-10-05T08:00", None)])
     | {"status": "5"}, False, False),
    ("settled after papers were asked for twice",
     dossier(supplements=[supplement("2026-10-01T09:00", None), supplement("2026-10-01T10:00", None)]), True, True),
    ("open, promised within October: measured at its end", still_open(), False, False),
    ("open, promised in November: not late at the end of October, late now",
     still_open(due_at="2026-11-05T17:00"), True, False),
    ("open, promised in December: not late yet", still_open(due_at="2026-12-05T17:00"), True, True),
    ("open with an end that belongs to no status: still open", still_open() | {"finished_at": "2026-10-02T08:00"}, False, False),
    ("no promise, three working days allowed, two used (Thursday to Monday)",
     dossier(due_at=None, finished_at="2026-10-05T17:00"), True, True),
    ("no promise, three allowed, three used", dossier(due_at=None, finished_at="2026-10-06T17:00"), True, True),
    ("no promise, three allowed, four used", dossier(due_at=None, finished_at="2026-10-07T08:00"), False, False),
    ("no promise and no term in the law's catalogue: cannot be told, so not in time",
     dossier(due_at=None, procedure_code="2.000815"), False, False),
    ("a promise that cannot be read is none", dossier(due_at="soon"), True, True),
]  # fmt: skip


@pytest.mark.parametrize(("why", "one", "in_october", "in_the_year"), IN_TIME, ids=[why for why, *_ in IN_TIME])
def test_a_dossier_is_in_time_by_the_rule_of_metric_2_1(
    why: str, one: dict[str, Any], in_october: bool, in_the_year: bool
) -> None:
    found = counted(one)
    assert found["2026-10", "", "on_time"] == (in_october, 1), why
    assert found["2026-Q4", "", "on_time"] == (in_the_year, 1), why
    assert found["2026", "", "on_time"] == (in_the_year, 1), why


def test_a_public_holiday_is_no_working_day() -> None:
    # Received on Tuesday 1 September 2026, settled on Monday the 7th; National Day lies between.
    one = dossier(received_at="2026-09-01T08:00", due_at=None, finished_at="2026-09-07T08:00")
    assert counted(one)["2026-09", "", "on_time"] == (1, 1), "three working days at most"


#: metric, the dossiers, numerator, denominator.
COUNTS: Sequence[tuple[str, Sequence[dict[str, Any]], float, float]] = [
    ("online_dossiers", [dossier(), dossier(channel="1"), dossier(results=[result(None)])], 1, 3),
    ("online_dossiers", [dossier(procedure_code="2.000815", results=[])], 1, 1),
    ("paid_online", [dossier(), dossier(paid_online="2"), dossier(paid_online="0"), dossier(paid_online="0", fees=[])], 2, 3),
    ("paid_online", [dossier(fees=[fee(0)], paid_online="0"), dossier(fees=[fee(0), fee(5000)], paid_online="0")], 0, 1),
    ("paid_online", [dossier(fees=[]), dossier()], 2, 1),
    ("result_available", [dossier(), dossier(results=[]), dossier(procedure_code="2.000815")], 1, 2),
    ("dossier_digitised", [dossier(), dossier(results=[]), dossier(components=[{**component("1"), "link": None}])], 1, 3),
    ("reused", [dossier(), dossier(digitised="0", components=[component("0")]), dossier(digitised=None)], 2, 3),
    ("personal_store", [dossier(), dossier(results=[]), dossier(results=[], components=[{**component("0"), "from_store": "1"}])], 2, 3),
    ("citizen_data_dossiers", [dossier(), dossier(vneid_verified="0"), dossier(vneid_verified="0", database_code="DC")], 2, 3),
    ("early", [dossier(), dossier(finished_at="2026-10-06T08:00"), dossier(finished_at="2026-10-09T08:00"), still_open()], 1, 3),
    ("online", [dossier(), dossier(channel="3"), dossier(channel=None)], 1, 3),
    ("online_full", [dossier(), dossier(channel="1"), dossier(procedure_code="1.000894")], 1, 2),
    ("online_partial", [dossier(), dossier(channel="1"), dossier(procedure_code="1.000894")], 1, 1),
    ("cashless", [dossier(), dossier(paid_online="0"), dossier(paid_online="0", cashless="0"), dossier(fees=[])], 2, 3),
    ("input_digitised", [dossier(components=[component("1"), component("0")]), dossier()], 2, 3),
    ("result_digitised", [dossier(), dossier(results=[result(None)]), still_open()], 1, 2),
    ("components_reused", [dossier(components=[{**component("1"), "reused": "2"}, component("1")])], 1, 2),
    ("components_reused", [dossier(components=[{**component("1"), "replaces": "KQ.1"}])], 1, 1),
    ("other_office", [dossier(), dossier(reception_unit="H41.99.1"), dossier(reception_unit="H41.15"), dossier(reception_unit=None)], 1, 3),
    ("other_office", [dossier(reception_unit="H41.155.1")], 1, 1),
    ("signed_results", [dossier(results=[{**result("x"), "signed": "1"}, {**result("x"), "signed": "0"}]), dossier()], 1, 2),
    ("five_electronic_steps", [dossier(), dossier(electronic_steps=4), dossier(electronic_steps=None), still_open()], 1, 2),
    ("time_saved", [dossier(), dossier(finished_at="2026-10-05T08:00"), dossier(procedure_code="9.999999")], 3, 6),
    ("dossiers_per_officer", [dossier(), dossier(), dossier(officer="CB02"), still_open(officer="CB03"), dossier(officer=None)], 3, 2),
    ("overdue_open", [dossier(), still_open(), still_open(due_at="2026-12-01T17:00"), still_open(due_at=None)], 1, 3),
    ("online_procedures", [dossier()], 2, 3),
    ("online_services_used", [dossier(), dossier(procedure_code="1.000894", channel="1")], 1, 2),
    ("payment_procedures", [dossier(), dossier(procedure_code="1.000894", fees=[]), dossier(procedure_code="9.999999")], 1, 2),
    ("payment_procedures_used", [dossier(), dossier(procedure_code="1.000894", paid_online="0")], 1, 2),
    ("citizen_data_procedures", [dossier(), dossier(), dossier(procedure_code="2.000815", vneid_verified="0")], 1, 3),
]  # fmt: skip


@pytest.mark.parametrize(("metric", "dossiers", "numerator", "denominator"), COUNTS)
def test_each_metric_counts_what_its_formula_says(
    metric: str, dossiers: Sequence[dict[str, Any]], numerator: float, denominator: float
) -> None:
    assert counted(*dossiers)["2026-10", "", metric] == (numerator, denominator)


def test_without_a_catalogue_what_needs_it_is_not_counted_and_the_rest_is() -> None:
    found = {metric for _, _, metric in counted(dossier(), rules=Rules())}
    assert "on_time" in found
    assert not found & {"online_procedures", "online_services_used", "payment_procedures", "online_full", "time_saved"}


def test_units_and_periods_have_lines_of_their_own_and_the_province_has_one() -> None:
    tally = Tally(RULES, DAY)
    for n, (unit, received) in enumerate(
        [("A", "2026-10-31T23:59"), ("A", "2026-11-01T00:00"), ("B", "2025-12-31T10:00")]
    ):
        tally.add(
            frame_of([(n, "k", unit, n != 1, *facts(msgspec.json.encode(dossier(received_at=received)).decode()))])
        )
    found = figures_of(tally)
    assert {(period, unit): pair for (period, unit, metric), pair in found.items() if metric == "dossier_sync"} == {
        ("2026-10", "A"): (1, 1), ("2026-11", "A"): (0, 1), ("2025-12", "B"): (1, 1),
        ("2026-Q4", "A"): (1, 2), ("2025-Q4", "B"): (1, 1), ("2026", "A"): (1, 2), ("2025", "B"): (1, 1),
        ("2026-10", ""): (1, 1), ("2026-11", ""): (0, 1), ("2025-12", ""): (1, 1),
        ("2026-Q4", ""): (1, 2), ("2025-Q4", ""): (1, 1), ("2026", ""): (1, 2), ("2025", ""): (1, 1),
    }  # fmt: skip


DAYS = st.dates(date(2024, 1, 1), DAY)
MOMENTS = st.builds(lambda day, hour: f"{day}T{hour:02d}:30", DAYS, st.integers(0, 23))
ANY = st.builds(
    lambda received, due, end, status, unit, officer: (
        unit, dossier(received_at=received, due_at=due, finished_at=end, status=status, officer=officer)),
    MOMENTS, st.none() | MOMENTS, st.none() | MOMENTS, st.sampled_from("12345678") | st.just("10"),
    st.sampled_from(["A", "B"]), st.sampled_from([None, "C1", "C2"]),
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ANY, max_size=12), st.integers(0, 12))
def test_counting_in_parts_is_counting_at_once_and_units_make_up_the_province(
    dossiers: list[tuple[str, dict[str, Any]]], cut: int
) -> None:
    rows = [(n, "k", unit, True, *facts(msgspec.json.encode(one).decode())) for n, (unit, one) in enumerate(dossiers)]
    whole, parts = Tally(RULES, DAY), Tally(RULES, DAY)
    whole.add(frame_of(rows))
    for part in (rows[:cut], rows[cut:]):
        parts.add(frame_of(part))
    found = figures_of(whole)
    assert figures_of(parts) == found
    for period in {period for period, _, _ in found}:
        both = [found.get((period, unit, "on_time"), (0, 0)) for unit in ("A", "B")]
        assert tuple(map(sum, zip(*both, strict=True))) == found[period, "", "on_time"]
        assert 0 <= found[period, "", "on_time"][0] <= found[period, "", "on_time"][1]
    years = [
        pair for (period, unit, metric), pair in found.items() if len(period) == 4 and not unit and metric == "online"
    ]
    assert sum(whole for _, whole in years) == len(rows), "every dossier is in one year"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda one: st.lists(one) | st.dictionaries(st.text(), one),
        max_leaves=5,
    )
)
def test_a_field_of_any_shape_stops_nothing(value: Any) -> None:
    names = sorted(dossier())
    for name in names:
        read = facts(msgspec.json.encode(dossier(**{name: value})).decode())
        frame_of([(1, "k", "A", True, *read)])


def test_the_night_writes_figures_and_open_dossiers_and_repeating_it_writes_nothing(store: Store) -> None:
    filling = Filling(store)
    at = datetime(2026, 10, 3, tzinfo=UTC)
    filling.record("dossier", "H41.15", [("accepted", False, at)], key="H41.15-20261001-0000001", **dossier())
    filling.record("dossier", "H41.16", [("quarantined", False, None)], key="H41.16-20261001-0000002", **still_open())
    filling.record(
        "dossier", None, [("pending", False, None)], key="H41.17-20261001-0000003", **dossier(received_at="?")
    )
    filling.record("dossier", "H41.15", [("accepted", False, at), ("pending", True, None)], **dossier())
    filling.record("parcel", "H41.15", [("accepted", False, at)], **dossier())

    done = keep(store, RULES, DAY)
    found = stored(store)
    assert {name: done[name] for name in ("dossiers", "undated", "unreadable", "open")} == {
        "dossiers": 3, "undated": 1, "unreadable": 0, "open": 1,
    }  # fmt: skip
    assert found["2026-10", "", "dossier_sync"] == (1, 2)
    assert found["2026-10", "H41.16", "on_time"] == (0, 1)
    with store.read() as tx:
        [one] = tx.execute(sa.select(open_dossier)).fetchall()
    assert (one.natural_key, one.unit, one.officer, one.status) == ("H41.16-20261001-0000002", "H41.16", "CB01", "4")
    assert (one.received_on, one.due_on) == ("2026-10-01", "2026-10-06")

    assert keep(store, RULES, DAY)["figures"] == 0
    assert stored(store) == found


def test_a_night_follows_what_changed_and_leaves_what_others_wrote(store: Store) -> None:
    filling = Filling(store)
    record_id = filling.record(
        "dossier", "H41.15", [("accepted", False, datetime(2026, 10, 3, tzinfo=UTC))], **still_open()
    )
    petitions = {"period": "2026-10", "unit": "", "metric": "petition_on_time", "numerator": 4, "denominator": 5}
    with store.begin() as tx:
        tx.execute(index_figure.insert().values(petitions))
    keep(store, RULES, DAY)
    with store.begin() as tx:
        payload = msgspec.json.encode(dossier(received_at="2026-09-30T08:00")).decode()
        tx.execute(
            sa.text("UPDATE content SET payload = :payload WHERE version_id = :id"),
            {"payload": payload, "id": record_id},
        )
    keep(store, RULES, DAY)
    found = stored(store)
    assert {period for period, _, metric in found if metric == "on_time"} == {"2026-09", "2026-Q3", "2026"}
    assert found["2026-10", "", "petition_on_time"] == (4, 5)
    with store.read() as tx:
        assert tx.execute(sa.select(sa.func.count()).select_from(open_dossier)).scalar() == 0


def test_a_content_that_is_no_object_is_counted_as_unreadable_and_stops_nothing(store: Store) -> None:
    filling = Filling(store)
    broken = filling.record("dossier", "H41.15", **dossier())
    filling.record("dossier", "H41.15", **dossier())
    with store.begin() as tx:
        tx.execute(sa.text("UPDATE content SET payload = '[1]' WHERE version_id = :id"), {"id": broken})
    done = keep(store, RULES, DAY)
    assert (done["dossiers"], done["unreadable"]) == (1, 1)


def test_what_should_be_synchronised_is_the_larger_of_both_counts(store: Store) -> None:
    filling = Filling(store)
    for _ in range(2):
        filling.record("dossier", "H41.15", [("accepted", False, datetime(2026, 10, 3, tzinfo=UTC))], **dossier())
    told = [("2026-10", 8.0), ("2025", 12.0), ("2026-Q4", 1.0)]
    with store.begin() as tx:
        for period, number in told:
            row = {"period": period, "unit": "", "metric": "dossiers_reported", "numerator": number, "denominator": 1}
            tx.execute(index_figure.insert().values(row))
    keep(store, RULES, DAY)
    found = stored(store)
    assert found["2026-10", "", "dossier_sync"] == (2, 8), "the report says eight"
    assert found["2026-Q4", "", "dossier_sync"] == (2, 2), "we hold more than the report says"
    assert found["2026", "", "dossier_sync"] == (2, 12), "no report: the year before"
    assert found["2026-10", "H41.15", "dossier_sync"] == (2, 2), "nobody reported for the unit"


@pytest.mark.parametrize(("period", "expected"), [("2026-10", 10), ("2026-Q4", 30), ("2026", 120), ("2027-01", 0)])
def test_without_a_report_a_period_is_its_share_of_the_year_before(period: str, expected: float) -> None:
    assert demand({("", "2025"): 120.0}, "", period) == expected
