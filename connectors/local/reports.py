"""The provincial report system: reports that are owed, petitions, ratings and queue tickets, read whole, page by page.

Nothing in it is about a citizen. An item that lacks something or spells it otherwise is left out and counted as unreadable, so that
it holds up none of the others; a page of which nothing can be read is another version of the system.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Annotated, Literal, TypeVar

import msgspec

from connectors.credentials import Basic, Connection
from connectors.http import UNREADABLE, Http, Limits
from relay.errors import RetryableError

NAME = "reports"
PAGE = 500
#: What lies outside is a placeholder, and no calendar of ours.
YEARS = range(2000, 2101)

#: QĐ 20/2020/QĐ-TTg, article 4.
Unit = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Z.]{1,35}$")]
Name = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z._-]{1,60}$")]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Outcome = Literal["answered", "refused", "supplement"]


class Duty(msgspec.Struct, frozen=True):
    """A report a unit owes for a period."""

    id: int
    report: Name
    unit: Unit
    period: Name
    due_on: date
    submitted_at: Moment | None

    def __post_init__(self) -> None:
        _known(self.due_on, self.submitted_at)


class Petition(msgspec.Struct, frozen=True):
    """Citizens' feedback. `outcome` and `answered_on` None: still open. `satisfied` None: not said. `repeated`: complained of again."""

    id: int
    unit: Unit
    received_on: date
    outcome: Outcome | None
    answered_on: date | None
    satisfied: bool | None
    repeated: bool

    def __post_init__(self) -> None:
        _known(self.received_on, self.answered_on)
        if (self.outcome is None) != (self.answered_on is None):
            raise ValueError("an outcome and its day come together")


class Rating(msgspec.Struct, frozen=True):
    """What somebody said at the desk."""

    id: int
    unit: Unit
    rated_on: date
    satisfied: bool

    def __post_init__(self) -> None:
        _known(self.rated_on)


class Ticket(msgspec.Struct, frozen=True):
    """One turn in the queue of a reception desk."""

    id: int
    unit: Unit
    taken_at: Moment
    called_at: Moment
    finished_at: Moment

    def __post_init__(self) -> None:
        _known(self.taken_at, self.called_at, self.finished_at)


Item = TypeVar("Item", Duty, Petition, Rating, Ticket)


class _Page(msgspec.Struct):
    items: list[msgspec.Raw]
    next: int | None


class Reports:
    """A session with the report system; `unreadable` items were left out so far. Every reading raises RetryableError or FatalError."""

    name = NAME

    def __init__(self, connection: Connection, *, limits: Limits | None = None) -> None:
        self._http = Http(self.name, connection, Basic(connection), limits)
        self.unreadable = 0

    def duties(self) -> list[Duty]:
        """All reports that are owed or came."""
        return list(self._all("duties", Duty))

    def petitions(self) -> list[Petition]:
        """All petitions."""
        return list(self._all("petitions", Petition))

    def ratings(self) -> list[Rating]:
        """All ratings."""
        return list(self._all("ratings", Rating))

    def tickets(self) -> list[Ticket]:
        """All queue tickets."""
        return list(self._all("tickets", Ticket))

    def _all(self, kind: str, shape: type[Item]) -> Iterator[Item]:
        after: int | None = 0
        while after is not None:
            body = self._http.read("GET", f"/api/{kind}", params={"after": after, "limit": PAGE})
            page = self._page(body)
            # A page that goes back or stands still would be read for ever.
            if page.next is not None and page.next <= after:
                raise self._garbled()
            yield from self._items(page.items, shape)
            after = page.next

    def _page(self, body: bytes) -> _Page:
        try:
            return msgspec.json.decode(body.decode(), type=_Page)
        except UNREADABLE:
            raise self._garbled() from None

    def _items(self, raws: Sequence[msgspec.Raw], shape: type[Item]) -> Iterator[Item]:
        found = [item for raw in raws if (item := _read(raw, shape)) is not None]
        if raws and not found:
            raise self._garbled()
        self.unreadable += len(raws) - len(found)
        yield from found

    def _garbled(self) -> RetryableError:
        return RetryableError(
            "The report system gave an answer that cannot be read; tell whoever keeps it, its figures stay as they were.",
            "Hệ thống báo cáo trả lời không đọc được; hãy báo đơn vị quản lý, số liệu giữ như lần trước.",
            system=self.name,
        )


def _read(raw: msgspec.Raw, shape: type[Item]) -> Item | None:
    try:
        return msgspec.json.decode(raw, type=shape)
    except UNREADABLE:
        return None


def _known(*days: date | datetime | None) -> None:
    if any(day is not None and day.year not in YEARS for day in days):
        raise ValueError("a day of no year we count")
