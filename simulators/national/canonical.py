"""What the hash of a record's content is: BLAKE2b-256 of its RFC 8785 JSON.

msgspec writes RFC 8785 for what a content may hold (text, whole numbers up to 2^53, booleans, null, lists of such
objects) as long as the field names are ASCII; a property test compares it with the reference encoder, which does the rest.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Annotated, TypeAlias

import msgspec
import rfc8785

# I-JSON (RFC 7493) keeps whole numbers exact up to 2^53 - 1; RFC 8785 refuses the others.
ExactInt = Annotated[int, msgspec.Meta(ge=-(2**53) + 1, le=2**53 - 1)]
Leaf: TypeAlias = str | ExactInt | bool | None
Content: TypeAlias = dict[str, Leaf | list[dict[str, Leaf]]]

_encoder = msgspec.json.Encoder(order="sorted")


def canonical(content: Content) -> bytes:
    """The RFC 8785 JSON of a content."""
    if _names_are_ascii(content):
        return _encoder.encode(content)
    return rfc8785.dumps(content)


def digest(data: bytes) -> str:
    """BLAKE2b-256 as 64 hexadecimal digits."""
    return blake2b(data, digest_size=32).hexdigest()


def content_hash(content: Content) -> str:
    """The hash by which ledgers and clients compare contents."""
    return digest(canonical(content))


def _names_are_ascii(content: Content) -> bool:
    # Names sort by UTF-16 units in RFC 8785 and by UTF-8 bytes in msgspec: the same order for ASCII.
    inner = [name for value in content.values() if type(value) is list for row in value for name in row]
    return "".join(content).isascii() and "".join(inner).isascii()
