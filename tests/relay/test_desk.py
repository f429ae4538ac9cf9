"""The correction desk: one proposes, another approves, and the record goes on from normalise; nothing is lost or doubled on the way."""

from __future__ import annotations

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relay.delivery.proofs import contradicted
from relay.delivery.push import push
from relay.delivery.unproven import unproven
from relay.desk import carrying
from relay.desk.decisions import Change, Kind, State, decision_of, decisions, not_decidable, propose, reject, withdraw
from relay.errors import FatalError
from relay.store import Store
from relay.store.desk_tables import correction
from relay.store.tables import content, record, version, violation
from tests.relay.engine import FLOW, Row, counts, run
from tests.relay.outside import LedgerEndpoint

BAD: list[list[Row]] = [[("a", "bad", None, False), ("b", "2", None, False), ("c", "bad", None, False)]]


def held(store: Store) -> list[int]:
    query = sa.select(version.c.version_id).where(version.c.status == "quarantined").order_by(version.c.version_id)
    with store.read() as tx:
        return list(tx.execute(query).scalars())


def decided(store: Store, kind: Kind, *changes: Change) -> int:
    number = propose(store, FLOW, kind, changes, "clerk", "seen on paper")
    carrying.approve(store, number, "reviewer")
    return number


def test_a_corrected_record_goes_by_itself_and_its_source_does_not_undo_it(store: Store) -> None:
    endpoint = LedgerEndpoint()
    run(store, BAD)
    push(store, FLOW, endpoint, "run")
    first, second = held(store)
    number = decided(store, Kind.CORRECT, Change(first, {"value": "good"}))
    assert counts(store) == {"accepted": 1, "quarantined": 1, "superseded": 1, "received": 1}
    run(store, BAD)
    push(store, FLOW, endpoint, "run")
    assert counts(store) == {"accepted": 2, "quarantined": 1, "superseded": 1, "unchanged": 3}
    assert set(endpoint.applied) == {"a", "b"}
    assert held(store) == [second]
    done = decision_of(store, number)
    assert (done.state, done.records, done.carried, done.overtaken) == (State.APPROVED, 1, 1, 0)


def test_a_correction_that_is_wrong_again_comes_back_to_the_desk(store: Store) -> None:
    run(store, BAD)
    decided(store, Kind.CORRECT, Change(held(store)[0], {"value": "still bad"}))
    run(store, [])
    assert len(held(store)) == 2
    assert counts(store) == {"pending": 1, "quarantined": 2, "superseded": 1}


def test_a_second_correction_goes_on_from_the_first(store: Store) -> None:
    run(store, [[("a", "bad", "nobody", False)]])
    decided(store, Kind.CORRECT, Change(held(store)[0], {"parent": None}))
    run(store, [])
    decided(store, Kind.CORRECT, Change(held(store)[0], {"value": "good"}))
    run(store, [])
    assert counts(store) == {"pending": 1, "superseded": 2}
    with store.read() as tx:
        newest = sa.select(content.c.payload).join(record, record.c.version_id == content.c.version_id)
        assert msgspec.json.decode(tx.execute(newest).scalar_one()) == {"id": "a", "value": "good", "parent": None}


def test_a_rule_let_pass_is_a_warning_from_then_on(store: Store) -> None:
    run(store, BAD)
    first, _ = held(store)
    decided(store, Kind.RELEASE, Change(first, rules=("plain.bad",)))
    run(store, [])
    assert counts(store) == {"pending": 2, "quarantined": 1, "superseded": 1}
    with store.read() as tx:
        newest = sa.select(record.c.version_id).join(version, version.c.record_id == record.c.record_id)
        now = tx.execute(newest.where(version.c.version_id == first)).scalar_one()
        asked = sa.select(violation.c.rule, violation.c.severity).where(violation.c.version_id == now)
        assert tx.execute(asked).all() == [("plain.bad", "warning")]


def test_what_is_given_up_is_cancelled_and_stays_so(store: Store) -> None:
    run(store, BAD)
    decided(store, Kind.DISCARD, *(Change(one) for one in held(store)))
    run(store, BAD)
    assert counts(store) == {"pending": 1, "cancelled": 2, "unchanged": 3}


