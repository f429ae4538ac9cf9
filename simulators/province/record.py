"""The shape every generator answers with: what a local system shows, and the truth about it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any


@dataclass(slots=True)
class Record:
    """One version of one record.

    `unit` is the commune of today, school, facility or agency the record belongs to, whatever the row says.
    `row` is what the local system stores; `error` is the planted kind, `field` the content field it is in, and
    `expect` what the product must make of it. The natural `key` follows from the row. `duplicate_of` is the source's id
    of another record of the same person or parcel, `twin_of` of one of the twin.
    """

    flow: str
    number: int
    source_id: str
    unit: str
    row: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    expect: str = "accepted"
    error: str | None = None
    field: str | None = None
    duplicate_of: str | None = None
    twin_of: str | None = None


def dmy(day: Any) -> str:
    """dd/mm/yyyy of a date."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def keyed_hash(text: str) -> str:
    """A personal number inside a natural key, as the product hides it (LIENTHONG_KEY_SECRET)."""
    secret = os.environ.get("LIENTHONG_KEY_SECRET", "local-use-only")
    return blake2b(text.encode(), key=secret.encode(), digest_size=12).hexdigest()
