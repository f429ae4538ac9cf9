"""A week as HTML, as PDF made of the same page, and as a workbook. Nothing is fetched; the same figures give the same pages."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracking.charts import bars, burn_up
from tracking.forecast import BEHIND
from tracking.reports.week import Progress, Week, debts, rows
from tracking.sheets import Heading, fill
from tracking.wording import DOMAINS, STATES, Lang, day, decimal, number, share, until

#: The columns of the workbook, by the name of their values.
HEADINGS = {
    heading.name: heading
    for heading in (
        Heading("domain", "Lĩnh vực"),
        Heading("campaign", "Chiến dịch"),
        Heading("title", "Tên"),
        Heading("unit", "Mã đơn vị"),
        Heading("name", "Đơn vị"),
        Heading("deadline", "Ngày cuối cùng", "day"),
        Heading("target", "Chỉ tiêu", "number"),
        Heading("accepted", "Được tiếp nhận", "number"),
        Heading("percent", "Hoàn thành (%)", "share"),
        Heading("moved", "Trong tuần", "number"),
        Heading("left", "Còn lại", "number"),
        Heading("state", "Trạng thái", "state"),
        Heading("p50", "Dự báo P50", "day"),
        Heading("p90", "Dự báo P90", "day"),
        Heading("held", "Đang đạt/ngày", "decimal"),
        Heading("needed", "Cần đạt/ngày", "decimal"),
        Heading("behind", "Đơn vị chậm", "number"),
        Heading("owner", "Rõ người"),
        Heading("task", "Rõ việc"),
        Heading("leader", "Rõ lãnh đạo"),
        Heading("authority", "Rõ thẩm quyền"),
        Heading("due", "Rõ thời gian"),
        Heading("product", "Rõ kết quả"),
    )
}


def html(found: Week, lang: Lang = "vi") -> str:
    """The report as one page with its charts inside."""
    return str(
        _pages().get_template("week.html").render(
            week=found,
            lang=lang,
            late=[one for one in found.campaigns if one.line.state in BEHIND],
            domains=DOMAINS,
            states=STATES[lang],
            pick=lambda vi, en: en if lang == "en" else vi,
            chart=lambda one: Markup(_chart(one, lang)),  # noqa: S704 - drawn here, its texts escaped by the renderer
            standing=lambda one: Markup(_bars(one, lang)),  # noqa: S704 - the same
            number=lambda value: "–" if value is None else number(value, lang),
            rate=lambda value: decimal(value, lang),
            share=lambda value: share(value, lang),
            day=day,
            until=lambda one: until(one.deadline, one.bound, lang),
        )
    )  # fmt: skip


def pdf(page: str) -> bytes:
    """The same page on A4."""
    from weasyprint import HTML

    made: bytes = HTML(string=page, url_fetcher=_nothing).write_pdf()
    return made


def workbook(found: Week) -> bytes:
    """Two sheets: campaigns, and the units furthest behind."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, lines in (("Chiến dịch", rows(found)), ("Đơn vị chậm", debts(found))):
        fill(book.create_sheet(title), [HEADINGS[name] for name in (lines[0] if lines else ("campaign",))], lines, "vi")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@cache
def _pages() -> Environment:
    folder = FileSystemLoader(Path(__file__).parent / "templates")
    return Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _chart(one: Progress, lang: Lang) -> str:
    campaign, line = one.campaign, one.line
    return burn_up(one.points, line.target, campaign.start, campaign.last_day, line.p50, line.p90, lang)


def _bars(one: Progress, lang: Lang) -> str:
    return bars([(debt.name, debt.line.percent) for debt in one.debts], lang)


def _nothing(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError(f"a report fetches nothing, and was asked for {url[:40]}")
