"""The table of units: what each code named from when until when, by which decision, and what became of it.

Two times run through it. Valid time is when a unit existed: `valid_from` to `valid_to`, the end exclusive, None open. Known time is
when one could know: the day the decision that began or ended a period was issued (`schemas/codes/decrees.json`). The length of a code
tells its level: two digits a province, three a district, five a commune (QĐ 124/2004/QĐ-TTg, QĐ 19/2025/QĐ-TTg).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import msgspec
from msgspec.structs import replace

PROVINCE, DISTRICT, COMMUNE = 2, 3, 5


class Period(msgspec.Struct, frozen=True):
    """One unit under one name in one place; `decree` began it, `ended_by` ended it."""

    code: str
    name: str
    province: str = ""
    district: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    decree: str = ""
    ended_by: str = ""

    @property
    def id(self) -> str:
        """`code@first day`; the day is empty where the beginning is not on record. Later changes never alter it."""
        return f"{self.code}@{self.valid_from or ''}"

    def valid_on(self, day: str) -> bool:
        """Whether the unit existed on this day (a content date; a partial one is read as its first day)."""
        full = (day + "-01-01")[:10]
        return (self.valid_from or "") <= full and (self.valid_to is None or full < self.valid_to)


class Edge(msgspec.Struct, frozen=True):
    """On day `on` the unit `old` went, wholly or in part, to the unit `new`."""

    old: str
    new: str
    on: str
    decree: str = ""


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A unit on one side of a change; what is left out is as the table has it."""

    code: str
    name: str | None = None
    province: str | None = None
    district: str | None = None

    def over(self, period: Period) -> Period:
        """The period with what this side says of it."""
        said = {"name": self.name, "province": self.province, "district": self.district}
        return replace(period, **{field: value for field, value in said.items() if value is not None})


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of schemas/codes/unit_changes.json: on this day the `old` units became the `new` ones, each old one every new one.

    A rename or a move names one unit on both sides; a merger has several old ones, a split several new ones. A unit that lives on under
    its code stands on both sides.
    """

    on: str
    decree: str
    old: Sequence[Named]
    new: Sequence[Named]
    note: str = ""


class Table:
    """Periods by code and what became of them; `schemas.units.table()` is the national one, tests build small ones."""

    def __init__(self, periods: Iterable[Period], edges: Iterable[Edge]) -> None:
        grouped: dict[str, list[Period]] = defaultdict(list)
        for period in periods:
            grouped[period.code].append(period)
        self.periods: Mapping[str, Sequence[Period]] = {
            code: sorted(found, key=lambda one: one.valid_from or "") for code, found in grouped.items()
        }
        self.edges = list(edges)
        self._walked: dict[tuple[str, str], tuple[Period, ...]] = {}

    @cached_property
    def after(self) -> Mapping[tuple[str, str], Sequence[Edge]]:
        """(old code, day) → its successions."""
        return _grouped(self.edges, "old")

    @cached_property
    def before(self) -> Mapping[tuple[str, str], Sequence[Edge]]:
        """(new code, day) → the successions that made it."""
        return _grouped(self.edges, "new")

    @cached_property
    def by_id(self) -> Mapping[str, Period]:
        """Every period by its id."""
        return {one.id: one for found in self.periods.values() for one in found}

    @cached_property
    def days(self) -> Sequence[str]:
        """The days on which a commune began or ended, in order: between two of them every code means one thing."""
        found = {
            day for code, all_ in self.periods.items() if len(code) == COMMUNE for one in all_ for day in _ends(one)
        }
        return sorted(found)

    def meant(self, code: str, day: str) -> Period | None:
        """What the code named on this day; where it named nothing then, what it named last before, or first after."""
        full, found = (day + "-01-01")[:10], self.periods.get(code, ())
        begun = [one for one in found if (one.valid_from or "") <= full]
        return begun[-1] if begun else next(iter(found), None)

    def on(self, code: str, day: str) -> Period | None:
        """What the code named on this day; None when nothing."""
        return next((one for one in self.periods.get(code, ()) if one.valid_on(day)), None)

    def successors(self, period: Period) -> Sequence[Period]:
        """What it became when it ended: the units after it, for a district without one the communes that took over its communes."""
        if period.valid_to is None:
            return ()
        edges = self.after.get((period.code, period.valid_to), ())
        if not edges and len(period.code) == DISTRICT:
            communes = self._communes_of(period)
            edges = [edge for one in communes for edge in self.after.get((one, period.valid_to), ())]
        return _unique(self.on(edge.new, edge.on) for edge in edges)

    def predecessors(self, period: Period) -> Sequence[Period]:
        """The units of its level it was made of when it began."""
        edges = self.before.get((period.code, period.valid_from or ""), ())
        return _unique(self._last(edge) for edge in edges if len(edge.old) == len(edge.new))

    def walk(self, period: Period, day: str) -> tuple[Period, ...]:
        """The units of that day which answer for this one: one, several (split; or merged, going back), or none on record."""
        key = (period.id, day)
        if key not in self._walked:
            self._walked[key] = self._walk(period, day)
        return self._walked[key]

    def _walk(self, period: Period, day: str) -> tuple[Period, ...]:
        if period.valid_on(day):
            return (period,)
        gone = period.valid_to is not None and period.valid_to <= day
        steps = self.successors(period) if gone else self.predecessors(period)
        return tuple(_unique(one for step in steps for one in self.walk(step, day)))

    def _last(self, edge: Edge) -> Period | None:
        return next((one for one in self.periods.get(edge.old, ()) if one.valid_to == edge.on), None)

    def _communes_of(self, district: Period) -> list[str]:
        found = (one for all_ in self.periods.values() for one in all_ if one.district == district.code)
        return [one.code for one in found if one.valid_to == district.valid_to]


def changed(periods: Iterable[Period], edges: Iterable[Edge], changes: Iterable[Change], listed: str) -> Table:
    """The table after the changes. Periods and edges are those of two lists that meet on the day `listed`.

    Changes before that day are applied from the newest back, later ones from the oldest on, so a row need only say what differs.
    Raises ValueError for a row about a unit that neither the lists nor the row itself describe.
    """
    by_code: dict[str, list[Period]] = defaultdict(list)
    for period in periods:
        by_code[period.code].append(period)
    more = list(edges)
    rows = list(changes)
    earlier = sorted((row for row in rows if row.on < listed), key=lambda row: row.on, reverse=True)
    for change in [*earlier, *sorted((row for row in rows if row.on >= listed), key=lambda row: row.on)]:
        old, new = ({one.code: one for one in side} for side in (change.old, change.new))
        for code in {**old, **new}:
            by_code[code] = _cut(by_code[code], change, old.get(code), new.get(code))
        more += [Edge(one, other, change.on, change.decree) for one in old for other in new]
    return Table([one for found in by_code.values() for one in found], more)


def _cut(found: list[Period], change: Change, old: Named | None, new: Named | None) -> list[Period]:
    """A code's periods after a change that names it before, after, or on both sides."""
    on = change.on
    left = next((p for p in found if (p.valid_from or "") < on and (p.valid_to is None or p.valid_to >= on)), None)
    right = next((p for p in found if p.valid_on(on)), None)
    kept = [p for p in found if p not in ((left if old else None), (right if new else None))]
    if old:
        before = left or _fresh(old, change)
        kept.append(replace(old.over(before), valid_to=on, ended_by=change.decree))
    if new:
        if right and not old and (right.valid_from or on) < on:
            raise ValueError(
                f"unit_changes.json begins {new.code} on {on}, where it stood already: name it among the old units too"
            )
        after = right or _fresh(new, change)
        kept.append(replace(new.over(after), valid_from=on, decree=change.decree))
    return kept


def _fresh(named: Named, change: Change) -> Period:
    if named.name is None or (named.province is None and len(named.code) != PROVINCE):
        raise ValueError(
            f"unit_changes.json names {named.code} on {change.on}, a unit no list has: give its name and province"
        )
    return Period(named.code, named.name, named.province or named.code, named.district)


def known(table: Table, issued: Mapping[str, str], day: str) -> Table:
    """The table as one could know it on `day`: without periods whose decision was yet to be issued, and without their endings."""

    def later(decree: str) -> bool:
        return issued.get(decree, "") > day

    periods = [one for found in table.periods.values() for one in found if not later(one.decree)]
    open_again = [replace(one, valid_to=None, ended_by="") if later(one.ended_by) else one for one in periods]
    return Table(open_again, [edge for edge in table.edges if not later(edge.decree)])


def _ends(period: Period) -> list[str]:
    return [day for day in (period.valid_from, period.valid_to) if day]


def _unique(found: Iterable[Period | None]) -> Sequence[Period]:
    return list({one.id: one for one in found if one is not None}.values())


def _grouped(edges: Iterable[Edge], end: str) -> Mapping[tuple[str, str], Sequence[Edge]]:
    found: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        found[getattr(edge, end), edge.on].append(edge)
    return found
