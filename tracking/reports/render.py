"""A week as HTML, as PDF made of the same page, and as a workbook. Nothing is fetched; the same figures give the same pages."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracking.charts import bars, burn_up
from tracking.reports.week import BEHIND, Progress, Week, debts, rows
from tracking.wording import STATES, Lang, day, number, share, until

DOMAINS: Mapping[str, tuple[str, str]] = {
    "civil_status": ("Hộ tịch", "Civil status"),
    "land": ("Đất đai", "Land"),
    "school": ("Giáo dục", "School"),
    "health": ("Y tế", "Health"),
    "dossier": ("Thủ tục hành chính", "Procedures"),
}

#: Column of the workbook → its heading and number format.
HEADINGS: Mapping[str, tuple[str, str]] = {
    "domain": ("Lĩnh vực", "General"),
    "campaign": ("Chiến dịch", "General"),
    "title": ("Tên", "General"),
    "unit": ("Mã đơn vị", "General"),
    "name": ("Đơn vị", "General"),
    "deadline": ("Thời hạn", "DD/MM/YYYY"),
    "target": ("Chỉ tiêu", "#,##0"),
    "accepted": ("Được tiếp nhận", "#,##0"),
    "percent": ("Hoàn thành (%)", "0.0"),
    "moved": ("Trong tuần", "#,##0"),
    "left": ("Còn lại", "#,##0"),
    "state": ("Trạng thái", "General"),
    "p50": ("Dự báo P50", "DD/MM/YYYY"),
    "p90": ("Dự báo P90", "DD/MM/YYYY"),
    "held": ("Đang đạt/ngày", "#,##0.0"),
    "needed": ("Cần đạt/ngày", "#,##0.0"),
    "behind": ("Đơn vị chậm", "#,##0"),
    "owner": ("Rõ người", "General"),
    "task": ("Rõ việc", "General"),
    "leader": ("Rõ lãnh đạo", "General"),
    "authority": ("Rõ thẩm quyền", "General"),
    "due": ("Rõ thời gian", "General"),
    "product": ("Rõ kết quả", "General"),
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
            rate=lambda value: "–" if value is None else f"{value:,.1f}".translate(_signs(lang)),
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
        _sheet(book.create_sheet(title), lines)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(sheet: Any, lines: Sequence[Mapping[str, Any]]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    names = list(lines[0]) if lines else ["campaign"]
    sheet.append([HEADINGS[name][0] for name in names])
    for line in lines:
        sheet.append([STATES["vi"].get(line[name], line[name]) if name == "state" else line[name] for name in names])
    for place, name in enumerate(names, start=1):
        sheet.cell(1, place).font = Font(bold=True)
        widest = max((len(str(line[name])) for line in lines), default=0)
        sheet.column_dimensions[get_column_letter(place)].width = min(max(widest, len(HEADINGS[name][0])) + 2, 50)
        for cell in sheet[get_column_letter(place)][1:]:
            cell.number_format = HEADINGS[name][1]
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


@cache
def _pages() -> Environment:
    folder = FileSystemLoader(Path(__file__).parent / "templates")
    return Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _chart(one: Progress, lang: Lang) -> str:
    campaign, line = one.campaign, one.line
    return burn_up(one.points, line.target, campaign.start, campaign.last_day, line.p50, line.p90, lang)


def _bars(one: Progress, lang: Lang) -> str:
    return bars([(debt.name, debt.line.percent) for debt in one.debts], lang)


def _signs(lang: Lang) -> Mapping[int, int]:
    return str.maketrans(",.", ".,") if lang == "vi" else {}


def _nothing(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError(f"a report fetches nothing, and was asked for {url[:40]}")
