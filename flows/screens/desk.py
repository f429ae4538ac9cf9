"""Tables of `lienthong quarantine`, Vietnamese first."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from flows.days import LOCAL_TIME
from flows.life import DECISIONS, STATES
from flows.screens import console, fine, number

KINDS = {name: " · ".join(words) for name, words in DECISIONS.items()}
SAID = {name: " · ".join(words) for name, words in STATES.items()}


def by_cause(found: list[dict[str, Any]]) -> None:
    """Root causes, the most records first."""
    if not found:
        return fine("Không có bản ghi nào bị giữ. No record is held back.")
    table = Table(title="Nguyên nhân · Root causes", title_justify="left")
    for title in ("flow", "quy tắc · rule", "bản ghi", "đơn vị", "việc cần làm · what to do"):
        table.add_column(title, justify="right" if title in ("bản ghi", "đơn vị") else "left")
    for line in found:
        table.add_row(line["flow"], line["rule"], number(line["records"]), number(line["units"]), line["said"])
    console.print(table)
    return None


def decisions(found: list[dict[str, Any]]) -> None:
    """Decisions, the newest first."""
    if not found:
        return fine("Chưa có quyết định nào. There is no decision.")
    table = Table(title="Quyết định · Decisions", title_justify="left")
    for title in ("số · no.", "flow", "việc · kind", "bản ghi", "trạng thái · state", "lập · made", "duyệt · answered"):
        table.add_column(title, justify="right" if title == "bản ghi" else "left")
    for line in found:
        table.add_row(
            f"D{line['decision_id']}",
            line["flow"],
            KINDS[line["kind"]],
            number(line["records"]) + (f" (−{line['overtaken']})" if line["overtaken"] else ""),
            SAID[line["state"]],
            _by(line["made_by"], line["made_at"]),
            _by(line["decided_by"], line["decided_at"]),
        )
    console.print(table)
    return None


def imported(found: dict[str, Any], file: str) -> None:
    """What came of a worklist."""
    numbers = ", ".join(f"D{number}" for number in found["decisions"]) or "—"
    console.print(
        f"Nhận · taken {number(found['taken'])}, từ chối · refused {number(found['refused'])}, "
        f"chưa làm · untouched {number(found['untouched'])}. Quyết định · decisions: {numbers}",
        highlight=False,
    )
    if found["refused"]:
        console.print(f"Xem cột “Kết quả” trong {file} · see the column “Kết quả” there.", style="yellow")


def proposed(found: dict[str, Any]) -> None:
    """One decision that was just made, what it would do, and who comes next."""
    decisions([found])
    if told := found["foreseen"]:
        if told["failing"]:
            rules = ", ".join(f"{rule} ({number(count)})" for rule, count in told["failing"].items())
            console.print(f"Vẫn còn bị giữ bởi · would still be held by: {rules}", style="yellow")
        else:
            fine("Sau khi duyệt, bản ghi sẽ được gửi ở lần chạy tới. Once approved it goes in the next run.")
    console.print(
        f"Người thứ hai duyệt · the second person: lienthong approve D{found['decision_id']}", highlight=False
    )


def _by(who: str | None, at: Any) -> str:
    return f"{who} {at.astimezone(LOCAL_TIME):%d/%m %H:%M}" if who else "—"
