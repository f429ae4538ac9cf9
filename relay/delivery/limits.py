"""What an endpoint bears: requests a minute, records a day, hours when it is closed, and when to leave it alone for a while.

Promise: a plan can be made from it ("this backlog needs 3 nights") before anything is sent.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_MINUTES = 24 * 60
_WINDOW = re.compile(r"(?:([A-Z][a-z]{2}(?:,[A-Z][a-z]{2})*) )?(\d\d):(\d\d)-(\d\d):(\d\d)", re.ASCII)


@dataclass(frozen=True)
class Window:
    """A stretch of some days of the week, in minutes after midnight; `end` may lie behind midnight and is not part of it."""

    days: frozenset[int]
    begin: int
    end: int

    def holds(self, at: datetime) -> bool:
        """Whether a local moment lies inside."""
        minute = at.hour * 60 + at.minute
        today, yesterday = at.weekday(), (at.weekday() - 1) % 7
        return (today in self.days and self.begin <= minute < self.end) or (
            yesterday in self.days and self.begin <= minute + DAY_MINUTES < self.end
        )


def window(text: str) -> Window:
    """ "22:00-05:00" every day, "Sat,Sun 02:00-04:00" on some. Raises ValueError."""
    found = _WINDOW.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no window; write 22:00-05:00 or Sat,Sun 02:00-04:00")
    names = found[1].split(",") if found[1] else DAYS
    if wrong := [name for name in names if name not in DAYS]:
        raise ValueError(f"{wrong[0]!r} is no day; the days are {', '.join(DAYS)}")
    begin, end = (int(found[2 * n]) * 60 + int(found[2 * n + 1]) for n in (1, 2))
    if begin >= DAY_MINUTES or end > DAY_MINUTES or int(found[3]) > 59 or int(found[5]) > 59 or begin == end:
        raise ValueError(f"{text!r} is no stretch of a day")
    days = frozenset(DAYS.index(name) for name in names)
    return Window(days, begin, end if end > begin else end + DAY_MINUTES)


@dataclass(frozen=True)
class Limits:
    """The limits of one endpoint; None is without limit. `zone` is where its days and windows are counted.

    `backlog`: records on their way, above which no more are pulled. After `failures` failed requests in a row the endpoint is left
    alone for `pause`.
    """

    requests_per_minute: float | None = None
    records_per_day: int | None = None
    closed: tuple[Window, ...] = ()
    backlog: int | None = None
    failures: int = 5
    pause: timedelta = timedelta(minutes=5)
    zone: tzinfo = field(default=UTC)

    def is_closed(self, now: datetime) -> bool:
        """Whether the endpoint takes nothing at this moment."""
        local = now.astimezone(self.zone)
        return any(window.holds(local) for window in self.closed)

    def day_began(self, now: datetime) -> datetime:
        """When the day of the quota began."""
        return now.astimezone(self.zone).replace(hour=0, minute=0, second=0, microsecond=0)

    def records_in_a_week(self, batch_size: int) -> int | None:
        """How many records one week can carry; None without limit."""
        opened = self._open_minutes()
        if not any(opened):
            return 0
        bounds = []
        if self.records_per_day is not None:
            bounds.append(self.records_per_day * sum(minutes > 0 for minutes in opened))
        if self.requests_per_minute is not None:
            bounds.append(int(self.requests_per_minute * sum(opened) * batch_size))
        return min(bounds, default=None)

    def nights(self, backlog: int, batch_size: int) -> int | None:
        """How many nights a backlog needs: 0 for none, None when the limits let nothing through."""
        a_week = self.records_in_a_week(batch_size)
        if not backlog or a_week is None:
            return min(backlog, 1)
        return -(-backlog * len(DAYS) // a_week) if a_week else None

    def _open_minutes(self) -> list[int]:
        """Minutes the endpoint is open on each day of the week; windows that overlap count once."""
        closed = {
            (day * DAY_MINUTES + minute) % (7 * DAY_MINUTES)
            for one in self.closed
            for day in one.days
            for minute in range(one.begin, one.end)
        }
        counted = Counter(minute // DAY_MINUTES for minute in closed)
        return [DAY_MINUTES - counted[day] for day in range(len(DAYS))]


NO_LIMITS = Limits()
