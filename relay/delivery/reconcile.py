"""Reconcile: what we hold receipts for against what the endpoint itself says it holds, key by key."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from relay.model import Endpoint
from relay.store import Store
from relay.store.tables import record


@dataclass(frozen=True)
class Comparison:
    """Keys accepted by receipt but not listed (`missing`), and listed without a receipt of ours (`extra`)."""

    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """True when both sides hold the same keys."""
        return not self.missing and not self.extra


def compare(store: Store, flow: str, endpoint: Endpoint) -> Comparison:
    """Walk the endpoint's listing once and compare the live keys of both sides."""
    query = sa.select(record.c.accepted_key).where(
        record.c.flow == flow, record.c.accepted_version_id.is_not(None), record.c.accepted_deleted.is_(False)
    )
    with store.read() as tx:
        ours = set(tx.execute(query).scalars())
    theirs = {listed.key for page in endpoint.listing(flow) for listed in page if not listed.deleted}
    return Comparison(tuple(sorted(ours - theirs)), tuple(sorted(theirs - ours)))
