"""A record's whole life as one signed document: source → batch → checks → attempts → receipt, with a proof of every step the log holds.

It tells ids, times, names of fields and rules, and hashes; no value of the record is in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from flows.scanned.told import pages_of
from relay.audit import merkle
from relay.audit.chain import Event, Head
from relay.audit.keys import Signer
from relay.audit.passport import signed
from relay.clock import utc_now
from relay.delivery.proofs import PROVEN, leaves_of
from relay.errors import FatalError
from relay.store import Store
from relay.store.bulk import among
from relay.store.desk_tables import correction, decision
from relay.store.side_tables import audit_event, audit_head
from relay.store.tables import (
    VERSIONS_PER_BATCH,
    attempt,
    batch,
    brought_by,
    change,
    content,
    outbox,
    receipt,
    record,
    request,
    version,
    violation,
)
from schemas.identifiers import key_secret


def passport(store: Store, signer: Signer, key: str, flow: str | None = None) -> dict[str, Any]:
    """The passport of the record with this natural key, source id, receipt or record id. Raises FatalError unless there is one."""
    with store.read() as tx:
        owner = _one(list(_found(tx, key, flow)), key)
        ids = list(tx.execute(sa.select(version.c.version_id).where(version.c.record_id == owner.record_id)).scalars())
        told = {
            "passport": 1,
            "made_at": utc_now().isoformat(timespec="seconds"),
            "flow": owner.flow,
            "record_id": owner.record_id,
            "source": owner.source,
            "source_id": owner.source_id,
            "natural_key": _newest_key(tx, ids),
            "versions": _versions(tx, sorted(ids)),
            "proofs": list(_proofs(tx, ids)),
        }
    return signed(told, signer)


def _found(tx: sa.Connection, key: str, flow: str | None) -> Iterator[Any]:
    by_version = sa.select(version.c.record_id)
    keyed = by_version.join(content, content.c.version_id == version.c.version_id).where(content.c.natural_key == key)
    proved = by_version.join(receipt, receipt.c.version_id == version.c.version_id).where(receipt.c.receipt == key)
    named = sa.or_(record.c.source_id == key, record.c.record_id.in_(keyed), record.c.record_id.in_(proved))
    if key.isascii() and key.isdigit() and len(key) < 19:
        named = sa.or_(named, record.c.record_id == int(key))
    query = sa.select(record.c.record_id, record.c.flow, record.c.source, record.c.source_id).where(named)
    yield from tx.execute(query.where(record.c.flow == flow) if flow else query)


def _one(found: Sequence[Any], key: str) -> Any:
    if not found:
        raise FatalError(
            "No record has this key; give its natural key, source id, receipt or record id as `lienthong quarantine list` "
            "or the local system shows it.",
            "Không có bản ghi nào mang khóa này; hãy nhập số đăng ký, mã tại nguồn, biên nhận hoặc mã bản ghi.",
        )
    if len(found) > 1:
        several = ", ".join(f"{row.flow}/{row.record_id}" for row in found[:5])
        raise FatalError(
            f"{len(found)} records have this key ({several}); give the record id, or --flow.",
            f"Có {len(found)} bản ghi mang khóa này ({several}); hãy nhập mã bản ghi hoặc --flow.",
        )
    return found[0]


def _newest_key(tx: sa.Connection, ids: list[int]) -> str | None:
    query = sa.select(content.c.natural_key).where(among(tx, content.c.version_id, ids))
    return tx.execute(query.order_by(content.c.version_id.desc()).limit(1)).scalar()


def _versions(tx: sa.Connection, ids: list[int]) -> list[dict[str, Any]]:
    query = (
        sa.select(version, batch.c.source, batch.c.run_id, batch.c.pulled_at, content.c.unit)
        .join(batch, brought_by(version.c.version_id))
        .join(content, content.c.version_id == version.c.version_id, isouter=True)
        .where(among(tx, version.c.version_id, ids))
        .order_by(version.c.version_id)
    )
    changes = _by_version(tx, ids, change, "field", "change")
    scans = pages_of(tx, ids, key_secret())
    checks = _by_version(tx, ids, violation, "rule", "field", "severity")
    attempts, receipts, decided = _attempts(tx, ids), _receipts(tx, ids), _decisions(tx, ids)
    return [
        {
            "version_id": row.version_id,
            "number": row.number,
            "deleted": row.deleted,
            "status": row.status,
            "hold": row.hold,
            "unit": row.unit,
            "batch_id": row.version_id // VERSIONS_PER_BATCH,
            "run": row.run_id,
            "pulled_at": _time(row.pulled_at),
            "digitised": scans.get(row.version_id, []),
            "changes": changes[row.version_id],
            "checks": checks[row.version_id],
            "decisions": decided[row.version_id],
            "attempts": attempts[row.version_id],
            "receipt": receipts.get(row.version_id),
        }
        for row in tx.execute(query)
    ]


def _by_version(tx: sa.Connection, ids: list[int], table: sa.Table, *names: str) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    columns = [table.c[name] for name in names]
    for version_id, *values in tx.execute(
        sa.select(table.c.version_id, *columns).where(among(tx, table.c.version_id, ids)).order_by(*columns)
    ):
        found[version_id].append(dict(zip(names, values, strict=True)))
    return found


def _decisions(tx: sa.Connection, ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    """What people decided about each version: names of fields and rules, neither values nor the words of the reason."""
    query = (
        sa.select(decision, correction.c.version_id, correction.c.fields, correction.c.rules)
        .join(correction, correction.c.decision_id == decision.c.decision_id)
        .where(among(tx, correction.c.version_id, ids))
        .order_by(decision.c.decision_id)
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in tx.execute(query):
        what = {"decision": row.decision_id, "kind": row.kind, "state": row.state}
        named = {
            "fields": sorted(msgspec.json.decode(row.fields or "{}")),
            "rules": msgspec.json.decode(row.rules or "[]"),
        }
        who = {"made_by": row.made_by, "made_at": _time(row.made_at)}
        answer = {"decided_by": row.decided_by, "decided_at": _time(row.decided_at)}
        found[row.version_id].append(what | named | who | answer)
    return found


def _attempts(tx: sa.Connection, ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    query = (
        sa.select(attempt, request.c.endpoint, request.c.sent_at, outbox.c.idempotency_key, outbox.c.op)
        .join(request, request.c.request_id == attempt.c.request_id)
        .join(outbox, outbox.c.version_id == attempt.c.version_id)
        .where(among(tx, attempt.c.version_id, ids))
        .order_by(attempt.c.request_id, attempt.c.answer)
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in tx.execute(query):
        told = {name: getattr(row, name) for name in ("request_id", "endpoint", "op", "idempotency_key")}
        said = {"verdict": row.verdict, "code": row.code, "proof": row.proof}
        found[row.version_id].append(told | {"sent_at": _time(row.sent_at)} | said)
    return found


def _receipts(tx: sa.Connection, ids: list[int]) -> dict[int, dict[str, Any]]:
    return {
        row.version_id: {
            "receipt": row.receipt,
            "code": row.code,
            "endpoint": row.endpoint,
            "received_at": _time(row.received_at),
            "written_back_at": _time(row.written_back_at),
            "linked_at": _time(row.linked_at),
        }
        for row in tx.execute(sa.select(receipt).where(among(tx, receipt.c.version_id, ids)))
    }


def _proofs(tx: sa.Connection, ids: list[int]) -> Iterator[dict[str, Any]]:
    """For every event of the log that one of these versions is part of: the event, its head, the leaf, and the path to the event's root."""
    for event, head in _events(tx, ids):
        leaves = leaves_of(tx, event)
        hashes = [merkle.leaf(text) for text in leaves.values()]
        if merkle.root(hashes) != msgspec.json.decode(event.body)["root"]:
            continue  # not all answers are in yet
        for place, (version_id, text) in enumerate(leaves.items()):
            if version_id in ids:
                yield {
                    "event": event._asdict(),
                    "head": head._asdict(),
                    "leaf": text,
                    "path": merkle.path(hashes, place),
                }


def _events(tx: sa.Connection, ids: list[int]) -> Iterable[tuple[Event, Head]]:
    asked = sa.select(attempt.c.request_id).where(among(tx, attempt.c.version_id, ids)).distinct()
    requests = {f'"request":{number}' for number in tx.execute(asked).scalars()}
    held = sa.select(correction.c.decision_id).where(among(tx, correction.c.version_id, ids)).distinct()
    decided = {f'"decision":{number}' for number in tx.execute(held).scalars()}
    batches = {f'"batch":{version_id // VERSIONS_PER_BATCH}' for version_id in ids}
    # A body is spelt one way only, so that its ids can be looked for as text.
    named = [
        audit_event.c.body.like(f"%{part}{end}%") for part in {*requests, *batches, *decided} for end in (",", "}")
    ]
    query = (
        sa.select(audit_event, *(audit_head.c[name].label(f"head_{name}") for name in Head._fields))
        .join(audit_head, audit_head.c.seq == audit_event.c.seq)
        .where(audit_event.c.kind.in_(PROVEN), sa.or_(*named))
        .order_by(audit_event.c.seq)
    )
    size = len(Event._fields)
    return [(Event(*row[:size]), Head(*row[size:])) for row in tx.execute(query)]


def _time(at: Any) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
