"""The shapes of the registries: what a client sends, what it hears, what a judge of a service says in between."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple, Protocol

import msgspec

from simulators.national.canonical import Content

LIMIT = 1000

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
Status = Literal["accepted", "would_accept", "refused", "pending", "parent_unknown", "has_children"]


class Record(msgspec.Struct):
    """One record to apply: `op` upsert carries the whole content under the contract's wire names, delete carries none."""

    key: Text
    idempotency_key: Text
    op: Literal["upsert", "delete"]
    content: Content | None = None


class Verdict(msgspec.Struct):
    """What the registry said of one record; a receipt only when accepted, a ticket only when promised.

    `field` is the name on the wire of what a refusal is about.
    """

    idempotency_key: str
    key: str
    status: Status
    code: str
    message: str
    field: str | None = None
    receipt: str | None = None
    ticket: str | None = None
    returned: dict[str, str] = {}


class Held(msgspec.Struct):
    """What the registry holds under a key or an idempotency key; the fields are null when nothing is found."""

    key: str | None
    idempotency_key: str | None
    found: bool
    status: Status | None = None
    code: str | None = None
    field: str | None = None
    receipt: str | None = None
    ticket: str | None = None
    returned: dict[str, str] = {}
    hash: str | None = None
    deleted: bool | None = None


class Listed(msgspec.Struct):
    """One line of a registry's listing; deleted records stay listed."""

    key: str
    hash: str
    deleted: bool


class Applied(msgspec.Struct):
    """One line of the test face's ledger: how often the effect of the current content was applied."""

    key: str
    hash: str
    applied: int
    applied_at: str
    deleted: bool


class RecordKey(NamedTuple):
    """A record of a registry, or a person."""

    contract: str
    key: str


class Finding(NamedTuple):
    """A service's judgement of one record.

    `person` is whom the record is about (12 digits or None), `provides` the person the state learns from it, `parents` the
    records it leans on, `field` what a refusal is about.
    """

    status: Literal["accepted", "refused", "pending", "parent_unknown", "has_children"]
    code: str = "00"
    message: str = ""
    returned: Mapping[str, str] = MappingProxyType({})
    person: str | None = None
    provides: str | None = None
    parents: tuple[RecordKey, ...] = ()
    field: str | None = None


ACCEPTED = Finding("accepted")


class Judge(Protocol):
    """The rules of one service. `judge` sees upserts only, inside the registry's transaction, one finding a record."""

    @property
    def contracts(self) -> tuple[str, ...]:
        """The contracts it keeps."""
        ...

    def judge(self, db: sqlite3.Connection, contract: str, records: Sequence[Record]) -> list[Finding]:
        """One finding for each record, in order."""
        ...
