"""What is counted of a batch: keys of the raw records, codes of the code lists, the newest day. No value that is no code is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from typing import Any, get_args

import msgspec

from schemas.contract import contract
from schemas.kinds import OneOf

#: What a field holds that is not given, and one that holds no code of its list.
MISSING, OTHER = "", "?"

#: A source that makes up a key per record must not fill the store.
MOST_KEYS = 300
KEYS = msgspec.json.Decoder(dict[str, msgspec.Raw])


@dataclass(frozen=True)
class Profile:
    """`records` of a batch; key of the raw record → records that have it; field → code → records; the newest day that is not ahead."""

    records: int
    keys: Mapping[str, int] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    newest: str = ""


def profile(name: str, contents: Iterable[str], raws: Iterable[str], newest_field: str, today: str) -> Profile:
    """The profile of a batch of the contract `name`. `contents`, `raws`: JSON; `newest_field` "" where none tells the day."""
    decoder = msgspec.json.Decoder(_read(name, newest_field))
    read = [decoder.decode(text) for text in contents]
    codes = {one: _known(map(attrgetter(one), read), known) for one, known in code_fields(name).items()}
    days = {day[:10] for day in map(attrgetter(newest_field), read) if isinstance(day, str)} if newest_field else set()
    return Profile(len(read), _keys(raws), codes, max((day for day in days if day <= today), default=""))


@cache
def code_fields(name: str) -> Mapping[str, frozenset[str]]:
    """Field → its codes, for the fields of a contract that hold a code of a list."""
    found = {}
    for one, info in contract(name).model.model_fields.items():
        for about in (*info.metadata, *_about(info.annotation)):
            if isinstance(about, OneOf):
                found[one] = frozenset(about.codes)
    return found


def _about(annotation: Any) -> list[Any]:
    """What stands beside a type, however deep in a union; the items of a list are not looked into."""
    if getattr(annotation, "__origin__", None) is list:
        return []
    inner = [about for part in get_args(annotation) if part is not annotation for about in _about(part)]
    return [*getattr(annotation, "__metadata__", ()), *inner]


@cache
def _read(name: str, newest_field: str) -> type[msgspec.Struct]:
    """Only what is counted is decoded."""
    fields = {*code_fields(name), *([newest_field] if newest_field else [])}
    return msgspec.defstruct("Counted", [(one, Any, None) for one in sorted(fields)])


def _known(values: Iterable[Any], codes: frozenset[str]) -> dict[str, int]:
    """A value that is no code may be anything a person typed: it is counted and not kept."""
    counts = Counter(value if isinstance(value, str) else MISSING if value is None else OTHER for value in values)
    found: Counter[str] = Counter()
    for value, count in counts.items():
        found[value if value == MISSING or value in codes else OTHER] += count
    return dict(found)


def _keys(raws: Iterable[str]) -> dict[str, int]:
    alike: Counter[tuple[str, ...]] = Counter()  # nearly all records of a source have the same keys
    for raw in raws:
        try:
            alike[tuple(KEYS.decode(raw))] += 1
        except msgspec.MsgspecError:
            continue  # the mapping says what is wrong with it
    found: Counter[str] = Counter()
    for keys, count in alike.items():
        found.update(dict.fromkeys(keys, count))
    return dict(found.most_common(MOST_KEYS))
