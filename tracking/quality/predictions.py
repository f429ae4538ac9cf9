"""What dry runs foretold, and what then came of the same records: counts only, side by side.

Promise: what came is counted from the versions the next run brought, not from what that run said of itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from relay.clock import utc_now
from relay.status import Severity, Status
from relay.store import Store
from relay.store.desk_tables import prediction as table
from relay.store.tables import batch, of_batch, version, violation
from tracking.wording import STATUSES, Lang, number

#: What is set beside each other, in this order.
COUNTS = (
    "pulled",
    "unchanged",
    "superseded",
    "deleted",
    "accepted",
    "refused",
    "quarantined",
    "waiting",
    "pending",
    "unknown",
)
SHORT = ("accepted", "refused", "quarantined")
REFUSAL = "endpoint."
NAMES = {"pulled": ("kéo về", "pulled"), "deleted": ("xóa", "deleted"), "refused": ("bị từ chối", "refused")}

#: Numbers by name, and the maps "rules" and "codes" of numbers by rule.
Counts = Mapping[str, Any]


@dataclass(frozen=True)
class Prediction:
    """One dry run of a flow; `came` is empty until the flow has run."""

    flow: str
    made_at: datetime
    foretold: Counts
    came: Counts
    came_at: datetime | None

    def differences(self) -> dict[str, tuple[int, int]]:
        """What came otherwise than foretold: name or refusal code → (foretold, came); empty when nothing did, or nothing came yet."""
        if self.came_at is None:
            return {}
        pairs = {name: (self.foretold.get(name, 0), self.came.get(name, 0)) for name in COUNTS}
        told, found = (side.get("codes", {}) for side in (self.foretold, self.came))
        pairs |= {code: (told.get(code, 0), found.get(code, 0)) for code in sorted({*told, *found})}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def in_short(counts: Counts, lang: Lang) -> str:
    """The figures people ask for first: accepted, refused, held back in all."""
    return " · ".join(f"{_named(name, lang)} {number(counts.get(name, 0), lang)}" for name in SHORT)


def differences_said(one: Prediction, lang: Lang) -> str:
    """What came otherwise, as "accepted +2"; "–" when nothing did."""
    told = (f"{_named(name, lang)} {came - foretold:+d}" for name, (foretold, came) in one.differences().items())
    return ", ".join(told) or "–"


def _named(name: str, lang: Lang) -> str:
    words = NAMES.get(name)
    return words[lang == "en"] if words else STATUSES[lang].get(name, name)


def keep(store: Store, flow: str, foretold: Counts) -> None:
    """Keep what a dry run foretold."""
    row = {"flow": flow, "made_at": utc_now(), "foretold": msgspec.json.encode(foretold).decode()}
    with store.begin() as tx:
        tx.execute(table.insert().values(row))


def complete(store: Store, flow: str) -> int:
    """Set what came beside every prediction of this flow that still lacks it, once a run has brought something. Returns how many."""
    query = sa.select(table.c.prediction_id, table.c.made_at).where(table.c.flow == flow, table.c.came_at.is_(None))
    done = 0
    with store.begin(flow) as tx:
        for prediction_id, made_at in list(tx.execute(query)):
            if found := _came(tx, flow, made_at):
                text = msgspec.json.encode(found).decode()
                mine = table.c.prediction_id == prediction_id
                tx.execute(table.update().where(mine).values(came=text, came_at=utc_now()))
                done += 1
    return done


def newest(store: Store) -> list[Prediction]:
    """The newest prediction of every flow, by flow."""
    last = sa.select(sa.func.max(table.c.prediction_id)).group_by(table.c.flow)
    columns = (table.c.flow, table.c.made_at, table.c.foretold, table.c.came, table.c.came_at)
    with store.read() as tx:
        rows = list(tx.execute(sa.select(*columns).where(table.c.prediction_id.in_(last)).order_by(table.c.flow)))
    return [
        Prediction(flow, made_at, _read(foretold), _read(came) if came else {}, came_at)
        for flow, made_at, foretold, came, came_at in rows
    ]


def _read(text: str) -> Counts:
    return msgspec.json.decode(text, type=dict[str, Any])


def _came(tx: sa.Connection, flow: str, since: datetime) -> dict[str, Any]:
    """What became of all the next run after a moment pulled; empty when there was none yet."""
    later = sa.select(batch).where(batch.c.flow == flow, batch.c.pulled_at > since).order_by(batch.c.batch_id)
    batches = list(tx.execute(later))
    mine = [one for one in batches if one.run_id == batches[0].run_id]
    counts: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    for one in mine:
        counts.update(pulled=one.pulled, unchanged=one.unchanged)
        for status, deleted, count in tx.execute(_standing(one.batch_id)):
            counts[status if status == Status.SUPERSEDED or not deleted else "deleted"] += count
        rules.update(dict(map(tuple, tx.execute(_broken(one.batch_id)))))
        counts["refused"] += tx.execute(_refused(one.batch_id)).scalar_one()
    codes = {rule: count for rule, count in rules.items() if rule.startswith(REFUSAL)}
    own = {rule: count for rule, count in rules.items() if rule not in codes}
    return {**counts, "rules": own, "codes": codes} if mine else {}


def _standing(batch_id: int) -> sa.Select[Any]:
    return (
        sa.select(version.c.status, version.c.deleted, sa.func.count())
        .where(of_batch(version.c.version_id, batch_id))
        .group_by(version.c.status, version.c.deleted)
    )


def _held(batch_id: int) -> list[sa.ColumnElement[bool]]:
    return [
        of_batch(version.c.version_id, batch_id),
        version.c.status == Status.QUARANTINED,
        version.c.deleted.is_(False),
        violation.c.severity == Severity.CRITICAL,
    ]


def _broken(batch_id: int) -> sa.Select[Any]:
    return (
        sa.select(violation.c.rule, sa.func.count(sa.distinct(version.c.version_id)))
        .join(version, version.c.version_id == violation.c.version_id)
        .where(*_held(batch_id))
        .group_by(violation.c.rule)
    )


def _refused(batch_id: int) -> sa.Select[Any]:
    return (
        sa.select(sa.func.count(sa.distinct(version.c.version_id)))
        .join(violation, violation.c.version_id == version.c.version_id)
        .where(*_held(batch_id), violation.c.rule.startswith(REFUSAL, autoescape=True))
    )
