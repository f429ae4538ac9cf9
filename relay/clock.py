"""The engine's clock: every moment it writes down or compares is asked for here, so that a test can let the clock jump."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_jumped = timedelta()


def utc_now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC) + _jumped


def jump(by: timedelta) -> None:
    """Let the clock of this process jump from now on, as a mended or broken time server would."""
    global _jumped
    _jumped += by
