"""Tables of `lienthong index` and `lienthong overdue`, in 80 columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table

from flows.screens import console, fine
from tracking.wording import Lang, decimal, number
from tracking.wording import day as date_text

if TYPE_CHECKING:
    from tracking.indices.board import Board, Line, Ranked
    from tracking.indices.compare import Comparison, Difference
    from tracking.indices.overdue import Ages, Overdue

HEADINGS = {
    "vi": ("", "Chỉ tiêu", "Tử số", "Mẫu số", "Kết quả", "Ngưỡng", "Điểm"),
    "en": ("", "Metric", "Numerator", "Of", "Result", "Target", "Points"),
}
COLOURS = {"over": "bold red", "below": "yellow", "nothing": "dim", "province": "dim", "no_source": "dim", "": ""}


def board(found: Board, lang: Lang) -> None:
    """The six groups, the score with what could be reached, and the figures beside it; notes below."""
    title = {"vi": "Chỉ số phục vụ người dân, doanh nghiệp (QĐ 766)", "en": "Settlement indices (QĐ 766)"}[lang]
    table = _table(f"{title}: {found.unit or _province(lang)}, {found.period}", lang)
    for group in found.groups:
        # A group nobody counts has no score: 0 would say that it was counted and failed.
        score = f"{_decimal(group.points if group.reachable else None, lang)}/{_decimal(group.max, lang, 0)}"
        table.add_row("", f"[bold]{_text(group, lang)}[/bold]", "", "", "", "", f"[bold]{score}[/bold]")
        for line in group.lines:
            _add(table, line, lang)
    console.print(table)
    console.print(_score(found, lang), highlight=False)
    beside = _table({"vi": "Số liệu khác", "en": "Beside the 100 points"}[lang], lang)
    for line in found.beside:
        if line.flag != "no_source":
            _add(beside, line, lang)
    console.print(beside)
    _missing([line for line in found.lines if line.flag == "no_source"], lang)
    for line in found.lines:
        if line.flag == "over":
            console.print(f"[bold red]![/bold red] {_text(line, lang)}: {_note(line, lang)}", highlight=False)


def ranks(found: Sequence[Ranked], period: str, lang: Lang) -> None:
    """Units by their share of the points they could reach."""
    words = {
        "vi": ("Xếp hạng", "Đơn vị", "Điểm", "Có thể đạt", "Tỷ lệ", "Đúng hạn", "Hồ sơ"),
        "en": ("Rank", "Unit", "Points", "Reachable", "Share", "In time", "Dossiers"),
    }[lang]
    table = Table(title=f"{words[0]} {period}", title_justify="left", box=None)
    for word in words:
        table.add_column(word, justify="left" if word == words[1] else "right", no_wrap=True)
    for one in found:
        table.add_row(
            "–" if one.rank is None else str(one.rank), one.unit, _decimal(one.points, lang), _decimal(one.reachable, lang),
            _percent(one.share, lang), _percent(one.on_time, lang), number(one.dossiers, lang),
        )  # fmt: skip
    console.print(table)


def compared(found: Comparison, lang: Lang) -> None:
    """Both sides metric by metric; the nation's score stays the official one."""
    if not found.differences:
        fine("Quốc gia chưa công bố kỳ này. The nation has reported nothing for this period.")
        return
    words = {"vi": ("Ta", "Quốc gia", "Lệch", "Lý do"), "en": ("Ours", "Nation", "Off", "Reason")}[lang]
    table = Table(title=f"{found.board.period}  {_official(found, lang)}", title_justify="left", box=None)
    table.add_column("", no_wrap=True)
    for word in words[:3]:
        table.add_column(word, justify="right", no_wrap=True)
    table.add_column(words[3])
    for one in found.differences:
        table.add_row(one.number, *_sides(one, lang), one.reason_vi if lang == "vi" else one.reason_en)
    console.print(table)


