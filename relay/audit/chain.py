"""The audit log as a chain: each event carries the hash of the one before, so that none can be edited, taken out or moved unseen.

An event's body is JSON of ids, counts and hashes; it never holds a value of a record.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

#: What the first event names as its predecessor.
BEGINNING = "0" * 64

_SORTED = msgspec.json.Encoder(order="sorted")


class Event(NamedTuple):
    """One line of the log. `at`: UTC, ISO 8601. `hash`: BLAKE2b-256 in hex over the other six."""

    seq: int
    at: str
    kind: str
    flow: str
    body: str
    previous: str
    hash: str


class Head(NamedTuple):
    """A signature that the log ended with this hash when it was this long."""

    seq: int
    hash: str
    key_id: str
    signature: str


def spelt(body: Mapping[str, Any]) -> str:
    """A body as the log keeps it: JSON with its names in order."""
    return _SORTED.encode(dict(body)).decode()


def link(seq: int, at: str, kind: str, flow: str, body: str, previous: str) -> Event:
    """The event with its hash."""
    return Event(seq, at, kind, flow, body, previous, digest(seq, at, kind, flow, body, previous))


def digest(*parts: int | str) -> str:
    """BLAKE2b-256 in hex of some parts; a JSON list keeps them apart."""
    return blake2b(msgspec.json.encode(parts), digest_size=32).hexdigest()
