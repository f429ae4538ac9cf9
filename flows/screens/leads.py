"""What `lienthong leads` prints for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.table import Table

from flows.screens import console
from tracking.wording import Lang, day, number

if TYPE_CHECKING:
    from tracking.leads.reading import Lead
    from tracking.leads.rules import Rule

HEADINGS = {"vi": ("Quy tắc", "Đang mở", "Quá hạn", "Vì sao"), "en": ("Rule", "Open", "Overdue", "Why")}
LISTED = {"vi": ("Bản ghi", "Đơn vị", "Đến hạn", "Thấy từ"), "en": ("Record", "Unit", "Due", "Found")}


def leads(
    rules: Mapping[str, Rule], counted: Mapping[str, tuple[int, int]], listed: Sequence[Lead], lang: Lang
) -> None:
    """Rules with their counts; below, single leads when one rule was asked for."""
    table = Table(box=None, padding=(0, 1))
    for place, heading in enumerate(HEADINGS[lang]):
        table.add_column(heading, justify="right" if place in (1, 2) else "left")
    for one in rules.values():
        title, why = (one.title_vi, one.why_vi) if lang == "vi" else (one.title_en, one.why_en)
        known, late = counted.get(one.id, (0, 0))
        table.add_row(
            f"{title}\n[dim]{one.id}[/dim]", number(known, lang), number(late, lang), f"{why}\n[dim]{one.law}[/dim]"
        )
    console.print(table)
    if listed:
        single = Table(box=None, padding=(0, 1))
        for heading in LISTED[lang]:
            single.add_column(heading)
        for lead in listed:
            single.add_row(str(lead.record_id), lead.unit or "–", day(lead.due_on), day(lead.found_on))
        console.print(single)
        console.print("lienthong passport <bản ghi · record>", style="cyan")
