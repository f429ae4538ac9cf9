"""What past answers let us expect: the same content again is refused again, of others only a share is known."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from relay.clock import utc_now
from relay.delivery.push import push
from relay.store import Store
from tests.relay.engine import FLOW, run
from tests.relay.outside import LedgerEndpoint, raw
from tracking.quality.refusals import ENOUGH, EVERY_UNIT, expected, refused_before, shares

LONG_AGO = timedelta(days=365)


def nights(store: Store, *pages: list[tuple[str, str]]) -> LedgerEndpoint:
    endpoint = LedgerEndpoint(batch_size=100)
    for page in pages:
        run(store, [[(key, value, None, False) for key, value in page]])
        push(store, FLOW, endpoint, "run")
    return endpoint


def test_the_same_content_again_will_be_refused_with_the_same_code(store: Store) -> None:
    nights(store, [("a", "refuse"), ("b", "good")], [("a", "better")])
    again = {
        1: ("a", raw("a", "refuse", None)),
        2: ("a", raw("a", "refuse it", None)),
        3: ("b", raw("b", "good", None)),
        4: ("c", raw("c", "refuse", None)),
    }
    assert refused_before(store, FLOW, again) == {1: "E1"}
    assert refused_before(store, "another", again) == {}
    assert refused_before(store, FLOW, {}) == {}


def test_shares_count_each_record_once_and_only_those_since_then(store: Store) -> None:
    nights(store, [(f"r{n}", "refuse" if n < 10 else "good") for n in range(40)])
    known = shares(store, FLOW, utc_now() - LONG_AGO)
    assert known[EVERY_UNIT] == known["U1"] == {"E1": 0.25}
    assert shares(store, FLOW, utc_now() + LONG_AGO) == {EVERY_UNIT: {}}


def test_a_unit_with_few_answers_goes_by_the_flow(store: Store) -> None:
    nights(store, [(f"r{n}", "refuse") for n in range(ENOUGH - 1)])
    assert set(shares(store, FLOW, utc_now() - LONG_AGO)) == {EVERY_UNIT}


units = st.dictionaries(st.sampled_from("abc"), st.integers(0, 10_000))
share = st.floats(0, 0.5)
known_shares = st.dictionaries(st.sampled_from(["", "a", "b"]), st.fixed_dictionaries({"E1": share, "E2": share}))


@given(units, known_shares)
def test_never_more_refusals_are_expected_than_there_are_records(found: dict[str, int], known: dict) -> None:
    told = expected(found, {EVERY_UNIT: {}, **known})
    assert all(number >= 0 for number in told.values())
    assert sum(told.values()) <= sum(found.values()) + 0.1 * len(told)
    assert expected({}, {EVERY_UNIT: {"E1": 0.5}}) == {}
    assert expected({"x": 10}, {EVERY_UNIT: {"E1": 0.5}}) == {"E1": 5.0}
