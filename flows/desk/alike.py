"""Records that have the same value in a wrong field, put together: what is right for one of them is right for all.

A group is known by a keyed hash of its value, so that a form can name it without carrying the value.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from connectors.mapping import raw_columns_of
from flows.desk.records import Held, Seen


def have_values(rule: str) -> bool:
    """Whether the records a cause holds have a wrong value; of shared keys and missing parents each is a case of its own."""
    return not rule.startswith(("natural_key.", "hold."))


@dataclass(frozen=True)
class Alike:
    """`value`: as the field has it, or as the source wrote it where the field could not be read."""

    group: str
    value: str | None
    version_ids: tuple[int, ...]


def alike(flow: str, field: str, records: Sequence[Held], seen: Mapping[int, Seen], secret: str) -> list[Alike]:
    """The records by the value of `field`, the largest group first. Records that wait for a decision are left out."""
    groups: dict[str | None, list[int]] = {}
    for one in records:
        if one.open_decision is None:
            groups.setdefault(value_of(flow, field, seen[one.version_id]), []).append(one.version_id)
    found = [Alike(_named(field, value, secret), value, tuple(ids)) for value, ids in groups.items()]
    return sorted(found, key=lambda one: (-len(one.version_ids), one.version_ids))


def value_of(flow: str, field: str, seen: Seen) -> str | None:
    """A field as people read it: its value, else what the source wrote; None where there is neither."""
    value: Any = seen.fields.get(field)
    if value is None:
        value = seen.written.get(raw_columns_of(flow).get(field, field))
    return None if value is None or value == "" else str(value)


def _named(field: str, value: str | None, secret: str) -> str:
    text = f"{field}\n{'-' if value is None else '=' + value}"
    return hmac.new(secret.encode(), text.encode(), sha256).hexdigest()[:24]
