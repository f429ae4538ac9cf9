"""What `lienthong endpoints` prints for people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rich.table import Table

from flows.days import LOCAL_TIME
from flows.screens import console, number
from flows.wording import CONDITIONS, HOLDS

HEADINGS = {
    "vi": ("Đích", "Tình trạng", "Chờ gửi", "Chưa rõ", "Hạn mức còn", "Số đêm", "Đang chờ"),
    "en": ("Endpoint", "State", "To send", "Unclear", "Quota left", "Nights", "Waiting"),
}
COLOURS = {"closed": "green", "open": "red", "half-open": "yellow", "shut": "yellow"}


def endpoints(found: list[dict[str, Any]], lang: str) -> None:
    """One line per endpoint."""
    pick = 0 if lang == "vi" else 1
    table = Table(box=None, padding=(0, 1))
    for place, name in enumerate(HEADINGS[lang]):
        table.add_column(name, justify="right" if 1 < place < 6 else "left", no_wrap=place == 0)
    for line in found:
        table.add_row(
            line["endpoint"],
            _state(line, pick),
            number(line["backlog"]),
            number(line["unknown"]),
            "–" if line["quota_left"] is None else number(line["quota_left"]),
            "∞" if line["nights"] is None else number(line["nights"]),
            ", ".join(f"{number(count)} {HOLDS[hold][pick]}" for hold, count in line["waiting"].items()),
        )
    console.print(table)


def _state(line: dict[str, Any], pick: int) -> str:
    told = _coloured(line["breaker"], pick)
    if line["retry_at"]:
        told += f" → {datetime.fromisoformat(line['retry_at']).astimezone(LOCAL_TIME):%H:%M:%S %d/%m}"
    return told if line["open_now"] else f"{told}, {_coloured('shut', pick)}"


def _coloured(condition: str, pick: int) -> str:
    return f"[{COLOURS[condition]}]{CONDITIONS[condition][pick]}[/]"
