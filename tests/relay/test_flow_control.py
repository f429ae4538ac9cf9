"""Push within what an endpoint bears: quota, closing hours, a shared pace, and a circuit breaker all workers see."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest

from relay import clock
from relay.delivery.breaker import states
from relay.delivery.limits import Limits, window
from relay.delivery.outgoing import ALL, Chosen, claim, give_back
from relay.delivery.pace import wait_for_turn
from relay.delivery.push import push
from relay.delivery.settle import settle_unknown
from relay.errors import FatalError, RetryableError
from relay.model import Message, Verdict
from relay.stages import pull as pull_stage
from relay.store import Store
from tests.relay.engine import FLOW, counts, run
from tests.relay.outside import LedgerEndpoint

ROWS = [(f"r{number}", "value", None, False) for number in range(10)]
ALWAYS = (window("00:00-24:00"),)


@pytest.fixture
def jumping() -> Iterator[None]:
    """A clock that stands right again afterwards."""
    before = clock.utc_now()
    began = time.monotonic()
    yield
    clock.jump(before + timedelta(seconds=time.monotonic() - began) - clock.utc_now())


def send(store: Store, endpoint: LedgerEndpoint, limits: Limits) -> dict[str, int]:
    return push(store, FLOW, endpoint, "run", ALL, limits)


def test_what_exceeds_the_quota_waits_for_the_next_day(store: Store, jumping: None) -> None:
    endpoint, limits = LedgerEndpoint(), Limits(records_per_day=4)
    run(store, [ROWS])
    assert send(store, endpoint, limits) == {"accepted": 4, "held": 6}
    assert counts(store) == {"accepted": 4, "waiting": 6}
    assert send(store, endpoint, limits) == {"held": 6}
    clock.jump(timedelta(days=1))
    assert send(store, endpoint, limits) == {"accepted": 4, "held": 2}
    clock.jump(timedelta(days=1))
    assert send(store, endpoint, limits) == {"accepted": 2}
    assert all(len(keys) == 1 for keys in endpoint.applied.values())


def test_what_was_turned_away_takes_nothing_of_the_quota(store: Store) -> None:
    endpoint, limits = LedgerEndpoint(script=["busy"]), Limits(records_per_day=3)
    run(store, [ROWS[:3]])
    with pytest.raises(RetryableError):
        send(store, endpoint, limits)
    assert send(store, endpoint, limits) == {"accepted": 3}


def test_nothing_is_sent_to_a_closed_endpoint(store: Store) -> None:
    endpoint = LedgerEndpoint()
    run(store, [ROWS])
    assert send(store, endpoint, Limits(closed=ALWAYS)) == {"held": 10}
    assert counts(store) == {"waiting": 10}
    assert endpoint.pushes == 0
    assert send(store, endpoint, Limits()) == {"accepted": 10}


def test_a_newer_version_overtakes_one_that_waits_for_the_quota(store: Store) -> None:
    endpoint = LedgerEndpoint()
    run(store, [[("a", "old", None, False)]])
    send(store, endpoint, Limits(records_per_day=0))
    run(store, [[("a", "new", None, False)]])
    assert send(store, endpoint, Limits()) == {"accepted": 1}
    assert counts(store) == {"superseded": 1, "accepted": 1}


def test_an_endpoint_that_keeps_failing_is_left_alone_by_everybody(store: Store, jumping: None) -> None:
    limits = Limits(failures=2, pause=timedelta(minutes=5))
    failing = LedgerEndpoint(script=["busy"] * 10)
    run(store, [ROWS])
    for _ in range(2):
        with pytest.raises(RetryableError, match="Busy"):
            send(store, failing, limits)
    assert states(store)["ledger"]["state"] == "open"
    with pytest.raises(RetryableError, match="left alone"):
        send(store, failing, limits)
    assert failing.pushes == 2
    elsewhere = Store(store.url)  # another worker
    with pytest.raises(RetryableError, match="left alone"):
        send(elsewhere, failing, limits)
    elsewhere.close()
    assert counts(store) == {"pending": 10}
    clock.jump(timedelta(minutes=6))
    with pytest.raises(RetryableError, match="Busy"):
        send(store, failing, limits)  # one try, and it is left alone again
    assert states(store)["ledger"]["state"] == "open"
    clock.jump(timedelta(minutes=6))
    assert send(store, LedgerEndpoint(), limits) == {"accepted": 10}
    assert states(store)["ledger"] | {"opened_at": None} == {
        "endpoint": "ledger",
        "state": "closed",
        "failures": 0,
        "successes": 0,
        "opened_at": None,
    }


def test_silence_counts_as_failure_and_nothing_is_sent_twice(store: Store, jumping: None) -> None:
    limits = Limits(failures=2)
    silent = LedgerEndpoint(script=["silent", "silent"])
    run(store, [ROWS])
    with pytest.raises(RetryableError, match="left alone"):
        send(store, silent, limits)
    assert counts(store) == {"pending": 4, "unknown": 6}
    settle_unknown(store, FLOW, silent)
    clock.jump(timedelta(minutes=6))
    assert send(store, silent, limits) == {"accepted": 4}
    assert all(len(keys) == 1 for keys in silent.applied.values())


def test_a_run_with_nothing_to_send_learns_nothing_about_the_endpoint(store: Store, jumping: None) -> None:
    limits = Limits(failures=1)
    run(store, [ROWS])
    with pytest.raises(RetryableError):
        send(store, LedgerEndpoint(script=["busy"]), limits)
    clock.jump(timedelta(minutes=6))
    assert push(store, "another flow", LedgerEndpoint(), "run", ALL, limits) == {}
    assert states(store)["ledger"]["state"] == "open"


def test_workers_share_one_pace(store: Store) -> None:
    """Places are given out one interval apart, whoever asks; the time itself is not measured."""
    waited: list[float] = []

    def work() -> None:
        waited.extend(wait_for_turn(store, "ledger", 60 * 50) for _ in range(3))

    workers = [threading.Thread(target=work) for _ in range(3)]
    began = time.time()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(waited) == 9
    assert time.time() - began >= 8 * 0.02  # the ninth place lies eight intervals after the first


def test_a_clock_set_back_does_not_stop_the_pace_for_long(store: Store) -> None:
    from relay.delivery.pace import _place
    from relay.store.side_tables import pace

    with store.begin() as tx:
        tx.execute(pace.insert().values(endpoint="ledger", free_at=time.time() + 10**6))
    assert _place(store, "ledger", 0.01) <= time.time() + 1.0


def test_a_clock_set_back_settles_and_lets_go(store: Store, jumping: None) -> None:
    """What was written down by a clock that ran days ahead is nobody's lease, and no reason to leave an endpoint alone."""
    limits = Limits(failures=1)
    silent = LedgerEndpoint(script=["silent"])
    run(store, [ROWS[:3]])
    clock.jump(timedelta(days=2))
    claim(store, FLOW, "ledger", "dead", 1)
    with pytest.raises(RetryableError, match="left alone"):
        send(store, silent, limits)
    clock.jump(-timedelta(days=2))
    assert sorted(settle_unknown(store, FLOW, silent)) == ["absent", "accepted"]
    assert send(store, silent, limits) == {"accepted": 1}


