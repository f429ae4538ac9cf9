"""Bulk writing keeps every text as it is, on both databases."""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from relay.store import Store
from relay.store.bulk import among, insert_frame, read_frame, update_frame
from relay.store.tables import content

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
SCHEMA = {"version_id": pl.Int64, "flow": pl.String, "natural_key": pl.String, "unit": pl.String, "payload": pl.String}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(TEXT, st.none() | TEXT, st.none() | TEXT), max_size=6))
@example(rows=[('"', "", None), ("\x01", "a\nb\r\nc", '{"a": "\\u0000", "b": "x,y"}'), ("\\N", "\\.", "Đỗ Thị Ứ")])
def test_texts_come_back_as_they_went_in(store: Store, rows) -> None:
    frame = pl.DataFrame([(number, "plain", *row) for number, row in enumerate(rows)], schema=SCHEMA, orient="row")
    query = sa.select(*(content.c[name] for name in SCHEMA)).order_by(content.c.version_id)
    with store.begin() as tx:
        tx.execute(content.delete())
        insert_frame(tx, content, frame)
        assert read_frame(tx, query, SCHEMA).rows() == frame.rows()
        changed = frame.select("version_id", natural_key=pl.col("natural_key") + "!", unit=pl.lit(None, pl.String))
        update_frame(tx, content, changed, "version_id")
        assert read_frame(tx, query, SCHEMA)["natural_key"].to_list() == changed["natural_key"].to_list()
        keys = sorted({f"{row[0]}!" for row in rows})
        found = tx.execute(sa.select(content.c.version_id).where(among(tx, content.c.natural_key, keys))).fetchall()
        assert len(found) == len(rows)
        ids = list(range(0, len(rows), 2))
        found = tx.execute(sa.select(content.c.version_id).where(among(tx, content.c.version_id, ids))).fetchall()
        assert len(found) == len(ids)


def test_a_null_byte_never_stops_the_others(store: Store) -> None:
    frame = pl.DataFrame(
        [(1, "plain", "a\x00b", None, None), (2, "plain", "c", None, None)], schema=SCHEMA, orient="row"
    )
    with store.begin() as tx:
        insert_frame(tx, content, frame)
        assert tx.execute(sa.select(sa.func.count()).select_from(content)).scalar() == 2
