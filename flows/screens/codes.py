"""What `lienthong codes` prints for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from flows.screens import console, fine
from tracking.wording import Lang, number

if TYPE_CHECKING:
    from flows.codes import Code

HEADINGS = (
    ("Đích", "Endpoint"),
    ("Mã", "Code"),
    ("Đang giữ", "Held now"),
    ("Đã gặp", "In all"),
    ("Ý nghĩa", "Meaning"),
    ("Người xử lý", "Who can act"),
)
EVERY = ("mọi đích", "any")
NONE = ("Không có mã nào như vậy.", "There is no such code.")
RETRY = {
    True: ("Gửi lại có thể được.", "Sending it again may help."),
    False: ("Gửi lại nguyên như cũ không có ích.", "Sending the same again does not help."),
}


def table(found: Sequence[Code], lang: Lang) -> None:
    """One line per code; unknown ones in red."""
    english = lang == "en"
    made = Table(box=None, padding=(0, 1))
    for place, heading in enumerate(HEADINGS):
        made.add_column(heading[english], justify="right" if place in (2, 3) else "left", no_wrap=place < 4)
    for one in found:
        made.add_row(
            one.endpoint or EVERY[english],
            escape(one.code) or "–",
            number(one.held, lang),
            number(one.records, lang),
            one.meaning[english],
            one.who_in_words[english],
            style="" if one.known else "bold red",
        )
    console.print(made) if found else fine(NONE[english])


def explanation(found: Sequence[Code], lang: Lang) -> None:
    """One code, at each endpoint that answers it."""
    english = lang == "en"
    for one in found:
        heading = f"[bold]{one.endpoint or EVERY[english]} {escape(one.code)}[/bold]"
        counts = (
            f"{HEADINGS[2][english]}: {number(one.held, lang)} · {HEADINGS[3][english]}: {number(one.records, lang)}"
        )
        console.print(f"{heading}  {one.meaning[english]}", highlight=False)
        console.print(f"  {one.fix[english]} {RETRY[one.retry][english]}", highlight=False)
        console.print(f"  {HEADINGS[5][english]}: {one.who_in_words[english]}. {counts}", highlight=False)
