"""What every national endpoint does alike: send once, believe only a clear answer, ask before sending again."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import ClassVar

import msgspec

from connectors.credentials import Auth, Connection
from connectors.http import UNREADABLE, BatchRejectedError, Http, Limits, NoClearAnswer
from connectors.national.content_hash import bucket, bucket_digest, hash_content
from connectors.national.verdicts import UNKNOWN, Rulings, Said, matched
from relay.errors import RelayError, RetryableError
from relay.model import Listed, Message, Verdict

#: The contract's field names → its names on the wire; both JSON.
Wire = Callable[[bytes], bytes]
_Exchange = Callable[[str, Sequence[Message]], Iterator[Said]]


class _Page(msgspec.Struct):
    records: list[Listed]
    next: str | None


class NationalEndpoint(ABC):
    """An Endpoint; a subclass declares its table of codes and speaks its registry's language."""

    name: ClassVar[str]
    rulings: ClassVar[Rulings]
    batch_size: ClassVar[int] = 500
    can_ask: ClassVar[bool] = True
    can_list: ClassVar[bool] = True
    can_digest: ClassVar[bool] = False
    #: For so many seconds further parts of a push are begun, and "not now" is taken for "again".
    sending_s: ClassVar[float] = 60.0

    def __init__(self, connection: Connection, wire: Wire, *, limits: Limits | None = None) -> None:
        self._http = Http(self.name, connection, self.auth(connection), limits)
        self._wire = wire

    def push(self, contract: str, messages: Sequence[Message]) -> list[Verdict]:
        """Deliver; one verdict per message, in order. RetryableError: nothing was applied. FatalError: a person acts."""
        return self._each(contract, messages, self._deliver)

    def check(self, contract: str, messages: Sequence[Message]) -> list[Verdict]:
        """What push would answer, without effect; `accepted` carries no receipt here."""
        return self._each(contract, messages, self._predict)

    def ask(self, contract: str, messages: Sequence[Message]) -> list[Verdict]:
        """What became of messages sent earlier. Raises RetryableError or FatalError."""
        found: dict[str, Verdict] = {}
        for at in range(0, len(messages), self.batch_size):
            part = messages[at : at + self.batch_size]
            try:
                found |= matched(part, self._inquire(contract, part))
            except UNREADABLE:
                continue
        return [found.get(message.idempotency_key, UNKNOWN) for message in messages]

    @abstractmethod
    def holds(self, contract: str, keys: Sequence[str]) -> set[str]:
        """Those of these records that the registry holds and has not deleted."""

    def digests(self, contract: str) -> dict[str, tuple[int, str]]:
        """Bucket → (live records, digest); this registry gives none."""
        return {}

    def bucket(self, key: str) -> str:
        """The bucket a key falls into."""
        return bucket(key)

    def bucket_digest(self, pairs: Iterable[tuple[str, str]]) -> str:
        """The digest of a bucket that holds these keys and hashes."""
        return bucket_digest(pairs)

    def poll(self, tickets: Sequence[str]) -> dict[str, Verdict]:
        """Promised receipts that have come; this registry promises none."""
        return {}

    def content_hash(self, content: bytes) -> str:
        """The hash the registry's listing shows for this content."""
        return hash_content(self._wire(content))

    @abstractmethod
    def auth(self, connection: Connection) -> Auth:
        """How this registry wants us to log in."""

    @abstractmethod
    def probe(self) -> None:
        """Prove address and credentials. Raises FatalError or RetryableError."""

    @abstractmethod
    def listing(self, contract: str, bucket: str = "") -> Iterator[list[Listed]]:
        """The registry's own pages of what it holds, deleted records included, each key once and in order."""

    @abstractmethod
    def _deliver(self, contract: str, messages: Sequence[Message]) -> Iterator[Said]: ...

    @abstractmethod
    def _predict(self, contract: str, messages: Sequence[Message]) -> Iterator[Said]: ...

    @abstractmethod
    def _inquire(self, contract: str, messages: Sequence[Message]) -> Iterator[Said]: ...

    def _portions(self, messages: Sequence[Message]) -> list[Sequence[Message]]:
        """The requests a push takes."""
        return [messages]

    def _each(self, contract: str, messages: Sequence[Message], exchange: _Exchange) -> list[Verdict]:
        todo, found, left = self._portions(messages), dict[str, Verdict](), False
        rejected: BatchRejectedError | None = None
        until = time.monotonic() + self.sending_s
        # What was not begun in time stays unknown: by then somebody else may ask about it, and it must not leave after that.
        while todo and time.monotonic() < until:
            part = todo.pop(0)
            try:
                found |= matched(part, exchange(contract, part))
                left = True
            except (NoClearAnswer, *UNREADABLE):
                left = True
            except BatchRejectedError as error:
                # One record the registry cannot even read must not hold up its neighbours: halve until it stands alone.
                rejected, half = error, len(part) // 2
                todo[:0] = [part[:half], part[half:]] if half else []
                if not half:
                    found[part[0].idempotency_key] = Verdict("refused", code=f"HTTP{error.ids['status']}")
            except RelayError:
                if not left:
                    raise
                break
        if rejected and not left and len(messages) > 1:
            raise rejected
        return [found.get(message.idempotency_key, UNKNOWN) for message in messages]

    def _pages(self, path: str, bucket: str = "") -> Iterator[list[Listed]]:
        """A listing by key, as JSON."""
        after, asked = "", {"bucket": bucket} if bucket else {}
        while True:
            try:
                body = self._http.read("GET", path, params={"after": after, **asked})
                page = msgspec.json.decode(body.decode(), type=_Page)
            except UNREADABLE:
                raise self.not_understood() from None
            yield self.in_order(page.records, after, page.next)
            if page.next is None:
                return
            after = page.next

    def in_order(self, listed: list[Listed], after: str, following: str | None) -> list[Listed]:
        """The lines of a page, if its keys rise from behind `after` and end at `following`: else some would come twice or never."""
        keys = [after, *(line.key for line in listed)]
        rising = all(one < other for one, other in pairwise(keys))
        if not rising or (following is not None and (following <= after or following != keys[-1])):
            raise self.not_understood()
        return listed

    def not_understood(self) -> RetryableError:
        """An answer that is no answer to what was asked."""
        return RetryableError(
            f"{self.name} gave an answer that cannot be read; nothing was lost, try again later.",
            f"{self.name} trả lời không đọc được; dữ liệu vẫn còn nguyên, hãy thử lại sau.",
            system=self.name,
        )