def test_a_child_that_waits_for_the_wrong_parent_can_be_corrected(store: Store) -> None:
    run(store, [[("a", "1", "nobody", False)]], known=lambda ids: {one for one in ids if one == "somebody"})
    with store.read() as tx:
        waiting = tx.execute(sa.select(version.c.version_id).where(version.c.status == "waiting")).scalar_one()
    decided(store, Kind.CORRECT, Change(waiting, {"parent": "somebody"}))
    run(store, [], known=lambda ids: {one for one in ids if one == "somebody"})
    assert counts(store) == {"pending": 1, "superseded": 1}


def test_the_same_person_cannot_do_both_and_an_answer_is_final(store: Store) -> None:
    run(store, BAD)
    first, second = held(store)
    number = propose(store, FLOW, Kind.DISCARD, [Change(first)], "clerk", "twice in the book")
    with pytest.raises(FatalError, match="yourself"):
        carrying.approve(store, number, "clerk")
    with pytest.raises(FatalError, match="Only the one who made"):
        withdraw(store, number, "reviewer")
    assert reject(store, number, "reviewer", "look again").state is State.REJECTED
    with pytest.raises(FatalError, match="answered already"):
        carrying.approve(store, number, "reviewer")
    assert held(store) == [first, second], "a rejected decision changes nothing"
    again = propose(store, FLOW, Kind.DISCARD, [Change(first)], "clerk", "twice in the book")
    assert withdraw(store, again, "clerk").state is State.WITHDRAWN


def test_a_decision_is_whole_or_is_not_made(store: Store) -> None:
    run(store, BAD)
    first, second = held(store)
    propose(store, FLOW, Kind.DISCARD, [Change(first)], "clerk", "twice")
    with pytest.raises(FatalError, match="1 of 2"):
        propose(store, FLOW, Kind.DISCARD, [Change(first), Change(second)], "clerk", "twice")
    with pytest.raises(FatalError, match="reason"):
        propose(store, FLOW, Kind.DISCARD, [Change(second)], "clerk", "  ")
    assert len(decisions(store)) == 1
    with store.read() as tx:
        assert not_decidable(tx, FLOW, [first, second, 7]) == {first: "decided", 7: "gone"}


def test_a_source_that_was_quicker_wins(store: Store) -> None:
    run(store, BAD)
    first, _ = held(store)
    number = propose(store, FLOW, Kind.CORRECT, [Change(first, {"value": "ours"})], "clerk", "by phone")
    run(store, [[("a", "theirs", None, False)]])
    done = carrying.approve(store, number, "reviewer")
    assert (done.carried, done.overtaken) == (0, 1)
    run(store, [])
    with store.read() as tx:
        newest = sa.select(content.c.payload).join(record, record.c.version_id == content.c.version_id)
        assert (
            msgspec.json.decode(tx.execute(newest.where(record.c.source_id == "a")).scalar_one())["value"] == "theirs"
        )


def test_the_log_bears_out_every_decision_and_shows_a_changed_one(store: Store) -> None:
    run(store, BAD)
    decided(store, Kind.CORRECT, Change(held(store)[0], {"value": "good"}))
    with store.read() as tx:
        assert list(unproven(tx)) == []
        assert list(contradicted(tx)) == []
    with store.begin() as tx:
        tx.execute(correction.update().values(fields='{"value":"forged"}'))
    with store.read() as tx:
        assert {event.kind for event in contradicted(tx)} == {"decision_made", "decision_approved"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["correct", "wrong", "release", "discard", "pull", "run"]), st.integers(0, 4)),
        max_size=12,
    )
)
def test_whatever_is_decided_in_whatever_order_the_law_holds(store: Store, steps: list[tuple[str, int]]) -> None:
    with store.begin() as tx:
        for table in reversed(version.metadata.sorted_tables):
            tx.execute(table.delete())
    run(store, [[(str(place), "bad", None, False) for place in range(5)]])
    for number, (what, place) in enumerate(steps):
        open_ones = held(store)
        if what == "run":
            run(store, [])
        elif what == "pull":
            run(store, [[(str(place), f"bad {number}", None, False)]])
        elif open_ones:
            one = open_ones[place % len(open_ones)]
            value = {"correct": "good", "wrong": "bad still"}.get(what)
            change = Change(one, {"value": value} if value else None, ("plain.bad",) if what == "release" else ())
            decided(store, Kind("correct" if value else what), change)
        counts(store)
    run(store, [])
    final = counts(store)
    assert "received" not in final
    with store.read() as tx:
        newest = sa.select(version.c.status).join(record, record.c.version_id == version.c.version_id)
        assert set(tx.execute(newest).scalars()) <= {"quarantined", "pending", "cancelled"}
