"""Days where the people are."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

LOCAL_TIME = ZoneInfo("Asia/Ho_Chi_Minh")


def local_today() -> date:
    """Today in Việt Nam."""
    return datetime.now(LOCAL_TIME).date()


def day(text: str | None) -> date:
    """The day written YYYY-MM-DD, today when None. Raises ValueError."""
    return date.fromisoformat(text) if text else local_today()
