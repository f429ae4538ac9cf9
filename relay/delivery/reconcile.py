"""Reconcile: what we hold receipts for against what the endpoint itself says it holds: counts, then buckets, then records.

Nothing is concluded about a record that is under way, or that changed while we looked.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from relay.delivery.listing import Pairs, Reading
from relay.model import Endpoint
from relay.status import OUTGOING
from relay.store import Store
from relay.store.bulk import among
from relay.store.tables import outbox, record, version


class Kind(StrEnum):
    """How the two sides disagree about a key."""

    MISSING = "missing"
    EXTRA = "extra"
    DIFFERS = "differs"


@dataclass(frozen=True)
class Comparison:
    """Keys accepted by receipt but not listed live (`missing`), listed live without a receipt of ours (`extra`), or listed with
    other content (`differs`).

    `ours`: records we hold a receipt for; `moving`: keys about which nothing is concluded, because they are under way or changed
    while we looked; `requests` and `records`: what had to be asked and read for it.
    """

    missing: tuple[str, ...]
    extra: tuple[str, ...]
    differs: tuple[str, ...]
    ours: int
    moving: int
    requests: int
    records: int

    @property
    def clean(self) -> bool:
        """True when both sides hold the same, as far as it stands still."""
        return not any(self.counts().values())

    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        return {kind.value: len(self.of(kind)) for kind in Kind}

    def of(self, kind: Kind) -> tuple[str, ...]:
        """The keys of one kind."""
        return {Kind.MISSING: self.missing, Kind.EXTRA: self.extra, Kind.DIFFERS: self.differs}[kind]


def compare(store: Store, flow: str, endpoint: Endpoint) -> Comparison:
    """Read ours, read theirs, and look again at what does not agree. Raises RetryableError: then nothing is concluded."""
    reading = Reading(endpoint, flow)
    with store.read() as tx:
        ours = _accepted(tx, flow)
    suspects: dict[str, Kind] = {}
    for mine, theirs in reading.against(ours):
        suspects |= differences(mine, theirs)
    moving = _moving(store, flow, ours, suspects)
    moving |= _contradicted(reading, {key: kind for key, kind in suspects.items() if key not in moving})
    found = {kind: tuple(sorted(k for k, one in suspects.items() if one is kind and k not in moving)) for kind in Kind}
    return Comparison(
        missing=found[Kind.MISSING],
        extra=found[Kind.EXTRA],
        differs=found[Kind.DIFFERS],
        ours=len(ours),
        moving=len(moving),
        requests=reading.requests,
        records=reading.records,
    )


def differences(ours: Pairs, theirs: Pairs) -> dict[str, Kind]:
    """The keys the two sides disagree about; a hash that is not known differs from none."""
    found = dict.fromkeys(ours.keys() - theirs.keys(), Kind.MISSING)
    found |= dict.fromkeys(theirs.keys() - ours.keys(), Kind.EXTRA)
    both = ours.keys() & theirs.keys()
    return found | {key: Kind.DIFFERS for key in both if ours[key] is not None and ours[key] != theirs[key]}


def _accepted(tx: sa.Connection, flow: str) -> dict[str, str | None]:
    """Key → hash of what the nation accepted from us last and should list as live."""
    query = (
        sa.select(record.c.accepted_key, record.c.accepted_hash)
        .where(record.c.flow == flow, record.c.accepted_version_id.is_not(None), record.c.accepted_deleted.is_(False))
        .order_by(record.c.accepted_version_id)
    )
    return {row[0]: row[1] for row in tx.execute(query)}


def _moving(store: Store, flow: str, before: Pairs, suspects: Collection[str]) -> set[str]:
    """Suspects of ours that are on their way, or were answered since we read `before`."""
    if not suspects:
        return set()
    with store.read() as tx:
        # In this order: what arrives between the two readings is seen by the second.
        moving = _under_way(tx, flow, suspects)
        after = _accepted(tx, flow)
    return moving | {key for key in suspects if (key in before, before.get(key)) != (key in after, after.get(key))}


def _under_way(tx: sa.Connection, flow: str, keys: Collection[str]) -> set[str]:
    query = (
        sa.select(outbox.c.natural_key)
        .join(version, version.c.version_id == outbox.c.version_id)
        .where(version.c.flow == flow, version.c.status.in_(OUTGOING), among(tx, outbox.c.natural_key, list(keys)))
    )
    return set(tx.execute(query).scalars())


def _contradicted(reading: Reading, suspects: dict[str, Kind]) -> set[str]:
    """Suspects of which the endpoint, asked by key, says the opposite of its listing."""
    if not reading.endpoint.can_ask:
        return set()
    asked = sorted(key for key, kind in suspects.items() if kind is not Kind.DIFFERS)
    held = reading.holds(asked)
    return {key for key in asked if (suspects[key] is Kind.MISSING) == (key in held)}
