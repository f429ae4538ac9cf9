"""The fingerprints by which a registry's listing and digests are compared with what we sent."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import msgspec

#: The names of the buckets digests are given for.
BUCKETS = frozenset(f"{number:02x}" for number in range(256))

_SORTED = msgspec.json.Encoder(order="sorted")


def hash_content(wired: bytes) -> str:
    """BLAKE2b-256 in hex of the RFC 8785 JSON of a record on the wire.

    Sorted msgspec JSON is RFC 8785 for what a record holds: ASCII names, texts, exact integers, booleans, null.
    """
    return blake2b(_SORTED.encode(msgspec.json.decode(wired)), digest_size=32).hexdigest()


def bucket(key: str) -> str:
    """The bucket a key falls into: the leading byte of its BLAKE2b-256, in hex."""
    return blake2b(key.encode(), digest_size=32).hexdigest()[:2]


def bucket_digest(pairs: Iterable[tuple[str, str]]) -> str:
    """The digest of one bucket's live (key, hash) pairs: BLAKE2b-256 over their sorted lines."""
    lines = sorted(f"{key} {content}\n".encode() for key, content in pairs)
    return blake2b(b"".join(lines), digest_size=32).hexdigest()
