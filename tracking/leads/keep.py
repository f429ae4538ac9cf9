"""The night's look for leads: new ones are added, those no longer due are closed with the day, and repeating it changes nothing.

Memory holds the people the rules are about, never a whole register: other records are looked through a page at a time.
"""

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
from tracking.leads.rules import Holder, People, Rules
from tracking.payload import field

KEPT = {"rule": pl.String, "record_id": pl.Int64}
KEY = list(KEPT)
PAGE = 50_000


def keep(store: Store, rules: Rules, day: date) -> Mapping[str, int]:
    """Bring the table of leads up to `day`. Returns how many are open, opened and closed."""
    with store.read() as tx:
        read = _read(tx, rules, day)
        before = read_frame(tx, sa.select(*(table.c[name] for name in LEADS)).where(table.c.closed_on.is_(None)), LEADS)
        past = read_frame(tx, sa.select(table.c.rule, table.c.record_id).where(table.c.closed_on.is_not(None)), KEPT)
    empty = pl.DataFrame(schema=LEADS)
    now = pl.concat([empty, *(found(rule, read, day) for rule in rules.leads)]).unique(KEY, keep="first")
    opened, closed = now.join(before, KEY, "anti"), before.join(now, KEY, "anti")
    with store.begin() as tx:
        # One that was closed and is due again begins anew.
        _each(tx, opened.join(past, KEY, "semi"), table.delete().where(_this()))
        insert_frame(tx, table, opened.with_columns(found_on=pl.lit(day.isoformat())))
        _each(tx, closed, table.update().where(_this()).values(closed_on=day.isoformat()))
    return {"open": now.height, "opened": opened.height, "closed": closed.height}


def _read(tx: sa.Connection, rules: Rules, day: date) -> dict[Holder, pl.DataFrame]:
    """The people the rules are about, and of everything else the records of these people."""
    since = f"{day.year - rules.oldest():04}-01-01"
    persons: dict[Holder, pl.DataFrame] = {
        people: _accepted(tx, people, since=since) for people in dict.fromkeys(rules.persons())
    }
    known = pl.concat([pl.DataFrame(schema=PERSONS), *persons.values()]).select("person").unique()
    asked = dict.fromkeys(rules.records())
    return {**persons, **{holder: _accepted(tx, holder, of=known) for holder in asked}}


def _accepted(tx: sa.Connection, holder: Holder, *, since: str = "", of: pl.DataFrame | None = None) -> pl.DataFrame:
    """What the nation holds of a record type: of the version it accepted, the person and the day; born `since`, or only `of` these."""
    born, died = (holder.born, holder.died) if isinstance(holder, People) else (None, None)
    asked = born or died
    query = (
        sa.select(
            record.c.record_id,
            content.c.unit,
            field(tx, holder.person),
            field(tx, asked) if asked else sa.null(),
        )
        .join(content, content.c.version_id == record.c.accepted_version_id)
        .where(record.c.flow == holder.record, record.c.accepted_deleted.is_(False), record.c.deleted.is_(False))
    )
    if born:
        query = query.where(field(tx, born) >= since)
    found = [pl.DataFrame(schema=PERSONS)]
    for rows in tx.execute(query, execution_options={"yield_per": PAGE}).partitions():
        page = pl.DataFrame([tuple(row) for row in rows], PERSONS, orient="row").filter(pl.col("person").is_not_null())
        found.append(page if of is None else page.join(of, on="person", how="semi"))
    return pl.concat(found)


def _this() -> Any:
    return sa.and_(table.c.rule == sa.bindparam("old_rule"), table.c.record_id == sa.bindparam("old_record_id"))


def _each(tx: sa.Connection, rows: pl.DataFrame, statement: Any) -> None:
    if not rows.is_empty():
        tx.execute(statement, rows.select(old_rule="rule", old_record_id="record_id").to_dicts())
