"""Tables of `lienthong sources` and `lienthong sweep`, Vietnamese first."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from flows.days import LOCAL_TIME
from flows.screens import console, degraded, fine, number

STATES = {
    "ok": "[green]tốt · ok[/green]",
    "degraded": "[bold red]SUY GIẢM · DEGRADED[/bold red]",
    "unseen": "chưa đọc · not read yet",
}


def looks(found: list[dict[str, Any]]) -> None:
    """Every source of every flow as it was last seen; then, in a sentence each, what is wrong."""
    table = Table(title="Nguồn · Sources", title_justify="left")
    for heading in ("luồng · flow", "nguồn · source"):
        table.add_column(heading, no_wrap=True)
    for heading in ("lần trước · before", "hiện có · now"):
        table.add_column(heading, justify="right")
    for heading in ("đọc lúc · looked at", "tình trạng · state"):
        table.add_column(heading)
    for line in found:
        at = line["looked_at"].astimezone(LOCAL_TIME).strftime("%H:%M %d/%m") if line["looked_at"] else "—"
        sizes = (_size(line["before"]), _size(line["now"]))
        table.add_row(line["flow"], line["source"], *sizes, at, STATES[line["state"]])
    console.print(table)
    for line in found:
        if line["state"] == "degraded":
            degraded(line)


def swept(found: dict[str, Any]) -> None:
    """What a sweep found in each source."""
    table = Table(title=f"Rà soát · Sweep {found['flow']}", title_justify="left")
    table.add_column("nguồn · source", no_wrap=True)
    headings = ("đã đọc · read", "bỏ sót · missed", "đã đổi · changed", "đã xóa · deleted", "giữ lại · spared")
    for heading in headings:
        table.add_column(heading, justify="right")
    for line in found["sources"]:
        counts = (line[name] for name in ("read", "missed", "changed", "deleted", "spared"))
        table.add_row(line["source"], *map(number, counts))
    console.print(table)
    for line in found["degraded"]:
        degraded(line)
    if not found["sources"]:
        fine(
            "Luồng chỉ nhận theo từng đợt gửi, không có gì để rà. The flow only takes deliveries; there is nothing to sweep."
        )
    elif any(line[name] for line in found["sources"] for name in ("missed", "changed", "deleted")):
        console.print(f"Lần chạy tới sẽ gửi đi · the next run carries it on: lienthong run {found['flow']}")


def _size(value: int | None) -> str:
    return "—" if value is None else number(value)
