"""What `lienthong audit` and `lienthong passport` print for people."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from flows.days import LOCAL_TIME
from flows.screens import console, fine, number

WORDS = {
    "accepted": "được tiếp nhận · accepted",
    "refused": "bị từ chối · refused",
    "promised": "hẹn trả kết quả · promised",
    "parent_unknown": "chờ bản ghi gốc · waits for its parent",
    "has_children": "còn bản ghi phụ thuộc · others lean on it",
    "unknown": "chưa rõ · no clear answer",
    "absent": "chưa nhận được · never arrived",
}


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
        for at, step, outcome in _steps(version):
            table.add_row(_local(at), step, Text(outcome))
    console.print(table)
    proofs = number(len(document["proofs"]))
    console.print(f"{proofs} bằng chứng đã ký kèm theo. {proofs} signed proofs are part of the document.")
    if out:
        console.print(f"lienthong audit verify --passport {out}", style="cyan")


def _steps(version: dict[str, Any]) -> list[tuple[str | None, str, str]]:
    number_ = version["number"]
    kind = "xóa · deletion" if version["deleted"] else f"bản {number_} · version {number_}"
    steps = [(version["pulled_at"], "nhận · pulled", f"{kind}, lô · batch {version['batch_id']}")]
    steps += [(None, "số hóa · digitised", f"{scan['page']} ({scan['engine']})") for scan in version["digitised"]]
    steps += [(None, "chuẩn hóa · normalised", f"{one['field']}: {one['change']}") for one in version["changes"]]
    steps += [
        (None, "kiểm tra · check", f"{one['field']}: {one['rule']} ({one['severity']})") for one in version["checks"]
    ]
    steps += [(one["sent_at"], f"gửi · sent → {one['endpoint']}", _answer(one)) for one in version["attempts"]]
    if kept := version["receipt"]:
        steps.append((kept["received_at"], "biên nhận · receipt", kept["receipt"]))
        steps.append((kept["written_back_at"], "trả về nguồn · written back", "✓" if kept["written_back_at"] else "–"))
    steps.append((None, "trạng thái · status", " ".join(filter(None, (version["status"], version["hold"])))))
    return steps


def _answer(one: dict[str, Any]) -> str:
    return " ".join(filter(None, (WORDS.get(one["verdict"], one["verdict"]), one["code"])))


def _local(at: str | None) -> str:
    return f"{datetime.fromisoformat(at).astimezone(LOCAL_TIME):%d/%m/%Y %H:%M:%S}" if at else ""
