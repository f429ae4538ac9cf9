"""The shapes the engine works with and the roles a flow fills in. Nothing here knows a country or a domain.

Frames are polars. A *record* is (flow, source, source id); a *version* is one pulled state of it, and `version_id` is the only
identity that appears in logs and task results.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import polars as pl

from relay.scans import COMPARED

VIOLATIONS = {"record_id": pl.Int64, "rule": pl.String, "field": pl.String, "severity": pl.String}
#: What records tell others for rules that look across records; keys are keyed hashes.
FACTS = {"record_id": pl.Int64, "kind": pl.String, "key": pl.String, "value": pl.String}
#: Facts as they are found again: `owner` is the record that told it.
TOLD_BEFORE = {"key": pl.String, "owner": pl.Int64, "value": pl.String}
PAGE = {"source_id": pl.String, "deleted": pl.Boolean, "raw": pl.String}
NORMALISED = {
    "version_id": pl.Int64,
    "natural_key": pl.String,
    "unit": pl.String,
    "unit_then": pl.String,
    "content": pl.String,
    "parents": pl.List(pl.String),
}


@dataclass(frozen=True)
class Page:
    """One page of a source.

    `frame`: source_id String, deleted Boolean, raw String (deterministic JSON without bookkeeping fields), at most 10,000 rows.
    `watermark`: where a later pull may start so that nothing after this page is missed.
    """

    frame: pl.DataFrame
    watermark: str


class Source(Protocol):
    """A local settlement system that can be read."""

    @property
    def name(self) -> str: ...

    @property
    def complete(self) -> bool:
        """Whether reading from the beginning gives every live record (a state), or only deliveries of the past (a stream)."""
        ...

    def pull(self, contract: str, watermark: str | None, *, since: str | None = None) -> Iterator[Page]:
        """Pages of records changed after `watermark` (everything when None). Raises RetryableError or FatalError."""
        ...

    def probe(self) -> None:
        """Prove address and credentials without reading records. Raises FatalError or RetryableError."""
        ...

    def size(self, contract: str) -> int | None:
        """How many live records (of a stream: deliveries) it says it has now; None where it does not tell."""
        ...


@dataclass(frozen=True)
class Normalised:
    """What a mapping made of raw records.

    `frame`: NORMALISED columns, one row per input row (`unit`: who answers for the record now; `unit_then`: the unit in the words of the
    record, as of its own day, null where units do not change; `parents`: "kind|value" in plain; kept beside the content, nowhere else).
    `violations`: version_id, rule, field, severity. `changes`: version_id, field, change (a word, never a value).
    """

    frame: pl.DataFrame
    violations: pl.DataFrame
    changes: pl.DataFrame


class RecordMapping(Protocol):
    """Translates one local system's raw records into the contract's fields."""

    def normalise(self, frame: pl.DataFrame) -> Normalised:
        """`frame`: version_id Int64, source_id String, raw String; `corrected`: JSON of fields people set, `read`: of fields
        read off a scan; both null, or left out, where there are none."""
        ...


@dataclass(frozen=True)
class RuleRun:
    """How one rule fared on one batch: counts only."""

    rule: str
    evaluated: int
    failed: int


@dataclass(frozen=True)
class Judgement:
    """Verdict of a suite. `violations` has VIOLATIONS columns; `stops` are reasons to hold the whole batch; `runs` are counts.

    `told` has FACTS columns: what the records tell others; `compared` COMPARED columns: what their scans say beside them.
    """

    violations: pl.DataFrame
    stops: Sequence[str] = ()
    runs: Sequence[RuleRun] = ()
    told: pl.DataFrame = dataclasses.field(default_factory=lambda: pl.DataFrame(schema=FACTS))
    compared: pl.DataFrame = dataclasses.field(default_factory=lambda: pl.DataFrame(schema=COMPARED))


#: `judge(frame)`: frame has record_id Int64 and content String (JSON of the contract's fields), and where versions of known records are
#: judged also owner Int64, the record each row is a version of.
Judge = Callable[[pl.DataFrame], Judgement]

Op = Literal["upsert", "delete"]
VerdictKind = Literal["accepted", "refused", "promised", "parent_unknown", "has_children", "unknown", "absent"]


@dataclass(frozen=True, slots=True)
class Message:
    """One version on its way to an endpoint. `content` is the contract's JSON, None for a deletion."""

    version_id: int
    idempotency_key: str
    key: str
    op: Op
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an endpoint said about one message; anything unrecognised is `unknown`, never `accepted`.

    `code` is the endpoint's own, `field` the contract field a refusal is about where the endpoint's connector declares it,
    `said` its own words about this message, whole, where it says something about each.
    """

    kind: VerdictKind
    code: str = ""
    field: str = ""
    receipt: str = ""
    ticket: str = ""
    returned: Mapping[str, str] = dataclasses.field(default_factory=dict)
    said: str = dataclasses.field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of an endpoint's own listing."""

    key: str
    hash: str
    deleted: bool


class Endpoint(Protocol):
    """A national registry records are pushed to."""

    @property
    def name(self) -> str: ...

    @property
    def batch_size(self) -> int: ...

    @property
    def can_ask(self) -> bool:
        """Whether it tells what became of a message; if not, unclear answers wait for reconcile."""
        ...

    @property
    def can_digest(self) -> bool:
        """Whether it gives digests of buckets of keys."""
        ...

    def push(self, contract: str, messages: Sequence[Message]) -> list[Verdict]:
        """Deliver messages, one verdict per message in the same order; it must be over well before a lease is (relay.delivery.settle).

        Raises RetryableError or FatalError only when nothing was applied.
        """
        ...

    def ask(self, contract: str, messages: Sequence[Message]) -> list[Verdict]:
        """What became of messages sent earlier, by idempotency key; `absent` when the endpoint never saw them."""
        ...

    def holds(self, contract: str, keys: Sequence[str]) -> set[str]:
        """Those of these records that the endpoint holds and has not deleted."""
        ...

    def poll(self, tickets: Sequence[str]) -> dict[str, Verdict]:
        """Promised receipts that have come; a ticket still open is `promised`."""
        ...

    def check(self, contract: str, messages: Sequence[Message]) -> list[Verdict]:
        """What push would answer, without effect."""
        ...

    def listing(self, contract: str, bucket: str = "") -> Iterator[list[Listed]]:
        """The endpoint's own pages of what it holds, or of one bucket where it gives digests."""
        ...

    def digests(self, contract: str) -> dict[str, tuple[int, str]]:
        """Bucket → (live records, digest of their keys and hashes); only where `can_digest`."""
        ...

    def bucket(self, key: str) -> str:
        """The bucket a key falls into; only where `can_digest`."""
        ...

    def bucket_digest(self, pairs: Iterable[tuple[str, str]]) -> str:
        """The digest it would give for a bucket of these live keys and hashes; only where `can_digest`."""
        ...

    def content_hash(self, content: bytes) -> str:
        """The hash its listing shows for this content."""
        ...

    def probe(self) -> None:
        """Prove address and credentials. Raises FatalError or RetryableError."""
        ...


class ParentRegistry(Protocol):
    """Answers which parents ("kind|value") the nation already knows."""

    def known(self, ids: Sequence[str]) -> set[str]: ...


class WriteBack(Protocol):
    """Carries receipts and returned ids back to the local system, idempotently."""

    def write(self, items: Sequence[Mapping[str, object]]) -> None: ...
