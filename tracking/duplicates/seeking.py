"""The search for duplicates in the store: what changed since the last look is compared with the records that share a key with it.

What was looked at, and under which keyed hashes it is found again, stands in `duplicate_key`, so that a night costs what changed in it.
A verdict is kept until a compared field of either record changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import polars as pl
import sqlalchemy as sa

from relay.clock import utc_now
from relay.status import Status
from relay.store import Store
from relay.store.bulk import among, insert_frame
from relay.store.desk_tables import duplicate, duplicate_key
from relay.store.tables import content, record, version
from tracking.duplicates.declared import UNIT, Compared
from tracking.duplicates.finding import CROWD, candidates, keys, schema, scored
from tracking.duplicates.forms import hashed

#: So many records are looked at in one transaction.
AT_ONCE = 5_000
#: The block that says what was looked at.
LOOKED = ""


@dataclass(frozen=True)
class Looked:
    """What one search did: `records` compared anew, `pairs` it found that wait for a verdict, `asked_again` of them because of a change."""

    flow: str
    records: int = 0
    pairs: int = 0
    asked_again: int = 0

    def __add__(self, other: Looked) -> Looked:
        added = self.records + other.records, self.pairs + other.pairs, self.asked_again + other.asked_again
        return Looked(self.flow, *added)


def look(store: Store, flow: str, compared: Compared, secret: str, at_once: int = AT_ONCE) -> Looked:
    """Compare what changed since the last look. Safe to repeat and to interrupt: every portion is a transaction of its own."""
    done = Looked(flow)
    with store.begin(f"duplicates/{flow}") as tx:
        _forget(tx, flow, _gone(tx, flow))
    after = 0
    while True:
        with store.begin(f"duplicates/{flow}") as tx:
            if not (changed := _changed(tx, flow, after, at_once)):
                return done
            done += _Portion(tx, flow, compared, secret).compare(changed)
            after = max(changed)


@dataclass(frozen=True)
class _Portion:
    """One portion of changed records."""

    tx: sa.Connection
    flow: str
    compared: Compared
    secret: str

    def compare(self, changed: Mapping[int, int]) -> Looked:
        """Record id → version id of records to compare anew with all others."""
        prints, records = self._read(list(changed))
        seen = {
            one["record_id"]: hashed(self.secret, one["natural_key"], prints[one["record_id"]])
            for one in records.iter_rows(named=True)
        }
        before = _prints(self.tx, list(changed))
        fresh = [one for one in changed if before.get(one) != seen[one]]
        self._note(changed, fresh, seen, records)
        mine, theirs = self._keys(fresh)
        pairs = candidates(mine, theirs)
        others = {*pairs["record_a"], *pairs["record_b"]} - {*changed}
        more_prints, more = self._read(sorted(others))
        found = scored(self.compared, pairs, pl.concat([records, more]))
        waiting, again = self._keep(fresh, found, prints | more_prints)
        return Looked(self.flow, len(fresh), waiting, again)

    def _read(self, ids: Sequence[int]) -> tuple[dict[int, str], pl.DataFrame]:
        """Keyed hash of what is compared, and the compared columns, of the newest versions of these records."""
        query = (
            sa.select(record.c.record_id, content.c.natural_key, content.c.unit, content.c.payload)
            .join(content, content.c.version_id == record.c.version_id)
            .where(among(self.tx, record.c.record_id, list(ids)))
        )
        rows, prints = [], {}
        for record_id, key, unit, payload in self.tx.execute(query):
            given = msgspec.json.decode(payload or "{}") | {UNIT: unit}
            values = {name: _text(given.get(name)) for name in self.compared.columns}
            prints[record_id] = hashed(self.secret, *(value or "" for value in values.values()))
            rows.append({"record_id": record_id, "natural_key": key} | values)
        return prints, pl.DataFrame(rows, schema=schema(self.compared))

    def _note(
        self, changed: Mapping[int, int], fresh: list[int], seen: Mapping[int, str], records: pl.DataFrame
    ) -> None:
        """Write down what was looked at, and the keys of what is new."""
        looked_at = [(one, LOOKED, seen[one]) for one in changed]
        made = keys(self.compared, records.filter(pl.col("record_id").is_in(fresh)), self.secret)
        old = among(self.tx, duplicate_key.c.record_id, list(changed))
        kept = among(self.tx, duplicate_key.c.record_id, fresh)
        self.tx.execute(duplicate_key.delete().where(old, sa.or_(duplicate_key.c.block == LOOKED, kept)))
        rows = pl.concat([pl.DataFrame(looked_at, schema=made.schema, orient="row"), made])
        versions = pl.DataFrame(
            list(changed.items()), schema={"record_id": pl.Int64, "version_id": pl.Int64}, orient="row"
        )
        insert_frame(self.tx, duplicate_key, rows.join(versions, on="record_id").with_columns(flow=pl.lit(self.flow)))

    def _keys(self, fresh: list[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The keys of these records, and every record under them; of a crowd just enough to see that it is one."""
        mine = duplicate_key.alias("mine")
        wanted = sa.select(mine.c.key).where(among(self.tx, mine.c.record_id, fresh), mine.c.block != LOOKED).distinct()
        place = sa.func.row_number().over(partition_by=duplicate_key.c.key, order_by=duplicate_key.c.record_id)
        columns = duplicate_key.c.record_id, duplicate_key.c.block, duplicate_key.c.key
        ranked = sa.select(*columns, place.label("place")).where(duplicate_key.c.key.in_(wanted)).subquery()
        query = sa.select(ranked.c.record_id, ranked.c.block, ranked.c.key).where(ranked.c.place <= CROWD + 1)
        names = {"record_id": pl.Int64, "block": pl.String, "key": pl.String}
        theirs = pl.DataFrame([tuple(row) for row in self.tx.execute(query)], schema=names, orient="row")
        return theirs.filter(pl.col("record_id").is_in(fresh)), theirs

    def _keep(self, fresh: list[int], found: pl.DataFrame, prints: Mapping[int, str]) -> tuple[int, int]:
        """Write the pairs of these records down. Returns how many wait for a verdict, and how many of these had one."""
        known = {(row.record_a, row.record_b): row for row in _pairs_of(self.tx, fresh)}
        rows, again = [], 0
        for pair in found.iter_rows(named=True):
            ends = pair["record_a"], pair["record_b"]
            print_ = hashed(self.secret, *(prints[end] for end in ends))
            old = known.get(ends)
            if old is not None and old.verdict is not None and old.fingerprint == print_:
                continue
            again += old is not None and old.verdict is not None
            rows.append({"flow": self.flow, **pair, "fingerprint": print_, "found_at": utc_now()})
        replaced = [ends for ends, row in known.items() if row.verdict is None]
        _drop(self.tx, self.flow, {*replaced, *((row["record_a"], row["record_b"]) for row in rows)})
        if rows:
            self.tx.execute(duplicate.insert(), rows)
        return len(rows), again


