"""Tables of `lienthong campaigns`."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from flows.days import LOCAL_TIME
from flows.screens import console, fine
from tracking.wording import Lang, day, until


def listed(found: list[dict[str, Any]], lang: Lang) -> None:
    """One line per campaign; changes that nobody has adopted stand below."""
    table = Table(box=None, padding=(0, 1))
    for heading in {"vi": ("Chiến dịch", "Từ", "Hạn", "Bản"), "en": ("Campaign", "From", "Deadline", "Version")}[lang]:
        table.add_column(heading)
    for line in found:
        title = line["title_vi" if lang == "vi" else "title_en"]
        named = f"{line['campaign']}\n[dim]{title}[/dim]"
        dates = ("–", "–") if line["missing"] else (day(line["start"]), until(line["deadline"], line["bound"], lang))
        table.add_row(named, *dates, str(line["version"]))
    console.print(table)
    for line in found:
        for told in _waiting(line):
            console.print(
                f"[yellow]![/yellow] {line['campaign']}: {told}; "
                f'lienthong campaigns adopt {line["campaign"]} --why "…"',
                highlight=False,
            )


def _waiting(line: dict[str, Any]) -> list[str]:
    if line["missing"]:
        return ["không còn trong campaigns.yaml, không được đo · no longer in campaigns.yaml, not measured"]
    return [
        f"{field} {_text(before)} → {_text(after)} – chưa có hiệu lực · not in force"
        for field, (before, after) in line["waiting"].items()
    ]


def history(found: list[dict[str, Any]]) -> None:
    """One line per version, oldest first."""
    table = Table(box=None, padding=(0, 1))
    for heading in ("bản\nno.", "lúc\nwhen", "người\nwho", "thay đổi\nchange", "lý do\nwhy"):
        table.add_column(heading, overflow="fold")
    for one in found:
        at = one["at"].astimezone(LOCAL_TIME).strftime("%d/%m/%Y\n%H:%M")
        changes = "\n".join(
            f"{field}: {_text(before)} → {_text(after)}" for field, (before, after) in one["changes"].items()
        )
        table.add_row(str(one["number"]), at, one["actor"], changes or "—", one["reason"])
    console.print(table)


def gaps(found: list[dict[str, Any]]) -> None:
    """One line per campaign or unit."""
    if not found:
        fine("Năm rõ đầy đủ ở mọi đơn vị. The five clear things are clear everywhere.")
        return
    table = Table(box=None, padding=(0, 1))
    for heading in ("chiến dịch · campaign", "đơn vị · unit", "bản · list", "chưa rõ · not clear"):
        table.add_column(heading)
    for line in found:
        table.add_row(line["campaign"], line["name"] or "tất cả · all", line["version"], ", ".join(line["gaps"]))
    console.print(table)


def _text(value: Any) -> str:
    return "—" if value is None else str(value)
