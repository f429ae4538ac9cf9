"""The health gateway (MOCK): summaries of records in XML envelopes over HTTP basic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

import msgspec

from connectors.credentials import Auth, Basic, Connection
from connectors.http import UNREADABLE
from connectors.national.content_hash import hash_content
from connectors.national.endpoint import NationalEndpoint
from connectors.national.envelope import MEDIA, lookup, results, texts, visit, wrapped
from connectors.national.verdicts import COMMON, Ruling, Rulings, Said, agreed, field_of, in_its_words, ruling, verdict
from relay.model import Listed, Message, Verdict

PATH = "/v1/envelopes"


class Health(NationalEndpoint):
    """Endpoint `health`."""

    name = "health"
    rulings: ClassVar[Rulings] = {
        **COMMON,
        "404": Ruling("absent"),  # the answer to a look-up, never to a delivery
        "E4xx": Ruling("refused"),  # an element is missing or the summary cannot be read
        # PENDING comes without a ticket, so nothing is promised: it stays unknown until the look-up says 00.
    }

    def auth(self, connection: Connection) -> Auth:
        """HTTP basic."""
        return Basic(connection)

    def probe(self) -> None:
        """Looks up nothing, which needs a login all the same."""
        self._http.read("POST", f"{PATH}/encounter/query", body=lookup(), content_type=MEDIA)

    def listing(self, contract: str, bucket: str = "") -> Iterator[list[Listed]]:
        """Pages in key order."""
        return self._pages(f"{PATH}/{contract}")

    def holds(self, contract: str, keys: Sequence[str]) -> set[str]:
        """The keys held live. Raises RetryableError when an answer cannot be read."""
        held: set[str] = set()
        for at in range(0, len(keys), self.batch_size):
            body = lookup(keys=keys[at : at + self.batch_size])
            answer = self._http.read("POST", f"{PATH}/{contract}/query", body=body, content_type=MEDIA)
            try:
                held |= agreed((one.key, one.code == "00" and one.deleted == "0") for one in results(answer))
            except UNREADABLE:
                raise self.not_understood() from None
        return held.intersection(keys)

    def content_hash(self, content: bytes) -> str:
        """The hash of what an XML element can say: texts, without the absent fields."""
        return hash_content(msgspec.json.encode(texts(self._wire(content))))

    def _deliver(self, contract: str, messages: Sequence[Message]) -> Iterator[Said]:
        yield from self._exchange(contract, messages, check=False)

    def _predict(self, contract: str, messages: Sequence[Message]) -> Iterator[Said]:
        yield from self._exchange(contract, messages, check=True)

    def _exchange(self, contract: str, messages: Sequence[Message], *, check: bool) -> Iterator[Said]:
        visits: list[str] = []
        for message in messages:
            summary = None if message.content is None else texts(self._wire(message.content))
            if (spoken := visit(message, summary)) is not None:
                visits.append(spoken)
            else:
                # XML has no way to carry the character, and one such record would spoil the whole envelope.
                yield Said(message.idempotency_key, message.key, Verdict("refused", code="XMLCHAR"))
        if visits:
            body = wrapped(visits)
            if check:
                answer = self._http.read("POST", f"{PATH}/{contract}/check", body=body, content_type=MEDIA)
            else:
                answer = self._http.send(f"{PATH}/{contract}", body, content_type=MEDIA)
            yield from self._said(contract, answer, predicted=check)

    def _inquire(self, contract: str, messages: Sequence[Message]) -> Iterator[Said]:
        body = lookup([message.idempotency_key for message in messages])
        answer = self._http.read("POST", f"{PATH}/{contract}/query", body=body, content_type=MEDIA)
        return self._said(contract, answer, asked=True)

    def _said(self, contract: str, answer: bytes, *, asked: bool = False, predicted: bool = False) -> Iterator[Said]:
        for result in results(answer):
            meaning = ruling(self.rulings, result.code)
            if meaning.kind == "absent" and not asked:
                meaning = Ruling("unknown")
            field = field_of(contract, result.field)
            given = verdict(meaning, result.code, field=field, receipt=result.receipt, predicted=predicted)
            yield Said(result.idempotency_key, result.key, in_its_words(given, result.words))
