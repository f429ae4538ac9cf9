"""Charts as SVG, drawn here and shown anywhere: a burn-up with its forecast band, bars of units, a share by night.

No network, no script in them. Colours keep a contrast of at least 4.5 to white and differ in lightness too, so that they can be told
apart in grey; what a chart shows is also said in its title and description, and every page has the figures as a table.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from html import escape
from typing import Any, Protocol

from tracking.wording import Lang, day, number, share

WIDTH, HEIGHT = 680, 300
FONT = "DejaVu Sans, Noto Sans, sans-serif"
DONE, BAND, PLAN, LIMIT = "#0b6e4f", "#e8a33d", "#57606a", "#a3180f"
CLIP = re.compile(r"clip\d+")
LOCALE = {"vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]}}

WORDS: Mapping[str, tuple[str, str]] = {
    "accepted": ("Được tiếp nhận", "Accepted"),
    "plan": ("Nhịp đều tới hạn", "Even pace to the deadline"),
    "band": ("Dự báo P50–P90", "Forecast P50–P90"),
    "target": ("Chỉ tiêu", "Target"),
    "deadline": ("Hạn", "Deadline"),
    "records": ("Bản ghi", "Records"),
    "passed": ("Đạt (%)", "Passed (%)"),
    "accepted_unseen": ("Tự nhận (%)", "Accepted unseen (%)"),
}


class Point(Protocol):
    """One day of a burn-up."""

    @property
    def day(self) -> date: ...
    @property
    def accepted(self) -> int: ...


def burn_up(
    points: Sequence[Point],
    target: int,
    start: date,
    last_day: date | None,
    p50: date | None,
    p90: date | None,
    lang: Lang = "vi",
    *,
    narrow: bool = False,
) -> str:
    """Accepted records by day as SVG, with the even pace to the last day and the band between the P50 and the P90 forecast.

    `narrow`: drawn for the width of a phone.
    """
    import altair as alt

    first, until = _span(points, start, last_day, p90)
    x = alt.X("day:T", title=None, axis=alt.Axis(format="%d/%m/%y", labelAngle=0, tickCount=3 if narrow else 6))
    x = x.scale(domain=[first.isoformat(), until.isoformat()])
    y = alt.Y("records:Q", title=WORDS["records"][lang == "en"], axis=alt.Axis(format=",d", tickMinStep=1))
    y = y.scale(domain=[0, max(target, *(point.accepted for point in points), 1) if points else max(target, 1)])
    layers = [*_band(points, target, p50, p90, x, y, lang), *_plan(target, start, last_day, x, y, lang)]
    reached = [{"day": point.day.isoformat(), "records": point.accepted} for point in points]
    layers.append(
        _base(reached, lang, "accepted")
        .mark_line(color=DONE, strokeWidth=3, clip=True, point=alt.OverlayMarkDef(color=DONE))
        .encode(x, y)
    )
    layers.append(_base([{"records": target}], lang, "target").mark_rule(color=PLAN, strokeDash=[2, 2]).encode(y=y))
    if last_day is not None:
        limit = alt.Chart(_data([{"day": last_day.isoformat(), "label": f"{_w('deadline', lang)} {day(last_day)}"}]))
        layers.append(limit.mark_rule(color=LIMIT, strokeWidth=2, clip=True).encode(x))
        label = limit.mark_text(color=LIMIT, align="right", dx=-5, dy=10, fontWeight="bold", clip=True)
        layers.append(label.encode(x, text="label:N", y=alt.value(0)))
    chart = alt.layer(*layers).properties(
        width=WIDTH // 3 if narrow else WIDTH, height=HEIGHT * 2 // 3 if narrow else HEIGHT
    )
    reached_now = points[-1].accepted if points else 0
    said = (
        f"{_w('accepted', lang)}: {number(reached_now, lang)} / {number(target, lang)}; P50 {day(p50)}, P90 {day(p90)}."
    )
    return _svg(chart, lang, _w("accepted", lang), said)


def bars(rows: Sequence[tuple[str, float | None]], lang: Lang = "vi") -> str:
    """Percent complete of named units as horizontal bars, in the order given."""
    import altair as alt

    values = [{"name": name, "percent": percent or 0.0, "label": share(percent, lang)} for name, percent in rows]
    order = [name for name, _ in rows]
    base = alt.Chart(_data(values)).encode(
        y=alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=260)),
        x=alt.X("percent:Q", title=None, scale=alt.Scale(domain=[0, max(100.0, *(v or 0.0 for _, v in rows), 100.0)])),
    )
    chart = alt.layer(base.mark_bar(color=DONE), base.mark_text(align="left", dx=4).encode(text="label:N"))
    said = "; ".join(f"{name} {share(percent, lang)}" for name, percent in rows)
    return _svg(chart.properties(width=WIDTH - 240, height=max(22 * len(rows), 22)), lang, "%", said)


def shares(
    nights: Sequence[tuple[date, float]], lang: Lang = "vi", what: str = "passed", *, narrow: bool = False
) -> str:
    """Percent that passed (or `what` else of WORDS) by night as SVG; the axis begins a little below the worst night, never below 0."""
    import altair as alt

    values = [{"day": at.isoformat(), "percent": percent} for at, percent in nights]
    low = max(min((percent for _, percent in nights), default=0.0) - 5, 0)
    x = alt.X("day:T", title=None, axis=alt.Axis(format="%d/%m", labelAngle=0, tickCount=3 if narrow else 7))
    y = alt.Y("percent:Q", title=_w(what, lang)).scale(domain=[low, 100])
    line = _base(values, lang, what).mark_line(color=DONE, strokeWidth=3, point=alt.OverlayMarkDef(color=DONE))
    said = "; ".join(f"{day(at)} {share(percent, lang)}" for at, percent in nights[-7:])
    size = {"width": WIDTH // 3 if narrow else WIDTH, "height": HEIGHT * 2 // 3}
    return _svg(line.encode(x, y).properties(**size), lang, _w(what, lang), said)


def _span(points: Sequence[Point], start: date, last_day: date | None, p90: date | None) -> tuple[date, date]:
    """What the horizontal axis covers: a forecast far ahead must not squeeze what has happened into a corner."""
    first = min([start, *(point.day for point in points[:1])])
    ends = [point.day for point in points[-1:]] + ([last_day] if last_day else [])
    latest = max(ends, default=start)
    room = max((latest - first).days, 7)
    if p90 is not None:
        latest = max(latest, min(p90, latest + timedelta(days=room)))
    return first, latest + timedelta(days=1)


def _band(
    points: Sequence[Point], target: int, p50: date | None, p90: date | None, x: Any, y: Any, lang: Lang
) -> Iterable[Any]:
    if not points or p50 is None or p90 is None or p50 <= points[-1].day:
        return
    import altair as alt

    now, done = points[-1].day, points[-1].accepted
    corners = [now, p50, p90]
    values = [
        {
            "day": at.isoformat(),
            "records": _on_line(now, done, p90, target, at),
            "upper": _on_line(now, done, p50, target, at),
        }
        for at in corners
    ]
    yield _base(values, lang, "band").mark_area(color=BAND, opacity=0.45, clip=True).encode(x, y, y2=alt.Y2("upper:Q"))


def _on_line(now: date, done: int, finish: date, target: int, at: date) -> float:
    return min(done + (target - done) * (at - now).days / max((finish - now).days, 1), target)


def _plan(target: int, start: date, last_day: date | None, x: Any, y: Any, lang: Lang) -> Iterable[Any]:
    if last_day is not None:
        values = [{"day": start.isoformat(), "records": 0}, {"day": last_day.isoformat(), "records": target}]
        yield _base(values, lang, "plan").mark_line(color=PLAN, strokeDash=[6, 4], clip=True).encode(x, y)


def _data(values: list[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.Data(values=values)  # type: ignore[no-untyped-call]


def _base(values: list[dict[str, Any]], lang: Lang, name: str) -> Any:
    import altair as alt

    return alt.Chart(_data(values), description=_w(name, lang))


def _svg(chart: Any, lang: Lang, title: str, said: str) -> str:
    import vl_convert

    styled = chart.configure(font=FONT).configure_axis(labelFontSize=13, titleFontSize=13, labelColor="#1b1f24")
    drawn: str = vl_convert.vegalite_to_svg(
        styled.configure_view(stroke=None).to_dict(), format_locale=LOCALE.get(lang)
    )
    head, rest = _own_names(drawn).split(">", 1)
    return f'{head} role="img"><title>{escape(title)}</title><desc>{escape(said)}</desc>{rest}'


def _own_names(drawn: str) -> str:
    """The renderer numbers its clips as long as the process lives; here they are named by the picture, so that it is the same each time."""
    numbers = list(dict.fromkeys(CLIP.findall(drawn)))
    mark = hashlib.sha256(CLIP.sub("", drawn).encode()).hexdigest()[:8]
    return CLIP.sub(lambda found: f"clip-{mark}-{numbers.index(found[0])}", drawn)


def _w(name: str, lang: Lang) -> str:
    return WORDS[name][lang == "en"]
