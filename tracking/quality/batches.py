"""What the store knows of whole batches: their profiles, the nights before them, and which are stopped.

Promise: a stopped batch is written down once with its reasons, and goes on only after somebody let it pass; both are in the audit log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from expectations.batch import Night, Profile
from expectations.batch.usual import together
from relay.clock import utc_now
from relay.errors import FatalError
from relay.status import Step
from relay.store import Store, evidence, raw_pages
from relay.store.desk_tables import batch_profile, batch_stop
from relay.store.tables import batch
from tracking.campaigns import LOCAL_TIME
from tracking.counts import end_of

#: What a row of batch_profile counts; a key of the raw records and a field with codes follow their word.
RECORDS, NEWEST, KEY, CODE = "records", "newest", "key:", "code:"

#: Batches that no source gave: what is healed, and what the desk corrected.
OURS = ("heal-%", "desk-%")


class Facts(NamedTuple):
    """Where a batch came from, and the night (Việt Nam) it came in."""

    batch_id: int
    flow: str
    source: str
    night: date


@dataclass(frozen=True)
class Stopped:
    """A batch that is stopped, and why."""

    batch_id: int
    flow: str
    source: str
    reasons_vi: str
    reasons_en: str
    stopped_at: datetime


def facts(store: Store, batch_id: int) -> Facts | None:
    """Where a batch came from; None for one that no source gave."""
    query = sa.select(batch.c.flow, batch.c.source, batch.c.pulled_at).where(
        batch.c.batch_id == batch_id, _from_source()
    )
    with store.read() as tx:
        row = tx.execute(query).first()
    return Facts(batch_id, row.flow, row.source, row.pulled_at.astimezone(LOCAL_TIME).date()) if row else None


def raws(store: Store, batch_id: int) -> Sequence[str]:
    """The raw records of a batch that are to be judged."""
    with store.read() as tx:
        return raw_pages.received(tx, batch_id)["raw"].to_list()


def keep_profile(store: Store, batch_id: int, found: Profile) -> None:
    """Write the profile of a batch, in place of an earlier one."""
    rows: list[tuple[str, str, int]] = [(RECORDS, "", found.records)]
    rows += [(NEWEST, found.newest, 1)] if found.newest else []
    rows += [(KEY + key, "", count) for key, count in found.keys.items()]
    rows += [(CODE + name, code, count) for name, codes in found.codes.items() for code, count in codes.items()]
    values = [{"batch_id": batch_id, "field": name, "code": code, "records": count} for name, code, count in rows]
    with store.begin() as tx:
        tx.execute(batch_profile.delete().where(batch_profile.c.batch_id == batch_id))
        tx.execute(batch_profile.insert(), values)


def changed(store: Store, one: Facts) -> int:
    """Records of the flow's source that changed in the whole night of a batch."""
    query = sa.select(sa.func.coalesce(sa.func.sum(batch.c.pulled - batch.c.unchanged), 0))
    with store.read() as tx:
        return int(tx.execute(query.where(*_of_way(one.flow, one.source, one.night, one.night))).scalar_one())


def nights_before(store: Store, one: Facts, days: int) -> Sequence[Night]:
    """The nights with judged batches of the same flow and source among the `days` before a batch's night, in order."""
    mine = _of_way(one.flow, one.source, one.night - timedelta(days=days), one.night - timedelta(days=1))
    judged = batch.c.step.in_((Step.VALIDATED, Step.STAGED))
    pulled = sa.select(batch.c.batch_id, batch.c.pulled_at, batch.c.pulled - batch.c.unchanged).where(*mine, judged)
    query = sa.select(batch_profile).where(
        batch_profile.c.batch_id.in_(sa.select(batch.c.batch_id).where(*mine, judged))
    )
    profiles: dict[int, list[Any]] = {}
    volumes: dict[date, int] = {}
    batches: dict[date, list[int]] = {}
    with store.read() as tx:
        for batch_id, name, code, count in tx.execute(query):
            profiles.setdefault(batch_id, []).append((name, code, count))
        for batch_id, at, count in tx.execute(pulled):
            night = at.astimezone(LOCAL_TIME).date()
            volumes[night] = volumes.get(night, 0) + count
            batches.setdefault(night, []).append(batch_id)
    found = []
    for night in sorted(night for night, count in volumes.items() if count):
        read = [_profile(profiles[batch_id]) for batch_id in batches[night] if batch_id in profiles]
        found.append(Night(night, volumes[night], _whole(read)))
    return found


