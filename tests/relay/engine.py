"""The engine's stages over the small outside world, and where the records stand afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from relay.stages.batches import unfinished
from relay.stages.normalise import normalise
from relay.stages.pull import pull
from relay.stages.stage import stage
from relay.stages.validate import validate
from relay.store import Store
from relay.store.law import check_batches, conservation
from tests.relay.outside import ListSource, PlainMapping, judge

FLOW = "plain"
Row = tuple[str, str, str | None, bool]


def all_known(ids: Sequence[str]) -> set[str]:
    """A nation that knows everybody."""
    return set(ids)


def run(store: Store, pages: list[list[Row]], known=all_known) -> list[int]:
    """Everything up to the outbox."""
    fresh = list(pull(store, FLOW, ListSource(pages), "run"))
    batches = sorted({*unfinished(store, FLOW, "list"), *fresh})
    for batch_id in batches:
        normalise(store, FLOW, batch_id, PlainMapping())
    for batch_id in batches:
        validate(store, FLOW, batch_id, judge)
    for batch_id in batches:
        stage(store, FLOW, "ledger", batch_id, known)
        check_batches(store, FLOW, [batch_id])
    return batches


def counts(store: Store) -> dict[str, int]:
    """Where every version stands; the law holds."""
    law = conservation(store, FLOW)
    assert law.holds, law
    return {name: count for name, count in law.counts.items() if count}
