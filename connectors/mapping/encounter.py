"""Visits from the health XML: the tags of XML1, and sums and counts over the rows of XML2 to XML5 and the discharge of XML7."""

from __future__ import annotations

import polars as pl

from connectors.mapping.columnar import ColumnarMapping, Notes
from connectors.mapping.readings import Reading, decimal, text, whole, xml_day, xml_moment
from schemas.encounter import CONTRACT

#: Fields of XML1 that are read as something else than text; all others are text under their wire name.
READERS = {
    "born_on": xml_day,
    "admitted_at": xml_moment,
    "discharged_at": xml_moment,
    "treatment_days": whole,
    "total_cost": decimal,
    "drug_cost": decimal,
    "supply_cost": decimal,
}
#: Row tables whose amounts are summed: field stem → table.
SUMMED = {"drug": "XML2", "service": "XML3"}
#: Row tables that are only counted: field → table.
COUNTED = {"lab_count": "XML4", "course_count": "XML5"}
AMOUNT = "THANH_TIEN_BV"
#: Six decimals and room for sums of fifteen digits.
MONEY = pl.Decimal(30, 6)

_SUMMARIES = {
    **{f"{stem}_count": table for stem, table in SUMMED.items()},
    **{f"{stem}_total": table for stem, table in SUMMED.items()},
    **COUNTED,
    "discharge_summary_at": "XML7",
    "discharge_doctor": "XML7",
}
_FROM_XML1 = tuple(name for name in CONTRACT.fields if name not in _SUMMARIES)
_TAGS = [*(CONTRACT.aliases[name] for name in _FROM_XML1), "MA_TTDV"]


def _readings() -> dict[str, Reading]:
    flat = {name: READERS.get(name, text)(CONTRACT.aliases[name]) for name in _FROM_XML1}
    made = {f"{stem}_total": Reading(f"{stem}_total", pl.col(f"{stem}_total")) for stem in SUMMED}
    counts = [*(f"{stem}_count" for stem in SUMMED), *COUNTED]
    made |= {name: Reading(name, pl.col(name)) for name in counts}
    discharge = {"discharge_summary_at": xml_moment("XML7_NGAY_RA"), "discharge_doctor": text("discharge_doctor")}
    every = {**flat, **made, **discharge}
    return {name: every[name] for name in CONTRACT.fields}


def _rows(*tags: str) -> pl.List:
    return pl.List(pl.Struct({tag: pl.String() for tag in tags}))


SCHEMA: dict[str, pl.DataType] = {
    "XML1": pl.Struct({tag: pl.String() for tag in _TAGS}),
    "XML2": _rows(AMOUNT),
    "XML3": _rows(AMOUNT),
    "XML4": _rows("MA_LK"),
    "XML5": _rows("MA_LK"),
    "XML7": pl.Struct({"NGAY_RA": pl.String(), "MA_TTDV": pl.String()}),
    "undecodable": pl.String(),
}


def _summed(frame: pl.DataFrame, stem: str, notes: Notes) -> pl.Series:
    """Exact sum of a table's amounts as text without idle zeros; an amount that is no number is noted and the sum left null."""
    table = SUMMED[stem]
    rows = frame.select("version_id", pl.col(table)).explode(table).drop_nulls(table).unnest(table)
    amounts = rows.with_columns(pl.col(AMOUNT).str.strip_chars().replace("", "0").fill_null("0"))
    numbers = amounts.with_columns(decimal(AMOUNT).value.cast(MONEY))
    unreadable = numbers.filter(pl.col(AMOUNT).is_null())["version_id"].unique()
    notes.violate(unreadable, f"{stem}_total")
    sums = numbers.group_by("version_id").agg(pl.col(AMOUNT).sum().cast(pl.String))
    shown = pl.col(AMOUNT).str.replace(r"\.?0+$", "").fill_null("0")
    joined = frame.select("version_id").join(sums, on="version_id", how="left", maintain_order="left")
    lost = pl.col("version_id").is_in(unreadable.implode())
    return joined.select(pl.when(~lost).then(shown).alias(f"{stem}_total")).to_series()


def _flatten(frame: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """Tags of XML1 as columns beside the summaries of the other tables."""
    notes.violate(frame.filter(pl.col("undecodable").is_not_null())["version_id"], "raw")
    counts = {f"{stem}_count": table for stem, table in SUMMED.items()} | COUNTED
    discharge = pl.col("XML7").struct
    made = frame.with_columns(
        *(pl.col(table).list.len().cast(pl.Int64).fill_null(0).alias(name) for name, table in counts.items()),
        *(_summed(frame, stem, notes) for stem in SUMMED),
        discharge.field("NGAY_RA").alias("XML7_NGAY_RA"),
        pl.coalesce(discharge.field("MA_TTDV").replace("", None), pl.col("XML1").struct.field("MA_TTDV")).alias(
            "discharge_doctor"
        ),
    )
    return made.drop("XML2", "XML3", "XML4", "XML5", "XML7", "undecodable").unnest("XML1")


def mapping(secret: str) -> ColumnarMapping:
    """The mapping; the unit is the facility."""
    return ColumnarMapping(CONTRACT, secret, _readings(), schema=SCHEMA, flatten=_flatten)
