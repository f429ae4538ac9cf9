"""The one vocabulary of a record's life, and the law that every pulled record is counted exactly once."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where one pulled version of a record stands. `unchanged` is only ever counted, never stored per record."""

    RECEIVED = "received"
    UNCHANGED = "unchanged"
    SUPERSEDED = "superseded"
    QUARANTINED = "quarantined"
    PENDING = "pending"
    WAITING = "waiting"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"


#: A newer version of the same record may still overtake these: nothing of them is in flight.
OVERTAKABLE = (Status.RECEIVED, Status.QUARANTINED, Status.PENDING, Status.WAITING)

#: In the outbox, on the way to the nation.
OUTGOING = (Status.PENDING, Status.WAITING, Status.UNKNOWN)


class Step(StrEnum):
    """How far a batch has come. A killed step leaves it where it was, so the step can run again."""

    PULLED = "pulled"
    NORMALISED = "normalised"
    VALIDATED = "validated"
    STAGED = "staged"


class Hold(StrEnum):
    """Why a version is `waiting`."""

    PARENT = "parent"
    TICKET = "ticket"
    PREDECESSOR = "predecessor"
    CHILDREN = "children"
    QUOTA = "quota"
    WINDOW = "window"


#: Held by what the endpoint bears, not by another record: it goes as soon as the endpoint lets it.
BY_LIMITS = (Hold.QUOTA, Hold.WINDOW)


class Severity(StrEnum):
    """What a violation does: critical quarantines, warning is flagged and pushed, info is counted."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"
