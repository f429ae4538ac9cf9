"""What the command prints for people: tables, one line of progress, Vietnamese first. Machines use --json."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from tracking.progress import Report

console = Console()


@contextmanager
def busy(what: str, *, quiet: bool) -> Iterator[Callable[[str], None]]:
    """A spinner that names the step under way; silent with --json or without a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    with Console(stderr=True).status(what) as status:
        yield lambda step: status.update(f"{what}: {step} …")


def fine(sentence: str) -> None:
    """Say that all is well."""
    console.print(sentence, style="green")


def flows(found: list[dict[str, Any]]) -> None:
    """The flows."""
    table = _table("Luồng · Flows", "", "Hồ sơ", "nguồn · sources", "đích · endpoint", "lịch · schedule")
    table.columns[0].no_wrap = True  # a name that was cut cannot be typed in again
    for line in found:
        table.add_row(
            line["flow"],
            f"{line['title']} · {line['title_en']}",
            ", ".join(line["sources"]),
            line["endpoint"],
            line["schedule"],
        )
    console.print(table)


def outcome(found: dict[str, Any]) -> None:
    """Counts of one run."""
    table = _table(f"Luồng {found['flow']}" + (" (chạy thử · dry run)" if found.get("dry_run") else ""), "", "")
    for name, value in found.items():
        if isinstance(value, int) and not isinstance(value, bool):
            table.add_row(name, number(value))
    console.print(table)
    if found.get("dry_run"):
        from flows.screens.prediction import why

        why(found, "vi")
    for line in found.get("degraded", ()):
        degraded(line)


def degraded(line: dict[str, Any]) -> None:
    """Why a source is degraded."""
    console.print(f"[bold red]SUY GIẢM · DEGRADED[/bold red]  {line['vi']} {line['en']}", highlight=False)


def progress(report: Report, lang: str, *, detailed: bool) -> None:
    """Completion per campaign and unit; one campaign alone is shown with all its units."""
    from tracking.tables import progress_view

    console.print(progress_view(report, "en" if lang == "en" else "vi", units=None if detailed else 5))


def rules(found: list[dict[str, Any]], lang: str) -> None:
    """Rules that catch most, by flow, each with its sentence and what to do."""
    from flows.wording import sentence

    for flow in dict.fromkeys(line["flow"] for line in found):
        mine = [line for line in found if line["flow"] == flow]
        table = Table(box=None, show_header=False, padding=(0, 1))
        table.add_column(justify="right", style="bold", no_wrap=True)
        table.add_column(style="cyan", overflow="fold", ratio=2)
        table.add_column(ratio=5)
        for line in mine:
            table.add_row(number(line["records"]), line["rule"], sentence(flow, line["rule"], lang))
        console.print(f"[bold]{flow}[/bold]")
        console.print(table)
    if not found:
        fine("Không có bản ghi nào bị cách ly. Nothing is quarantined.")


def desk(found: list[dict[str, Any]]) -> None:
    """Records held back."""
    table = _table("Bàn sửa · Correction desk", "flow", "khóa · key", "đơn vị · unit", "trạng thái", "quy tắc · rules")
    for line in found:
        reasons = ", ".join(line["rules"]) or (line["hold"] or "")
        table.add_row(line["flow"], line["key"], line["unit"] or "—", line["status"], reasons)
    console.print(table)
    console.print(f"{number(len(found))} bản ghi · records")


def linkage(found: dict[str, Any]) -> None:
    """Dossiers and records that miss each other, how many and the first of them."""
    console.print(f"Hồ sơ đã giải quyết · settled dossiers: {number(found['settled'])}")
    titles = {
        "dossiers_without_record": "Hồ sơ đã giải quyết chưa có bản ghi · settled dossiers without a record",
        "records_without_code": "Bản ghi không ghi mã hồ sơ · records without a dossier code",
        "records_without_dossier": "Bản ghi có mã hồ sơ không tồn tại · records whose dossier is not there",
    }
    for name, title in titles.items():
        gap = found[name]
        console.print(f"\n[bold]{title}[/bold]: {number(sum(gap['counts'].values()))}")
        for line in gap["first"][:10]:
            console.print(f"  {line['flow']}  {line['natural_key']}  {line['unit'] or '—'}", highlight=False)


def unit(found: dict[str, Any]) -> None:
    """A unit through time."""
    console.print(f"[bold]{found['code']}[/bold]  {found['name'] or '—'}  ({day(found['on'])})", highlight=False)
    for period in found["periods"]:
        span = f"{day(period['from']) or '…'} → {day(period['to']) or 'nay · now'}"
        place = " · ".join(part for part in (period["district"], period["province"]) if part and part != found["code"])
        decree = period["decree"]["id"] if period["decree"] else "—"
        console.print(f"  {span}  {period['name']}  ({place or '—'})  {decree}", highlight=False)
    split = " (chia tách · split)" if found["split"] else ""
    for title, name in (
        ("lập từ · made of", "predecessors"),
        (f"trở thành · became{split}", "successors"),
        ("nay · today", "answers"),
    ):
        units = ", ".join(f"{one['code']} {one['name']}" for one in found[name])
        console.print(f"  {title}: {units or '—'}", highlight=False)


def day(text: str | None) -> str:
    """2025-07-01 as Vietnamese officials write it: 01/07/2025; empty stays empty."""
    return "/".join(reversed(text.split("-"))) if text else ""


def number(value: int) -> str:
    """1234567 as Vietnamese officials write it: 1.234.567."""
    return f"{value:,}".replace(",", ".")


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", show_header=any(headings))
    for heading in headings:
        table.add_column(heading)
    return table
