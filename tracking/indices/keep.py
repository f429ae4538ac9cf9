"""The night's count: every live dossier is read once, and the tables the pages read, index_figure and open_dossier, are brought up to it.

Only rows that differ are written. Metrics other systems are counted for stay as they are. Repeating a night changes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec
import polars as pl
import sqlalchemy as sa

from relay.store import Store
from relay.store.bulk import insert_frame, read_frame
from relay.store.figure_tables import index_figure, open_dossier
from relay.store.tables import content, record
from tracking.indices.counting import COUNTED, FIGURES, Tally
from tracking.indices.periods import months_in, year_of
from tracking.indices.prepare import frame_of
from tracking.indices.reading import ENDED, facts
from tracking.indices.rules import Rules
from tracking.names import UNKNOWN_UNIT

AT_ONCE = 20_000
KEY = ["period", "unit", "metric"]
REPORTED = "dossiers_reported"

log = logging.getLogger(__name__)


def keep(store: Store, rules: Rules, day: date, flow: str = "dossier") -> Mapping[str, int]:
    """Count all live dossiers as of the end of `day`. Returns dossiers, undated, unreadable, figures written, and open dossiers."""
    tally, open_ones, unreadable = Tally(rules, day), [_open(frame_of([]))], 0
    dossiers = 0
    with store.read() as tx:
        for frame, refused in _dossiers(tx, flow):
            tally.add(frame)
            open_ones.append(_open(frame))
            dossiers, unreadable = dossiers + frame.height, unreadable + refused
    if tally.undated or unreadable:
        log.warning("%d dossiers without a readable time of reception are in no period", tally.undated + unreadable)
    with store.begin() as tx:
        written = _write(tx, _demanded(tx, tally.figures()))
        tx.execute(open_dossier.delete())
        insert_frame(tx, open_dossier, pl.concat(open_ones))
    counts = {"dossiers": dossiers, "undated": tally.undated, "unreadable": unreadable, "figures": written}
    return {**counts, "open": sum(one.height for one in open_ones)}


def _dossiers(tx: sa.Connection, flow: str) -> Iterator[tuple[pl.DataFrame, int]]:
    """Live dossiers by thousands (prepare.SCHEMA), and how many contents were no object."""
    query = (
        sa.select(
            record.c.record_id,
            content.c.natural_key,
            content.c.unit,
            sa.and_(record.c.accepted_version_id.is_not(None), record.c.accepted_deleted.is_(False)),
            content.c.payload,
        )
        .join(content, content.c.version_id == record.c.version_id)
        .where(record.c.flow == flow, record.c.deleted.is_(False), content.c.payload.is_not(None))
    )
    for rows in tx.execute(query.execution_options(yield_per=AT_ONCE)).partitions():
        read = [found for row in rows if (found := _row(row))]
        yield frame_of(read), len(rows) - len(read)


def _row(row: Any) -> tuple[object, ...] | None:
    record_id, key, unit, accepted, payload = row
    try:
        return (record_id, key, unit or UNKNOWN_UNIT, bool(accepted), *facts(payload))
    except msgspec.MsgspecError:
        return None


def _open(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of open_dossier: not ended; one without a reception shows an empty day."""
    return frame.filter(~pl.col("status").is_in(ENDED)).select(
        "record_id",
        "natural_key",
        "unit",
        "officer",
        "status",
        received_on=pl.col("received").str.slice(0, 10).fill_null(""),
        due_on=pl.col("due").str.slice(0, 10),
    )


def _demanded(tx: sa.Connection, figures: pl.DataFrame) -> pl.DataFrame:
    """1.4: what should have been synchronised is the larger of our own count and the reported one."""
    reported = _reported(tx)
    demanded = [
        max(own, demand(reported, unit, period)) if metric == "dossier_sync" else own
        for period, unit, metric, own in figures.select(*KEY, "denominator").rows()
    ]
    return figures.with_columns(denominator=pl.Series(demanded, dtype=pl.Float64))


def demand(reported: Mapping[tuple[str, str], float], unit: str, period: str) -> float:
    """Dossiers the national report system holds for a period, else the share of the year before; 0 when it knows neither.

    `reported`: (unit, period) → dossiers. Source: QĐ 766/QĐ-TTg, 1.4.
    """
    if told := reported.get((unit, period)):
        return told
    return reported.get((unit, f"{year_of(period) - 1:04d}"), 0.0) * months_in(period) / 12


def _reported(tx: sa.Connection) -> dict[tuple[str, str], float]:
    columns = (index_figure.c.unit, index_figure.c.period, index_figure.c.numerator)
    rows = tx.execute(sa.select(*columns).where(index_figure.c.metric == REPORTED))
    return {(unit, period): number for unit, period, number in rows}


def _write(tx: sa.Connection, figures: pl.DataFrame) -> int:
    """Replace what differs. Returns how many rows were written or taken away."""
    query = sa.select(*(index_figure.c[name] for name in FIGURES)).where(index_figure.c.metric.in_(COUNTED))
    before = read_frame(tx, query, FIGURES)
    fresh = figures.join(before, list(FIGURES), "anti")
    stale = before.join(figures, list(FIGURES), "anti")
    if not stale.is_empty():
        this = sa.and_(*(index_figure.c[name] == sa.bindparam(f"old_{name}") for name in KEY))
        old = [{f"old_{name}": value for name, value in row.items()} for row in stale.select(*KEY).to_dicts()]
        tx.execute(index_figure.delete().where(this), old)
    insert_frame(tx, index_figure, fresh.select(*FIGURES))
    return max(fresh.height, stale.height)
