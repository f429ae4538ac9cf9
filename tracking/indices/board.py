"""The score board and the ranks as pages, commands and reports show them, read from index_figure alone.

What it costs grows with units and metrics, never with dossiers. A metric nobody counts is N/A with the source it would need, and
the points that could be reached stand beside the score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import sqlalchemy as sa

from relay.store import Store
from relay.store.figure_tables import index_figure, open_dossier
from tracking.indices.metrics import BESIDE, GROUPS, SOURCES, Metric
from tracking.indices.overdue import overdue
from tracking.indices.periods import newest_first
from tracking.indices.rules import Band, Rules
from tracking.indices.scoring import Counts, combined, points, ratio, total

#: over: more than 100 %. below: misses its target. nothing: nothing to divide by. province: told of a province only.
#: no_source: nobody counts it. "": all is well.
Flag = Literal["", "over", "below", "nothing", "province", "no_source"]

PROVINCE = ""
DEFAULTS = Rules()


@dataclass(frozen=True, slots=True)
class Line:
    """One metric. `ratio` is a share (0.93), a mean or minutes as `kind` says; None with points None is N/A, and the note says why."""

    metric: str
    number: str
    kind: str
    title_vi: str
    title_en: str
    numerator: float | None
    denominator: float | None
    ratio: float | None
    target: float | None
    max: float | None
    points: float | None
    flag: Flag
    note_vi: str
    note_en: str
    law: str


@dataclass(frozen=True, slots=True)
class Group:
    """One of the six groups. `reachable`: the maxima of its metrics that could be counted."""

    group: str
    title_vi: str
    title_en: str
    max: float
    points: float
    reachable: float
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Board:
    """A unit ("" the province) over a period. `beside`: figures without points. `band`: of the score as a share of what was
    reachable, None when nothing was; unsourced."""

    period: str
    unit: str
    groups: Sequence[Group]
    beside: Sequence[Line]
    points: float
    reachable: float
    band: Band | None

    def line(self, metric: str) -> Line:
        """The line of a metric. Raises StopIteration for one there is none of."""
        return next(one for one in self.lines if one.metric == metric)

    @property
    def lines(self) -> Sequence[Line]:
        """All lines, the scored ones first."""
        return [*(line for group in self.groups for line in group.lines), *self.beside]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit's place by points ÷ reachable points; equals share a place. None without anything reachable."""

    rank: int | None
    unit: str
    points: float
    reachable: float
    share: float | None
    on_time: float | None
    dossiers: int


def board(store: Store, period: str, unit: str = PROVINCE, rules: Rules = DEFAULTS) -> Board:
    """The board of one unit; `rules` as configured (flows.indices.board passes them)."""
    table = index_figure.c
    query = sa.select(table.unit, table.metric, table.numerator, table.denominator)
    with store.read() as tx:
        rows = tx.execute(query.where(table.period == period, table.unit.in_({PROVINCE, unit}))).fetchall()
    by_unit = _by_unit(rows)
    return made(period, unit, by_unit.get(unit, {}), set(by_unit.get(PROVINCE, {})), rules)


def units_ranked(store: Store, period: str, rules: Rules = DEFAULTS) -> list[Ranked]:
    """Every unit with figures in the period, the best first."""
    table = index_figure.c
    query = sa.select(table.unit, table.metric, table.numerator, table.denominator).where(table.period == period)
    with store.read() as tx:
        by_unit = _by_unit(tx.execute(query).fetchall())
    connected = set(by_unit.pop(PROVINCE, {}))
    return _placed([_ranked(made(period, unit, counts, connected, rules)) for unit, counts in by_unit.items()])


def units_counted(store: Store) -> set[str]:
    """Every unit with a figure in some period, or an open dossier."""
    with store.read() as tx:
        counted = tx.execute(sa.select(index_figure.c.unit).distinct()).scalars()
        return {*counted, *tx.execute(sa.select(open_dossier.c.unit).distinct()).scalars()} - {PROVINCE}


def periods(store: Store) -> list[str]:
    """All periods with figures, the newest first."""
    # From one period to the next by the primary key: a DISTINCT would walk over every figure there is.
    period = index_figure.c.period
    one = sa.select(sa.func.min(period).label("period")).cte("one", recursive=True)
    following = sa.select(sa.func.min(period)).where(period > one.c.period).scalar_subquery()
    each = one.union_all(sa.select(following).where(one.c.period.is_not(None)))
    with store.read() as tx:
        return newest_first([found for found in tx.execute(sa.select(each.c.period)).scalars() if found])


