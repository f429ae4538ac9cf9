"""Back-pressure: no more is pulled while an endpoint has more on its way than it bears, and nothing is lost by waiting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import SimpleNamespace

import pytest

from flows import deliveries, tasks
from relay.delivery.backlog import backlog
from relay.delivery.limits import Limits
from relay.delivery.push import push
from relay.model import Page
from relay.store import Store
from tests.relay.engine import FLOW, counts, run
from tests.relay.outside import LedgerEndpoint, ListSource

PAGES = [[(f"r{page}{place}", "value", None, False) for place in range(3)] for page in range(4)]


class Resumed(ListSource):
    """A source that goes on behind its watermark, as real ones do."""

    complete = True

    def pull(self, contract: str, watermark: str | None, *, since: str | None = None) -> Iterator[Page]:
        return (page for page in super().pull(contract, None) if page.watermark > (watermark or ""))

    def size(self, contract: str) -> int | None:
        return None


class Installed:
    """What pull asks of an installation."""

    def __init__(self, store: Store, most: int) -> None:
        self.store = store
        self.most = most
        self.installation = SimpleNamespace(
            endpoint_of=lambda flow: "ledger",
            endpoints={"ledger": SimpleNamespace(serves=(FLOW,))},
            sources_of=lambda flow: ("list",),
        )

    def source(self, name: str) -> Resumed:
        return Resumed(PAGES)

    def limits(self, flow: str) -> Limits:
        return Limits(backlog=self.most)


@pytest.fixture
def installed(store: Store, monkeypatch: pytest.MonkeyPatch) -> Installed:
    made = Installed(store, most=5)
    monkeypatch.setattr(tasks, "Wiring", lambda connections: made)
    monkeypatch.setattr(tasks, "demand_known", lambda wiring, flow, sources: None)
    return made


def carried(store: Store, batches: Sequence[int]) -> None:
    """What was pulled is judged and delivered."""
    run(store, [])
    push(store, FLOW, LedgerEndpoint(), "run")


def test_pulling_stops_above_the_backlog_and_goes_on_later(installed: Installed, store: Store) -> None:
    first = tasks.pull(FLOW, "list", "night 1")
    assert (len(first), backlog(store, [FLOW])) == (2, 6)
    assert tasks.pull(FLOW, "list", "night 2") == first
    assert counts(store) == {"received": 6}
    carried(store, first)
    tasks.pull(FLOW, "list", "night 3")
    carried(store, [])
    assert tasks.pull(FLOW, "list", "night 4") == []
    assert counts(store) == {"accepted": 12}


def test_without_a_limit_everything_is_pulled(installed: Installed, store: Store) -> None:
    assert not deliveries.full(SimpleNamespace(limits=lambda flow: Limits()), FLOW)
