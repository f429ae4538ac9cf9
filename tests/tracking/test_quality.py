"""The figures of quality: every judged version counted once, under its unit, on its day; and what people said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relay.errors import FatalError
from relay.store import Store
from relay.store.desk_tables import quality_figure, quality_review
from relay.store.tables import VERSIONS_PER_BATCH, batch, content, violation
from tracking.quality.figures import keep
from tracking.quality.report import Choice, newest_day, report
from tracking.quality.review import review, review_of, unreviewed
from tracking.quality.trend import nights

DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)

#: unit, then (rule, field, severity) of what is wrong
Judged = tuple[str | None, Sequence[tuple[str, str, str]]]
BAD = ("birth.born_in_future", "born_on", "critical")
ODD = ("birth.signer_present", "signer", "warning")
NOTED = ("birth.dossier_linked", "dossier_code", "info")


def night(store: Store, versions: Sequence[Judged], at: datetime = NOON, **changes: str) -> None:
    """A batch that was judged: its versions with their units and violations."""
    row = {"flow": "birth", "source": "civil_db", "run_id": "r", "step": "staged", **changes}
    with store.begin() as tx:
        made = batch.insert().values(pulled=len(versions), unchanged=0, pulled_at=at, **row).returning(batch.c.batch_id)
        first = tx.execute(made).scalar_one() * VERSIONS_PER_BATCH
        for number, (unit, wrong) in enumerate(versions, first):
            named = {
                "version_id": number,
                "flow": row["flow"],
                "natural_key": str(number),
                "unit": unit,
                "payload": "{}",
            }
            tx.execute(content.insert().values(named))
            for rule, field, severity in wrong:
                found = {"version_id": number, "rule": rule, "field": field, "severity": severity}
                tx.execute(violation.insert().values(found))


def figures(store: Store) -> dict[tuple[str, ...], tuple[int, int]]:
    with store.read() as tx:
        rows = tx.execute(sa.select(quality_figure)).fetchall()
    return {(one.day, one.flow, one.source, one.unit, one.rule): (one.evaluated, one.failed) for one in rows}


def test_versions_are_counted_under_flow_source_unit_and_rule(store: Store) -> None:
    other = (BAD[0], "child_name", "critical")
    night(store, [("16690", [BAD, other, ODD]), ("16690", [NOTED]), ("17272", []), (None, [ODD])])
    assert keep(store, DAY) == 4
    day, rest = DAY.isoformat(), ("birth", "civil_db")
    assert figures(store) == {
        (day, *rest, "16690", ""): (2, 1),
        (day, *rest, "16690", BAD[0]): (2, 1),
        (day, *rest, "16690", ODD[0]): (2, 1),
        (day, *rest, "17272", ""): (1, 0),
        (day, *rest, "unknown", ""): (1, 0),
        (day, *rest, "unknown", ODD[0]): (1, 1),
    }


def test_counting_again_changes_nothing_and_another_day_is_left_alone(store: Store) -> None:
    night(store, [("16690", [BAD])])
    night(store, [("16690", [])] * 3, NOON - timedelta(days=1))
    keep(store, DAY - timedelta(days=1))
    keep(store, DAY)
    once = figures(store)
    assert keep(store, DAY) == 1
    assert figures(store) == once
    assert {key[0]: counts for key, counts in once.items() if key[-1] == ""} == {
        "2026-11-22": (1, 1),
        "2026-11-21": (3, 0),
    }


def test_a_day_begins_and_ends_in_viet_nam(store: Store) -> None:
    for at in (datetime(2026, 11, 21, 17, tzinfo=UTC), datetime(2026, 11, 22, 16, 59, tzinfo=UTC)):
        night(store, [("16690", [])], at)
    for at in (datetime(2026, 11, 21, 16, 59, tzinfo=UTC), datetime(2026, 11, 22, 17, tzinfo=UTC)):
        night(store, [("16690", [])], at)
    assert keep(store, DAY) == 2


def test_what_is_not_judged_yet_or_only_healed_is_not_counted(store: Store) -> None:
    night(store, [("16690", [BAD])], step="normalised")
    night(store, [("16690", [])], run_id="heal-3")
    assert keep(store, DAY) == 0
    assert figures(store) == {}


WRONG = st.lists(st.sampled_from([BAD, ODD, NOTED]), unique=True, max_size=3)
VERSIONS = st.lists(st.tuples(st.sampled_from(["16690", "17272", None]), WRONG), max_size=12)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(VERSIONS, max_size=3))
def test_the_units_add_up_to_what_was_judged_and_held(store: Store, batches: list[list[Judged]]) -> None:
    with store.begin() as tx:
        for table in (batch, content, violation):
            tx.execute(table.delete())
    for versions in batches:
        night(store, versions)
    every = [one for versions in batches for one in versions]
    assert keep(store, DAY) == len(every)
    expected = Counter(rule for _, wrong in every for rule, _, severity in wrong if severity != "info")
    expected[""] = sum(BAD in wrong for _, wrong in every)
    found: Counter[str] = Counter()
    for key, (judged, failed) in figures(store).items():
        assert 0 <= failed <= judged
        found[key[-1]] += failed
    assert +found == +expected


def test_the_report_says_what_is_worst_and_what_is_new(store: Store) -> None:
    night(store, [("16690", [ODD])] * 4, NOON - timedelta(days=2))
    night(store, [("16690", [BAD, ODD]), ("16690", []), ("17272", [BAD]), ("17272", [ODD])])
    night(store, [("H1", [])] * 4, flow="encounter", source="drop")
    for back in (2, 0):
        keep(store, DAY - timedelta(days=back))
    found = report(store, DAY)
    assert found.before == DAY - timedelta(days=2)
    assert (found.whole.judged, found.whole.held, found.whole.rate) == (8, 2, 75.0)
    worst, best = found.flows
    assert (worst.name, worst.rate) == ("birth", 50.0)
    assert (best.name, best.rate) == ("encounter", 100.0)
    assert [(one.name, one.rate) for one in found.sources] == [("civil_db", 50.0), ("drop", 100.0)]
    assert [(one.name, one.flow, one.rate) for one in found.units][-1] == ("H1", "encounter", 100.0)
    assert [(one.rule, one.failed, one.units, one.before) for one in found.causes] == [
        (BAD[0], 2, 2, 0),
        (ODD[0], 2, 2, 4),
    ]
    assert [one.rule for one in found.fresh] == [BAD[0]]
    assert [one.failed for one in report(store, DAY, Choice(unit="17272")).causes] == [1, 1]
    assert newest_day(store, DAY + timedelta(days=9)) == DAY


def test_on_the_first_night_nothing_is_new(store: Store) -> None:
    night(store, [("16690", [BAD])])
    keep(store, DAY)
    assert report(store, DAY).before is None
    assert report(store, DAY).fresh == []


def test_the_trend_goes_from_night_to_night(store: Store) -> None:
    for back, wrong in ((40, [BAD]), (3, [BAD]), (0, [])):
        at = NOON - timedelta(days=back)
        night(store, [("16690", wrong), ("17272", [])], at)
        keep(store, DAY - timedelta(days=back))
    assert [(one.day, one.rate) for one in nights(store, DAY)] == [(DAY - timedelta(days=3), 50.0), (DAY, 100.0)]
    assert [one.rate for one in nights(store, DAY, Choice(unit="16690"))] == [0.0, 100.0]


def test_a_review_is_kept_replaced_and_told_to_the_audit_log(store: Store) -> None:
    night(store, [("16690", [])])
    keep(store, DAY)
    assert unreviewed(store, DAY, 7) == [DAY]
    review(store, DAY, "a", "needs_work", "Hai xã cần xem lại.")
    review(store, DAY, "b", "accepted", "")
    kept = review_of(store, DAY)
    assert kept is not None
    assert (kept.reviewer, kept.decision) == ("b", "accepted")
    assert unreviewed(store, DAY, 7) == []
    with store.read() as tx:
        assert tx.execute(sa.text("SELECT count(*) FROM audit_event WHERE kind = 'quality_reviewed'")).scalar() == 2


@pytest.mark.parametrize(("decision", "comment"), [("maybe", "x"), ("needs_work", "  "), ("accepted", "x" * 2001)])
def test_a_word_that_cannot_be_kept_is_refused(store: Store, decision: str, comment: str) -> None:
    night(store, [("16690", [])])
    keep(store, DAY)
    with pytest.raises(FatalError):
        review(store, DAY, "a", decision, comment)
    with store.read() as tx:
        assert tx.execute(sa.select(quality_review)).fetchall() == []


def test_a_day_without_a_report_cannot_be_reviewed(store: Store) -> None:
    with pytest.raises(FatalError, match="no quality report"):
        review(store, DAY, "a", "accepted", "")