def made(period: str, unit: str, counts: Counts, connected: set[str], rules: Rules = DEFAULTS) -> Board:
    """The board of counts. `connected`: metrics somebody counts in the period, though not for this unit."""
    counts, known = combined(counts), combined_names(connected)
    lines = {one.id: _line(_limited(one, unit, period, rules), counts, known) for one in rules.metrics.values()}
    by_group = {
        group: [lines[one.id] for one in rules.metrics.values() if one.group == group] for group in (*GROUPS, BESIDE)
    }
    groups = [
        Group(name, vi, en, most, total(line.points for line in by_group[name]), _reachable(by_group[name]), by_group[name])
        for name, (most, vi, en) in GROUPS.items()
    ]  # fmt: skip
    score, reachable = total(one.points for one in groups), total(one.reachable for one in groups)
    band = rules.band(100 * score / reachable) if reachable else None
    return Board(period, unit, groups, by_group[BESIDE], score, reachable, band)


def combined_names(connected: set[str]) -> set[str]:
    """The metrics that are counted, with 5.4 where its parts are."""
    return connected | ({"receiving_satisfaction"} if {"dossiers_disliked", "on_time"} <= connected else set())


def _limited(one: Metric, unit: str, period: str, rules: Rules) -> Metric:
    return replace(one, target=rules.workload(unit, period)) if one.id == "dossiers_per_officer" else one


def _line(one: Metric, counts: Counts, connected: set[str]) -> Line:
    found = counts.get(one.id)
    numerator, denominator = found or (None, None)
    value = ratio(*found) if found else None
    flag = _flag(one, value) if found else _missing(one, connected)
    vi, en = _note(one, flag)
    score = points(one, *found) if found else None
    return Line(
        one.id, one.number, one.kind, one.title_vi, one.title_en, numerator, denominator, value, one.target, one.maximum,
        score, flag, vi, en, one.law,
    )  # fmt: skip


def _missing(one: Metric, connected: set[str]) -> Flag:
    """Why a unit has no row of its own while the province may."""
    if one.id not in connected:
        return "no_source"
    return "province" if one.scored and one.source == "catalogue" else "nothing"


def _flag(one: Metric, value: float | None) -> Flag:
    if value is None:
        return "nothing"
    if one.kind == "share" and value > 1:
        return "over"
    if one.target is not None and (value > one.target if one.kind == "minutes" else value < one.target):
        return "below"
    return ""


def _note(one: Metric, flag: Flag) -> tuple[str, str]:
    source_vi, source_en = SOURCES[one.source]
    notes: Mapping[str, tuple[str, str]] = {
        "over": ("Vượt 100 %: kiểm tra tử số và mẫu số.", "Over 100 %: check numerator and denominator."),
        "below": ("Chưa đạt ngưỡng.", "Misses its target."),
        "nothing": ("Không phát sinh trong kỳ.", "Nothing to count in this period."),
        "province": ("Chỉ tính cho toàn tỉnh.", "Counted for the province only."),
        "no_source": (f"Chưa kết nối: {source_vi}.", f"Not connected: {source_en}."),
    }
    vi, en = notes.get(flag, ("", ""))
    if one.id == "online_dossiers":
        return f"{vi} Đã nhân hệ số đồng bộ (1.4).".strip(), f"{en} Times the synchronised share (1.4).".strip()
    return vi, en


def _reachable(lines: Sequence[Line]) -> float:
    return total(line.max for line in lines if line.points is not None)


def _by_unit(rows: Sequence[Any]) -> dict[str, dict[str, tuple[float, float]]]:
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for unit, metric, numerator, denominator in rows:
        found.setdefault(unit, {})[metric] = (numerator, denominator)
    return found


def _ranked(one: Board) -> Ranked:
    in_time = one.line("on_time")
    share = one.points / one.reachable if one.reachable else None
    return Ranked(None, one.unit, one.points, one.reachable, share, in_time.ratio, int(in_time.denominator or 0))


def _placed(units: Sequence[Ranked]) -> list[Ranked]:
    order = sorted(units, key=lambda one: (-1.0 if one.share is None else -one.share - 1, one.unit))
    shares = [one.share for one in order]
    return [replace(one, rank=None if one.share is None else shares.index(one.share) + 1) for one in order]


__all__ = ["Board", "Group", "Line", "Ranked", "board", "overdue", "periods", "units_ranked"]
