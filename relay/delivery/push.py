"""Push: pending messages go to the endpoint in batches, at its pace and within its limits; what waits goes once released."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pybreaker import CircuitBreakerError

from relay.clock import utc_now
from relay.delivery.breaker import NoAnswerError, circuit, left_alone
from relay.delivery.limits import NO_LIMITS, Limits
from relay.delivery.outgoing import ALL, Chosen, anything_pending, claim, give_back, hold_back, let_go, quota_left
from relay.delivery.pace import wait_for_turn
from relay.delivery.verdicts import Answered, record_verdicts
from relay.errors import RelayError
from relay.model import Endpoint
from relay.status import Hold
from relay.store import Store


def push(
    store: Store, flow: str, endpoint: Endpoint, run_id: str, chosen: Chosen = ALL, limits: Limits = NO_LIMITS
) -> dict[str, int]:
    """Send everything pending of a flow that is chosen. Returns how many got each verdict, or had to wait ("held").

    Raises RetryableError when the endpoint asks to wait or has failed too often, FatalError when it refuses us; what was claimed is
    given back.
    """
    if chosen.only is None:
        let_go(store, flow)
    if not anything_pending(store, flow, chosen):
        return {}  # nothing is tried, so nothing is learnt about the endpoint either
    totals: Counter[str] = Counter()
    guard = circuit(store, endpoint.name, limits)
    while not limits.is_closed(utc_now()):
        try:
            counts = guard.call(_one_request, store, flow, endpoint, run_id, chosen, limits)
        except NoAnswerError as silence:
            counts = silence.args[0]
        except CircuitBreakerError:
            raise left_alone(endpoint.name) from None
        totals.update(counts)
        if not counts:
            break
    return dict(totals) | _held(store, flow, endpoint, limits)


def _one_request(
    store: Store, flow: str, endpoint: Endpoint, run_id: str, chosen: Chosen, limits: Limits
) -> Mapping[str, int]:
    wait_for_turn(store, endpoint.name, limits.requests_per_minute)
    request_id, messages = claim(store, flow, endpoint.name, run_id, endpoint.batch_size, chosen, limits)
    if not messages:
        return {}
    try:
        verdicts = endpoint.push(flow, messages)
    except RelayError:
        # Raised only when nothing was applied: it takes nothing of the quota, and may go once the cause is gone.
        give_back(store, request_id)
        raise
    pairs = [Answered(message, verdict) for message, verdict in zip(messages, verdicts, strict=True)]
    counts = record_verdicts(store, flow, endpoint, request_id, pairs)
    if counts.keys() == {"unknown"}:
        raise NoAnswerError(counts)
    return counts


def _held(store: Store, flow: str, endpoint: Endpoint, limits: Limits) -> dict[str, int]:
    """What is left when the endpoint is closed or its quota is used up waits, and is told."""
    hold = Hold.WINDOW if limits.is_closed(utc_now()) else None
    if hold is None and limits.records_per_day is not None:
        with store.read() as tx:
            hold = None if quota_left(tx, endpoint.name, limits) else Hold.QUOTA
    held = hold_back(store, flow, hold) if hold else 0
    return {"held": held} if held else {}
