"""Facts of dossiers as a frame the formulas can be written on: real times, the catalogue's word on their procedures, and periods.

Times are local and count minutes. A dossier's own row is never dropped here but for want of a readable time of reception.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache

import polars as pl

from tracking import days
from tracking.indices.rules import Procedure

_FLAGS = ("online", "linked", "fee", "paid", "cashless", "digitised", "component_link", "from_store", "citizen_data")

#: One row is one dossier: its id, key and unit, whether the nation holds it, and the fields of reading.Facts in their order.
SCHEMA: Mapping[str, pl.DataType] = {
    "record_id": pl.Int64(),
    "natural_key": pl.String(),
    "unit": pl.String(),
    "accepted": pl.Boolean(),
    "procedure": pl.String(),
    "officer": pl.String(),
    "status": pl.String(),
    "received": pl.String(),
    "due": pl.String(),
    "end": pl.String(),
    "supplement_minutes": pl.Int64(),
    "overasked": pl.Boolean(),
    **dict.fromkeys(_FLAGS, pl.Boolean()),
    "components": pl.Int64(),
    "components_digitised": pl.Int64(),
    "components_reused": pl.Int64(),
    "results": pl.Int64(),
    "results_signed": pl.Int64(),
    "elsewhere": pl.Boolean(),
    "steps": pl.Int64(),
}

#: Working days are told from here on; before, only Saturdays and Sundays are free.
FIRST_YEAR = 2015


def frame_of(rows: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    """Rows of SCHEMA as a frame."""
    return pl.DataFrame(rows, schema=dict(SCHEMA), orient="row")


def prepared(frame: pl.DataFrame, catalogue: Mapping[str, Procedure], day: date) -> pl.DataFrame:
    """The dossiers whose reception is known, with times (`received_on`, `due_on`, `ended_on`), the catalogue's `level`, `paper` and
    `days`, whether they are `overdue` after `day`, and the working days used (`days_used`).

    `ended_on` is the end less the time the citizen needed for supplements (QĐ 766/QĐ-TTg, 2.1).
    """
    named = frame.join(_listed(catalogue), "procedure", "left", maintain_order="left")
    timed = named.with_columns(
        received_on=_moment("received"),
        due_on=_moment("due"),
        ended_on=_moment("end") - pl.duration(minutes=pl.col("supplement_minutes")),
        paper=pl.col("paper").fill_null(True),
        one=pl.lit(True),
    )
    return timed.filter(pl.col("received_on").is_not_null()).with_columns(
        overdue=pl.col("due_on") < _after(day), days_used=days_used(pl.col("ended_on"), day)
    )


def with_period(known: pl.DataFrame, every: str, day: date) -> pl.DataFrame:
    """With `period` (every "month", "quarter" or "year"), and `closing`: the last minute of it, or of `day` while it runs."""
    received = pl.col("received_on").dt
    year = received.strftime("%Y")
    name, span = {
        "month": (received.strftime("%Y-%m"), "1mo"),
        "quarter": (year + "-Q" + received.quarter().cast(pl.String), "1q"),
        "year": (year, "1y"),
    }[every]
    over = pl.min_horizontal(received.truncate(span).dt.offset_by(span), _after(day))
    return known.with_columns(period=name, closing=over.dt.offset_by("-1m"))


def days_used(end: pl.Expr, day: date) -> pl.Expr:
    """Working days from reception to `end`; null where it has not come. The law's own counting of half days is not followed."""
    spent = pl.business_day_count(pl.col("received_on").dt.date(), end.dt.date(), holidays=free_days(day.year))
    return pl.when(end.is_not_null()).then(spent.cast(pl.Float64))


@cache
def free_days(until: int) -> list[date]:
    """The public holidays of Việt Nam up to the year after `until`, Sundays and Saturdays aside. Days moved by decision are not known."""
    return sorted(day for year in range(FIRST_YEAR, until + 2) for day in days.free_days(year))


def _listed(catalogue: Mapping[str, Procedure]) -> pl.DataFrame:
    rows = [(code, one.online, one.paper, one.days) for code, one in catalogue.items()]
    kinds = {"procedure": pl.String, "level": pl.String, "paper": pl.Boolean, "days": pl.Float64}
    return pl.DataFrame(rows, schema=kinds, orient="row")


def _moment(name: str) -> pl.Expr:
    return pl.col(name).str.to_datetime("%Y-%m-%dT%H:%M", time_unit="us", strict=False)


def _after(day: date) -> pl.Expr:
    return pl.lit(day + timedelta(days=1)).cast(pl.Datetime("us"))
