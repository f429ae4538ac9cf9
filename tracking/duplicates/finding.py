"""Pairs of records that may be one: candidates share a block, and are scored by the fields both have. Pure, symmetric, without order.

Records are frames of text: `record_id`, `natural_key`, and the columns of the declaration (null where a record has none).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import polars as pl

from tracking.duplicates.agreement import AGREE
from tracking.duplicates.declared import Compared, Field
from tracking.duplicates.forms import bare, hashed, initials, one_name, spelt

RECORDS = {"record_id": pl.Int64, "natural_key": pl.String}
KEYS = {"record_id": pl.Int64, "block": pl.String, "key": pl.String}
FOUND = {"record_a": pl.Int64, "record_b": pl.Int64, "score": pl.Float64, "reasons": pl.String}
FORMS: Mapping[str, Callable[[str], str]] = {"bare": bare, "initials": initials, "": str}
#: In `reasons`, before the name of a field: the same, nearly, different. A field that one of them lacks is not told.
SAME, NEARLY, DIFFERENT = "=", "~", "!"
#: So many records under one key are no candidates for each other: the key says nothing (a date nobody knew, a name for everybody).
CROWD = 200


def schema(compared: Compared) -> dict[str, pl.DataType | type[pl.DataType]]:
    """Columns of a frame of records."""
    return {**RECORDS, **dict.fromkeys(compared.columns, pl.String)}


def keys(compared: Compared, records: pl.DataFrame, secret: str) -> pl.DataFrame:
    """One row per record and block in which it has every part: `record_id`, `block`, `key` (a keyed hash)."""
    rows = []
    for block in compared.blocks:
        name = "+".join(block)
        columns = [_part(records, part) for part in block]
        rows += [
            (record_id, name, hashed(secret, name, *parts))
            for record_id, *parts in zip(records["record_id"], *columns, strict=True)
            if all(parts)
        ]
    return pl.DataFrame(rows, schema=KEYS, orient="row")


def _part(records: pl.DataFrame, part: str) -> list[str | None]:
    field, _, form = part.partition(":")
    return [None if value is None else FORMS[form](value) for value in records[field]]


def candidates(mine: pl.DataFrame, theirs: pl.DataFrame) -> pl.DataFrame:
    """`record_a` < `record_b` of every pair that shares a key, each once; of frames as `keys` makes them, without crowds."""
    crowds = theirs.group_by("key").len().filter(pl.col("len") > CROWD)["key"]
    kept = mine.filter(~pl.col("key").is_in(crowds.implode()))
    pairs = kept.join(theirs, on="key").filter(pl.col("record_id") != pl.col("record_id_right"))
    ends = pl.col("record_id"), pl.col("record_id_right")
    return (
        pairs.select(record_a=pl.min_horizontal(*ends), record_b=pl.max_horizontal(*ends))
        .unique()
        .sort("record_a", "record_b")
    )


def scored(compared: Compared, pairs: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """Those of the pairs that people should look at: `record_a`, `record_b`, `score` (0 to 1), `reasons`.

    Records that share their natural key are left out: these are held back by that already.
    """
    both = _sides(pairs, records)
    kept = both.filter(pl.col("a:natural_key") != pl.col("b:natural_key"), ~_ruled_out(compared, both))
    points = pl.lit(0.0)
    given = pl.lit(0.0)
    agreed = kept.with_columns(_agreement(kept, field) for field in compared.fields)
    for field in compared.fields:
        found = pl.col(f"={field.name}")
        points += found.fill_null(0.0) * field.weight
        given += pl.when(found > 0).then(field.weight).when(found == 0).then(field.cost).otherwise(0.0)
    told = agreed.with_columns(points=points, given=given, reasons=_reasons(compared.fields))
    return (
        told.filter(pl.col("given") >= compared.least)
        .with_columns(score=(pl.col("points") / pl.col("given")).round(4))
        .filter(pl.col("score") >= compared.threshold)
        .select(*FOUND)
    )


def find(compared: Compared, records: pl.DataFrame) -> pl.DataFrame:
    """Every pair of these records; what the search in a store comes to in the end."""
    made = keys(compared, records, "")
    return scored(compared, candidates(made, made), records)


def _sides(pairs: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    found = pairs
    for side, end in (("a:", "record_a"), ("b:", "record_b")):
        found = found.join(records.select(pl.all().name.prefix(side)), left_on=end, right_on=f"{side}record_id")
    return found


def _agreement(both: pl.DataFrame, field: Field) -> pl.Series:
    """Agreement in one field, null where one of them lacks it."""
    a, b = both[f"a:{field.name}"], both[f"b:{field.name}"]
    there = a.is_not_null() & b.is_not_null()
    found = AGREE[field.how](a.filter(there).to_list(), b.filter(there).to_list()) if there.any() else []
    values = iter(found)
    return pl.Series(f"={field.name}", [next(values) if one else None for one in there], dtype=pl.Float64)


def _reasons(fields: Sequence[Field]) -> pl.Expr:
    told = []
    for field in fields:
        found = pl.col(f"={field.name}")
        sign = pl.when(found == 1).then(pl.lit(SAME)).when(found > 0).then(pl.lit(NEARLY)).otherwise(pl.lit(DIFFERENT))
        told.append(pl.when(found.is_not_null()).then(sign + field.name))
    return pl.concat_str(told, separator=" ", ignore_nulls=True)


def _ruled_out(compared: Compared, both: pl.DataFrame) -> pl.Expr:
    """Twins and their like: the name is another, and nothing else says that it is one and the same."""
    other_sign = _any(_names(both, field, _same_signs) for field in compared.names)
    other_name = _any(_names(both, field, one_name) for field in compared.names)
    at_once = _all(_equals(field) for field in compared.together)
    apart = _any(_other(field) for field in compared.apart)
    sure = _any(_equals(field) for field in compared.sure)
    never = _any(_other(field) for field in compared.never)
    return never | (((at_once & other_sign) | (apart & other_name)) & ~sure)


def _equals(field: str) -> pl.Expr:
    return (pl.col(f"a:{field}") == pl.col(f"b:{field}")).fill_null(False)


def _other(field: str) -> pl.Expr:
    return (pl.col(f"a:{field}") != pl.col(f"b:{field}")).fill_null(False)


def _same_signs(one: str, other: str) -> bool:
    return spelt(one) == spelt(other)


def _names(both: pl.DataFrame, field: str, alike: Callable[[str, str], bool]) -> pl.Expr:
    """Where both have a name, and the two are not alike."""
    ends = zip(both[f"a:{field}"], both[f"b:{field}"], strict=True)
    found = [one is not None and other is not None and not alike(one, other) for one, other in ends]
    return pl.lit(pl.Series(found, dtype=pl.Boolean))


def _any(conditions: Iterable[pl.Expr]) -> pl.Expr:
    found = list(conditions)
    return pl.any_horizontal(found) if found else pl.lit(False)


def _all(conditions: Iterable[pl.Expr]) -> pl.Expr:
    found = list(conditions)
    return pl.all_horizontal(found) if found else pl.lit(False)
