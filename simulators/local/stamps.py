"""Moments as the local systems write them; each later than the one before, even when the simulated date is set back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

STEP = timedelta(milliseconds=1)


class Stamps:
    """Gives moments (aware, UTC) that only grow."""

    def __init__(self, last: datetime) -> None:
        self.last = last

    def next(self, now: datetime | None = None) -> datetime:
        """Now, or one step after the last moment given if that is later."""
        self.last = max(self.last + STEP, now) if now else self.last + STEP
        return self.last


def iso(moment: datetime) -> str:
    """2026-11-21T18:00:00.000000Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def compact(moment: datetime) -> str:
    """20261121T180000000000, the beginning of a file's name."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%S%f")
