"""The one-stop system: dossiers by REST, every change since the watermark, each item's data exactly as served."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

import msgspec
import polars as pl

from connectors.credentials import ClientCredentials, Connection
from connectors.http import UNREADABLE, BatchRejectedError, Http, Limits
from connectors.local.paging import TOMBSTONE, Bound, Clock, Pager, now, page_frame, start
from connectors.mapping import layouts
from connectors.mapping.layout import Dossiers
from relay.errors import FatalError
from relay.model import Page

NAME = "onestop"
#: Nothing lies behind it, so that a listing from here on is short.
FAR = "9999-01-01T00:00:00.000000Z"
#: More than this is no number of dossiers.
MOST = 2**31 - 1


class _Item(msgspec.Struct):
    id: str
    deleted: bool
    #: A moment; anything else is delivered too, but tells no watermark.
    updated_at: object = None
    data: msgspec.Raw = msgspec.Raw(b"{}")


class _Listing(msgspec.Struct):
    items: list[_Item]
    next_cursor: str | None = None
    #: How many there are, deleted ones aside, where the system tells; then a number.
    total: object = None


class _Mixed(msgspec.Struct):
    items: list[msgspec.Raw]
    next_cursor: str | None = None
    total: object = None


_LISTING, _MIXED = msgspec.json.Decoder(_Listing), msgspec.json.Decoder(_Mixed)
_ITEM = msgspec.json.Decoder(_Item)
#: A listing this many times as long as was asked for is none of ours, and would take the memory of the night.
PATIENCE = 10
_NO_ITEM = msgspec.Raw(b'{"unreadable":"a dossier without id or state as agreed"}')


class OneStop:
    """Source `onestop`."""

    name = NAME
    complete = True
    rows_per_request = 500

    def __init__(self, connection: Connection, *, limits: Limits | None = None, clock: Clock = now) -> None:
        self._http = Http(self.name, connection, ClientCredentials(connection), limits)
        self._clock = clock
        self._lists = layouts(Dossiers)

    def probe(self) -> None:
        """Logs in and asks for an empty stretch of each list. Raises FatalError or RetryableError."""
        for layout in self._lists.values():
            self._request(layout.path, updated_since=FAR, limit=1)

    def pull(self, contract: str, watermark: str | None, *, since: str | None = None) -> Iterator[Page]:
        """Dossiers changed since, oldest change first; a deleted one comes as a tombstone."""
        pager, bound, path = Pager(watermark), Bound(self._clock), self._lists[contract].path
        asked: dict[str, str | int] = {"limit": self.rows_per_request}
        if begin := start(watermark, since):
            asked["updated_since"] = begin
        cursor: str | None = None
        asked_for: set[str] = set()
        mark = watermark or ""
        while True:
            listing = self._request(path, **asked, **({"cursor": cursor} if cursor else {}))
            if listing.items:
                mark = bound.reached(mark, (item.updated_at for item in reversed(listing.items)))
                yield from pager.add(_frame(listing.items), mark)
            if listing.next_cursor is None or (listing.items and bound.passed(listing.items[-1].updated_at)):
                break
            if listing.next_cursor in asked_for:
                raise self._unexpected()
            cursor = listing.next_cursor
            asked_for.add(cursor)
        yield from pager.flush()

    def size(self, contract: str) -> int | None:
        """How many live dossiers the system says it has now; None where it does not tell."""
        try:
            listing = self._request(self._lists[contract].path, updated_since=FAR, limit=1, with_total="true")
        except BatchRejectedError:  # it does not know the question
            return None
        told = listing.total
        return told if type(told) is int and 0 <= told <= MOST else None

    def _request(self, path: str, **params: str | int) -> _Listing:
        try:
            listing = _listing(self._http.read("GET", path, params=params).decode())
        except UNREADABLE:
            raise self._unexpected() from None
        if len(listing.items) > PATIENCE * self.rows_per_request:
            raise self._unexpected()
        return listing

    def _unexpected(self) -> FatalError:
        return FatalError(
            "onestop answers in a form we do not know; compare its version with ours.",
            "Hệ thống một cửa trả lời không đúng dạng đã thỏa thuận; hãy đối chiếu phiên bản.",
            system=self.name,
        )


def _listing(text: str) -> _Listing:
    try:
        return _LISTING.decode(text)
    except msgspec.ValidationError:
        # One item in a form of its own must not hold up the others.
        mixed = _MIXED.decode(text)
        return _Listing([_item(raw) for raw in mixed.items], mixed.next_cursor, mixed.total)


def _item(raw: msgspec.Raw) -> _Item:
    """The item; one that is none becomes a row for the correction desk, named by its content."""
    try:
        return _ITEM.decode(raw)
    except msgspec.ValidationError:
        return _Item(f"item:{blake2b(raw, digest_size=8).hexdigest()}", deleted=False, data=_NO_ITEM)


def _frame(items: list[_Item]) -> pl.DataFrame:
    return page_frame(
        [item.id for item in items],
        [item.deleted for item in items],
        [TOMBSTONE if item.deleted else bytes(item.data).decode() for item in items],
    )