def stop(store: Store, one: Facts, reasons_vi: Sequence[str], reasons_en: Sequence[str]) -> bool:
    """Write down that a batch is stopped, once. Returns whether it is: False after somebody let it pass."""
    with store.begin() as tx:
        row = tx.execute(sa.select(batch_stop.c.passed_at).where(batch_stop.c.batch_id == one.batch_id)).first()
        if row is not None:
            return row.passed_at is None
        said = {"reasons_vi": "; ".join(reasons_vi), "reasons_en": "; ".join(reasons_en)}
        named = {"batch_id": one.batch_id, "flow": one.flow, "source": one.source, "stopped_at": utc_now()}
        tx.execute(batch_stop.insert().values(**named, **said))
        evidence.note(tx, "batch_stopped", one.flow, {"batch": one.batch_id, "source": one.source})
    return True


def open_stops(store: Store, flow: str | None = None) -> list[Stopped]:
    """Batches that wait for somebody, oldest first; one whose records were all superseded waits for nobody."""
    names = ("batch_id", "flow", "source", "reasons_vi", "reasons_en", "stopped_at")
    waiting = sa.select(batch.c.batch_id).where(batch.c.step == Step.NORMALISED)
    query = sa.select(*(batch_stop.c[name] for name in names)).where(batch_stop.c.passed_at.is_(None))
    query = query.where(batch_stop.c.batch_id.in_(waiting))
    if flow:
        query = query.where(batch_stop.c.flow == flow)
    with store.read() as tx:
        return [Stopped(**row._mapping) for row in tx.execute(query.order_by(batch_stop.c.batch_id))]


def let_pass(store: Store, batch_id: int, who: str, reason: str) -> None:
    """The batch goes on with the next run. Raises FatalError when it is not stopped, or no reason is given."""
    if not reason.strip():
        raise FatalError("Say why the batch is all right.", "Hãy ghi lý do lô dữ liệu này được đi tiếp.")
    mine = batch_stop.update().where(batch_stop.c.batch_id == batch_id, batch_stop.c.passed_at.is_(None))
    with store.begin() as tx:
        done = tx.execute(
            mine.values(passed_by=who, passed_at=utc_now(), reason=reason.strip()).returning(batch_stop.c.flow)
        )
        flow = done.scalar()
        if flow is None:
            raise FatalError(
                f"Batch {batch_id} is not stopped; `lienthong quality stops` lists those that are.",
                f"Lô {batch_id} không bị dừng; `lienthong quality stops` liệt kê các lô bị dừng.",
                batch_id=batch_id,
            )
        evidence.note(tx, "batch_passed", flow, {"actor": who, "batch": batch_id})


def _of_way(flow: str, source: str, first: date, last: date) -> list[sa.ColumnElement[bool]]:
    at = batch.c.pulled_at
    days = [at >= end_of(first - timedelta(days=1)), at < end_of(last)]
    return [batch.c.flow == flow, batch.c.source == source, *days, _from_source()]


def _from_source() -> sa.ColumnElement[bool]:
    return sa.and_(*(batch.c.run_id.not_like(pattern) for pattern in OURS))


def _profile(rows: Iterable[tuple[str, str, int]]) -> Profile:
    keys: dict[str, int] = {}
    codes: dict[str, dict[str, int]] = {}
    plain: dict[str, tuple[str, int]] = {}
    for name, code, count in rows:
        if name.startswith(KEY):
            keys[name.removeprefix(KEY)] = count
        elif name.startswith(CODE):
            codes.setdefault(name.removeprefix(CODE), {})[code] = count
        else:
            plain[name] = code, count
    return Profile(plain.get(RECORDS, ("", 0))[1], keys, codes, plain.get(NEWEST, ("", 0))[0])


def _whole(profiles: Sequence[Profile]) -> Profile:
    """The batches of a night as one."""
    keys: dict[str, int] = {}
    for one in profiles:
        for key, count in one.keys.items():
            keys[key] = keys.get(key, 0) + count
    codes: Mapping[str, Mapping[str, int]] = together(profiles)
    return Profile(sum(one.records for one in profiles), keys, codes, max((one.newest for one in profiles), default=""))
