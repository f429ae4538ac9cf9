"""Counts per unit, the day they are asked for, and the JSON of progress, on both databases."""

from __future__ import annotations

from dataclasses import astuple
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relay.delivery.push import push
from relay.delivery.receipts import link
from relay.errors import FatalError
from relay.stages.normalise import normalise
from relay.stages.pull import pull
from relay.stages.stage import stage
from relay.stages.validate import validate
from relay.store import Store, scan_tables, tables
from tests.relay.outside import LedgerEndpoint, ListSource, PlainMapping, judge
from tests.tracking.filling import FLOWS, TODAY, Filling, campaign, plain_names
from tracking.campaigns import local_today
from tracking.counts import Counts, UnitCounts, count_flow
from tracking.progress import measure, progress
from tracking.responsible import serves

MAY_10 = datetime(2025, 5, 10, 3, tzinfo=UTC)
MAY_20 = datetime(2025, 5, 20, 3, tzinfo=UTC)
MAY_31_LAST_SECOND = datetime(2025, 5, 31, 16, 59, 59, tzinfo=UTC)
JUNE_1_FIRST_SECOND = datetime(2025, 5, 31, 17, tzinfo=UTC)


def sum_of(counted: dict[str, UnitCounts]) -> tuple[int, ...]:
    return astuple(sum((one.counts for one in counted.values()), Counts()))


def test_the_engine_s_own_records_are_counted(store: Store) -> None:
    page = [
        (name, value, None, False) for name, value in zip("abcdef", ("1", "2", "3", "bad", "odd", "5"), strict=True)
    ]
    endpoint = LedgerEndpoint(batch_size=10)
    for rows in (page, [("b", "2", None, True), ("c", "bad now", None, False), ("g", "7", None, True)]):
        for batch_id in pull(store, "parcel", ListSource([rows]), "run"):
            normalise(store, "parcel", batch_id, PlainMapping())
            validate(store, "parcel", batch_id, judge)
            stage(store, "parcel", "ledger", batch_id, set)
        push(store, "parcel", endpoint, "run")
    link(store, "parcel", lambda _, keys: set(keys) - {"a"})
    counted = count_flow(store, "parcel", local_today())
    # Live are a, c, d, e, f (b was withdrawn, g never lived); d is refused by the suite, c only in its newer version.
    assert {unit: one.counts for unit, one in counted.items()} == {"U1": Counts(5, 0, 3, 4, 3)}
    assert counted["U1"].daily == {local_today(): 4}


def test_what_counts_and_what_does_not(store: Store) -> None:
    fill = Filling(store)
    fill.accepted(2, MAY_10, linked=True)
    fill.accepted(1, MAY_10, scanned=True)
    for status in ("pending", "waiting", "unknown", "received", "quarantined", "cancelled"):
        fill.open(1, status)
    fill.record(versions=[("accepted", False, MAY_10), ("quarantined", False, None)])  # the nation holds the older one
    fill.record(versions=[("accepted", False, MAY_10), ("accepted", True, MAY_10)])  # deleted everywhere
    fill.record(versions=[("accepted", False, MAY_10), ("pending", True, None)])  # deleted here: no longer a target
    fill.record(
        versions=[("accepted", False, MAY_10), ("accepted", True, MAY_10), ("pending", False, None)]
    )  # came back
    fill.record(unit=None, versions=[("received", False, None)])
    fill.accepted(1, MAY_10, flow="birth")
    counted = count_flow(store, "parcel", TODAY)
    assert counted["16690"].counts == Counts(target=11, digitised=1, validated=7, accepted=4, linked=2)
    assert counted["unknown"].counts == Counts(target=1)
    assert set(counted) == {"16690", "unknown"}


