"""The last requests as people see them: every message once, with the last word on it."""

from __future__ import annotations

from flows.deliveries import last_requests
from relay.clock import utc_now
from relay.store import Store
from relay.store.tables import attempt, request


def test_a_promise_that_was_kept_is_one_acceptance(store: Store) -> None:
    with store.begin() as tx:
        asked = {"flow": "birth", "endpoint": "civil_status", "run_id": "r", "messages": 3, "sent_at": utc_now()}
        number = tx.execute(request.insert().values(asked).returning(request.c.request_id)).scalar_one()
        for answer, verdicts in ((1, ("promised", "promised", "refused")), (2, ("accepted", "unknown"))):
            rows = [
                {"request_id": number, "version_id": 1_000_000 + place, "verdict": verdict, "answer": answer}
                for place, verdict in enumerate(verdicts)
            ]
            tx.execute(attempt.insert(), rows)
    [line] = last_requests(store)
    assert (line["messages"], line["accepted"], line["refused"], line["other"]) == (3, 1, 1, 1)
