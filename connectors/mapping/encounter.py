"""Visits from the health XML: the tags of XML1, and sums and counts over the rows of XML2 to XML5 and the discharge of XML7."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from connectors.mapping.columnar import Batch, ColumnarMapping, Notes
from connectors.mapping.decode import IDS, decode, take_apart
from connectors.mapping.fields import Readers, by_kind
from connectors.mapping.layout import Envelope, Export
from connectors.mapping.readings import Reading, decimal, xml_day, xml_moment
from connectors.mapping.units import as_is_or_from_file
from schemas import kinds
from schemas.encounter import CONTRACT

LAYOUT = Export("health", {".xml": Envelope()})
#: As the health XML writes.
READERS: Readers = (
    (kinds.PartialDay, xml_day),
    (kinds.Moment, xml_moment),
    (kinds.Decimal, decimal),
)
#: Row tables whose amounts are summed: field stem → table.
SUMMED = {"drug": "XML2", "service": "XML3"}
#: Row tables that are counted: field → table.
COUNTED = {
    **{f"{stem}_count": table for stem, table in SUMMED.items()},
    "lab_count": "XML4",
    "course_count": "XML5",
}
TABLES = ("XML2", "XML3", "XML4", "XML5")
#: Names the parts the source could not decode.
UNDECODABLE = "undecodable"
AMOUNT = "THANH_TIEN_BV"
#: Six decimals and room for sums of fifteen digits.
MONEY = pl.Decimal(30, 6)

_SUMMARIES = {
    **{f"{stem}_total": table for stem, table in SUMMED.items()},
    **COUNTED,
    "discharge_summary_at": "XML7",
    "discharge_doctor": "XML7",
}
_FROM_XML1 = tuple(name for name in CONTRACT.fields if name not in _SUMMARIES)
TAGS = [*(CONTRACT.aliases[name] for name in _FROM_XML1), "MA_TTDV"]
#: Summaries come ready from `decode`, but for the moment of the discharge.
READINGS = by_kind(
    CONTRACT.model,
    CONTRACT.aliases,
    {name: Reading(name, pl.col(name)) for name in _SUMMARIES} | {"discharge_summary_at": xml_moment("XML7_NGAY_RA")},
    READERS,
)


def _summed(rows: pl.DataFrame, frame: pl.DataFrame, stem: str, notes: Notes) -> pl.DataFrame:
    """Exact sum of a table's amounts as text without idle zeros; an amount that is no number is noted and the sum left null."""
    columns, broken = decode(rows, [AMOUNT])
    notes.violate(broken, "raw")
    numbers = columns.select(
        "version_id", amount=decimal(AMOUNT).value, absent=pl.col(AMOUNT).fill_null("").str.strip_chars() == ""
    )
    sums = numbers.group_by("version_id").agg(
        total=pl.col("amount").cast(MONEY).sum().cast(pl.String).str.replace(r"\.?0+$", ""),
        lost=(pl.col("amount").is_null() & ~pl.col("absent")).any(),
    )
    notes.violate(sums.filter("lost")["version_id"], f"{stem}_total")
    joined = frame.select("version_id").join(sums, on="version_id", how="left", maintain_order="left")
    return joined.select(
        pl.when(~pl.col("lost").fill_null(value=False)).then(pl.col("total").fill_null("0")).alias(f"{stem}_total")
    )


def _counted(rows: pl.DataFrame, frame: pl.DataFrame, name: str) -> pl.DataFrame:
    counts = rows.group_by("version_id").agg(pl.len().cast(pl.Int64).alias(name))
    joined = frame.select("version_id").join(counts, on="version_id", how="left", maintain_order="left")
    return joined.select(pl.col(name).fill_null(0))


def _flat(part: pl.DataFrame, tags: Mapping[str, str], notes: Notes) -> pl.DataFrame:
    """Columns of a part that is one object; `tags` are column → tag."""
    columns, broken = decode(part, set(tags.values()))
    notes.violate(broken, "raw")
    return columns.select("version_id", **{column: pl.col(tag) for column, tag in tags.items()})


class EncounterMapping(ColumnarMapping):
    """Cuts a visit into its tables before reading them."""

    def decode(self, frame: pl.DataFrame, notes: Notes) -> Batch:
        """Tags of XML1 as columns beside the summaries of the other tables; undecodable parts are `map.raw`."""
        apart = take_apart(frame, objects=("XML1", "XML7", UNDECODABLE), lists=TABLES)
        notes.violate(apart.broken, "raw")
        notes.violate(apart.parts[UNDECODABLE]["version_id"], "raw")
        ids = frame.select(IDS)
        rows = {table: apart.parts[table] for table in TABLES}
        summaries = [_summed(rows[table], ids, stem, notes) for stem, table in SUMMED.items()]
        summaries += [_counted(rows[table], ids, name) for name, table in COUNTED.items()]
        discharge = _flat(apart.parts["XML7"], {"XML7_NGAY_RA": "NGAY_RA", "XML7_MA_TTDV": "MA_TTDV"}, notes)
        whole = pl.concat([ids, *summaries], how="horizontal")
        for part in (_flat(apart.parts["XML1"], {tag: tag for tag in TAGS}, notes), discharge):
            whole = whole.join(part.unique("version_id"), on="version_id", how="left", maintain_order="left")
        doctor = pl.coalesce(pl.col("XML7_MA_TTDV", "MA_TTDV").replace("", None))
        return Batch(whole.with_columns(discharge_doctor=doctor), {})


MAPPING = EncounterMapping
UNIT = as_is_or_from_file
