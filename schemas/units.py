"""Units through time: which province, district or commune a code named when, and which one answers for it on any other day.

On 2025-07-01 districts went, 10,035 communes became 3,321 (QĐ 19/2025/QĐ-TTg), and most new communes kept the code of one of
their predecessors: so a code alone does not say which unit is meant, a code with a date does. Days are ISO text, as contents carry
them; every answer is read off `schemas/codes`, where a later change is one more row of unit_changes.json.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache

import msgspec

from schemas.code_lists import read
from schemas.units_table import COMMUNE, DISTRICT, PROVINCE, Change, Edge, Period, Table, changed, known

#: The day the two-level administration began (Luật 72/2025/QH15); the old and the new list of codes meet there.
REARRANGED_ON = "2025-07-01"
#: The decisions that ended the districts and the old provinces that day.
NO_DISTRICTS, NEW_PROVINCES = "72/2025/QH15", "202/2025/QH15"
_HERE = timezone(timedelta(hours=7))


class Decree(msgspec.Struct, frozen=True):
    """A decision units rest on; `issued` is the day from which one could know, `source` where we read it."""

    id: str
    title: str
    issued: str
    effective: str | None
    source: str


def today() -> str:
    """Today in Việt Nam."""
    return datetime.now(_HERE).date().isoformat()


@cache
def decrees() -> Mapping[str, Decree]:
    """Every decision the table cites."""
    return {one.id: one for one in msgspec.convert(read("decrees"), list[Decree])}


def changes() -> Sequence[Change]:
    """What is on record beside the two lists: one row a change."""
    return msgspec.convert(read("unit_changes"), list[Change])


@cache
def table(known_on: str | None = None) -> Table:
    """The national table; with a day, as one could know it then."""
    if known_on is None:
        return build(changes())
    return known(table(), {one.id: one.issued for one in decrees().values()}, known_on)


def build(rows: Sequence[Change]) -> Table:
    """The national table with these changes."""
    units = [one for name in ("provinces", "districts", "communes") for one in _listed(name)]
    new = {one.code: one for one in units if one.valid_to is None}
    old = {one.code: one for one in units if one.valid_to}
    edges = [Edge(row["old"], row["new"], REARRANGED_ON, new[row["new"]].decree) for row in read("successors")]
    ended = {edge.old: edge.decree for edge in edges}
    ending = {PROVINCE: NEW_PROVINCES, DISTRICT: NO_DISTRICTS}
    units = [
        msgspec.structs.replace(one, ended_by=ended.get(one.code) or ending[len(one.code)]) if one.valid_to else one
        for one in units
    ]
    pairs = {(old[edge.old].province, new[edge.new].province) for edge in edges}
    edges += [Edge(before, after, REARRANGED_ON, NEW_PROVINCES) for before, after in sorted(pairs)]
    return changed(units, edges, rows, REARRANGED_ON)


def _listed(name: str) -> list[Period]:
    return [
        msgspec.structs.replace(one, province=one.province or one.code)
        for one in msgspec.convert(read(name), list[Period])
    ]


@cache
def all_codes() -> frozenset[str]:
    """Every code that names or named a commune."""
    return frozenset(code for code in table().periods if len(code) == COMMUNE)


def exists(code: str) -> bool:
    """Whether the code ever named a commune."""
    return code in all_codes()


def periods(code: str) -> Sequence[Period]:
    """What the code of a province, district or commune named, oldest first; empty for a code nobody ever had."""
    return table().periods.get(code, ())


def valid_on(code: str, day: str) -> bool:
    """Whether a unit of this code existed on this day."""
    return table().on(code, day) is not None


def name_of(code: str, on: str | None = None) -> str | None:
    """The unit's name on a day (today when None); None when the code named nothing then."""
    found = table().on(code, on or today())
    return found.name if found else None


def last_name(code: str) -> str | None:
    """The name the code bore last, whether it still stands or not; None for a code nobody ever had."""
    found = periods(code)
    return found[-1].name if found else None


