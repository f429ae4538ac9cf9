"""The picture of docs/forecast.md: a simulated campaign half-way, the forecast made then, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

import altair as alt

from benchmarks.forecast.backtest import moments
from benchmarks.forecast.histories import SIZES, History, histories
from tracking.charts import BAND, DONE, PLAN
from tracking.forecast import Forecast, forecast

FAMILY, HALF = "weekly rhythm", 0.5


def draw(seed: int, file: Path) -> None:
    """Write the SVG of the seed's campaign of 20,000 records."""
    one = next(found for found in histories(seed, len(SIZES), [FAMILY]) if found.target == SIZES[2])
    _, as_of, left, daily = next(moment for moment in moments(one) if moment[0] == HALF)
    layers = _layers(one, as_of, one.target - left, forecast(left, daily, as_of))
    alt.layer(*layers).properties(width=680, height=300).save(file, format="svg")


def _layers(one: History, as_of: date, accepted: int, expected: Forecast) -> Iterable[alt.Chart]:
    if expected.p50 is None or expected.p90 is None:
        raise ValueError("this campaign has no forecast half-way; choose another seed")
    days = [one.start + timedelta(days=number) for number in range(len(one.daily))]
    reached = list(zip(days, accumulate(one.daily), strict=True))
    band = [(as_of, accepted), (expected.p50, one.target), (expected.p90, one.target), (as_of, accepted)]
    yield _line(band, corners=True).mark_line(filled=True, color=BAND, opacity=0.45)
    yield _line(reached[reached.index((as_of, accepted)) :]).mark_line(color=PLAN, strokeDash=[4, 3], strokeWidth=2)
    yield _line([point for point in reached if point[0] <= as_of]).mark_line(color=DONE, strokeWidth=3)
    marks = {"P50": expected.p50, "P90": expected.p90, "done": one.finish}
    for place, (name, day) in enumerate(marks.items()):
        yield _mark(f"{name} {day:%d/%m/%Y}", day, 230 + 20 * place)


def _line(points: Iterable[tuple[date, int]], *, corners: bool = False) -> alt.Chart:
    values = [
        {"day": day.isoformat(), "records": records, "place": place} for place, (day, records) in enumerate(points)
    ]
    chart = alt.Chart(alt.InlineData(values=values)).encode(
        alt.X("day:T", title=None, axis=alt.Axis(format="%d/%m")), alt.Y("records:Q", title="Records accepted")
    )
    return chart.encode(order="place:Q") if corners else chart


def _mark(label: str, day: date, y: int) -> Any:
    base = alt.Chart(alt.InlineData(values=[{"day": day.isoformat(), "label": label}])).encode(x="day:T")
    text = base.mark_text(align="right", dx=-4).encode(text="label:N", y=alt.value(y))
    return base.mark_rule(color=PLAN, strokeDash=[2, 2]) + text
