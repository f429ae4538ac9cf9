"""What a dry run prints for people, and how foretold and came stand beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from flows.days import LOCAL_TIME
from flows.screens import console
from tracking.quality.predictions import differences_said, in_short
from tracking.wording import Lang, decimal, number
from tracking.wording import day as date_text

if TYPE_CHECKING:
    from tracking.quality.predictions import Prediction

RULES = 10
WHY = ("Vì sao", "Why")
EXPECTED = (
    "Không hỏi trước được hệ thống quốc gia về {n} bản ghi; theo 28 đêm qua có thể bị từ chối khoảng:",
    "{n} records could not be asked about beforehand; by the last 28 nights about so many may be refused:",
)
NO_PAST = ("chưa đủ dữ liệu để ước lượng", "there is no past to estimate from")
SIDES = ("Đã dự báo và đã xảy ra", "Foretold and came")
HEADINGS = (
    ("Luồng", "Flow"),
    ("Dự báo lúc", "Foretold on"),
    ("Dự báo", "Foretold"),
    ("Xảy ra", "Came"),
    ("Sai lệch", "Difference"),
)
OPEN = ("chưa chạy", "not run yet")


def why(found: Mapping[str, Any], lang: Lang) -> None:
    """The rules and codes behind a prediction, most first, each with its sentence."""
    from flows.quality import in_words

    english = lang == "en"
    broken = {**found["codes"], **found["rules"]}
    if broken:
        table = Table(title=WHY[english], title_justify="left", box=None, show_header=False, padding=(0, 1))
        table.add_column(justify="right", style="bold", no_wrap=True)
        table.add_column(style="cyan", overflow="fold", ratio=2)
        table.add_column(ratio=5)
        for rule, count in sorted(broken.items(), key=lambda one: -one[1])[:RULES]:
            table.add_row(number(count, lang), escape(rule), escape(in_words(found["flow"], rule, lang)))
        console.print(table)
    if found["unknown"]:
        console.print(EXPECTED[english].format(n=number(found["unknown"], lang)), style="yellow")
        for rule, count in found["expected"].items():
            console.print(f"  {decimal(count, lang)}  {escape(in_words(found['flow'], rule, lang))}", highlight=False)
        if not found["expected"]:
            console.print(f"  {NO_PAST[english]}")


def compared(found: Sequence[Prediction], lang: Lang) -> None:
    """One line per flow: accepted and refused as foretold and as they came, and whatever differs."""
    if not found:
        return
    english = lang == "en"
    table = Table(title=SIDES[english], title_justify="left", box=None, padding=(0, 1))
    for heading in HEADINGS:
        table.add_column(heading[english])
    for one in found:
        came = in_short(one.came, lang) if one.came_at else OPEN[english]
        table.add_row(
            one.flow,
            date_text(one.made_at.astimezone(LOCAL_TIME).date()),
            in_short(one.foretold, lang),
            came,
            differences_said(one, lang),
        )
    console.print(table)
