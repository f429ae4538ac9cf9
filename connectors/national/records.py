"""The registries that speak JSON records (civil status, land, school): push, check, query, tickets, listing, digests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from connectors.http import UNREADABLE
from connectors.national.content_hash import BUCKETS
from connectors.national.endpoint import NationalEndpoint
from connectors.national.verdicts import UNKNOWN, Ruling, Said, agreed, field_of, in_its_words, ruling, text_of, verdict
from relay.model import Listed, Message, Verdict, VerdictKind

#: The registry's word must agree with its code: "accepted" beside an error code settles nothing.
WORDS: Mapping[str, VerdictKind] = {
    "accepted": "accepted",
    "refused": "refused",
    "pending": "promised",
    "parent_unknown": "parent_unknown",
    "has_children": "has_children",
}


class _Record(msgspec.Struct):
    key: str
    idempotency_key: str
    op: str
    content: msgspec.Raw | None


class _Result(msgspec.Struct):
    idempotency_key: str | None = None
    key: str | None = None
    ticket: str | None = None
    found: bool | None = None
    status: str | None = None
    code: str | None = None
    field: str | None = None
    deleted: bool | None = None
    receipt: str | None = None
    returned: Any = None
    #: The whole result as it came; put in after reading, whatever the registry itself may call so.
    words: Any = None


class _Named(msgspec.Struct):
    idempotency_key: msgspec.Raw = msgspec.Raw(b"null")
    key: msgspec.Raw = msgspec.Raw(b"null")
    ticket: msgspec.Raw = msgspec.Raw(b"null")


class _Results(msgspec.Struct):
    results: list[msgspec.Raw]


class _Bucket(msgspec.Struct):
    count: int
    digest: str


class _Digests(msgspec.Struct):
    buckets: dict[str, _Bucket]


_RESULTS, _RESULT = msgspec.json.Decoder(_Results), msgspec.json.Decoder(_Result)
_NAMED = msgspec.json.Decoder(_Named)
_ENCODER = msgspec.json.Encoder()


class RecordsEndpoint(NationalEndpoint):
    """Base of the JSON registries; `rulings` and `auth` make one of them."""

    def probe(self) -> None:
        """Asks for nothing, which needs a login all the same."""
        self._http.read("POST", "/v1/tickets/query", body=b'{"tickets":[]}')

    def listing(self, contract: str, bucket: str = "") -> Iterator[list[Listed]]:
        """Pages in key order."""
        return self._pages(f"/v1/records/{contract}", bucket)

    def holds(self, contract: str, keys: Sequence[str]) -> set[str]:
        """The keys held live. Raises RetryableError when an answer cannot be read."""
        held: set[str] = set()
        for at in range(0, len(keys), self.batch_size):
            wanted = {"keys": keys[at : at + self.batch_size]}
            body = self._http.read("POST", f"/v1/records/{contract}/query", body=_ENCODER.encode(wanted))
            try:
                held |= agreed((result.key, _is_live(result)) for result in _results(body))
            except UNREADABLE:
                raise self.not_understood() from None
        return held.intersection(keys)

    def poll(self, tickets: Sequence[str]) -> dict[str, Verdict]:
        """Verdicts by ticket; an unclear answer is `unknown`."""
        polled: dict[str, Verdict] = {}
        for at in range(0, len(tickets), self.batch_size):
            wanted = tickets[at : at + self.batch_size]
            body = self._http.read("POST", "/v1/tickets/query", body=_ENCODER.encode({"tickets": wanted}))
            try:
                for result in _results(body):
                    given = UNKNOWN if result.ticket in polled else self._meant("", result)
                    polled[result.ticket or ""] = given
            except UNREADABLE:
                continue
        return {ticket: polled.get(ticket, UNKNOWN) for ticket in tickets}

    def digests(self, contract: str) -> dict[str, tuple[int, str]]:
        """Bucket → (live records, digest), 256 buckets; only where `can_digest`."""
        try:
            body = self._http.read("GET", f"/v1/records/{contract}/digests", params={"bits": 8})
            buckets = msgspec.json.decode(body.decode(), type=_Digests).buckets
        except UNREADABLE:
            raise self.not_understood() from None
        if not buckets.keys() <= BUCKETS:
            raise self.not_understood()
        return {name: (bucket.count, bucket.digest) for name, bucket in buckets.items()}

    def _deliver(self, contract: str, messages: Sequence[Message]) -> Iterator[Said]:
        body = self._http.send(f"/v1/records/{contract}", self._records(messages))
        return (_said(result, self._meant(contract, result)) for result in _results(body))

    def _predict(self, contract: str, messages: Sequence[Message]) -> Iterator[Said]:
        body = self._http.read("POST", f"/v1/records/{contract}/check", body=self._records(messages))
        for result in _results(body):
            said = ruling(self.rulings, result.code or "")
            agrees = result.status == "would_accept" and said.kind in ("accepted", "promised")
            accepts = verdict(Ruling("accepted"), result.code or "", predicted=True)
            yield _said(result, accepts if agrees else self._meant(contract, result))

    def _inquire(self, contract: str, messages: Sequence[Message]) -> Iterator[Said]:
        wanted = {"idempotency_keys": [message.idempotency_key for message in messages]}
        body = self._http.read("POST", f"/v1/records/{contract}/query", body=_ENCODER.encode(wanted))
        for result in _results(body):
            meant = self._meant(contract, result) if result.found else UNKNOWN
            yield _said(result, Verdict("absent") if result.found is False else meant)

    def _records(self, messages: Sequence[Message]) -> bytes:
        """The request's body: each content goes in as the bytes it already is."""
        records = [_Record(m.key, m.idempotency_key, m.op, self._content(m)) for m in messages]
        return _ENCODER.encode({"records": records})

    def _content(self, message: Message) -> msgspec.Raw | None:
        return None if message.content is None else msgspec.Raw(self._wire(message.content))

    def _meant(self, contract: str, result: _Result) -> Verdict:
        code = result.code or ""
        meaning = ruling(self.rulings, code)
        if meaning.kind != WORDS.get(result.status or ""):
            meaning = Ruling("unknown")
        field = field_of(contract, result.field)
        given = verdict(
            meaning, code, field=field, receipt=result.receipt, ticket=result.ticket, returned=result.returned
        )
        return in_its_words(given, result.words)


def _said(result: _Result, given: Verdict) -> Said:
    return Said(result.idempotency_key or "", result.key or "", given)


def _is_live(result: _Result) -> bool:
    return bool(result.found) and result.deleted is False and result.status == "accepted"


def _results(body: bytes) -> Iterator[_Result]:
    """The answers of a response; one of another form leaves its message unknown."""
    return (result for result in map(_readable, _RESULTS.decode(body.decode()).results) if result)


def _readable(raw: msgspec.Raw) -> _Result | None:
    try:
        result = _RESULT.decode(raw)
    except msgspec.ValidationError:
        return _unclear(raw)
    result.words = raw
    return result


def _unclear(raw: msgspec.Raw) -> _Result | None:
    """Of a result of another form only whom it names: a second, better one about the same message settles nothing."""
    try:
        named = _NAMED.decode(raw)
    except msgspec.ValidationError:
        return None
    return _Result(text_of(named.idempotency_key), text_of(named.key), text_of(named.ticket))
