"""Rules over columns of accepted records: who is due what by when. Persons are matched by their number inside this process only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from tracking.leads.rules import Holder, Rule

#: A record the nation holds: `person` is the number, `day` the day of birth or death (null where the rule asks for none).
PERSONS = {"record_id": pl.Int64, "unit": pl.String, "person": pl.String, "day": pl.String}
LEADS = {"rule": pl.String, "record_id": pl.Int64, "unit": pl.String, "due_on": pl.String}

Read = Mapping[Holder, pl.DataFrame]


def found(rule: Rule, read: Read, day: date) -> pl.DataFrame:
    """The open leads of a rule on `day` as LEADS."""
    made = _by_age(rule, read, day) if rule.when == "age" else _by_death(rule, read)
    return made.select(
        rule=pl.lit(rule.id), record_id="record_id", unit="unit", due_on=pl.col("due").dt.to_string("%Y-%m-%d")
    )


def _by_age(rule: Rule, read: Read, day: date) -> pl.DataFrame:
    # The same child may stand in two kinds of records; the first kind named speaks for it.
    people = pl.concat([read[one] for one in rule.of]).unique("person", keep="first", maintain_order=True)
    born = pl.col("day").str.to_date("%Y-%m-%d", strict=False)
    people = people.with_columns(born=born).filter(pl.col("born").is_not_null())
    if rule.day:
        month, at = (int(part) for part in rule.day.split("-"))
        due = pl.date(pl.col("born").dt.year() + rule.age, month, at)
    else:
        due = pl.col("born").dt.offset_by(f"{rule.age}y")
    people = people.with_columns(
        due=due + timedelta(days=rule.after_days), until=pl.col("born").dt.offset_by(f"{rule.until_age}y")
    )
    open_ones = people.filter(pl.col("due") - timedelta(days=rule.ahead_days) <= day, pl.col("until") > day)
    for done in rule.done_by:
        open_ones = open_ones.join(read[done], on="person", how="anti")
    return open_ones


def _by_death(rule: Rule, read: Read) -> pl.DataFrame:
    assert rule.deaths is not None
    died = pl.col("day").str.to_date("%Y-%m-%d", strict=False)
    deaths = read[rule.deaths].with_columns(due=died + timedelta(days=rule.after_days))
    deaths = deaths.filter(pl.col("due").is_not_null()).sort("due").unique("person", keep="first")
    records = pl.concat([read[one.bare] for one in rule.of])
    return records.join(deaths.select("person", "due"), on="person", how="inner")