def test_a_past_day_counts_receipts_up_to_its_last_second_in_viet_nam(store: Store) -> None:
    fill = Filling(store)
    fill.accepted(1, MAY_31_LAST_SECOND, linked=True)
    fill.accepted(1, JUNE_1_FIRST_SECOND, linked=True)
    fill.record(versions=[("accepted", False, MAY_10), ("accepted", False, JUNE_1_FIRST_SECOND)])
    fill.record(versions=[("accepted", True, MAY_10), ("accepted", False, JUNE_1_FIRST_SECOND)])
    may_31 = MAY_31_LAST_SECOND.date()
    before = count_flow(store, "parcel", may_31)["16690"]
    assert (before.counts.accepted, before.counts.linked) == (2, 1)
    assert before.daily == {MAY_10.date(): 1, may_31: 1}
    after = count_flow(store, "parcel", may_31 + timedelta(days=1))["16690"]
    assert (after.counts.accepted, after.counts.linked) == (4, 2)
    # A record accepted again was still done on the first day.
    assert after.daily == {MAY_10.date(): 1, may_31: 1, may_31 + timedelta(days=1): 2}
    assert count_flow(store, "parcel", MAY_10.date() - timedelta(days=1))["16690"].counts.accepted == 0


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(FLOWS["civil_status"]),
            st.sampled_from(["00004", "00006", "00008", None]),
            st.sampled_from(["accepted", "pending", "quarantined"]),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_counts_add_up_over_units_and_flows(
    store: Store, tmp_path: Path, rows: list[tuple[str, str | None, str, bool]]
) -> None:
    with store.begin() as tx:
        for table in (tables.record, tables.version, tables.content, tables.receipt, scan_tables.document):
            tx.execute(table.delete())
    fill = Filling(store)
    for flow, unit, status, flag in rows:
        moment = MAY_10 if status == "accepted" else None
        fill.record(flow, unit, [(status, False, moment)], linked=flag, scanned=flag)
    report = measure(store, [campaign(tmp_path, domain="civil_status")], FLOWS, TODAY, plain_names)
    [one] = report.campaigns
    total = sum((line.counts for line in one.units), Counts())
    assert total == one.counts
    assert total.target == len(rows)
    assert total.accepted == sum(status == "accepted" for _, _, status, _ in rows)
    by_flow = [sum_of(count_flow(store, flow, TODAY)) for flow in FLOWS["civil_status"]]
    assert astuple(total) == tuple(map(sum, zip(*by_flow, strict=True)))
    for line in [*one.units, one]:
        assert line.counts.linked <= line.counts.accepted <= line.counts.validated <= line.counts.target
        assert (line.state == "done") == (line.counts.target > 0 and line.counts.accepted == line.counts.target)


def test_targets_in_numbers_cover_the_units_they_name(store: Store, tmp_path: Path) -> None:
    fill = Filling(store)
    fill.accepted(3, MAY_10, unit="00004")
    fill.accepted(9, MAY_10, unit="00006")
    one = campaign(tmp_path, flows=["parcel"], target={"00004": "2", "00008": "5"})
    [found] = progress(store, [one], FLOWS, TODAY, plain_names)["campaigns"]
    assert (found["target"], found["accepted"], found["percent"]) == (7, 3, 42.9)
    lines = {
        line["unit"]: (line["target"], line["accepted"], line["percent"], line["state"]) for line in found["units"]
    }
    assert lines == {"00004": (2, 3, 150.0, "done"), "00008": (5, 0, 0.0, "missed")}


def test_the_json_of_the_public_interface(store: Store, tmp_path: Path) -> None:
    fill = Filling(store)
    fill.accepted(1, MAY_20, unit="00004")
    fill.open(1, unit="00004")
    fill.batch("parcel", pulled=3, unchanged=1)
    given_campaign = campaign(tmp_path, bound="strictly_before")
    assert progress(store, [given_campaign], FLOWS, MAY_20.date(), plain_names) == {
        "as_of": "2025-05-20",
        "conservation": {
            "pulled": 3,
            "received": 0,
            "unchanged": 1,
            "superseded": 0,
            "quarantined": 1,
            "pending": 0,
            "waiting": 0,
            "unknown": 0,
            "accepted": 1,
            "cancelled": 0,
            "holds": True,
        },
        "sectors": [
            {
                "sector": "land",
                "target": 2,
                "accepted": 1,
                "percent": 50.0,
                "forecast": {"p50": None, "p90": None},
            }
        ],
        "campaigns": [
            {
                "campaign": "land-test",
                "domain": "land",
                "start": "2025-05-01",
                "deadline": "2025-06-01",
                "target": 2,
                "accepted": 1,
                "percent": 50.0,
                "state": "at_risk",
                "forecast": {"p50": None, "p90": None},
                "done_on": None,
                "days_early": None,
                "version": 1,
                "change_waits": False,
                "responsible": None,
                "units": [
                    {
                        "unit": "00004",
                        "name": "land 00004",
                        "target": 2,
                        "accepted": 1,
                        "percent": 50.0,
                        "state": "at_risk",
                        "forecast": {"p50": None, "p90": None},
                        "done_on": None,
                        "days_early": None,
                        "clear": {
                            "version": "2025",
                            "owner": "Cán bộ land 00004",
                            "task": "Gửi",
                            "leader": None,
                            "authority": "Chủ tịch",
                            "due": "2025-06-01",
                            "product": "Sổ",
                        },
                    }
                ],
            }
        ],
    }


