"""The published contracts (schemas/json) as this side reads them: which registry keeps a record type, and what one must hold.

They are data here, as they would be for any outside system; nothing of the product is imported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from simulators.national.canonical import Content
from simulators.national.content import personal_id, text

FOLDER = Path(__file__).parents[2] / "schemas" / "json"
PERSON = "person"


class _Part(msgspec.Struct):
    field: str = ""
    text: str = ""
    year_of: str = ""
    hashed: list[str] = []


class _Parent(msgspec.Struct):
    kind: str
    key: list[_Part]


class _Property(msgspec.Struct, rename={"wire": "x-wire-name", "kinds": "anyOf"}):
    wire: str
    kinds: list[dict[str, Any]] = []

    @property
    def nullable(self) -> bool:
        return any(kind.get("type") == "null" for kind in self.kinds)


class _File(
    msgspec.Struct,
    rename={"name": "x-contract", "domain": "x-domain", "key": "x-key", "parents": "x-parents"},
):
    name: str
    domain: str
    key: list[_Part]
    parents: list[_Parent]
    properties: dict[str, _Property]


class Parent(NamedTuple):
    """A record type (or "person") and where the child names it, in names on the wire.

    A key that holds a personal number is hashed by its sender: such a parent is found by the number, in `person`.
    """

    kind: str
    key: Sequence[_Part]
    person: str | None

    @property
    def field(self) -> str:
        """The field to look at when the parent is unknown."""
        return self.person or self.key[0].field


class Published(NamedTuple):
    """One record type; field names are those on the wire."""

    name: str
    domain: str
    required: Sequence[str]
    key: Sequence[_Part]
    parents: Sequence[Parent]


def published(folder: Path = FOLDER) -> dict[str, Published]:
    """All published contracts by name."""
    files = (msgspec.json.decode(path.read_bytes(), type=_File) for path in sorted(folder.glob("*.json")))
    return {file.name: _read(file) for file in files}


def key_of(parts: Sequence[_Part], content: Content) -> str | None:
    """The key a content speaks of; None when a part is missing or is a hash only its sender can make."""
    made = [_text(part, content) for part in parts]
    return "|".join(text for text in made if text) if all(made) else None


def _text(part: _Part, content: Content) -> str:
    return part.text or text(content, part.field) or text(content, part.year_of)[:4]


def missing(contract: Published, content: Content) -> str | None:
    """The first required field that is not there or blank."""
    return next((name for name in contract.required if _blank(content.get(name))), None)


def person_of(contract: Published, content: Content) -> str | None:
    """The citizen a record is about: the first one it names as parent."""
    named = (personal_id(content, parent.field) for parent in contract.parents if parent.kind == PERSON)
    return next((number for number in named if number), None)


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _read(file: _File) -> Published:
    wire = {name: one.wire for name, one in file.properties.items()}
    return Published(
        file.name,
        file.domain,
        [one.wire for one in file.properties.values() if not one.nullable],
        _wired(file.key, wire),
        [_parent(parent, wire) for parent in file.parents],
    )


def _parent(parent: _Parent, wire: Mapping[str, str]) -> Parent:
    key = _wired(parent.key, wire)
    numbers = key[0].hashed or ([key[0].field] if parent.kind == PERSON else [])
    return Parent(parent.kind, key, numbers[0] if numbers else None)


def _wired(parts: Sequence[_Part], wire: Mapping[str, str]) -> list[_Part]:
    return [
        _Part(wire.get(part.field, ""), part.text, wire.get(part.year_of, ""), [wire[name] for name in part.hashed])
        for part in parts
    ]
