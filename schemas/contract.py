"""A contract: what one record type is. Everything others need to know about a record type hangs on this one object.

Contracts are found by listing the modules of this package that define `CONTRACT`; no second list of names is kept.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, get_args, get_origin

import msgspec
import polars as pl
from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

import schemas
from schemas import keys
from schemas.identifiers import PERSONAL_ID

_PERSONAL_ID = re.compile(PERSONAL_ID)


class Record(BaseModel):
    """Base of all record models: strict, nothing unnamed, read by English field name (the alias is the wire's)."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=False,
        serialize_by_alias=False,
        loc_by_alias=False,
    )


def wire(alias: str, title: str, description: str) -> Any:
    """A field with its name on the wire, its Vietnamese heading and an English description (with source, or "ours")."""
    return Field(alias=alias, title=title, description=description)


#: A parent of this kind is a citizen, named by the personal number of 12 digits; any other kind is a record type.
PERSON = "person"


@dataclass(frozen=True)
class Parent:
    """The record waits until the nation knows `kind`|key; a record in which a part of the key is missing needs no such parent."""

    kind: str
    key: Sequence[keys.Part]

    @property
    def number(self) -> str | None:
        """The field with a citizen's number, which names the citizen as it stands; None for any other kind."""
        part = self.key[0]
        return part.field if self.kind == PERSON and isinstance(part, keys.Value) else None

    def of(self, content: Mapping[str, Any], secret: str) -> str | None:
        """The key of the parent one record names. A number of another shape than 12 digits names no person."""
        if self.number is None:
            return keys.natural_key(self.key, content, secret)
        number = content.get(self.number)
        return number if number and _PERSONAL_ID.fullmatch(number) else None


@dataclass(frozen=True)
class Provides:
    """Once accepted the record makes `kind` known: the number in `field`, or the one the endpoint returns under `returned`."""

    kind: str
    field: str
    returned: str


@dataclass(frozen=True)
class Contract:
    """One record type. `unit` names the field that says which unit answers for the record."""

    name: str
    domain: str
    title: str
    title_en: str
    model: type[Record]
    key: Sequence[keys.Part]
    unit: str
    parents: Sequence[Parent] = ()
    provides: Sequence[Provides] = field(default=())

    @property
    def fields(self) -> tuple[str, ...]:
        """English field names in order."""
        return tuple(self.model.model_fields)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Vietnamese heading of each field."""
        return MappingProxyType({name: info.title or name for name, info in self.model.model_fields.items()})

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """Wire name of each field."""
        return MappingProxyType({name: info.alias or name for name, info in self.model.model_fields.items()})

    @cached_property
    def polars_schema(self) -> Mapping[str, pl.DataType]:
        """Column type of each field, derived from the model."""
        return MappingProxyType(columns(self.model))

    def wire(self, content: bytes | str) -> bytes:
        """The record with its names on the wire. Only names change: formats of values are the endpoint's connector's."""
        return msgspec.json.encode(self.wire_dict(content))

    def wire_dict(self, content: bytes | str) -> dict[str, Any]:
        """As `wire`, decoded. Raises KeyError for a field the contract does not have."""
        return _renamed(msgspec.json.decode(content), _names(self.model, to_wire=True))

    def unwire(self, wired: bytes | str) -> bytes:
        """Content from its wire form; the inverse of `wire`."""
        return msgspec.json.encode(_renamed(msgspec.json.decode(wired), _names(self.model, to_wire=False)))

    def natural_key(self, content: Mapping[str, Any], secret: str) -> str | None:
        """Natural key of one record, None while a part is missing."""
        return keys.natural_key(self.key, content, secret)

    def parent_ids(self, content: Mapping[str, Any], secret: str) -> list[str]:
        """ "kind|key" of each parent named in the record."""
        named = ((parent.kind, parent.of(content, secret)) for parent in self.parents)
        return [f"{kind}|{key}" for kind, key in named if key]


def core_type(annotation: Any) -> Any:
    """The type inside Annotated and Optional."""
    if get_origin(annotation) is list or not get_args(annotation):
        return annotation
    return core_type(next(arg for arg in get_args(annotation) if arg is not type(None)))


def nested(info: FieldInfo) -> type[BaseModel] | None:
    """The model of a list field's items, None for a plain field."""
    kind = core_type(info.annotation)
    return get_args(kind)[0] if get_origin(kind) is list else None


def columns(model: type[BaseModel]) -> dict[str, pl.DataType]:
    """Polars types of a model's fields in order."""
    plain: dict[Any, pl.DataType] = {str: pl.String(), int: pl.Int64(), bool: pl.Boolean()}
    found: dict[str, pl.DataType] = {}
    for name, info in model.model_fields.items():
        items = nested(info)
        found[name] = pl.List(pl.Struct(columns(items))) if items else plain[core_type(info.annotation)]
    return found


@cache
def _names(model: type[BaseModel], *, to_wire: bool) -> Mapping[str, tuple[str, Mapping[str, Any] | None]]:
    """Old name → (new name, the same for the items of a list)."""
    names = {}
    for name, info in model.model_fields.items():
        items = nested(info)
        old, new = (name, info.alias or name) if to_wire else (info.alias or name, name)
        names[old] = (new, _names(items, to_wire=to_wire) if items else None)
    return names


def _renamed(record: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    made = {}
    for old, value in record.items():
        new, items = names[old]
        made[new] = [_renamed(item, items) for item in value] if items and value else value
    return made


@cache
def contracts() -> Mapping[str, Contract]:
    """All contracts by name."""
    modules = (importlib.import_module(f"schemas.{info.name}") for info in pkgutil.iter_modules(schemas.__path__))
    found = [module.CONTRACT for module in modules if isinstance(getattr(module, "CONTRACT", None), Contract)]
    return MappingProxyType({contract.name: contract for contract in sorted(found, key=lambda contract: contract.name)})


def contract(name: str) -> Contract:
    """The contract of this name. Raises KeyError with the known names."""
    if name not in contracts():
        raise KeyError(f"no contract {name!r}; there are {', '.join(contracts())}")
    return contracts()[name]
