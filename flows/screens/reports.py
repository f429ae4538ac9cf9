"""What `lienthong reports` prints for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table

from flows.screens import console
from tracking.wording import Lang, number

if TYPE_CHECKING:
    from tracking.reporting import Compliance

HEADINGS = {
    "vi": ("Đơn vị", "Chưa đến hạn", "Đúng hạn", "Muộn", "Thiếu"),
    "en": ("Unit", "Due", "In time", "Late", "Missing"),
}
ALL = {"vi": "Tổng", "en": "All"}
NONE = {
    "vi": "Chưa có số liệu: hệ thống báo cáo của tỉnh chưa kết nối hoặc chưa có đêm nào được tính.",
    "en": "No figures: the provincial report system is not connected, or no night has been counted yet.",
}
SILENT = {
    "vi": "Nguồn {source} của luồng {flow} im lặng: không có gì mới",
    "en": "Source {source} of flow {flow} is silent: nothing new came",
}


def reports(owed: Sequence[Compliance], silent: Sequence[tuple[str, str]], lang: Lang, *, named: bool) -> None:
    """Units with their counts, all of them together, and, where `named`, what is missing; then silent sources."""
    if owed:
        console.print(_table(owed, lang))
    else:
        console.print(NONE[lang], style="dim")
    for one in owed if named else ():
        console.print(", ".join(one.names) or "–", highlight=False)
    for flow, source in silent:
        console.print(f"[bold red]![/bold red] {SILENT[lang].format(flow=flow, source=source)}", highlight=False)


def _table(owed: Sequence[Compliance], lang: Lang) -> Table:
    table = Table(box=None, padding=(0, 1))
    for place, heading in enumerate(HEADINGS[lang]):
        table.add_column(heading, justify="right" if place else "left", no_wrap=True)
    rows = [(one.unit, one.due, one.submitted, one.late, one.missing) for one in owed]
    for unit, *counts in [*rows, (ALL[lang], *(sum(column) for column in list(zip(*rows, strict=True))[1:]))]:
        table.add_row(unit, *(number(count, lang) for count in counts), end_section=unit == ALL[lang])
    return table
