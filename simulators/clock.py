"""One clock for the whole simulated world: real time of day, on a date that can be set."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta, timezone

HANOI = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


class Clock:
    """Tells the simulated time; safe to share between threads."""

    def __init__(self, today: date | None = None) -> None:
        self._lock = threading.Lock()
        self._shift = timedelta()
        self.set(today)

    def now(self) -> datetime:
        """The simulated moment, aware, in UTC."""
        with self._lock:
            return datetime.now(UTC) + self._shift

    def set(self, today: date | None) -> None:
        """Make `today` the current date in Việt Nam (time of day goes on as it is); None returns to real time."""
        real = datetime.now(HANOI).date()
        with self._lock:
            self._shift = timedelta() if today is None else today - real
