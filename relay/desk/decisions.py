"""Decisions about records held back: proposed by one person with a reason, answered by another; nothing happens before the answer.

A decision is whole: either every record of it can be decided on now, or none is, and those that cannot are named with why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
import sqlalchemy as sa

from relay.audit import merkle
from relay.clock import utc_now
from relay.desk.corrections import carried_by, leaf
from relay.errors import FatalError
from relay.status import Hold, Status
from relay.store import Store, evidence
from relay.store.bulk import among
from relay.store.desk_tables import correction, decision
from relay.store.tables import content, record, version


class Kind(StrEnum):
    """Set fields and judge again; let named rules pass (or send again what the nation refused); give the version up."""

    CORRECT = "correct"
    RELEASE = "release"
    DISCARD = "discard"


class State(StrEnum):
    """Where a decision stands."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Change:
    """What is proposed for one version, on top of earlier decisions: `fields` to set (contract field → value), `rules` to let pass."""

    version_id: int
    fields: Mapping[str, Any] | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """One decision; `records` in all, `carried` of them live on in a next version or were given up, `overtaken` were not there any more."""

    decision_id: int
    flow: str
    kind: Kind
    state: State
    reason: str
    made_by: str
    made_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    answer: str | None
    records: int
    carried: int
    overtaken: int


def on_the_desk() -> sa.ColumnElement[bool]:
    """Held back for a person to look at: quarantined, or waiting for a parent that may be named wrongly."""
    waits = sa.and_(version.c.status == Status.WAITING, version.c.hold == Hold.PARENT)
    return sa.or_(version.c.status == Status.QUARANTINED, waits)


def not_decidable(tx: sa.Connection, flow: str, version_ids: Sequence[int]) -> dict[int, str]:
    """Those of these versions that cannot be decided on now, and why: gone (not held any more) or decided (another decision is open)."""
    mine = among(tx, version.c.version_id, list(version_ids))
    newest = sa.and_(record.c.record_id == version.c.record_id, record.c.version_id == version.c.version_id)
    held = sa.select(version.c.version_id).join(record, newest).where(mine, version.c.flow == flow, on_the_desk())
    there = set(tx.execute(held).scalars())
    pending = (
        sa.select(correction.c.version_id)
        .join(decision, decision.c.decision_id == correction.c.decision_id)
        .where(among(tx, correction.c.version_id, list(version_ids)), decision.c.state == State.OPEN)
    )
    taken = set(tx.execute(pending).scalars())
    why = {one: "gone" for one in version_ids if one not in there}
    return why | dict.fromkeys(taken - why.keys(), "decided")


def propose(store: Store, flow: str, kind: Kind, changes: Sequence[Change], actor: str, reason: str) -> int:
    """Write a decision down. Returns its number. Raises FatalError when one of its records cannot be decided on (any more)."""
    ids = [one.version_id for one in changes]
    if not reason.strip() or not ids or len(set(ids)) < len(ids):
        raise FatalError(
            "A decision needs a reason and at least one record, each once; nothing was written.",
            "Quyết định cần có lý do và ít nhất một bản ghi, mỗi bản ghi một lần; chưa ghi gì.",
        )
    with store.begin(flow) as tx:
        if refused := not_decidable(tx, flow, ids):
            raise FatalError(
                f"{len(refused)} of {len(ids)} records are not held any more or have an open decision; load the list again.",
                f"{len(refused)} trong {len(ids)} bản ghi không còn bị giữ hoặc đang có quyết định chờ duyệt; hãy tải lại danh sách.",
                flow=flow,
            )
        values = {"flow": flow, "kind": kind, "state": State.OPEN, "reason": reason.strip()}
        made = decision.insert().values(**values, made_by=actor, made_at=utc_now()).returning(decision.c.decision_id)
        number = int(tx.execute(made).scalar_one())
        owners = dict(
            tx.execute(
                sa.select(version.c.version_id, version.c.record_id).where(among(tx, version.c.version_id, ids))
            ).all()
        )
        before = carried_by(tx, ids)
        tx.execute(correction.insert(), [_row(number, owners[one.version_id], _on_top(one, before)) for one in changes])
        evidence.note(tx, "decision_made", flow, {"actor": actor, "kind": kind, **told(tx, number)})
    return number


