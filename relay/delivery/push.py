"""Push: pending messages go to the endpoint in batches, over one kept-alive session; what waits for another record goes once released."""

from __future__ import annotations

from collections.abc import Sequence

from relay.delivery.outgoing import claim, give_back
from relay.delivery.verdicts import Answered, record_verdicts
from relay.errors import RetryableError
from relay.model import Endpoint
from relay.store import Store


def push(
    store: Store,
    flow: str,
    endpoint: Endpoint,
    run_id: str,
    *,
    units: Sequence[str] | None = None,
    only: Sequence[int] | None = None,
) -> dict[str, int]:
    """Send everything pending of a flow, or what is pending of some units or versions. Returns how many got each verdict.

    Raises RetryableError when the endpoint asks to wait (what was claimed is given back), FatalError when it refuses us.
    """
    totals: dict[str, int] = {}
    while True:
        request_id, messages = claim(store, flow, endpoint.name, run_id, endpoint.batch_size, units, only)
        if not messages:
            return totals
        try:
            verdicts = endpoint.push(flow, messages)
        except RetryableError:
            give_back(store, request_id)
            raise
        pairs = [Answered(message, verdict) for message, verdict in zip(messages, verdicts, strict=True)]
        for kind, count in record_verdicts(store, flow, endpoint, request_id, pairs).items():
            totals[kind] = totals.get(kind, 0) + count