def test_choosing_units_keeps_the_sums_of_all(store: Store, tmp_path: Path) -> None:
    fill = Filling(store)
    fill.accepted(1, MAY_10, unit="00004")
    fill.open(3, unit="00006")
    campaigns = [campaign(tmp_path), campaign(tmp_path, id="school-test", domain="school")]
    [one] = measure(store, campaigns, FLOWS, TODAY, plain_names, units={"00006"}).campaigns
    assert (one.campaign.id, [line.unit for line in one.units], one.counts.target) == ("land-test", ["00006"], 4)


def test_an_empty_store_has_nothing_to_show_and_says_so(store: Store, tmp_path: Path) -> None:
    [one] = progress(store, [campaign(tmp_path)], FLOWS, TODAY, plain_names)["campaigns"]
    assert (one["target"], one["percent"], one["state"], one["units"]) == (0, None, "not_started", [])


def test_a_campaign_with_a_flow_of_another_domain_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(FatalError, match="land-test names a flow"):
        progress(store, [campaign(tmp_path, flows=["birth"])], FLOWS, TODAY, plain_names)


def test_counting_asks_one_question_per_flow(store: Store, tmp_path: Path) -> None:
    asked: list[str] = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    running = [campaign(tmp_path, id=f"c-{place}", domain="civil_status", deadline="2026-12-31") for place in range(3)]
    measure(store, running, FLOWS, TODAY, plain_names)
    assert len([text for text in asked if "receipt" in text]) == len(FLOWS["civil_status"])
    asked.clear()
    over = [campaign(tmp_path, id=f"o-{place}", domain="civil_status") for place in range(3)]
    measure(store, [*running, *over], FLOWS, TODAY, plain_names)
    assert len([text for text in asked if "receipt" in text]) == 2 * len(FLOWS["civil_status"]), (
        "once more per last day"
    )


def test_what_comes_after_the_last_day_does_not_undo_that_a_campaign_was_done(store: Store, tmp_path: Path) -> None:
    fill = Filling(store)
    fill.accepted(5, datetime(2025, 3, 10, 5, tzinfo=UTC))
    march = campaign(tmp_path, start="2025-03-01", deadline="2025-03-20", bound="inclusive")
    with store.begin() as tx:
        late = {"flow": "parcel", "source": "drop", "run_id": "r", "pulled": 1, "unchanged": 0, "step": "staged"}
        tx.execute(tables.batch.insert().values(batch_id=900, pulled_at=datetime(2025, 8, 1, tzinfo=UTC), **late))
    fill.next_id = 900_000_000
    fill.accepted(1, datetime(2025, 8, 1, 5, tzinfo=UTC))
    for as_of in (date(2025, 3, 10), date(2025, 8, 1), TODAY):
        one = progress(store, [march], FLOWS, as_of, plain_names)["campaigns"][0]
        assert (one["state"], one["target"], one["done_on"], one["days_early"]) == ("done", 5, "2025-03-10", 10), as_of
    running = campaign(tmp_path, start="2025-03-01", deadline="2027-01-01")
    assert progress(store, [running], FLOWS, TODAY, plain_names)["campaigns"][0]["target"] == 6
    assert progress(store, [running], FLOWS, date(2025, 7, 1), plain_names)["campaigns"][0]["target"] == 5


def test_a_store_that_began_after_the_last_day_still_owes_what_it_has(store: Store, tmp_path: Path) -> None:
    with store.begin() as tx:
        began = {"flow": "parcel", "source": "drop", "run_id": "r", "pulled": 1, "unchanged": 0, "step": "staged"}
        tx.execute(tables.batch.insert().values(batch_id=1, pulled_at=datetime(2026, 8, 1, tzinfo=UTC), **began))
    Filling(store).open(3)
    one = progress(store, [campaign(tmp_path)], FLOWS, TODAY, plain_names)["campaigns"][0]
    assert (one["state"], one["target"]) == ("missed", 3)


def test_a_campaign_of_a_province_counts_its_communes_only_through_the_merger(store: Store, tmp_path: Path) -> None:
    fill = Filling(store)
    ours, theirs = "20194", "16690"  # Đà Nẵng had 20194 before and after; 16690 lies in Nghệ An
    fill.open(2, unit=ours)
    fill.open(3, unit=theirs)
    whole = campaign(tmp_path)
    of_da_nang = campaign(tmp_path, province="48")
    assert progress(store, [whole], FLOWS, TODAY, plain_names)["campaigns"][0]["target"] == 5
    one = progress(store, [of_da_nang], FLOWS, TODAY, plain_names)["campaigns"][0]
    assert (one["target"], [line["unit"] for line in one["units"]]) == (2, [ours])


def test_an_installation_answers_for_its_own_campaigns_and_those_it_took_over(tmp_path: Path) -> None:
    of_quang_nam = campaign(tmp_path, province="49")
    assert [serves(of_quang_nam, province) for province in ("49", "48", "40", None)] == [True, True, False, True]
