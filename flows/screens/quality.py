"""What `lienthong quality` prints for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table

from flows.screens import console, fine
from tracking.wording import Lang, number, share
from tracking.wording import day as date_text

if TYPE_CHECKING:
    from tracking.quality.batches import Stopped
    from tracking.quality.report import Passed, Report
    from tracking.quality.review import Review

#: What the provincial team says of a report.
DECISIONS = {"accepted": ("Chấp nhận", "Accepted"), "needs_work": ("Cần khắc phục", "Needs work")}
TITLES = {
    "flows": ("Theo luồng", "By flow"),
    "sources": ("Theo nguồn", "By source"),
    "units": ("Theo đơn vị, kém nhất trước", "By unit, the worst first"),
}
HEADINGS = (("", ""), ("Đã xét", "Judged"), ("Bị giữ", "Held"), ("Đạt", "Passed"))
CAUSES = ("Nguyên nhân chính", "Top root causes")
NEW = ("MỚI", "NEW")
NONE = ("Ngày {day} chưa có báo cáo chất lượng.", "There is no quality report of {day}.")
UNREVIEWED = ("Chưa có ai xem xét báo cáo này.", "Nobody has reviewed this report yet.")
UNITS = 10


def report(found: Report, said: Review | None, lang: Lang) -> None:
    """The tables of a day's report, and what was said of it."""
    english = lang == "en"
    if not found.flows:
        console.print(NONE[english].format(day=date_text(found.day)), style="dim")
        return
    console.print(f"[bold]{date_text(found.day)}[/bold]  {share(found.whole.rate, lang)}", highlight=False)
    for name, lines in (("flows", found.flows), ("sources", found.sources), ("units", found.units[:UNITS])):
        console.print(_passed(TITLES[name][english], lines, lang))
    _causes(found, lang)
    console.print(
        _said(said, english) if said else UNREVIEWED[english], style="" if said else "yellow", highlight=False
    )


def reviewed(said: Review) -> None:
    """The word that was kept."""
    fine(_said(said, english=False))


def counted(found: dict[str, Any]) -> None:
    """What was counted, and where the Data Docs are."""
    console.print(f"{date_text(found['day'])}: {number(found['judged'], 'vi')} bản ghi · records", highlight=False)
    if found["files"]:
        console.print(f"{found['folder']}/index.html", highlight=False)


def stopped(found: Sequence[Stopped]) -> None:
    """Batches that wait for somebody to look."""
    if not found:
        fine("Không có lô nào bị dừng. No batch is stopped.")
    for one in found:
        console.print(f"[bold red]{one.batch_id}[/bold red]  {one.flow} · {one.source}", highlight=False)
        console.print(f"  {one.reasons_vi}\n  {one.reasons_en}", highlight=False)


def _said(said: Review, english: bool) -> str:
    decision = DECISIONS[said.decision][english]
    return f"{said.reviewer}: {decision}" + (f" – {said.comment}" if said.comment else "")


def _passed(title: str, lines: Sequence[Passed], lang: Lang) -> Table:
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1))
    for place, heading in enumerate(HEADINGS):
        table.add_column(heading[lang == "en"], justify="right" if place else "left", no_wrap=True)
    for one in lines:
        table.add_row(one.name, number(one.judged, lang), number(one.held, lang), share(one.rate, lang))
    return table


def _causes(found: Report, lang: Lang) -> None:
    from flows.quality import in_words

    table = Table(title=CAUSES[lang == "en"], title_justify="left", box=None, show_header=False, padding=(0, 1))
    table.add_column(justify="right", style="bold", no_wrap=True)
    table.add_column(style="cyan", overflow="fold", ratio=2)
    table.add_column(ratio=5)
    for one in found.causes:
        new = f"[bold red]{NEW[lang == 'en']}[/bold red] " if one.is_new else ""
        table.add_row(number(one.failed, lang), f"{one.flow} {one.rule}", new + in_words(one.flow, one.rule, lang))
    console.print(table)
