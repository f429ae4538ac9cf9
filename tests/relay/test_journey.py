"""The engine carries records from a source to an endpoint on both databases, and the law holds at every step."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relay.delivery import receipts
from relay.delivery.outgoing import claim, give_back
from relay.delivery.push import push
from relay.delivery.receipts import link, poll_tickets, write_back
from relay.delivery.settle import settle_unknown
from relay.delivery.verdicts import Answered, record_verdicts
from relay.errors import RetryableError
from relay.model import Verdict
from relay.scans import DOCUMENT, ReadBefore
from relay.stages.batches import unfinished
from relay.stages.digitise import digitise
from relay.stages.normalise import normalise
from relay.stages.pull import pull, read_watermark
from relay.stages.stage import stage
from relay.stages.validate import validate
from relay.store import Store
from relay.store.law import check_batches, conservation
from relay.store.scan_tables import document
from relay.store.tables import receipt, record, version, violation
from tests.relay.engine import FLOW, all_known, counts, run
from tests.relay.outside import LedgerEndpoint, ListSource, PlainMapping, judge


def test_good_records_arrive_once_and_a_second_run_sends_nothing(store: Store) -> None:
    page = [("a", "1", None, False), ("b", "2", None, False), ("c", "bad", None, False), ("d", "odd", None, False)]
    endpoint = LedgerEndpoint()
    run(store, [page])
    assert push(store, FLOW, endpoint, "run") == {"accepted": 3}
    assert counts(store) == {"accepted": 3, "quarantined": 1}
    assert run(store, [page]) == []
    assert push(store, FLOW, endpoint, "run") == {}
    assert counts(store) == {"accepted": 3, "quarantined": 1, "unchanged": 4}
    assert read_watermark(store, FLOW, "list") == "0001"


def test_a_newer_version_overtakes_an_unsent_one_even_inside_one_page(store: Store) -> None:
    run(store, [[("a", "1", None, False), ("a", "1", None, False), ("a", "2", None, False)]])
    assert counts(store) == {"superseded": 1, "unchanged": 1, "pending": 1}
    run(store, [[("a", "3", None, False)]])
    assert counts(store) == {"superseded": 2, "unchanged": 1, "pending": 1}


def test_going_back_to_an_earlier_value_is_a_change(store: Store) -> None:
    endpoint = LedgerEndpoint()
    for value in ("1", "2", "1"):
        run(store, [[("a", value, None, False)]])
        push(store, FLOW, endpoint, "run")
    assert counts(store) == {"accepted": 3}
    assert len(endpoint.applied["a"]) == 3


def test_deletions(store: Store) -> None:
    endpoint = LedgerEndpoint()
    run(store, [[("a", "1", None, False), ("b", "bad", None, False), ("ghost", "", None, True)]])
    push(store, FLOW, endpoint, "run")
    run(store, [[("a", "", None, True), ("b", "", None, True)]])
    push(store, FLOW, endpoint, "run")
    assert counts(store) == {"accepted": 2, "superseded": 1, "cancelled": 2}
    with store.read() as tx:
        row = tx.execute(sa.select(record).where(record.c.source_id == "a")).one()
    assert row.accepted_deleted
    assert len(endpoint.applied["a"]) == 2


def test_a_shared_natural_key_quarantines_both(store: Store) -> None:
    run(store, [[("a", "k:1", None, False)], [("b", "k:2", None, False), ("c", "3", None, False)]])
    assert counts(store) == {"quarantined": 2, "pending": 1}
    with store.read() as tx:
        assert set(tx.execute(sa.select(violation.c.rule)).scalars()) == {"natural_key.shared"}


def test_a_key_is_free_again_when_its_other_claimant_is_gone(store: Store) -> None:
    endpoint = LedgerEndpoint()
    run(store, [[("a", "k:1", None, False), ("b", "k:2", None, False)]])
    assert counts(store) == {"quarantined": 2}
    run(store, [[("b", "", None, True)]])
    run(store, [[]])
    push(store, FLOW, endpoint, "run")
    assert counts(store) == {"superseded": 1, "cancelled": 1, "accepted": 1}
    assert list(endpoint.applied) == ["k"]


def test_a_record_does_not_change_its_key_behind_the_nations_back(store: Store) -> None:
    endpoint = LedgerEndpoint()
    run(store, [[("a", "k:1", None, False)]])
    push(store, FLOW, endpoint, "run")
    run(store, [[("a", "j:1", None, False)]])
    assert counts(store) == {"accepted": 1, "quarantined": 1}
    run(store, [[("a", "k:2", None, False)]])
    push(store, FLOW, endpoint, "run")
    assert counts(store) == {"accepted": 2, "superseded": 1}
    assert list(endpoint.applied) == ["k"]


def test_a_deletion_never_takes_away_another_records_entry(store: Store) -> None:
    endpoint = LedgerEndpoint()
    run(store, [[("a", "k:1", None, False)]])
    push(store, FLOW, endpoint, "run")
    run(store, [[("b", "k:2", None, False), ("a", "", None, True)]])
    push(store, FLOW, endpoint, "run")
    held = endpoint.applied["k"]
    assert (
        len(held) == 2
    )  # a came and went; b waits for the desk or for the next night, it is not lost behind the deletion
    assert counts(store)["accepted"] == 2
    assert counts(store).get("quarantined", 0) + counts(store).get("received", 0) == 1


def test_a_freed_record_that_was_staged_before_is_staged_again(store: Store) -> None:
    endpoint = LedgerEndpoint()
    run(store, [[("a", "k:1", None, False)]])  # pending, not pushed
    run(store, [[("b", "k:2", None, False)]])
    assert counts(store) == {"quarantined": 2}
    run(store, [[("b", "", None, True)]])
    run(store, [[]])
    push(store, FLOW, endpoint, "run")
    assert counts(store) == {"superseded": 1, "cancelled": 1, "accepted": 1}


def test_an_older_version_never_goes_after_a_newer_one(store: Store) -> None:
    endpoint = LedgerEndpoint(script=["busy"])
    run(store, [[("a", "1", None, False)]])
    request_id, messages = claim(store, FLOW, "ledger", "run", 10)
    fresh = list(pull(store, FLOW, ListSource([[("a", "2", None, False)]]), "run"))
    give_back(store, request_id)
    assert counts(store) == {"superseded": 1, "received": 1}
    run(store, [[]])
    endpoint.script.clear()
    push(store, FLOW, endpoint, "run")
    assert counts(store) == {"superseded": 1, "accepted": 1}
    assert len(messages) == len(fresh) == 1


def test_a_late_answer_to_an_old_request_moves_nothing(store: Store) -> None:
    run(store, [[("a", "1", None, False)]])
    old, messages = claim(store, FLOW, "ledger", "run", 10)
    give_back(store, old)
    claim(store, FLOW, "ledger", "run", 10)
    answered = [Answered(messages[0], Verdict("absent"))]
    assert record_verdicts(store, FLOW, LedgerEndpoint(), old, answered) == {}
    assert counts(store) == {"unknown": 1}


def test_the_law_is_checked_over_any_number_of_batches(store: Store) -> None:
    run(store, [[("a", "1", None, False)]])
    check_batches(store, FLOW, list(range(1, 2500)))


def test_a_promised_receipt_is_awaited_whoever_claims_the_key(store: Store) -> None:
    endpoint = LedgerEndpoint(script=["promise"])
    run(store, [[("a", "k:1", None, False)]])
    push(store, FLOW, endpoint, "run")
    run(store, [[("b", "k:2", None, False)]])
    assert counts(store) == {"waiting": 1, "quarantined": 1}
    assert poll_tickets(store, FLOW, endpoint) == {"accepted": 1}


@pytest.mark.parametrize(
    ("first", "newer", "left"),
    [
        ("refuse", ("a", "2", None, False), {"superseded": 1, "accepted": 1}),
        ("refuse", ("a", "", None, True), {"superseded": 1, "cancelled": 1}),
        ("1", ("a", "", None, True), {"accepted": 2}),
    ],
)
def test_a_newer_version_takes_over_from_one_that_did_not_arrive(store: Store, first: str, newer, left) -> None:
    endpoint = LedgerEndpoint(script=["silent"])
    run(store, [[("a", first, None, False)]])
    push(store, FLOW, endpoint, "run")
    run(store, [[newer]])
    settle_unknown(store, FLOW, endpoint)
    push(store, FLOW, endpoint, "run")
    assert counts(store) == left


def test_a_null_byte_in_an_id_stops_nobody(store: Store) -> None:
    run(store, [[("a\x00", "1", None, False), ("b", "2", None, False)]])
    assert counts(store) == {"pending": 2}


def test_what_cannot_be_read_is_quarantined_and_the_rest_goes_on(store: Store) -> None:
    class Garbled(ListSource):
        def pull(self, *args, **kwargs):
            for page in super().pull(*args, **kwargs):
                frame = page.frame
                yield type(page)(
                    frame.with_columns(raw=frame["raw"].replace(frame["raw"][0], "{not json")), page.watermark
                )

    batches = list(pull(store, FLOW, Garbled([[("a", "1", None, False), ("b", "2", None, False)]]), "run"))
    for step in (
        lambda b: normalise(store, FLOW, b, PlainMapping()),
        lambda b: validate(store, FLOW, b, judge),
        lambda b: stage(store, FLOW, "ledger", b, all_known),
    ):
        [step(batch_id) for batch_id in batches]
    assert counts(store) == {"quarantined": 1, "pending": 1}


@pytest.mark.parametrize("word", ["lost", "silent"])
def test_an_unclear_answer_is_asked_for_before_anything_is_sent_again(store: Store, word: str) -> None:
    endpoint = LedgerEndpoint(script=[word])
    run(store, [[("a", "1", None, False), ("b", "2", None, False)]])
    push(store, FLOW, endpoint, "run")
    assert counts(store) == {"unknown": 2}
    settled = settle_unknown(store, FLOW, endpoint)
    assert {kind: len(ids) for kind, ids in settled.items()} == ({"absent": 2} if word == "lost" else {"accepted": 2})
    push(store, FLOW, endpoint, "run")
    assert counts(store) == {"accepted": 2}
    assert [len(keys) for keys in endpoint.applied.values()] == [1, 1]


def test_a_request_under_way_elsewhere_is_left_alone_until_its_lease_ends(store: Store) -> None:
    endpoint = LedgerEndpoint()
    run(store, [[("a", "1", None, False)]])
    claim(store, FLOW, "ledger", "another process", 10)
    assert settle_unknown(store, FLOW, endpoint) == {}
    assert settle_unknown(store, FLOW, endpoint, lease=timedelta(0)).keys() == {"absent"}


def test_a_busy_endpoint_gets_everything_later(store: Store) -> None:
    endpoint = LedgerEndpoint(script=["ok", "busy"])
    run(store, [[(str(i), "v", None, False) for i in range(5)]])
    with pytest.raises(RetryableError):
        push(store, FLOW, endpoint, "run")
    assert counts(store) == {"accepted": 3, "pending": 2}
    push(store, FLOW, endpoint, "run")
    assert counts(store) == {"accepted": 5}


def test_a_newer_version_stays_behind_one_in_flight(store: Store) -> None:
    endpoint = LedgerEndpoint(script=["silent"])
    run(store, [[("a", "1", None, False)]])
    push(store, FLOW, endpoint, "run")
    run(store, [[("a", "2", None, False)]])
    assert counts(store) == {"unknown": 1, "waiting": 1}
    push(store, FLOW, endpoint, "run")
    settle_unknown(store, FLOW, endpoint)
    push(store, FLOW, endpoint, "run")
    assert counts(store) == {"accepted": 2}


def test_refusals_are_quarantined_with_the_endpoints_code(store: Store) -> None:
    run(store, [[("a", "refuse", None, False)]])
    push(store, FLOW, LedgerEndpoint(), "run")
    assert counts(store) == {"quarantined": 1}
    with store.read() as tx:
        assert tx.execute(sa.select(violation.c.rule, violation.c.field)).one() == ("endpoint.ledger.E1", "value")


def test_promised_receipts_are_polled_and_written_back(store: Store) -> None:
    class Notebook:
        def __init__(self) -> None:
            self.items: list = []

        def write(self, items) -> None:
            self.items += items

    endpoint, local = LedgerEndpoint(script=["promise"]), Notebook()
    run(store, [[("a", "1", None, False)]])
    assert push(store, FLOW, endpoint, "run") == {"promised": 1}
    assert counts(store) == {"waiting": 1}
    assert poll_tickets(store, FLOW, endpoint) == {"accepted": 1}
    assert counts(store) == {"accepted": 1}
    assert write_back(store, FLOW, local) == 1
    assert write_back(store, FLOW, local) == 0
    assert local.items[0]["returned"] == {"id": "9"}
    assert link(store, FLOW, lambda flow, keys: set(keys)) == 1
    with store.read() as tx:
        assert tx.execute(sa.select(receipt.c.linked_at)).scalar() is not None


def test_a_receipt_that_is_not_confirmed_holds_up_its_neighbours_only(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Picky:
        def write(self, items) -> None:
            if any(item["source_id"] == "r0" for item in items):
                raise RetryableError("Not confirmed.", "Chưa xác nhận.")

    monkeypatch.setattr(receipts, "AT_ONCE", 2)
    run(store, [[(f"r{number}", "1", None, False) for number in range(5)]])
    push(store, FLOW, LedgerEndpoint(), "run")
    with pytest.raises(RetryableError):
        write_back(store, FLOW, Picky())
    with store.read() as tx:
        assert len(tx.execute(sa.select(receipt).where(receipt.c.written_back_at.is_(None))).fetchall()) == 2


def test_scans_read_by_two_processes_at_once_are_kept_once(store: Store) -> None:
    class Twice:
        """While it reads, another process reads the same batch to the end."""

        def __init__(self, other) -> None:
            self.other = other

        def attached(self, frame: pl.DataFrame) -> pl.DataFrame:
            return frame.select("version_id", page=pl.lit("1"), role=pl.lit("result"))

        def read(self, scans: pl.DataFrame, before: ReadBefore) -> pl.DataFrame:
            self.other()
            told = {"number": 0, "outcome": "read", "engine": "plain", "fields": "{}", "reused": False, "broken": ""}
            blank = {name: pl.lit(told.get(name)).cast(kind).alias(name) for name, kind in DOCUMENT.items()}
            return scans.with_columns(*(blank[name] for name in DOCUMENT if name not in scans.columns)).select(
                DOCUMENT.keys()
            )

    (batch_id,) = pull(store, FLOW, ListSource([[("a", "1", None, False)]]), "run")
    digitise(store, batch_id, Twice(lambda: digitise(store, batch_id, Twice(lambda: None))))
    with store.read() as tx:
        assert len(tx.execute(sa.select(document)).fetchall()) == 1


def test_steps_can_run_again_after_a_kill(store: Store) -> None:
    batches = list(pull(store, FLOW, ListSource([[("a", "1", None, False)]]), "run"))
    assert unfinished(store, FLOW, "list") == batches
    normalise(store, FLOW, batches[0], PlainMapping())
    assert normalise(store, FLOW, batches[0], PlainMapping()) == 0
    validate(store, FLOW, batches[0], judge)
    assert stage(store, FLOW, "ledger", batches[0], all_known) == 1
    assert stage(store, FLOW, "ledger", batches[0], all_known) == 0
    assert unfinished(store, FLOW, "list") == []
    assert counts(store) == {"pending": 1}


rows = st.tuples(
    st.sampled_from("abcdef"), st.sampled_from(["1", "2", "bad", "odd", "k:1", "refuse"]), st.just(None), st.booleans()
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nights=st.lists(st.lists(st.lists(rows, max_size=8), min_size=1, max_size=2), min_size=1, max_size=4))
def test_whatever_comes_in_the_law_holds_and_nothing_is_applied_twice(store: Store, nights) -> None:
    with store.begin() as tx:
        for table in reversed(version.metadata.sorted_tables):
            tx.execute(table.delete())
    endpoint = LedgerEndpoint()
    for pages in nights:
        # The second run stages what the first one freed: records whose key nobody else claims any more.
        for page in (pages, [[]]):
            run(store, page)
            push(store, FLOW, endpoint, "run")
        assert conservation(store, FLOW).holds
        assert counts(store).keys() <= {"unchanged", "superseded", "quarantined", "accepted", "cancelled"}
    sent = [key for keys in endpoint.applied.values() for key in keys]
    assert len(sent) == len(set(sent)) == counts(store).get("accepted", 0)
