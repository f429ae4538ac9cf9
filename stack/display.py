"""What people see while the night runs.

Promise: a live table on a terminal; one line per change elsewhere, so that a log file stays readable.
"""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.table import Table

from stack.night import Row

COLOURS = {"success": "green", "running": "yellow", "failed": "red"}


class Display:
    """Shows rows as they change; use it as a context manager around the night."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._shown: dict[str, Row] = {}
        self._live = Live(console=console, refresh_per_second=4) if console.is_terminal else None

    def __enter__(self) -> Display:
        """Begin to draw."""
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the last table standing."""
        if self._live:
            self._live.stop()

    def say(self, line: str) -> None:
        """Print one line, above the table where it is live."""
        self.console.print(line, highlight=False)

    def show(self, rows: list[Row]) -> None:
        """Draw all rows."""
        if self._live:
            self._live.update(table(rows))
            return
        for row in rows:
            before = self._shown.get(row.dag)
            if before is None or before.state != row.state:
                self.console.print(f"{row.dag}: {row.state} ({row.done} of {row.tasks} tasks done)", highlight=False)
            self._shown[row.dag] = row


def table(rows: list[Row]) -> Table:
    """Return the table of one moment."""
    drawn = Table(title="Đồng bộ đêm · nightly sync", title_justify="left")
    for heading in ("luồng · flow", "trạng thái · state", "bước · tasks", "lượt · runs"):
        drawn.add_column(heading)
    for row in rows:
        colour = COLOURS.get(row.state, "dim")
        drawn.add_row(row.dag, f"[{colour}]{row.state}[/]", f"{row.done}/{row.tasks}", str(row.runs))
    return drawn
