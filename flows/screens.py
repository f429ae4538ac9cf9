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
    table = _table("Luồng · Flows", "flow", "Hồ sơ", "nguồn · sources", "đích · endpoint", "lịch · schedule")
    for line in found:
        table.add_row(line["flow"], line["title"], ", ".join(line["sources"]), line["endpoint"], line["schedule"])
    console.print(table)


def outcome(found: dict[str, Any]) -> None:
    """Counts of one run."""
    table = _table(f"Luồng {found['flow']}" + (" (chạy thử · dry run)" if found.get("dry_run") else ""), "", "")
    for name, value in found.items():
        if isinstance(value, int) and not isinstance(value, bool):
            table.add_row(name, number(value))
    console.print(table)


def progress(report: Report, lang: str, *, detailed: bool) -> None:
    """Completion per campaign and unit; one campaign alone is shown with all its units."""
    from tracking.tables import progress_view

    console.print(progress_view(report, "en" if lang == "en" else "vi", units=None if detailed else 5))


def rules(found: list[dict[str, Any]], lang: str) -> None:
    """Rules that catch most, each with its sentence."""
    from flows.wording import sentence

    table = _table(
        "Quy tắc · Rules", "flow", "quy tắc · rule", "mức · severity", "bản ghi · records", "nghĩa · meaning"
    )
    for line in found:
        meaning = sentence(line["flow"], line["rule"], lang)
        table.add_row(line["flow"], line["rule"], line["severity"], number(line["records"]), meaning)
    console.print(table)


def desk(found: list[dict[str, Any]]) -> None:
    """Records held back."""
    table = _table("Bàn sửa · Correction desk", "flow", "khóa · key", "đơn vị · unit", "trạng thái", "quy tắc · rules")
    for line in found:
        reasons = ", ".join(line["rules"]) or (line["hold"] or "")
        table.add_row(line["flow"], line["key"], line["unit"] or "—", line["status"], reasons)
    console.print(table)
    console.print(f"{number(len(found))} bản ghi · records")


def linkage(found: dict[str, Any]) -> None:
    """Dossiers and records that miss each other."""
    table = _table("Hồ sơ và kết quả · Dossiers and records", "", "")
    for name, value in found.items():
        table.add_row(name, number(len(value) if isinstance(value, list) else value))
    console.print(table)


def unit(found: dict[str, Any]) -> None:
    """A unit through time."""
    table = _table(f"{found.get('name', '')} {found.get('code', '')}", "", "")
    for name, value in found.items():
        table.add_row(name, str(value))
    console.print(table)


def comparison(found: dict[str, Any]) -> None:
    """Our receipts against the endpoint's listing."""
    table = _table(f"Đối soát · Reconcile {found['flow']}", "", "")
    table.add_row("thiếu ở trung ương · missing there", number(len(found["missing"])))
    table.add_row("thừa ở trung ương · extra there", number(len(found["extra"])))
    console.print(table)


def number(value: int) -> str:
    """1234567 as Vietnamese officials write it: 1.234.567."""
    return f"{value:,}".replace(",", ".")


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", show_header=any(headings))
    for heading in headings:
        table.add_column(heading)
    return table
