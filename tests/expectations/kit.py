"""Judges many small changes of a good record in one batch, so that a whole suite costs one run of Great Expectations.

Good records are numbered: record n differs from record m in every name and number, as two citizens do.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from expectations import Known, judge_for, rules
from relay.model import Judgement
from schemas.identifiers import keyed_hash
from tests.records import Content

TODAY = date(2026, 11, 22)
GoodRecord = Callable[[int], Content]


@dataclass(frozen=True)
class Told:
    """A record of an earlier batch said `values` under `kind`; `key` is made of the record under test."""

    kind: str
    key: Callable[[Content], str]
    values: Mapping[str, str]


@dataclass(frozen=True)
class Bad:
    """A change that breaks `rule` at `field`, and nothing but it and `also`.

    `twins` puts the record in twice; `told` is what a record of an earlier batch said; `stranger` says that nobody knows the number at
    `field`.
    """

    rule: str
    field: str
    changes: Mapping[str, object]
    also: frozenset[str] = frozenset()
    twins: bool = False
    told: Told | None = None
    stranger: bool = False


def bad(
    rule: str, field: str, *also: str, twins: bool = False, told: Told | None = None, stranger: bool = False, **changes: object
) -> Bad:  # fmt: skip
    """The shorthand the tables of cases are written in."""
    return Bad(rule, field, changes, frozenset(also), twins, told, stranger)


def buried(field: str, died_on: str) -> Told:
    """The person whose number stands in `field` died on that day, says a death record."""
    return Told("dead", lambda record: str(record[field]), {"died_on": died_on})


def frame(contents: Sequence[Content]) -> pl.DataFrame:
    """A batch as the engine hands it over; record ids start at 1000."""
    rows = {"record_id": range(1000, 1000 + len(contents)), "content": [json.dumps(one) for one in contents]}
    return pl.DataFrame(rows, schema={"record_id": pl.Int64, "content": pl.String})


def judged(contract: str, contents: Sequence[Content], today: date = TODAY, known: Known | None = None) -> Judgement:
    """The verdict on these records."""
    return judge_for(contract, today, known=known)(frame(contents))


def known_from(said: Sequence[tuple[Told, Content]], strangers: Sequence[str] = ()) -> Known:
    """What records of earlier batches told, each by a record of its own, and numbers nobody knows."""
    rows = [
        (told.kind, keyed_hash(told.key(content), "s"), -1 - at, json.dumps(told.values))
        for at, (told, content) in enumerate(said)
    ]
    facts = pl.DataFrame(
        rows, schema={"kind": pl.String, "key": pl.String, "owner": pl.Int64, "value": pl.String}, orient="row"
    )

    def look_up(kind: str, keys: Sequence[str]) -> pl.DataFrame:
        return facts.filter((pl.col("kind") == kind) & pl.col("key").is_in(list(keys))).drop("kind")

    return Known(look_up, "s", set(strangers).intersection)


def found(judgement: Judgement) -> dict[int, set[tuple[str, str]]]:
    """Position of each caught record → its (rule, field) pairs."""
    caught: dict[int, set[tuple[str, str]]] = {}
    for row in judgement.violations.iter_rows(named=True):
        caught.setdefault(row["record_id"] - 1000, set()).add((row["rule"], row["field"]))
    return caught


def assert_suite(
    contract: str, good: GoodRecord, variants: Sequence[Mapping[str, object]], cases: Sequence[Bad]
) -> None:
    """Every bad record is caught with exactly its rules and its field, no good one by anything, and no rule goes untried."""
    tried, declared = {case.rule for case in cases}, {rule.id for rule in rules(contract)}
    assert tried <= declared, f"no rule of the suite: {sorted(tried - declared)}"
    assert declared <= tried, f"write a bad record for {sorted(declared - tried)}"
    contents: list[Content] = []
    expected: dict[int, Bad] = {}
    said: list[tuple[Told, Content]] = []
    strangers: list[str] = []
    for number, variant in enumerate(variants):
        contents.append(good(number) | dict(variant))
    for number, case in enumerate(cases, len(variants)):
        for _ in range(1 + case.twins):
            expected[len(contents)] = case
            contents.append(good(number) | dict(case.changes))
        if case.told:
            said.append((case.told, contents[-1]))
        if case.stranger:
            strangers.append(str(contents[-1][case.field]))
    caught = found(judged(contract, contents, known=known_from(said, strangers)))
    for place, case in expected.items():
        pairs = caught.pop(place, set())
        assert (case.rule, case.field) in pairs, f"{case.rule} missed record {place}"
        assert {rule for rule, _ in pairs} == {case.rule, *case.also}, f"{case.rule}: {pairs}"
    assert caught == {}, f"good records caught: {caught}"
