"""A small outside world for the engine's own tests: a source, a mapping, a judge and an endpoint with a ledger, all in memory.

They are complete implementations of the engine's protocols for an imaginary contract {"id", "value", "parent"}, not mocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import msgspec
import polars as pl

from relay.errors import RetryableError
from relay.model import NORMALISED, PAGE, VIOLATIONS, Judgement, Listed, Message, Normalised, Page, Verdict


@dataclass
class ListSource:
    """A source that serves prepared pages of (id, value, parent | None, deleted) and says whatever size it is given."""

    pages: list[list[tuple[str, str, str | None, bool]]]
    name: str = "list"
    complete: bool = True
    says: int | None = None

    def pull(self, contract: str, watermark: str | None, *, since: str | None = None) -> Iterator[Page]:
        for number, rows in enumerate(self.pages, start=1):
            frame = pl.DataFrame(
                [(row[0], row[3], raw(*row[:3]) if not row[3] else "{}") for row in rows], schema=PAGE, orient="row"
            )
            yield Page(frame, f"{number:04d}")

    def probe(self) -> None:
        return

    def size(self, contract: str) -> int | None:
        return self.says


def raw(identity: str, value: str, parent: str | None) -> str:
    return msgspec.json.encode({"id": identity, "value": value, "parent": parent}).decode()


class PlainMapping:
    """Natural key "key of value" when value holds a colon ("k1:hello"), else the id; unreadable JSON is refused."""

    def normalise(self, frame: pl.DataFrame) -> Normalised:
        rows, bad = [], []
        for version_id, source_id, text, *corrected in frame.iter_rows():
            try:
                data = msgspec.json.decode(text)
                if corrected and corrected[0]:
                    data |= msgspec.json.decode(corrected[0])
                    text = msgspec.json.encode(data).decode()
                key = data["value"].split(":")[0] if ":" in data["value"] else data["id"]
                parents = [data["parent"]] if data["parent"] else []
                rows.append((version_id, key, "U1", None, text, parents))
            except (msgspec.DecodeError, TypeError, KeyError):
                rows.append((version_id, f"src:{source_id}", None, None, None, []))
                bad.append((version_id, "map.raw", "raw", "critical"))
        violations = {"version_id": pl.Int64, "rule": pl.String, "field": pl.String, "severity": pl.String}
        changes = {"version_id": pl.Int64, "field": pl.String, "change": pl.String}
        return Normalised(
            pl.DataFrame(rows, schema=NORMALISED, orient="row"),
            pl.DataFrame(bad, schema=violations, orient="row"),
            pl.DataFrame(schema=changes),
        )


def judge(frame: pl.DataFrame) -> Judgement:
    """Values containing "bad" are critical, "odd" a warning."""
    rows = []
    for record_id, content in frame.select("record_id", "content").iter_rows():
        value = msgspec.json.decode(content)["value"]
        if "bad" in value:
            rows.append((record_id, "plain.bad", "value", "critical"))
        if "odd" in value:
            rows.append((record_id, "plain.odd", "value", "warning"))
    return Judgement(pl.DataFrame(rows, schema=VIOLATIONS, orient="row"))


@dataclass
class LedgerEndpoint:
    """An endpoint that applies each idempotency key once, and deletes nothing that live records name as parent ("contract|key").

    `script` is consumed one word per push: ok, lost, silent, busy, promise.
    """

    script: list[str] = field(default_factory=list)
    applied: dict[str, list[str]] = field(default_factory=dict)  # natural key -> idempotency keys in order
    seen: dict[str, Verdict] = field(default_factory=dict)
    name: str = "ledger"
    batch_size: int = 3
    can_ask: bool = True
    can_digest: bool = False
    pushes: int = 0
    live: dict[str, str] = field(default_factory=dict)  # "contract|key" -> its parent, or nothing
    held: dict[str, bytes] = field(default_factory=dict)  # natural key -> the content it holds, of live records
    promised: dict[str, tuple[str, Message]] = field(default_factory=dict)  # ticket -> what was sent

    def push(self, contract: str, messages: Sequence[Message]) -> list[Verdict]:
        self.pushes += 1
        word = self.script.pop(0) if self.script else "ok"
        if word == "busy":
            raise RetryableError("Busy.", "Bận.")
        if word == "lost":
            return [Verdict("unknown")] * len(messages)
        verdicts = [self._answer(contract, message, word) for message in messages]
        return [Verdict("unknown")] * len(messages) if word == "silent" else verdicts

    def _answer(self, contract: str, message: Message, word: str) -> Verdict:
        if message.idempotency_key in self.seen:
            return self.seen[message.idempotency_key]
        found = self._judge(contract, message)
        if found.kind == "has_children":
            return found  # not remembered: the same deletion may be accepted later
        if found.kind == "accepted" and word == "promise":
            found = Verdict("promised", ticket=f"T-{message.idempotency_key}")
            self.promised[found.ticket] = (contract, message)
        elif found.kind == "accepted":
            found = Verdict("accepted", "00", receipt=f"R-{message.key}")
            self._apply(contract, message)
        self.seen[message.idempotency_key] = found
        return found

    def _judge(self, contract: str, message: Message) -> Verdict:
        if message.content is None:
            return Verdict("has_children", "E108") if self._leant_on(contract, message.key) else Verdict("accepted")
        return Verdict("refused", "E1", "value") if b"refuse" in message.content else Verdict("accepted")

    def _leant_on(self, contract: str, key: str) -> bool:
        return f"{contract}|{key}" in self.live.values()

    def _apply(self, contract: str, message: Message) -> None:
        self.applied.setdefault(message.key, []).append(message.idempotency_key)
        if message.content is None:
            self.live.pop(f"{contract}|{message.key}", None)
            self.held.pop(message.key, None)
        else:
            self.held[message.key] = message.content
            self.live[f"{contract}|{message.key}"] = msgspec.json.decode(message.content)["parent"] or ""

    def ask(self, contract: str, messages: Sequence[Message]) -> list[Verdict]:
        return [self.seen.get(message.idempotency_key, Verdict("absent")) for message in messages]

    def poll(self, tickets: Sequence[str]) -> dict[str, Verdict]:
        found = {}
        for ticket in tickets:
            key = ticket.removeprefix("T-")
            self.seen[key] = found[ticket] = Verdict("accepted", "00", receipt=f"R-{key}", returned={"id": "9"})
            self._apply(*self.promised.pop(ticket))
        return found

    def check(self, contract: str, messages: Sequence[Message]) -> list[Verdict]:
        return [self._judge(contract, message) for message in messages]

    def holds(self, contract: str, keys: Sequence[str]) -> set[str]:
        return {key for key in keys if f"{contract}|{key}" in self.live}

    def listing(self, contract: str, bucket: str = "") -> Iterator[list[Listed]]:
        yield [Listed(key, self.content_hash(content), False) for key, content in sorted(self.held.items())]

    def digests(self, contract: str) -> dict[str, tuple[int, str]]:
        return {}

    def content_hash(self, content: bytes) -> str:
        return blake2b(content).hexdigest()

    def probe(self) -> None:
        return