def _text(value: object) -> str | None:
    return None if value is None or value == "" else str(value)


def _live() -> sa.ColumnElement[bool]:
    return sa.and_(record.c.deleted.is_(False), version.c.status != Status.CANCELLED)


def _changed(tx: sa.Connection, flow: str, after: int, most: int) -> dict[int, int]:
    """Record id → newest version of live records that were not looked at as they are now."""
    mine = sa.and_(duplicate_key.c.record_id == record.c.record_id, duplicate_key.c.block == LOOKED)
    query = (
        sa.select(record.c.record_id, record.c.version_id)
        .join(version, version.c.version_id == record.c.version_id)
        .join(content, content.c.version_id == record.c.version_id)
        .join(duplicate_key, mine, isouter=True)
        .where(record.c.flow == flow, record.c.record_id > after, _live(), content.c.payload.is_not(None))
        .where(sa.or_(duplicate_key.c.version_id.is_(None), duplicate_key.c.version_id != record.c.version_id))
        .order_by(record.c.record_id)
        .limit(most)
    )
    return dict(tx.execute(query).all())


def _gone(tx: sa.Connection, flow: str) -> list[int]:
    query = (
        sa.select(duplicate_key.c.record_id)
        .join(record, record.c.record_id == duplicate_key.c.record_id)
        .join(version, version.c.version_id == record.c.version_id)
        .where(duplicate_key.c.flow == flow, duplicate_key.c.block == LOOKED, ~_live())
    )
    return list(tx.execute(query).scalars())


def _forget(tx: sa.Connection, flow: str, ids: list[int]) -> None:
    """Records that are gone are nobody's like; what was decided of them stays."""
    if not ids:
        return
    tx.execute(duplicate_key.delete().where(among(tx, duplicate_key.c.record_id, ids)))
    _drop(tx, flow, [(row.record_a, row.record_b) for row in _pairs_of(tx, ids) if row.verdict is None])


def _prints(tx: sa.Connection, ids: list[int]) -> dict[int, str]:
    query = sa.select(duplicate_key.c.record_id, duplicate_key.c.key).where(
        among(tx, duplicate_key.c.record_id, ids), duplicate_key.c.block == LOOKED
    )
    return dict(tx.execute(query).all())


def _pairs_of(tx: sa.Connection, ids: Sequence[int]) -> list[sa.Row[tuple[object, ...]]]:
    ends = (among(tx, end, list(ids)) for end in (duplicate.c.record_a, duplicate.c.record_b))
    return list(tx.execute(sa.select(duplicate).where(sa.or_(*ends))).fetchall())


def _drop(tx: sa.Connection, flow: str, pairs: Sequence[tuple[int, int]] | set[tuple[int, int]]) -> None:
    if pairs:
        mine = duplicate.c.record_a == sa.bindparam("a"), duplicate.c.record_b == sa.bindparam("b")
        tx.execute(duplicate.delete().where(duplicate.c.flow == flow, *mine), [{"a": a, "b": b} for a, b in pairs])