def overdue(found: Overdue, unit: str | None, lang: Lang) -> None:
    """Ages by unit or officer, then one page of dossiers."""
    words = {
        "vi": ("Hồ sơ đang giải quyết", "không hẹn", "trong hạn", "đang mở", "Cán bộ" if unit else "Đơn vị"),
        "en": ("Open dossiers", "no date", "not due", "open", "Officer" if unit else "Unit"),
    }[lang]
    table = Table(title=f"{words[0]}, {date_text(found.day)}", title_justify="left", box=None)
    table.add_column(words[4], no_wrap=True)
    for heading in (words[3], *words[1:3], *found.labels[2:]):
        table.add_column(heading, justify="right")
    for one in (*found.groups, found.whole):
        table.add_row(*_ages(one, one is found.whole, lang), end_section=one is found.whole)
    console.print(table)
    for dossier in found.dossiers:
        late = "–" if dossier.late is None else f"{dossier.late:+d}"
        console.print(f"{late:>6}  {dossier.key}  {dossier.unit}  {dossier.officer or '–'}", highlight=False)
    page = {"vi": "Trang", "en": "Page"}[lang]
    console.print(f"{page} {found.page + 1}/{max(found.pages, 1)}", highlight=False)


def _ages(one: Ages, whole: bool, lang: Lang) -> list[str]:
    name = {"vi": "Tổng", "en": "All"}[lang] if whole else one.name or "–"
    return [name, *(number(count, lang) for count in (one.open, *one.buckets))]


def _table(title: str, lang: Lang) -> Table:
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0))
    for place, heading in enumerate(HEADINGS[lang]):
        table.add_column(heading, justify="left" if place < 2 else "right", no_wrap=place != 1)
    return table


def _add(table: Table, line: Line, lang: Lang) -> None:
    score = "" if line.max is None else f"{_decimal(line.points, lang)}/{_decimal(line.max, lang, 0)}"
    target = "" if line.target is None else _value(line.target, line.kind, lang, 0)
    counts = (_count(line.numerator, lang), _count(line.denominator, lang))
    result = "N/A" if line.ratio is None else _value(line.ratio, line.kind, lang)
    table.add_row(line.number, _text(line, lang), *counts, result, target, score, style=COLOURS[line.flag])


def _score(found: Board, lang: Lang) -> str:
    score, reachable = _decimal(found.points, lang), _decimal(found.reachable, lang)
    band = "–" if found.band is None else found.band.vi if lang == "vi" else found.band.en
    if lang == "vi":
        return f"[bold]{score}[/bold] điểm, trên {reachable} có thể đạt (thang 100) – {band} (ngưỡng xếp loại chưa có nguồn)"
    return f"[bold]{score}[/bold] points, of {reachable} reachable (100 in all) – {band} (bands unsourced)"


def _missing(lines: Sequence[Line], lang: Lang) -> None:
    """What is not connected, once for each source."""
    for note in dict.fromkeys(_note(line, lang) for line in lines):
        names = "; ".join(_text(line, lang) for line in lines if _note(line, lang) == note)
        console.print(f"[dim]N/A – {note} {names}[/dim]", highlight=False)


def _official(found: Comparison, lang: Lang) -> str:
    if found.score is None:
        return ""
    place = "–" if found.rank is None else f"{found.rank}/{found.of}"
    return {"vi": f"điểm quốc gia {_decimal(found.score, lang)}, hạng {place}, {found.as_of}",
            "en": f"national score {_decimal(found.score, lang)}, rank {place}, {found.as_of}"}[lang]  # fmt: skip


def _sides(one: Difference, lang: Lang) -> tuple[str, str, str]:
    ours, theirs = (f"{_count(side[0], lang)}/{_count(side[1], lang)}" for side in (one.ours, one.theirs))
    points = (_decimal(one.our_points, lang), _decimal(one.their_points, lang))
    return f"{ours} {points[0]}", f"{theirs} {points[1]}", _decimal(one.difference, lang)


def _value(value: float, kind: str, lang: Lang, digits: int = 1) -> str:
    return _percent(value, lang) if kind == "share" else _decimal(value, lang, digits)


def _percent(value: float | None, lang: Lang) -> str:
    return "–" if value is None else f"{_decimal(100 * value, lang)} %"


def _decimal(value: float | None, lang: Lang, digits: int = 2) -> str:
    return "N/A" if value is None else decimal(value, lang, digits)


def _count(value: float | None, lang: Lang) -> str:
    if value is None:
        return "–"
    return number(int(value), lang) if value == int(value) else _decimal(value, lang, 1)


def _text(one: Line | object, lang: Lang) -> str:
    return str(getattr(one, f"title_{lang}"))


def _note(line: Line, lang: Lang) -> str:
    return line.note_vi if lang == "vi" else line.note_en


def _province(lang: Lang) -> str:
    return {"vi": "toàn tỉnh", "en": "the province"}[lang]
