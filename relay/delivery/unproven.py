"""The tables against the log: whatever claims to have happened and has no event behind it is named.

`relay.delivery.proofs` holds what the log says against the tables; this is the way back, for what was put there behind the log's back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from relay.status import Status
from relay.store import evidence
from relay.store.desk_tables import decision
from relay.store.side_tables import healing_plan
from relay.store.tables import attempt, batch, receipt, request, version


def unproven(tx: sa.Connection) -> Iterator[str]:
    """What no event bears out, by kind and number: "receipt 1000003", "batch 4"."""
    told = {kind: [msgspec.json.decode(event.body) for event in evidence.events(tx, kind)] for kind in KINDS}
    batches = {body["batch"] for body in told["pulled"]}
    runs = {f"heal-{body['plan']}" for body in told["plan_carried_out"]}
    runs |= {f"desk-{body['decision']}" for body in told["decision_approved"]}
    for number, run_id in tx.execute(sa.select(batch.c.batch_id, batch.c.run_id).order_by(batch.c.batch_id)):
        if number not in batches and run_id not in runs:
            yield f"batch {number}"
    yield from _without(tx, request.c.request_id, {body["request"] for body in told["sent"]}, "request")
    answers = {(body["request"], body["answer"]) for body in told["answered"]}
    for number, answer in tx.execute(sa.select(attempt.c.request_id, attempt.c.answer).distinct()):
        if (number, answer) not in answers:
            yield f"answer {answer} to request {number}"
    yield from _receipts(tx)
    approved = {body["plan"] for body in told["plan_approved"]}
    decided = sa.select(healing_plan.c.plan_id).where(healing_plan.c.approved_at.is_not(None))
    yield from (f"approval of plan {number}" for number in tx.execute(decided).scalars() if number not in approved)
    answered = {body["decision"] for body in told["decision_approved"]}
    decided = sa.select(decision.c.decision_id).where(decision.c.state == "approved")
    yield from (f"approval of decision {one}" for one in tx.execute(decided).scalars() if one not in answered)


KINDS = ("pulled", "sent", "answered", "plan_approved", "plan_carried_out", "decision_approved")


def _without(tx: sa.Connection, column: sa.ColumnElement[Any], known: set[int], name: str) -> Iterator[str]:
    return (
        f"{name} {number}" for number in tx.execute(sa.select(column).order_by(column)).scalars() if number not in known
    )


def _receipts(tx: sa.Connection) -> Iterator[str]:
    """A receipt needs the answer that gave it, with its code; what stands as accepted needs a receipt, and the other way round."""
    answer = sa.select(attempt.c.version_id).where(
        attempt.c.version_id == receipt.c.version_id,
        attempt.c.verdict == "accepted",
        attempt.c.proof == receipt.c.receipt,
        sa.func.coalesce(attempt.c.code, "") == sa.func.coalesce(receipt.c.code, ""),
    )
    yield from (
        f"receipt {one}" for one in tx.execute(sa.select(receipt.c.version_id).where(~answer.exists())).scalars()
    )
    accepted = version.c.status == Status.ACCEPTED
    held = version.c.version_id.in_(sa.select(receipt.c.version_id))
    odd = sa.or_(sa.and_(accepted, ~held), sa.and_(~accepted, held))
    yield from (f"accepted version {one}" for one in tx.execute(sa.select(version.c.version_id).where(odd)).scalars())
