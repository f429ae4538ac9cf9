"""What `lienthong audit` and `lienthong passport` print for people."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from flows.days import LOCAL_TIME
from flows.life import steps
from flows.screens import console, fine, number


def checked(found: dict[str, Any]) -> None:
    """The outcome of a verification."""
    if found["intact"] and "passport" in found:
        fine("Lý lịch nguyên vẹn. The passport is genuine and whole.")
    elif found["intact"]:
        events = number(found["events"])
        fine(f"Nhật ký nguyên vẹn: {events} sự kiện. The audit log is intact: {events} events, every head signed.")
        copies, newest = number(found["copies"]), number(found["newest_copy"])
        console.print(
            f"Đã so với {copies} bản sao chữ ký, mới nhất tại dòng {newest}. Compared with {copies} copies of heads, the newest at row "
            f"{newest}; rows behind it could have been cut off unseen."
        )
    elif found.get("broken"):
        row = found["broken"]["row"]
        console.print(f"Dòng {row}: {found['vi']}.\nRow {row}: {found['en']}.", style="red")
    elif "passport" in found:
        console.print(f"{found['vi']}.\n{found['en']}.", style="red")
    else:
        _disagreeing(found["contradicted"], found["unproven"])


def _disagreeing(contradicted: list[int], unproven: list[str]) -> None:
    """Where the store and the log do not say the same, one way or the other."""
    if rows := ", ".join(map(str, contradicted[:20])):
        console.print(f"Dữ liệu trong kho khác với nhật ký tại dòng {rows}.", style="red")
        console.print(f"The store no longer says what the log says at row {rows}.", style="red")
    if named := ", ".join(unproven[:20]):
        console.print(f"Không có sự kiện nào trong nhật ký cho: {named}.", style="red")
        console.print(f"No event of the log bears out: {named}.", style="red")


def life(document: dict[str, Any], out: Path | None) -> None:
    """A passport as a line of events in time."""
    title = f"{document['flow']} · {document['record_id']} · {document['source']}"
    table = Table(title=title, box=None, padding=(0, 1))
    for name in ("lúc · when", "bước · step", "kết quả · outcome"):
        table.add_column(name, overflow="fold")
    for version in document["versions"]:
        for one in steps(version):
            table.add_row(_local(one.at), " · ".join(one.step), Text(_both(one.outcome)))
    console.print(table)
    proofs = number(len(document["proofs"]))
    console.print(f"{proofs} bằng chứng đã ký kèm theo. {proofs} signed proofs are part of the document.")
    if out:
        console.print(f"lienthong audit verify --passport {out}", style="cyan")


def _both(words: tuple[str, str]) -> str:
    return " · ".join(dict.fromkeys(words))


def _local(at: datetime | None) -> str:
    return f"{at.astimezone(LOCAL_TIME):%d/%m/%Y %H:%M:%S}" if at else ""