def _on_top(one: Change, before: Mapping[int, tuple[dict[str, Any], tuple[str, ...]]]) -> Change:
    fields, rules = before.get(one.version_id, ({}, ()))
    return Change(one.version_id, {**fields, **(one.fields or {})} or None, tuple({*rules, *one.rules}))


def _row(number: int, record_id: int, one: Change) -> dict[str, Any]:
    fields = None if one.fields is None else msgspec.json.encode(dict(one.fields), order="sorted").decode()
    rules = msgspec.json.encode(sorted(one.rules)).decode() if one.rules else None
    named = {"decision_id": number, "version_id": one.version_id, "record_id": record_id}
    return {**named, "fields": fields, "rules": rules, "next_version_id": None, "outcome": None}


def reject(store: Store, number: int, actor: str, answer: str) -> Decision:
    """The second person says no, and why; the records stay on the desk. Raises FatalError."""
    return _close(store, number, State.REJECTED, actor, answer)


def withdraw(store: Store, number: int, actor: str) -> Decision:
    """The one who proposed takes it back. Raises FatalError for anybody else."""
    if decision_of(store, number).made_by != actor:
        raise FatalError(
            f"Only the one who made decision {number} can withdraw it; a reviewer can reject it.",
            f"Chỉ người lập quyết định {number} mới rút lại được; người duyệt có thể từ chối.",
        )
    return _close(store, number, State.WITHDRAWN, actor, "")


def _close(store: Store, number: int, state: State, actor: str, answer: str) -> Decision:
    flow = decision_of(store, number).flow
    with store.begin(flow) as tx:
        answered(tx, number, state, actor, answer)
        evidence.note(tx, f"decision_{state}", flow, {"actor": actor, **told(tx, number)})
    return decision_of(store, number)


def answered(tx: sa.Connection, number: int, state: State, actor: str, answer: str) -> None:
    """Move an open decision. Raises FatalError when it is not open any more."""
    values = {"state": state, "decided_by": actor, "decided_at": utc_now(), "answer": answer}
    mine = sa.and_(decision.c.decision_id == number, decision.c.state == State.OPEN)
    if not tx.execute(decision.update().where(mine).values(values)).rowcount:
        raise FatalError(
            f"Decision {number} was answered already; load the list again.",
            f"Quyết định {number} đã được xử lý; hãy tải lại danh sách.",
            decision=number,
        )


def decision_of(store: Store, number: int) -> Decision:
    """A decision by its number. Raises FatalError."""
    with store.read() as tx:
        found = _decisions(tx, decision.c.decision_id == number)
    if not found:
        raise FatalError(
            f"There is no decision {number}; `lienthong quarantine decisions` lists them.",
            f"Không có quyết định {number}; xem bằng `lienthong quarantine decisions`.",
            decision=number,
        )
    return found[0]


def decisions(store: Store, state: State | None = None, limit: int = 500) -> list[Decision]:
    """Decisions, the newest first."""
    with store.read() as tx:
        return _decisions(tx, decision.c.state == state if state else sa.true(), limit)


def units_of(store: Store, number: int) -> list[str | None]:
    """The units whose records a decision is about, each once."""
    query = (
        sa.select(content.c.unit)
        .select_from(correction)
        .join(content, content.c.version_id == correction.c.version_id, isouter=True)
        .where(correction.c.decision_id == number)
        .distinct()
    )
    with store.read() as tx:
        return list(tx.execute(query).scalars())


def _decisions(tx: sa.Connection, which: sa.ColumnElement[bool], limit: int = 1) -> list[Decision]:
    count, mine = sa.func.count(), correction.c.decision_id == decision.c.decision_id
    carried = sa.and_(mine, correction.c.outcome == "carried")
    overtaken = sa.and_(mine, correction.c.outcome == "overtaken")
    counts = [sa.select(count).where(each).scalar_subquery() for each in (mine, carried, overtaken)]
    query = sa.select(decision, *counts).where(which).order_by(decision.c.decision_id.desc()).limit(limit)
    return [Decision(row[0], row[1], Kind(row[2]), State(row[3]), *row[4:]) for row in tx.execute(query)]


def told(tx: sa.Connection, number: int) -> dict[str, Any]:
    """What the audit log says of a decision: its number, how many records, and one hash over its rows."""
    query = sa.select(correction).where(correction.c.decision_id == number).order_by(correction.c.version_id)
    rows = [leaf(row) for row in tx.execute(query)]
    return {"decision": number, "records": len(rows), "root": merkle.root([merkle.leaf(one) for one in rows])}
