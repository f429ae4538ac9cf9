"""What records tell others, kept by key so that a rule that looks across records asks for its neighbours and reads nothing else.

Keys come hashed; values are what such a rule compares (a day, an area, a page) and never leave the store.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import sqlalchemy as sa

from relay.model import TOLD_BEFORE
from relay.status import Status
from relay.store.bulk import among, insert_frame, read_frame
from relay.store.tables import fact, of_batch, version

OWNERS = {"version_id": pl.Int64, "owner": pl.Int64, "tells": pl.Boolean}


def find(tx: sa.Connection, kind: str, keys: Sequence[str]) -> pl.DataFrame:
    """Who told this kind under one of the keys, and what: key String, owner Int64 (a record), value String."""
    query = sa.select(fact.c.key, fact.c.record_id, fact.c.value).where(
        fact.c.kind == kind, among(tx, fact.c.key, keys)
    )
    return read_frame(tx, query, TOLD_BEFORE)


def keep(tx: sa.Connection, batch_id: int, told: pl.DataFrame) -> None:
    """Facts of the batch's records that passed take the place of what these records told before; deleted records fall silent.

    `told`: FACTS columns, record_id being the version.
    """
    query = sa.select(version.c.version_id, version.c.record_id, version.c.status == Status.RECEIVED).where(
        of_batch(version.c.version_id, batch_id),
        sa.or_(version.c.status == Status.RECEIVED, version.c.deleted.is_(True)),
    )
    owners = read_frame(tx, query, OWNERS)
    tx.execute(fact.delete().where(among(tx, fact.c.record_id, owners["owner"].to_list())))
    speaking = owners.filter("tells").select("version_id", "owner")
    kept = told.join(speaking, left_on="record_id", right_on="version_id")
    insert_frame(tx, fact, kept.select("kind", "key", "value", record_id="owner"))