class Shut(LedgerEndpoint):
    """An endpoint that refuses our login."""

    def push(self, contract: str, messages: Sequence[Message]) -> list[Verdict]:
        raise FatalError("Credentials refused.", "Từ chối đăng nhập.")


def test_a_refused_login_takes_nothing_of_the_quota(store: Store) -> None:
    limits = Limits(records_per_day=6)
    run(store, [ROWS[:9]])
    for _ in range(2):
        with pytest.raises(FatalError):
            send(store, Shut(), limits)
    assert counts(store) == {"pending": 9}
    assert send(store, LedgerEndpoint(), limits) == {"accepted": 6, "held": 3}


def test_settling_leaves_what_waits_for_the_quota_where_it_is(store: Store) -> None:
    run(store, [ROWS])
    send(store, LedgerEndpoint(), Limits(records_per_day=4))
    push(store, FLOW, LedgerEndpoint(), "settle", Chosen(only=[]), Limits(records_per_day=4))
    assert counts(store) == {"accepted": 4, "waiting": 6}


def test_a_version_that_comes_while_an_older_one_is_given_back_stays_the_only_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request is turned away while a pull has seen its version in flight and is not committed yet."""
    run(store, [[("a", "old", None, False)]])
    request_id, _ = claim(store, FLOW, "ledger", "run", 3)
    move = pull_stage._move_watermark
    givers: list[threading.Thread] = []

    def meanwhile(*arguments: object) -> None:
        move(*arguments)
        givers.append(threading.Thread(target=give_back, args=(store, request_id)))
        givers[-1].start()
        givers[-1].join(0.5)

    monkeypatch.setattr(pull_stage, "_move_watermark", meanwhile)
    run(store, [[("a", "new", None, False)]])
    givers[0].join()
    endpoint = LedgerEndpoint()
    run(store, [])
    for _ in range(2):
        send(store, endpoint, Limits())
    assert b"new" in endpoint.held["a"]
    assert counts(store) == {"superseded": 1, "accepted": 1}
