"""Settle: what was sent without a clear answer is asked for by its key before anything is sent again."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from relay.clock import utc_now
from relay.delivery.outgoing import read_messages
from relay.delivery.verdicts import Answered, record_verdicts
from relay.model import Endpoint
from relay.status import Status
from relay.store import Store
from relay.store.tables import outbox, request, version

#: A request without an answer for this long belongs to a process that is gone; a younger one may still be under way. Longer than
#: anyone sends: an endpoint begins no further part of a request after SENDING, and one exchange with its logins ends within ten minutes.
LEASE = timedelta(minutes=15)

ASK_AT_ONCE = 500


def settle_unknown(store: Store, flow: str, endpoint: Endpoint, *, lease: timedelta = LEASE) -> dict[str, list[int]]:
    """Ask the endpoint what became of every unknown message. Returns the version ids by verdict.

    A message the endpoint never saw is `absent` and becomes pending again; one it cannot tell stays unknown, and so do all those
    of an endpoint that cannot be asked: they wait for reconcile.
    """
    found: dict[str, list[int]] = {}
    if not endpoint.can_ask:
        return found
    for request_id, version_ids in open_requests(store, flow, lease):
        with store.read() as tx:
            messages = read_messages(tx, version_ids)
        for start in range(0, len(messages), ASK_AT_ONCE):
            part = messages[start : start + ASK_AT_ONCE]
            verdicts = endpoint.ask(flow, part)
            pairs = [Answered(message, verdict) for message, verdict in zip(part, verdicts, strict=True)]
            record_verdicts(store, flow, endpoint, request_id, pairs)
            for pair in pairs:
                found.setdefault(pair.verdict.kind, []).append(pair.message.version_id)
    return found


def open_requests(store: Store, flow: str, lease: timedelta = LEASE) -> list[tuple[int, list[int]]]:
    """Requests whose sender is done or gone, each with its messages that are still unknown."""
    now = utc_now()
    query = (
        sa.select(outbox.c.request_id, version.c.version_id)
        .join(outbox, outbox.c.version_id == version.c.version_id)
        .join(request, request.c.request_id == outbox.c.request_id)
        .where(
            version.c.flow == flow,
            version.c.status == Status.UNKNOWN,
            # A moment in the future was written by a clock that was set back since; its sender is gone too.
            sa.or_(request.c.answered_at.is_not(None), ~request.c.sent_at.between(now - lease, now + lease)),
        )
        .order_by(version.c.version_id)
    )
    grouped: dict[int, list[int]] = {}
    with store.read() as tx:
        for request_id, version_id in tx.execute(query):
            grouped.setdefault(request_id, []).append(version_id)
    return list(grouped.items())
