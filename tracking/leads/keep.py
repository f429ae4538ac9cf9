"""The night's look for leads: new ones are added, those no longer due are closed with the day, and repeating it changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
import sqlalchemy as sa

from relay.store import Store
from relay.store.bulk import insert_frame, read_frame
from relay.store.figure_tables import lead as table
from relay.store.tables import content, record
from tracking.leads.finding import LEADS, PERSONS, found
from tracking.leads.rules import People, Rules
from tracking.payload import field

KEY = ["rule", "record_id"]


def keep(store: Store, rules: Rules, day: date) -> Mapping[str, int]:
    """Bring the table of leads up to `day`. Returns how many are open, opened and closed."""
    with store.read() as tx:
        read = {people: _persons(tx, people) for people in dict.fromkeys(rules.people())}
        before = read_frame(tx, sa.select(*(table.c[name] for name in LEADS)).where(table.c.closed_on.is_(None)), LEADS)
    empty = pl.DataFrame(schema=LEADS)
    now = pl.concat([empty, *(found(rule, read, day) for rule in rules.leads)]).unique(KEY, keep="first")
    opened, closed = now.join(before, KEY, "anti"), before.join(now, KEY, "anti")
    with store.begin() as tx:
        _forget(tx, opened)
        insert_frame(tx, table, opened.with_columns(found_on=pl.lit(day.isoformat())))
        _close(tx, closed, day)
    return {"open": now.height, "opened": opened.height, "closed": closed.height}


def _persons(tx: sa.Connection, people: People) -> pl.DataFrame:
    """What the nation holds of a record type: of the version it accepted, the person and the day."""
    asked = people.born or people.died
    query = (
        sa.select(
            record.c.record_id,
            content.c.unit,
            field(tx, people.person),
            field(tx, asked) if asked else sa.null(),
        )
        .join(content, content.c.version_id == record.c.accepted_version_id)
        .where(record.c.flow == people.record, record.c.accepted_deleted.is_(False), record.c.deleted.is_(False))
    )
    return read_frame(tx, query, PERSONS).filter(pl.col("person").is_not_null())


def _forget(tx: sa.Connection, opened: pl.DataFrame) -> None:
    """One that was closed and is due again begins anew."""
    _each(tx, opened, table.delete().where(_this()))


def _close(tx: sa.Connection, closed: pl.DataFrame, day: date) -> None:
    _each(tx, closed, table.update().where(_this()).values(closed_on=day.isoformat()))


def _this() -> Any:
    return sa.and_(table.c.rule == sa.bindparam("old_rule"), table.c.record_id == sa.bindparam("old_record_id"))


def _each(tx: sa.Connection, rows: pl.DataFrame, statement: Any) -> None:
    if not rows.is_empty():
        tx.execute(statement, rows.select(old_rule="rule", old_record_id="record_id").to_dicts())
