"""Clients against spoilt answers, one verb after another; every crash and every belief that nothing supports is written down."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

from benchmarks.fuzz import reader
from benchmarks.fuzz.server import Reply, Request, Server
from benchmarks.fuzz.spoil import Spoilt, spoil
from benchmarks.fuzz.truth import BACK, Truth, client, names, route
from connectors.http import BatchRejectedError
from relay.errors import FatalError, RetryableError
from relay.model import Message

#: What a client may raise; anything else is a crash.
ALLOWED = (RetryableError, FatalError, BatchRejectedError)
READERS = {"health": reader.health, "portal": reader.portal}
HOLDERS = {"health": reader.health_holds, "portal": reader.portal_holds}
#: How often a login is spoilt too: without one nothing else is ever asked.
SPOILT_LOGINS = 0.1


class Heard(NamedTuple):
    """One exchange: what was asked, and what of the answer could be seen."""

    asked: bytes
    said: Spoilt

    def supports(self, word: str, reads: Callable[[bytes], bool]) -> bool:
        """Whether this exchange was about a word and tells what `reads` looks for."""
        body = self.said.body
        return 200 <= self.said.status < 300 and body is not None and word.encode() in self.asked and reads(body)


@dataclass
class Report:
    """Counts, and a few examples without a body."""

    responses: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    believed: int = 0
    crashes: list[str] = field(default_factory=list)
    false_accepted: list[str] = field(default_factory=list)


class Fuzz:
    """Everything one run needs; the same seed asks and answers the same again."""

    def __init__(self, truth: Truth, seed: int, only: Sequence[str] = ()) -> None:
        self._truth = truth
        self._rng = Random(seed)
        self.report = Report()
        self._heard: list[Heard] = []
        self._broken: Exception | None = None
        self._names: list[str] = names(truth, [m for listed in truth.messages.values() for m in listed])
        self._servers: list[Server] = []
        self.verbs = [verb for verb in self._all_verbs() if not only or verb[0].partition(".")[0] in only]

    def run(self, responses: int) -> Report:
        """Go on until so many spoilt answers were given."""
        while self.report.responses < responses:
            name, verb = self._rng.choice(self.verbs)
            if self._broken:
                raise self._broken
            self._heard.clear()
            self.report.calls[name] += 1
            at = self.report.responses
            try:
                unsupported = verb()
            except ALLOWED:
                continue
            except Exception as crash:
                place = traceback.extract_tb(crash.__traceback__)[-1]
                self.report.crashes.append(f"{at} {name}: {type(crash).__name__} at {place.filename}:{place.lineno}")
                continue
            self.report.false_accepted += [f"{at} {name}: {what}" for what in unsupported]
        return self.report

    def close(self) -> None:
        """Stop the servers."""
        for server in self._servers:
            server.close()

    @property
    def heard(self) -> list[Heard]:
        """The exchanges of the last call."""
        return self._heard

    def _answer(self, name: str, request: Request) -> Reply:
        try:
            return self._spoilt(name, request)
        except Exception as ours:
            self._broken = ours
            raise

    def _spoilt(self, name: str, request: Request) -> Reply:
        sample = self._rng.choice(self._truth.samples[route(name, request)])
        login = request.path.partition("?")[0].endswith(("/oauth/token", "/login"))
        if login and self._rng.random() > SPOILT_LOGINS:
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(sample.body)}\r\n\r\n"
            return Reply(head.encode() + sample.body)
        self.report.responses += 1
        said = spoil(sample, self._rng, self._names)
        self._heard.append(Heard(request.body, said))
        return said.reply

    def _asker(self, name: str) -> Any:
        server = Server(lambda request: self._answer(name, request))
        self._servers.append(server)
        return client(name, server.url)

    def _all_verbs(self) -> list[tuple[str, Callable[[], list[str]]]]:
        verbs: list[tuple[str, Callable[[], list[str]]]] = []
        for (name, contract), messages in self._truth.messages.items():
            verbs += [(f"{name}.{verb}", ask) for verb, ask in self._registry(name, contract, messages).items()]
        return verbs + self._others()

    def _registry(self, name: str, contract: str, messages: list[Message]) -> dict[str, Callable[[], list[str]]]:
        asker, keys = self._asker(name), [message.key for message in messages]
        reads = READERS.get(name, reader.records)

        def judged(verb: str) -> Callable[[], list[str]]:
            def ask() -> list[str]:
                verdicts = getattr(asker, verb)(contract, messages)
                accepted = [m for m, verdict in zip(messages, verdicts, strict=True) if verdict.kind == "accepted"]
                return self._unsupported(
                    (m.idempotency_key if verb != "ask" or name != "portal" else m.key,
                     lambda body, m=m: reads(body, m.idempotency_key, m.key, verb))
                    for m in accepted
                )  # fmt: skip

            return ask

        def hold() -> list[str]:
            holds = HOLDERS.get(name, reader.records_hold)
            held = asker.holds(contract, keys)
            return self._unsupported((key, lambda body, key=key: holds(body, key)) for key in held)

        def poll() -> list[str]:
            polled = asker.poll(self._truth.tickets)
            accepted = [ticket for ticket, verdict in polled.items() if verdict.kind == "accepted"]
            return self._unsupported(
                (ticket, lambda body, ticket=ticket: reads(body, "", ticket, "poll")) for ticket in accepted
            )

        verbs = {verb: judged(verb) for verb in ("push", "check", "ask")} | {"holds": hold}
        verbs["listing"] = _without_crash(lambda: list(asker.listing(contract)))
        if asker.can_digest:
            verbs["digests"] = _without_crash(lambda: asker.digests(contract))
        return verbs | ({"poll": poll} if name == "civil_status" else {})

    def _others(self) -> list[tuple[str, Callable[[], list[str]]]]:
        population, onestop, back = (self._asker(name) for name in ("population", "onestop", "write_back"))
        person = self._truth.person

        def known() -> list[str]:
            found = population.known([f"person|{person}", "person|040216000009"])
            numbers = [parent.removeprefix("person|") for parent in found]
            return self._unsupported((number, lambda body, n=number: reader.knows(body, n)) for number in numbers)

        def write() -> list[str]:
            back.write(BACK)
            keys = [str(item["idempotency_key"]) for item in BACK]
            return self._unsupported((key, lambda body, key=key: reader.stored(body, key)) for key in keys)

        return [
            ("population.known", known),
            ("population.visible", _without_crash(lambda: population.visible("death", ["a"]))),
            ("onestop.pull", _without_crash(lambda: list(onestop.pull("dossier", None)))),
            ("write_back.write", write),
        ]

    def _unsupported(self, claims: Any) -> list[str]:
        """The claims no exchange of this call supports."""
        wrong: list[str] = []
        for word, reads in claims:
            self.report.believed += 1
            if not any(heard.supports(word, reads) for heard in self._heard):
                wrong.append(word)
        return wrong


def _without_crash(call: Callable[[], object]) -> Callable[[], list[str]]:
    """A verb that claims nothing."""

    def verb() -> list[str]:
        call()
        return []

    return verb
