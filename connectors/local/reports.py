"""The provincial report system: reports that are owed, petitions, ratings and queue tickets, read whole, page by page.

Nothing in it is about a citizen. What an item lacks or spells otherwise is refused whole, so that a count is never half right.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Generic, TypeVar

import msgspec

from connectors.credentials import Basic, Connection
from connectors.http import UNREADABLE, Http, Limits
from relay.errors import RetryableError

NAME = "reports"
PAGE = 500


class Duty(msgspec.Struct, frozen=True):
    """A report a unit owes for a period."""

    id: int
    report: str
    unit: str
    period: str
    due_on: date
    submitted_at: datetime | None


class Petition(msgspec.Struct, frozen=True):
    """Citizens' feedback: due in 15 working days; `satisfied` None: not said."""

    id: int
    unit: str
    received_on: date
    due_on: date
    answered_on: date | None
    satisfied: bool | None


class Rating(msgspec.Struct, frozen=True):
    """What somebody said at the desk."""

    id: int
    unit: str
    rated_on: date
    satisfied: bool


class Ticket(msgspec.Struct, frozen=True):
    """One turn in the queue of a reception desk."""

    id: int
    unit: str
    taken_at: datetime
    called_at: datetime
    finished_at: datetime


Item = TypeVar("Item", Duty, Petition, Rating, Ticket)


class _Page(msgspec.Struct, Generic[Item]):
    items: list[Item]
    next: int | None


class Reports:
    """A session with the report system. Every reading raises RetryableError or FatalError."""

    name = NAME

    def __init__(self, connection: Connection, *, limits: Limits | None = None) -> None:
        self._http = Http(self.name, connection, Basic(connection), limits)

    def duties(self) -> list[Duty]:
        """All reports that are owed or came."""
        return list(self._all("duties", _Page[Duty]))

    def petitions(self) -> list[Petition]:
        """All petitions."""
        return list(self._all("petitions", _Page[Petition]))

    def ratings(self) -> list[Rating]:
        """All ratings."""
        return list(self._all("ratings", _Page[Rating]))

    def tickets(self) -> list[Ticket]:
        """All queue tickets."""
        return list(self._all("tickets", _Page[Ticket]))

    def _all(self, kind: str, shape: type[_Page[Item]]) -> Iterator[Item]:
        after: int | None = 0
        while after is not None:
            body = self._http.read("GET", f"/api/{kind}", params={"after": after, "limit": PAGE})
            page = self._page(body, shape)
            # A page that goes back or stands still would be read for ever.
            if page.next is not None and page.next <= after:
                raise self._garbled()
            yield from page.items
            after = page.next

    def _page(self, body: bytes, shape: type[_Page[Item]]) -> _Page[Item]:
        try:
            return msgspec.json.decode(body, type=shape)
        except UNREADABLE:
            raise self._garbled() from None

    def _garbled(self) -> RetryableError:
        return RetryableError(
            "The report system gave an answer that cannot be read; tell whoever keeps it, its figures stay as they were.",
            "Hệ thống báo cáo trả lời không đọc được; hãy báo đơn vị quản lý, số liệu giữ như lần trước.",
            system=self.name,
        )
