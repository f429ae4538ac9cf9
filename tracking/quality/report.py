"""One day's quality report: pass rates by flow, source and unit, what caught most, and what is new since the night before.

Promise: it reads the table quality_figure alone, so it costs the same however many records there are; it names no record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from relay.store import Store
from relay.store.desk_tables import quality_figure as figure
from tracking.quality.figures import EVERY_RULE

CAUSES = 20


@dataclass(frozen=True)
class Choice:
    """What of the figures is looked at; empty: all of it."""

    flow: str = ""
    source: str = ""
    unit: str = ""

    def where(self) -> list[sa.ColumnElement[bool]]:
        """As conditions on the figures."""
        named = (("flow", self.flow), ("source", self.source), ("unit", self.unit))
        return [figure.c[name] == value for name, value in named if value]


ALL = Choice()


@dataclass(frozen=True)
class Passed:
    """`held` of `judged` versions; `name` is a flow or a source. `flow` says whose unit it is."""

    name: str
    judged: int
    held: int
    flow: str = ""

    @property
    def rate(self) -> float | None:
        """Percent that passed; None when nothing was judged."""
        return 100 * (self.judged - self.held) / self.judged if self.judged else None


@dataclass(frozen=True)
class Cause:
    """Versions a rule caught on the day, in how many units, and how many it caught the night before (None: there was none)."""

    flow: str
    rule: str
    failed: int
    units: int
    before: int | None

    @property
    def is_new(self) -> bool:
        """Whether it caught nothing the night before."""
        return self.before == 0


@dataclass(frozen=True)
class Report:
    """`day` and the night `before` it that has figures; the lines of each kind, worst first."""

    day: date
    before: date | None
    whole: Passed
    flows: Sequence[Passed]
    sources: Sequence[Passed]
    units: Sequence[Passed]
    causes: Sequence[Cause]

    @property
    def fresh(self) -> list[Cause]:
        """Causes that caught nothing the night before."""
        return [one for one in self.causes if one.is_new]


def newest_day(store: Store, until: date) -> date | None:
    """The last day up to `until` that was counted and had something to judge."""
    query = sa.select(sa.func.max(figure.c.day)).where(figure.c.day <= until.isoformat())
    with store.read() as tx:
        found = tx.execute(query).scalar()
    return date.fromisoformat(found) if found else None


def report(store: Store, day: date, choice: Choice = ALL, causes: int = CAUSES) -> Report:
    """The report of a day; empty where the day was not counted."""
    with store.read() as tx:
        earlier = sa.select(sa.func.max(figure.c.day)).where(figure.c.day < day.isoformat())
        before = tx.execute(earlier).scalar()
        flows = _passed(tx, day, choice, figure.c.flow)
        return Report(
            day,
            date.fromisoformat(before) if before else None,
            Passed("", sum(one.judged for one in flows), sum(one.held for one in flows)),
            flows,
            _passed(tx, day, choice, figure.c.source),
            _passed(tx, day, choice, figure.c.unit, figure.c.flow),
            _causes(tx, day, before, choice, causes),
        )


def caught(store: Store, day: date) -> dict[str, tuple[int, dict[str, int]]]:
    """Flow → versions judged on a day, and rule → versions it caught."""
    found: dict[str, tuple[int, dict[str, int]]] = {}
    for one in report(store, day, causes=0).flows:
        found[one.name] = (one.judged, {})
    query = _sums(day, ALL, figure.c.flow, figure.c.rule).where(figure.c.rule != EVERY_RULE)
    with store.read() as tx:
        for flow, rule, _, failed in tx.execute(query):
            found.setdefault(flow, (0, {}))[1][rule] = int(failed)
    return found


def _sums(day: date, choice: Choice, *names: sa.ColumnElement[str]) -> sa.Select[Any]:
    """The names, versions judged, versions failed."""
    sums = sa.func.sum(figure.c.evaluated), sa.func.sum(figure.c.failed)
    columns: list[Any] = [*names, *sums]
    return sa.select(*columns).where(figure.c.day == day.isoformat(), *choice.where()).group_by(*names)


def _passed(tx: sa.Connection, day: date, choice: Choice, *names: sa.ColumnElement[str]) -> list[Passed]:
    rows = tx.execute(_sums(day, choice, *names).where(figure.c.rule == EVERY_RULE))
    found = [Passed(row[0], int(row[-2]), int(row[-1]), row[1] if len(names) > 1 else "") for row in rows]
    return sorted(found, key=lambda one: (one.rate if one.rate is not None else 101, -one.judged, one.name, one.flow))


def _causes(tx: sa.Connection, day: date, before: str | None, choice: Choice, limit: int) -> list[Cause]:
    of_rule = figure.c.rule != EVERY_RULE
    query = _sums(day, choice, figure.c.flow, figure.c.rule).where(of_rule)
    counted = query.add_columns(sa.func.count(figure.c.unit.distinct()))
    found = sorted(tx.execute(counted), key=lambda row: (-row[3], row[0], row[1]))[:limit]
    earlier = {}
    if before:
        last = _sums(date.fromisoformat(before), choice, figure.c.flow, figure.c.rule).where(of_rule)
        earlier = {(flow, rule): int(failed) for flow, rule, _, failed in tx.execute(last)}
    return [
        Cause(flow, rule, int(failed), int(units), earlier.get((flow, rule), 0) if before else None)
        for flow, rule, _, failed, units in found
    ]
