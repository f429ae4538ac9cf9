"""Rules that look beyond the record: what a record tells others under a key, with which of them it clashes, whom nobody knows.

Others are looked up by key, in the batch and among what earlier batches told; a night that changes a hundred records looks up a hundred.
A key or a value of which a part is missing tells nothing and asks nothing. Keys are hashed as soon as they are made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from relay.model import FACTS, TOLD_BEFORE
from schemas.identifiers import PERSONAL_ID, key_secret, keyed_hash

_PERSON = re.compile(PERSONAL_ID)

#: (kind, hashed keys) → who told it: key String, owner Int64 (the record that told it), value String (JSON of texts).
LookUp = Callable[[str, Sequence[str]], pl.DataFrame]


@dataclass(frozen=True)
class Tell:
    """Each record tells `values` (name → text) under `kind` and `key`, text expressions over its fields."""

    kind: str
    key: Sequence[pl.Expr]
    values: Mapping[str, pl.Expr] = field(default_factory=dict)


@dataclass(frozen=True)
class Clash:
    """Column `name`: 1.0 where another record told `kind` under `key` and `when` holds, null elsewhere.

    `when` sees the record's fields as text and the other's values as `other_<name>` for the names in `reads`. Clashes of one name are one
    column.
    """

    name: str
    kind: str
    key: Sequence[pl.Expr]
    reads: Sequence[str] = ()
    when: pl.Expr = field(default_factory=lambda: pl.lit(value=True))


@dataclass(frozen=True)
class Stranger:
    """Column `name`: 1.0 where the 12-digit number in `field` is nobody's the population register knows, null elsewhere."""

    name: str
    field: str


def fields(*names: str) -> list[pl.Expr]:
    """A key made of fields as they stand."""
    return [pl.col(name) for name in names]


def only_one(name: str, *key: str) -> tuple[Tell, Clash]:
    """No two records agree in all these fields; `name` is both the kind told and the column flagged."""
    return Tell(name, fields(*key)), Clash(name, name, fields(*key))


def nobody(kind: str, keys: Sequence[str]) -> pl.DataFrame:
    """A look-up without a store: only the batch itself is known."""
    return pl.DataFrame(schema=TOLD_BEFORE)


def everybody_known(numbers: Sequence[str]) -> set[str]:
    """Who cannot be asked about is no stranger."""
    return set()


@dataclass(frozen=True)
class Known:
    """What earlier batches told, by keys hashed with `secret`, and who of some numbers is a stranger to the population register."""

    look_up: LookUp = nobody
    secret: str = field(default_factory=key_secret, repr=False)
    strangers: Callable[[Sequence[str]], set[str]] = everybody_known


def strangers(asked: Sequence[Stranger], frame: pl.DataFrame, known: Known) -> pl.DataFrame:
    """The frame and the columns of `asked`; each number is asked about once."""
    named = [number for one in asked for number in frame[one.field].drop_nulls().unique() if _PERSON.fullmatch(number)]
    nobodies = list(known.strangers(sorted(set(named)))) if named else []
    return frame.with_columns(pl.when(pl.col(one.field).is_in(nobodies)).then(1.0).alias(one.name) for one in asked)


def told(tells: Sequence[Tell], frame: pl.DataFrame, secret: str) -> pl.DataFrame:
    """FACTS columns: what the records of a decoded frame tell."""
    said = pl.concat([pl.DataFrame(schema=FACTS), *_told(tells, frame, secret)])
    return said.unique(["record_id", "kind", "key"], maintain_order=True)


def _told(tells: Sequence[Tell], frame: pl.DataFrame, secret: str) -> Iterator[pl.DataFrame]:
    for tell in tells:
        value = (
            pl.struct(*(part.alias(name) for name, part in tell.values.items())).struct.json_encode()
            if tell.values
            else pl.lit("{}")
        )
        whole = pl.all_horizontal(part.is_not_null() for part in (*tell.key, *tell.values.values()))
        said = frame.select("record_id", kind=pl.lit(tell.kind), key=_key(tell.key, secret), value=value, whole=whole)
        yield said.filter("whole").drop("whole")


def flagged(clashes: Sequence[Clash], frame: pl.DataFrame, others: pl.DataFrame, known: Known) -> pl.DataFrame:
    """The decoded frame (with `owner`, the record each row is a version of) and one column for each name of `clashes`.

    `others` is what the batch itself told, with `owner`.
    """
    found: dict[str, set[int]] = {clash.name: set() for clash in clashes}
    for clash in clashes:
        found[clash.name] |= _clashing(clash, frame, others, known)
    return frame.with_columns(
        pl.when(pl.col("record_id").is_in(list(ids))).then(1.0).alias(name) for name, ids in found.items()
    )


def _clashing(clash: Clash, frame: pl.DataFrame, others: pl.DataFrame, known: Known) -> set[int]:
    asking = frame.with_columns(_key(clash.key, known.secret).alias("key")).filter(pl.col("key").is_not_null())
    if asking.is_empty():
        return set()
    before = known.look_up(clash.kind, asking["key"].unique().to_list())
    here = others.filter(pl.col("kind") == clash.kind).select("key", "owner", "value")
    # A record of this batch speaks for itself; what it told before is over.
    speaking = pl.concat([here, before.filter(~pl.col("owner").is_in(frame["owner"].implode()))])
    shape = pl.Struct(dict.fromkeys(clash.reads, pl.String))
    if clash.reads:
        said = speaking["value"].str.json_decode(shape).struct.unnest().rename(lambda name: f"other_{name}")
        speaking = pl.concat([speaking, said], how="horizontal")
    pairs = asking.join(speaking.rename({"owner": "other"}), on="key").filter(pl.col("other") != pl.col("owner"))
    return set(pairs.filter(clash.when)["record_id"])


def _key(parts: Sequence[pl.Expr], secret: str) -> pl.Expr:
    whole = pl.concat_str(parts, separator="|", ignore_nulls=False)
    return whole.map_elements(lambda key: keyed_hash(key, secret), return_dtype=pl.String, skip_nulls=True)
