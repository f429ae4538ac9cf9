"""How the deliveries to each endpoint stand: what is on its way, what holds it, and how long it will take."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from typing import Any

import sqlalchemy as sa

from flows.wiring import Wiring
from relay.clock import utc_now
from relay.delivery.backlog import backlog
from relay.delivery.breaker import states
from relay.delivery.outgoing import quota_left
from relay.status import BY_LIMITS, OUTGOING, Hold, Status
from relay.store import Store
from relay.store.tables import attempt, request, version

log = logging.getLogger(__name__)


def standing(wiring: Wiring) -> list[dict[str, Any]]:
    """One line per endpoint.

    endpoint, flows, breaker (closed, open, half-open), failures, retry_at, open_now, pending, unknown, waiting {hold: n}, backlog,
    quota, quota_left, nights (None: the limits let nothing through).
    """
    counted, known = _counts(wiring), states(wiring.store)
    return [_line(wiring, name, counted, known.get(name, {})) for name in wiring.installation.endpoints]


def full(wiring: Wiring, flow: str) -> bool:
    """Whether as much is on its way to the flow's endpoint as it bears."""
    most = wiring.limits(flow).backlog
    if most is None:
        return False
    endpoint = wiring.installation.endpoint_of(flow)
    full = backlog(wiring.store, wiring.installation.endpoints[endpoint].serves) >= most
    if full:
        log.warning(
            "%s: %d records or more are on their way to %s; no more are pulled until some have gone",
            flow,
            most,
            endpoint,
        )
    return full


def _line(wiring: Wiring, name: str, counted: dict[str, Counter[str]], remembered: Any) -> dict[str, Any]:
    config = wiring.installation.endpoints[name]
    limits, now = config.limits.as_limits(), utc_now()
    total = sum((counted[flow] for flow in config.serves), Counter[str]())
    with wiring.store.read() as tx:
        left = quota_left(tx, name, limits) if limits.records_per_day is not None else None
    state = remembered.get("state", "closed")
    backlog = total[Status.PENDING] + sum(total[hold] for hold in BY_LIMITS)
    opened = remembered.get("opened_at") if state == "open" else None
    return {
        "endpoint": name,
        "flows": list(config.serves),
        "breaker": state,
        "failures": remembered.get("failures", 0),
        "retry_at": (opened + limits.pause).isoformat(timespec="seconds") if opened else None,
        "open_now": not limits.is_closed(now),
        "pending": total[Status.PENDING],
        "unknown": total[Status.UNKNOWN],
        "waiting": {hold.value: total[hold] for hold in Hold if total[hold]},
        "backlog": backlog,
        "quota": limits.records_per_day,
        "quota_left": left,
        "nights": limits.nights(backlog, wiring.batch_size(name)),
    }


def _counts(wiring: Wiring) -> dict[str, Counter[str]]:
    """Flow → how many messages stand where: by status, those that wait by what holds them."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    query = (
        sa.select(version.c.flow, version.c.status, version.c.hold, sa.func.count())
        .where(version.c.status.in_(OUTGOING))
        .group_by(version.c.flow, version.c.status, version.c.hold)
    )
    with wiring.store.read() as tx:
        for flow, status, hold, count in tx.execute(query):
            found[flow][hold if status == Status.WAITING else status] += count
    return found


def last_requests(store: Store, limit: int = 30) -> list[dict[str, Any]]:
    """The newest requests: request, flow, endpoint, sent_at, answered_at, messages, and of those accepted, refused, other."""
    newest = sa.select(request).order_by(request.c.request_id.desc()).limit(limit)
    with store.read() as tx:
        rows = [dict(row._mapping) for row in tx.execute(newest)]
        later = attempt.alias("later")
        # A promised receipt and one that was asked for again have several answers; the last word counts.
        again = sa.select(later.c.version_id).where(
            later.c.request_id == attempt.c.request_id,
            later.c.version_id == attempt.c.version_id,
            later.c.answer > attempt.c.answer,
        )
        answers = sa.select(attempt.c.request_id, attempt.c.verdict, sa.func.count())
        asked = answers.where(attempt.c.request_id.in_([row["request_id"] for row in rows]), ~again.exists())
        counted: dict[int, Counter[str]] = defaultdict(Counter)
        for request_id, verdict, count in tx.execute(asked.group_by(attempt.c.request_id, attempt.c.verdict)):
            counted[request_id][verdict if verdict in ("accepted", "refused") else "other"] += count
    return [{**row, "request": row["request_id"], **_answers(counted[row["request_id"]])} for row in rows]


def _answers(counted: Counter[str]) -> dict[str, int]:
    return {name: counted[name] for name in ("accepted", "refused", "other")}
