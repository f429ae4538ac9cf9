"""Progress for the terminal: completion of every campaign and its units against the deadline, and the conservation law below it.

It fits 80 columns. Long lists are cut to the units furthest behind, and a line says how many are left out and how to see them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from relay.store.law import Conservation
from tracking.forecast import Forecast, State, percent
from tracking.progress import CampaignProgress, Report, UnitProgress, days_early
from tracking.responsible import responsible
from tracking.wording import STATES, STATUSES, Lang, day, number, share, until

COLOURS: Mapping[str, str] = {
    State.NOT_STARTED: "dim",
    State.DONE: "green",
    State.ON_TRACK: "green",
    State.AT_RISK: "yellow",
    State.LATE: "dark_orange",
    State.MISSED: "red",
}

HEADINGS: Mapping[Lang, tuple[str, ...]] = {
    "vi": ("Đơn vị", "Chỉ tiêu", "Số hóa", "Hợp lệ", "Tiếp nhận", "Lên VNeID", "Hoàn thành", "Trạng thái"),
    "en": ("Unit", "Target", "Digi- tised", "Valid", "Accep- ted", "On VNeID", "Com- plete", "State"),
}
FORECAST: Mapping[Lang, str] = {"vi": "Dự báo P50 – P90", "en": "Forecast P50 – P90"}
DONE: Mapping[Lang, str] = {"vi": "xong ngày {day}", "en": "done on {day}"}
EARLY: Mapping[Lang, str] = {"vi": ", sớm {days} ngày", "en": ", {days} days early"}
WHOSE: Mapping[Lang, str] = {"vi": "{name}, từ {since} ({by})", "en": "{name}, since {since} ({by})"}
WAITS: Mapping[Lang, str] = {
    "vi": "Thay đổi trong campaigns.yaml chưa có hiệu lực; xem: lienthong campaigns",
    "en": "A change in campaigns.yaml is not in force; see: lienthong campaigns",
}
TOTAL: Mapping[Lang, str] = {"vi": "Tổng", "en": "Total"}
TITLE: Mapping[Lang, str] = {"vi": "Tiến độ đến hết ngày {day}", "en": "Progress at the end of {day}"}
NONE: Mapping[Lang, str] = {"vi": "Không có chiến dịch nào.", "en": "There is no campaign."}

NAME_WIDTH = 22
NUMBER_WIDTH = 6


def progress_view(report: Report, lang: Lang = "vi", *, units: int | None = 5) -> RenderableType:
    """Completion and conservation. `units`: lines per campaign, None for all.

    Beside other campaigns, one whose last day is past shows its total only.
    """
    return Group(completion(report, lang, units=units), Text(), conservation_line(report.conservation, lang))


def completion(report: Report, lang: Lang = "vi", *, units: int | None = 5) -> RenderableType:
    """A block per campaign: title and dates, its total, then its units, the furthest behind first.

    A single campaign shows the forecast of every unit too.
    """
    parts: list[RenderableType] = [Text(TITLE[lang].format(day=day(report.as_of)), style="bold underline")]
    for one in report.campaigns:
        parts += [Text(), *_block(report, one, lang, units, first=one is report.campaigns[0])]
    if not report.campaigns:
        parts.append(Text(NONE[lang]))
    return Group(*parts)


def conservation_line(law: Conservation, lang: Lang = "vi") -> Text:
    """pulled = the sum of where every record stands, and whether it holds; places without records are left out."""
    places = [f"{number(count, lang)} {STATUSES[lang][name]}" for name, count in law.counts.items() if count]
    pulled, label = ("đã kéo", "Bảo toàn") if lang == "vi" else ("pulled", "Conservation")
    verdict = {True: ("đúng", "holds"), False: ("BỊ VI PHẠM", "BROKEN")}[law.holds][lang == "en"]
    sign = "=" if law.holds else "≠"
    line = Text(f"{label}: {number(law.pulled, lang)} {pulled} {sign} {' + '.join(places) or '0'} – ")
    return line.append(verdict, style="green" if law.holds else "bold red")


def _block(
    report: Report, one: CampaignProgress, lang: Lang, units: int | None, *, first: bool
) -> Iterator[RenderableType]:
    detailed = len(report.campaigns) == 1
    shown = one.units[: _room(report, one, units)]
    table = _columns(report, lang, header=first, detailed=detailed)
    table.add_row(*_cells(TOTAL[lang], one, lang, detailed=detailed), style="bold")
    for line in shown:
        table.add_row(*_cells(line.name, line, lang, detailed=detailed))
    yield _heading(one, report.as_of, lang)
    yield table
    if len(shown) < len(one.units):
        yield Text(_left_out(one, len(one.units) - len(shown), lang), style="dim")


def _heading(one: CampaignProgress, as_of: date, lang: Lang) -> Text:
    campaign = one.campaign
    text = Text(campaign.title_vi if lang == "vi" else campaign.title_en, style="bold cyan")
    dates = f"\n{day(campaign.start)} → {until(campaign.deadline, campaign.bound, lang)}"
    if one.forecast.p50:
        dates += f"  ({FORECAST[lang]}: {_span(one.forecast)})"
    early = days_early(campaign, one.done_on)
    if one.done_on and early is not None:
        dates += "  " + DONE[lang].format(day=day(one.done_on)) + (EARLY[lang].format(days=early) if early > 0 else "")
    text.append(dates, style="not bold default")
    whose = responsible(campaign, as_of)
    if whose and whose.since:
        told = WHOSE[lang].format(name=whose.name, since=day(whose.since), by=whose.resolution)
        text.append(f"\n{told}", style="not bold default")
    if campaign.change_waits:
        text.append(f"\n{WAITS[lang]}", style="not bold yellow")
    return text


def _columns(report: Report, lang: Lang, *, header: bool, detailed: bool) -> Table:
    """The same widths in every block, so that numbers stand below each other."""
    table = Table(box=None, show_header=header, header_style="dim", padding=(0, 1, 0, 0), pad_edge=False)
    largest = max((cell_len(number(one.counts.target, lang)) for one in report.campaigns), default=0)
    widths = [NAME_WIDTH, *[max(NUMBER_WIDTH, largest)] * 5, 7, max(map(cell_len, STATES[lang].values()))]
    for place, (heading, width) in enumerate(zip(HEADINGS[lang], widths, strict=True)):
        table.add_column(heading, width=width, justify="right" if 1 <= place <= 6 else "left", overflow="fold")
    if detailed:
        table.add_column(FORECAST[lang], overflow="fold")
    return table


def _cells(name: str, line: CampaignProgress | UnitProgress, lang: Lang, *, detailed: bool) -> list[Text]:
    counts = line.counts
    numbers = (counts.target, counts.digitised, counts.validated, counts.accepted, counts.linked)
    cells = [
        Text(name),
        *(Text(number(value, lang)) for value in numbers),
        Text(share(percent(counts.accepted, counts.target), lang)),
        Text(STATES[lang][line.state], style=COLOURS[line.state]),
    ]
    return [*cells, Text(_span(line.forecast))] if detailed else cells


def _span(expected: Forecast) -> str:
    return f"{day(expected.p50)} – {day(expected.p90)}" if expected.p50 else "–"


def _room(report: Report, one: CampaignProgress, units: int | None) -> int | None:
    last_day = one.campaign.last_day
    past = last_day is not None and report.as_of > last_day
    return 0 if past and units is not None and len(report.campaigns) > 1 else units


def _left_out(one: CampaignProgress, count: int, lang: Lang) -> str:
    command = f"lienthong progress --campaign {one.campaign.id}"
    if lang == "vi":
        return f"  … còn {number(count, lang)} đơn vị; xem: {command}"
    return f"  … {number(count, lang)} more units; see: {command}"
