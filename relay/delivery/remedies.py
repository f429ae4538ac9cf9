"""The remedy for each difference, as the store stands at this moment. What we do not know is never touched: a person asks about it."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from relay.delivery.reconcile import Comparison, Kind
from relay.status import OUTGOING, Status
from relay.store.bulk import among
from relay.store.tables import content, outbox, record, version

#: Not final: it will reach the nation, or a person will decide about it.
OPEN = (Status.RECEIVED, Status.QUARANTINED, *OUTGOING)


class Remedy(StrEnum):
    """What to do about a difference. `leave`: another version of the record is still open, and brings what is right."""

    SEND_AGAIN = "send_again"
    DELETE_AGAIN = "delete_again"
    LEAVE = "leave"
    ASK_REGISTRY = "ask_registry"


HEALING = (Remedy.SEND_AGAIN, Remedy.DELETE_AGAIN)


class Entry(NamedTuple):
    """One difference with its remedy; `version_id`: the accepted version it is about, None where we know none."""

    kind: str
    key: str
    remedy: str
    version_id: int | None

    def words(self) -> dict[str, str | int | None]:
        """Everything but the key."""
        return {"kind": self.kind, "remedy": self.remedy, "version_id": self.version_id}

    def spelt(self) -> str:
        """All of it, for the hash in the audit log."""
        return msgspec.json.encode(tuple(self)).decode()


class _Held(NamedTuple):
    record_id: int
    version_id: int
    deleted: bool


def remedies(tx: sa.Connection, flow: str, found: Comparison) -> tuple[Entry, ...]:
    """An entry for every difference that was found, in order."""
    keys = [*found.missing, *found.extra, *found.differs]
    if not keys:
        return ()
    live, gone = (_newest(tx, flow, keys, deleted=deleted) for deleted in (False, True))
    open_records = _open_records(tx, [one.record_id for one in (*live.values(), *gone.values())])
    open_keys = _open_keys(tx, flow, found.extra)
    entries = []
    for kind in Kind:
        for key in found.of(kind):
            held = (gone if kind is Kind.EXTRA else live).get(key)
            is_open = key in open_keys or (held is not None and held.record_id in open_records)
            entries.append(Entry(kind, key, _remedy(kind, held, is_open), held and held.version_id))
    return tuple(sorted(entries))


def _remedy(kind: Kind, held: _Held | None, is_open: bool) -> Remedy:
    if is_open:
        return Remedy.LEAVE
    if held is None:
        # What changed since it was compared is nothing to heal: the next comparison tells.
        return Remedy.ASK_REGISTRY if kind is Kind.EXTRA else Remedy.LEAVE
    return Remedy.DELETE_AGAIN if kind is Kind.EXTRA else Remedy.SEND_AGAIN


def _newest(tx: sa.Connection, flow: str, keys: Collection[str], *, deleted: bool) -> dict[str, _Held]:
    """The record that was accepted last under each of these keys, live or as a deletion, where its source says so too."""
    query = (
        sa.select(record.c.accepted_key, record.c.record_id, record.c.accepted_version_id, record.c.accepted_deleted)
        .where(
            record.c.flow == flow,
            record.c.accepted_deleted.is_(deleted),
            record.c.deleted.is_(deleted),
            among(tx, record.c.accepted_key, list(keys)),
        )
        .order_by(record.c.accepted_version_id)
    )
    return {key: _Held(*row) for key, *row in tx.execute(query)}


def _open_records(tx: sa.Connection, record_ids: list[int]) -> set[int]:
    mine = among(tx, version.c.record_id, record_ids)
    return set(tx.execute(sa.select(version.c.record_id).where(mine, version.c.status.in_(OPEN))).scalars())


def _open_keys(tx: sa.Connection, flow: str, keys: Collection[str]) -> set[str]:
    """Those of these keys that an open version of any record claims: in the outbox, or still to be judged or decided about."""
    found: set[str] = set()
    for table in (content, outbox):
        query = (
            sa.select(table.c.natural_key)
            .join(version, version.c.version_id == table.c.version_id)
            .where(table.c.flow == flow, version.c.status.in_(OPEN), among(tx, table.c.natural_key, list(keys)))
        )
        found |= set(tx.execute(query).scalars())
    return found
