"""Our figures beside the nation's own, metric by metric, with the likely reason where they differ.

The nation's score stays the official one; ours says why. It counts from what it received, so ours is larger until all has arrived.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from relay.store import Store
from relay.store.figure_tables import national_figure
from tracking.indices.board import DEFAULTS, PROVINCE, Board, Line, board
from tracking.indices.metrics import metrics
from tracking.indices.rules import Rules

#: Bears the score and the rank among `of`.
TOTAL = "total"

#: The reporting interface publishes points to two decimals.
TOLERANCE = 0.015

Reason = Literal["", "not_synchronised", "denominator", "numerator", "zero", "no_source", "not_reported", "formula"]

REASONS: Mapping[Reason, tuple[str, str]] = {
    "": ("Khớp.", "They agree."),
    "not_synchronised": (
        "Quốc gia chưa nhận đủ hồ sơ của kỳ này.",
        "The nation has not received all dossiers of the period.",
    ),
    "denominator": ("Mẫu số khác nhau: phạm vi thống kê không giống nhau.", "Other denominator: another scope is counted."),
    "numerator": ("Cùng mẫu số, tử số khác: kiểm tra các trường dữ liệu.", "Same denominator, other numerator: check the fields."),
    "zero": ("Mẫu số bằng 0: ta để N/A, quốc gia có thể cho điểm.", "Zero denominator: N/A here, the nation may give points."),
    "no_source": ("Ta chưa kết nối nguồn của chỉ tiêu này.", "The source of this metric is not connected here."),
    "not_reported": ("Quốc gia không công bố chỉ tiêu này.", "The nation does not report this metric."),
    "formula": ("Cùng số liệu, điểm khác: cách quy đổi khác nhau.", "Same counts, other points: another conversion."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric on both sides. `difference`: their points less ours, None where one side has none."""

    metric: str
    number: str
    title_vi: str
    title_en: str
    ours: tuple[float | None, float | None]
    theirs: tuple[float | None, float | None]
    our_points: float | None
    their_points: float | None
    difference: float | None
    reason: Reason
    reason_vi: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The board beside the nation's. `score`, `rank`, `of` and `as_of` are the nation's; None when it reported none."""

    board: Board
    score: float | None
    rank: int | None
    of: int | None
    as_of: str | None
    differences: Sequence[Difference]


def compare(store: Store, period: str, unit: str = PROVINCE, rules: Rules = DEFAULTS) -> Comparison:
    """Every scored metric on both sides; without any report of the period there are no differences."""
    query = sa.select(national_figure).where(national_figure.c.period == period, national_figure.c.unit == unit)
    with store.read() as tx:
        theirs = {row.metric: row for row in tx.execute(query)}
    ours = board(store, period, unit, rules)
    whole = theirs.pop(TOTAL, None)
    lines = [line for group in ours.groups for line in group.lines] if theirs else []
    differences = [_difference(line, theirs.get(line.metric)) for line in lines]
    if whole is None:
        return Comparison(ours, None, None, None, None, differences)
    return Comparison(ours, whole.points, whole.rank, whole.of, whole.as_of, differences)


def _difference(line: Line, row: Any | None) -> Difference:
    theirs = (row.numerator, row.denominator) if row else (None, None)
    their_points = row.points if row else None
    difference = None if their_points is None or line.points is None else round(their_points - line.points, 2)
    reason = likely(line, theirs, their_points, reported=row is not None)
    return Difference(
        line.metric, line.number, line.title_vi, line.title_en, (line.numerator, line.denominator), theirs,
        line.points, their_points, difference, reason, *REASONS[reason],
    )  # fmt: skip


def likely(line: Line, theirs: tuple[float | None, float | None], points: float | None, *, reported: bool) -> Reason:
    """Why the sides differ, as far as the counts tell. Ours."""
    if not reported:
        return "not_reported"
    if line.flag == "no_source":
        return "no_source"
    if line.flag == "nothing" or not theirs[1]:
        return "" if line.flag == "nothing" and points is None else "zero"
    return _by_counts(line, theirs, points)


def _by_counts(line: Line, theirs: tuple[float | None, float | None], points: float | None) -> Reason:
    numerator, denominator = line.numerator or 0, line.denominator or 0
    if (theirs[1] or 0) < denominator and metrics()[line.metric].source == "dossiers":
        return "not_synchronised"
    if theirs[1] != denominator:
        return "denominator"
    if abs((theirs[0] or 0) - numerator) > TOLERANCE:
        return "not_synchronised" if line.metric == "dossier_sync" else "numerator"
    same = points is None or line.points is None or abs(points - line.points) <= TOLERANCE
    return "" if same else "formula"
