"""Records lean on each other: a child goes after its parent is known, a parent's deletion after its children's."""

from __future__ import annotations

from relay.delivery.outstanding import outstanding
from relay.delivery.push import push
from relay.delivery.release import release_children, release_parents
from relay.delivery.settle import settle_unknown
from relay.store import Store
from tests.relay.engine import FLOW, Row, all_known, counts, run
from tests.relay.outside import LedgerEndpoint


def test_children_wait_for_their_parents_and_then_go_by_themselves(store: Store) -> None:
    endpoint = LedgerEndpoint()
    run(store, [[("a", "1", "person|7", False), ("b", "2", None, False)]], known=lambda ids: set())
    push(store, FLOW, endpoint, "run")
    assert counts(store) == {"waiting": 1, "accepted": 1}
    assert release_children(store, FLOW, lambda ids: set()) == []
    assert len(release_children(store, FLOW, all_known)) == 1
    push(store, FLOW, endpoint, "run")
    assert counts(store) == {"accepted": 2}


def night(store: Store, endpoint: LedgerEndpoint, *rows: Row) -> dict[str, int]:
    """One run in full: what waits is let go if it may, then everything pending is sent."""
    run(store, [list(rows)])
    release_children(store, FLOW, all_known)
    release_parents(store, FLOW, endpoint)
    return push(store, FLOW, endpoint, "run")


def deleted_under_a_child(store: Store) -> LedgerEndpoint:
    """A record the nation holds is deleted at its source while another leans on it."""
    endpoint = LedgerEndpoint()
    night(store, endpoint, ("a", "1", None, False), ("b", "1", f"{FLOW}|a", False))
    assert night(store, endpoint, ("a", "", None, True)) == {"has_children": 1}
    assert counts(store) == {"waiting": 1, "accepted": 2}
    assert endpoint.holds(FLOW, ["a", "b"]) == {"a", "b"}
    return endpoint


def test_a_deletion_waits_for_its_child_and_later_runs_send_nothing(store: Store) -> None:
    endpoint = deleted_under_a_child(store)
    sent = endpoint.pushes
    assert night(store, endpoint) == {}
    assert night(store, endpoint, ("a", "", None, True)) == {}
    assert endpoint.pushes == sent
    assert counts(store) == {"waiting": 1, "accepted": 2, "unchanged": 1}
    assert outstanding(store, FLOW) == {"promised": 0, "unknown": 0, "pending": 0, "received": 0}


def test_a_deletion_goes_by_itself_once_its_child_is_deleted(store: Store) -> None:
    endpoint = deleted_under_a_child(store)
    assert night(store, endpoint, ("b", "", None, True)) == {"accepted": 1}
    assert night(store, endpoint) == {"accepted": 1}
    assert counts(store) == {"accepted": 4}
    assert endpoint.holds(FLOW, ["a", "b"]) == set()


def test_a_record_that_comes_back_overtakes_its_waiting_deletion(store: Store) -> None:
    endpoint = deleted_under_a_child(store)
    assert night(store, endpoint, ("a", "2", None, False)) == {"accepted": 1}
    assert counts(store) == {"superseded": 1, "accepted": 3}
    night(store, endpoint, ("b", "", None, True))
    assert night(store, endpoint) == {}
    assert endpoint.holds(FLOW, ["a", "b"]) == {"a"}


def test_a_deletion_without_a_clear_answer_is_asked_for_before_it_waits(store: Store) -> None:
    endpoint = LedgerEndpoint(script=["ok", "silent"])
    night(store, endpoint, ("a", "1", None, False), ("b", "1", f"{FLOW}|a", False))
    assert night(store, endpoint, ("a", "", None, True)) == {"unknown": 1}
    assert settle_unknown(store, FLOW, endpoint).keys() == {"absent"}
    assert night(store, endpoint) == {"has_children": 1}
    assert counts(store) == {"waiting": 1, "accepted": 2}