def units_on(day: str, level: int = COMMUNE) -> Sequence[Period]:
    """The units of one level on a day, by code: no districts from 2025-07-01 on."""
    found = (table().on(code, day) for code in sorted(table().periods) if len(code) == level)
    return [one for one in found if one is not None]


def walk(code: str, from_day: str, to_day: str) -> tuple[str, ...]:
    """The codes that on `to_day` answer for `code` as meant on `from_day`, forward or back in time.

    One, or several where it was split (or, going back, made of several); none for an unknown code, or beyond what is on record. A
    district walked beyond 2025-06-30 gives the communes that took over its communes.
    """
    meant = table().meant(code, from_day)
    return tuple(one.code for one in table().walk(meant, to_day)) if meant else ()


def successors(code: str, on: str | None = None) -> tuple[str, ...]:
    """What the unit meant on a day (before the rearrangement when None) became when it next changed."""
    meant = table().meant(code, on or "1800")
    return tuple(one.code for one in table().successors(meant)) if meant else ()


def predecessors(code: str, on: str | None = None) -> tuple[str, ...]:
    """The units of its level that the unit meant on a day (today when None) was made of."""
    meant = table().meant(code, on or today())
    return tuple(one.code for one in table().predecessors(meant)) if meant else ()


def is_split(code: str, on: str | None = None) -> bool:
    """Whether the unit meant on a day (before the rearrangement when None) went to more than one unit."""
    return len(successors(code, on)) > 1


def province_on(code: str, day: str) -> str | None:
    """The province the unit lies in on a day; None when the code is unknown or its parts then lay in several."""
    found = table().meant(code, day)
    provinces = {one.province for one in table().walk(found, day)} if found else set()
    return provinces.pop() if len(provinces) == 1 else None


def province_successor(code: str) -> str | None:
    """The province that answers today for a province of any time ("49" → "48"); None for a code no province had."""
    return current_unit(code, "1800")


def current_unit(code: str, on: str | None = None) -> str | None:
    """The unit that answers today for `code` as meant on day `on` (today when None); None when unknown, or when it was split."""
    now = today()
    found = walk(code, on or now, now)
    return found[0] if len(found) == 1 else None


def placed(unit: str | None, unit_then: str | None, day: str) -> str | None:
    """The code of the unit on `day` under which a record counts: where it is known exactly, else None.

    `unit_then` is the id of the period the record was written under, and where its own words placed it in a part of a split commune
    `>` and the id of that part. A record without one is not a commune's and counts under its `unit` on every day.
    """
    if unit_then is None:
        return unit
    written, told = (_walked(one, day) for one in (unit_then + ">").split(">")[:2])
    if len(written) == 1:
        return written[0]
    return told[0] if len(told) == 1 and (told[0] in written or not written) else None


def _walked(period_id: str, day: str) -> tuple[str, ...]:
    if not period_id:
        return ()
    found = table().by_id.get(period_id) or table().meant(*period_id.split("@"))
    return tuple(one.code for one in table().walk(found, day)) if found else ()


def rearranged_since(day: str) -> bool:
    """Whether a commune changed between this day and today: only then do "as then" and "as today" differ."""
    return any(day < changed_on <= today() for changed_on in table().days)


@dataclass(frozen=True)
class Meanings:
    """Row by row, for every commune code in every era: the id of the period meant, and the unit that answers today (None: split).

    Era n runs from `days[n - 1]` to `days[n]`; era 0 is before the first of them.
    """

    days: Sequence[str]
    codes: Sequence[str]
    eras: Sequence[int]
    then: Sequence[str]
    now: Sequence[str | None]


@cache
def meanings(now: str) -> Meanings:
    """All codes at once, for whoever works on columns; `now` is the day that counts as today."""
    days = [day for day in table().days if day <= now]
    rows = []
    for code in sorted(all_codes()):
        for era, day in enumerate(["1800", *days]):
            meant = table().meant(code, day)
            if meant is not None:
                found = table().walk(meant, now)
                rows.append((code, era, meant.id, found[0].code if len(found) == 1 else None))
    codes, eras, then, units = (list(column) for column in zip(*rows, strict=True))
    return Meanings(days, codes, eras, then, units)
