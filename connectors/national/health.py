"""The health gateway (MOCK): encounter summaries in XML envelopes over HTTP basic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

import msgspec

from connectors.credentials import Auth, Basic, Connection
from connectors.national.content_hash import hash_content
from connectors.national.endpoint import NationalEndpoint
from connectors.national.envelope import MEDIA, lookup, results, texts, visit, wrapped
from connectors.national.verdicts import Ruling, Rulings, Said, ruling, verdict
from relay.model import Listed, Message, Verdict


class Health(NationalEndpoint):
    """Endpoint `health`."""

    name = "health"
    contracts = frozenset({"encounter"})
    rulings: ClassVar[Rulings] = {
        "00": Ruling("accepted"),
        "PARENT": Ruling("parent_unknown", "personal_id"),  # goes again once the patient's birth is accepted
        "404": Ruling("absent"),  # the answer to a look-up, never to a delivery
        "E1xx": Ruling("refused"),  # deletion of what it does not hold, a key used twice
        "E4xx": Ruling("refused"),  # an element is missing or the summary cannot be read
        # PENDING comes without a ticket, so nothing is promised: it stays unknown until the look-up says 00.
    }

    def auth(self, connection: Connection) -> Auth:
        """HTTP basic."""
        return Basic(connection)

    def probe(self) -> None:
        """Looks up nothing, which needs a login all the same."""
        self._http.read("POST", "/v1/envelopes/query", body=lookup([]), content_type=MEDIA)

    def listing(self, contract: str) -> Iterator[list[Listed]]:
        """Pages in key order."""
        return self._pages("/v1/envelopes")

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
                answer = self._http.read("POST", "/v1/envelopes/check", body=body, content_type=MEDIA)
            else:
                answer = self._http.send("/v1/envelopes", body, content_type=MEDIA)
            yield from self._said(contract, answer, predicted=check)

    def _inquire(self, contract: str, messages: Sequence[Message]) -> Iterator[Said]:
        body = lookup([message.idempotency_key for message in messages])
        answer = self._http.read("POST", "/v1/envelopes/query", body=body, content_type=MEDIA)
        return self._said(contract, answer, asked=True)

    def _said(self, contract: str, answer: bytes, *, asked: bool = False, predicted: bool = False) -> Iterator[Said]:
        for result in results(answer):
            meaning = ruling(self.rulings, contract, result.code)
            if meaning.kind == "absent" and not asked:
                meaning = Ruling("unknown")
            given = verdict(meaning, result.code, receipt=result.receipt, predicted=predicted)
            yield Said(result.idempotency_key, result.key, given)
