"""What `lienthong duplicates` prints for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table

from flows.screens import console, number

if TYPE_CHECKING:
    from flows.duplicates import Said
    from tracking.duplicates.reading import Pair
    from tracking.wording import Lang

HEADINGS = {
    "vi": ("Điểm", "Bản ghi", "Đơn vị", "Giống · gần giống · khác"),
    "en": ("Score", "Records", "Units", "Same · nearly · different"),
}
VERDICTS = {"same": ("trùng nhau", "the same"), "different": ("khác nhau", "different")}


def looked(found: Sequence[Mapping[str, Any]]) -> None:
    """How much was compared and what came of it."""
    table = Table(box=None, padding=(0, 1))
    for place, heading in enumerate(
        ("Luồng · Flow", "đã so · compared", "cặp mới · new pairs", "hỏi lại · asked again")
    ):
        table.add_column(heading, justify="right" if place else "left")
    for one in found:
        table.add_row(one["flow"], *(number(one[name]) for name in ("records", "pairs", "asked_again")))
    console.print(table)


def listed(found: Sequence[Pair], lang: Lang) -> None:
    """One pair on two lines, with the names of the fields that speak for it and against it."""
    table = Table(box=None, padding=(0, 1))
    for heading in HEADINGS[lang]:
        table.add_column(heading)
    for pair in found:
        fields = "\n".join(f"{sign} {', '.join(pair.fields(sign))}" for sign in "=~!" if pair.fields(sign))
        verdict = f"\n{VERDICTS[pair.verdict][lang == 'en']}: {pair.decided_by}" if pair.verdict else ""
        table.add_row(
            f"{pair.score * 100:.0f}",
            f"{pair.flow}\n{pair.a.key}\n{pair.b.key}{verdict}",
            f"\n{pair.a.unit or '–'}\n{pair.b.unit or '–'}",
            fields,
        )
    console.print(table)
    console.print(f"{number(len(found))} cặp · pairs", style="cyan")


def said(done: Said) -> None:
    """The verdict, and what is left to do."""
    if done.pair.verdict:
        console.print(" · ".join(VERDICTS[done.pair.verdict]), style="green")
    if done.decision:
        console.print(
            f"Đã đề nghị hủy: D{done.decision}; người thứ hai duyệt bằng lienthong approve D{done.decision}\n"
            f"Discarding is proposed: D{done.decision}; a second person answers with lienthong approve D{done.decision}"
        )
    if done.next_step:
        console.print("\n".join(done.next_step), highlight=False)
