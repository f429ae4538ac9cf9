"""What past answers of an endpoint let us expect of records it cannot be asked about beforehand.

Two methods, both ours: the very content that was refused before will be refused again with the same code; of any other record only
its unit's share of refusals is known, and that is an expectation over many, never a verdict on one. Contents are compared here and
go nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from relay.store import Store
from relay.store.bulk import among
from relay.store.tables import attempt, content, request

#: With fewer answers than this a unit's own share says little: the flow's share stands for it. Ours.
ENOUGH = 30
EVERY_UNIT = ""

#: unit (EVERY_UNIT: the whole flow) → code → share of its settled records that were refused with it.
Shares = Mapping[str, Mapping[str, float]]


def refused_before(store: Store, flow: str, contents: Mapping[int, tuple[str, str]]) -> dict[int, str]:
    """Of these contents (any id → natural key, content) those that were refused as they are: id → code of the newest refusal."""
    query = (
        sa.select(content.c.natural_key, content.c.payload, attempt.c.code)
        .join(attempt, attempt.c.version_id == content.c.version_id)
        .where(content.c.flow == flow, attempt.c.verdict == "refused")
        .order_by(attempt.c.request_id, attempt.c.answer)
    )
    keys = sorted({key for key, _ in contents.values()})
    with store.read() as tx:
        told = {
            (key, text): code for key, text, code in tx.execute(query.where(among(tx, content.c.natural_key, keys)))
        }
    return {at: told[named] or "" for at, named in contents.items() if named in told}


def shares(store: Store, flow: str, since: datetime) -> Shares:
    """How often each unit's records were refused with which code, of those accepted or refused since a moment."""
    refused = sa.case((attempt.c.verdict == "refused", sa.func.coalesce(attempt.c.code, "")), else_=None)
    unit = sa.func.coalesce(content.c.unit, EVERY_UNIT)
    query = (
        sa.select(unit, refused, sa.func.count(sa.distinct(attempt.c.version_id)))
        .join(request, request.c.request_id == attempt.c.request_id)
        .join(content, content.c.version_id == attempt.c.version_id)
        .where(request.c.flow == flow, request.c.sent_at >= since, attempt.c.verdict.in_(("accepted", "refused")))
        .group_by(unit, refused)
    )
    settled: dict[str, Counter[str | None]] = {EVERY_UNIT: Counter()}
    with store.read() as tx:
        for name, code, count in tx.execute(query):
            for of in {name, EVERY_UNIT}:
                settled.setdefault(of, Counter())[code] += count
    return {name: _share(found) for name, found in settled.items() if name == EVERY_UNIT or found.total() >= ENOUGH}


def expected(units: Mapping[str, int], known: Shares) -> dict[str, float]:
    """code → how many refusals to expect of so many records of each unit."""
    told: Counter[str] = Counter()
    for unit, records in units.items():
        for code, share in known.get(unit, known[EVERY_UNIT]).items():
            told[code] += records * share  # type: ignore[assignment]  # a Counter of fractions
    return {code: round(float(count), 1) for code, count in told.items()}


def _share(found: Counter[str | None]) -> dict[str, float]:
    return {code: count / found.total() for code, count in found.items() if code is not None}
