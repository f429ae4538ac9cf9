"""Settling brings a chain of records to its end in one run, whatever order the night had them in; a stuck one stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest

from flows import tasks
from flows.parents import known_by
from relay.delivery.limits import Limits
from relay.errors import FatalError, RelayError, RetryableError
from relay.model import Message, Verdict
from relay.stages.normalise import normalise
from relay.stages.pull import pull
from relay.stages.stage import stage
from relay.stages.validate import validate
from relay.store import Store
from relay.store.law import conservation
from tests.relay.outside import LedgerEndpoint, ListSource, PlainMapping, judge

#: Each flow's records lean on those of the flow before.
CHAIN = ("school", "pupil", "mark")
KEY = "x"


class Installed:
    """What the tasks ask of an installation: one store, one nation that keeps all three flows, nobody to write back to."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.nation = LedgerEndpoint()

    def endpoint(self, flow: str) -> LedgerEndpoint:
        return self.nation

    def limits(self, flow: str) -> Limits:
        return Limits()

    def known(self):
        return known_by(lambda persons: set(), self.endpoint)

    def visible(self):
        return lambda flow, keys: set()

    def write_back(self) -> Installed:
        return self

    def write(self, items: Sequence[Mapping[str, object]]) -> None:
        """Heard and forgotten."""


@pytest.fixture
def installed(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installed]:
    made = Installed(store)
    monkeypatch.setattr(tasks, "Wiring", lambda connections: made)
    monkeypatch.setattr(tasks, "FLOWS", CHAIN)
    return made


def night(installed: Installed, flows: Sequence[str], *, deleted: bool, alone: bool = False) -> None:
    """One record in each flow comes or goes; the flows run in this order. `alone`: none leans on another."""
    for flow in flows:
        above = CHAIN[CHAIN.index(flow) - 1] if flow != CHAIN[0] and not alone else None
        pages = [[(KEY, "1", above and f"{above}|{KEY}", deleted)]]
        for batch_id in pull(installed.store, flow, ListSource(pages), "run"):
            normalise(installed.store, flow, batch_id, PlainMapping())
            validate(installed.store, flow, batch_id, judge)
            stage(installed.store, flow, "ledger", batch_id, installed.known())
        tasks.push(flow, "run")


def standing(installed: Installed) -> dict[str, int]:
    return {name: count for name, count in conservation(installed.store).counts.items() if count}


def test_children_that_came_before_their_parents_arrive_in_one_settling(installed: Installed) -> None:
    night(installed, CHAIN[::-1], deleted=False)
    assert standing(installed) == {"waiting": 2, "accepted": 1}
    tasks.settle()
    assert standing(installed) == {"accepted": 3}


@pytest.mark.parametrize("last", ["ok", "silent", "lost"])
def test_parents_deleted_before_their_children_go_in_one_settling(installed: Installed, last: str) -> None:
    night(installed, CHAIN, deleted=False)
    installed.nation.script = ["ok", "ok", last]
    night(installed, CHAIN, deleted=True)
    assert standing(installed)["waiting"] == 2
    tasks.settle()
    assert standing(installed) == {"accepted": 6}
    assert installed.nation.live == {}


def test_a_deletion_whose_child_stays_sends_nothing_night_after_night(installed: Installed) -> None:
    night(installed, CHAIN, deleted=False)
    night(installed, CHAIN[:1], deleted=True)
    sent = installed.nation.pushes
    for _ in range(2):
        tasks.settle()
        night(installed, CHAIN[:1], deleted=True)
    assert installed.nation.pushes == sent
    assert standing(installed) == {"waiting": 1, "accepted": 3, "unchanged": 2}


class Away(LedgerEndpoint):
    """A nation that does not answer when it is asked, or refuses us."""

    error: RelayError

    def ask(self, contract: str, messages: Sequence[Message]) -> list[Verdict]:
        raise self.error


@pytest.mark.parametrize("error", [RetryableError("Away.", "Đi vắng."), FatalError("Refused.", "Từ chối.")])
def test_an_endpoint_that_is_away_holds_up_no_other(
    installed: Installed, monkeypatch: pytest.MonkeyPatch, error: RelayError
) -> None:
    installed.nation.script = ["lost", "lost"]
    night(installed, [CHAIN[0], CHAIN[2]], deleted=False, alone=True)
    assert standing(installed) == {"unknown": 2}
    away = Away()
    away.error = error
    monkeypatch.setattr(installed, "endpoint", lambda flow: away if flow == CHAIN[0] else installed.nation)
    with pytest.raises(type(error)):
        tasks.settle()
    assert standing(installed) == {"unknown": 1, "accepted": 1}
