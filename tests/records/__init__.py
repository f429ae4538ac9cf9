"""The good records the tests start from: one module for each record type, named like it.

`RAW` is one record as its local system gives it; `good(n)` is the content of another, and number n differs from number m in every
name and number, as two citizens do. A type whose raw record says everything makes its contents from that: `from_raw`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any, Protocol

import polars as pl

from connectors.mapping import mapping_for

Content = dict[str, Any]
#: Keys the hashes of personal numbers in natural keys.
SECRET = "test"


class GoodRecord(Protocol):
    """What a module of this package has."""

    RAW: dict[str, Any]
    good: Callable[[int], Content]


def in_letters(n: int) -> str:
    """Words of a name that no other number has: names have no digits."""
    return " ".join(
        ["Linh", "Nhất", "Hai", "Ba", "Tứ", "Năm", "Lục", "Bảy", "Tám", "Cửu"][int(digit)] for digit in str(n)
    )


def record(name: str) -> GoodRecord:
    """The good records of a contract. Raises ModuleNotFoundError naming the file where there is none."""
    return import_module(f"tests.records.{name}")


def batch(*raws: str) -> pl.DataFrame:
    """Raw records numbered from 0, as the engine hands them to a mapping."""
    return pl.DataFrame(
        {"version_id": range(len(raws)), "source_id": [f"s{n}" for n in range(len(raws))], "raw": list(raws)},
        schema={"version_id": pl.Int64, "source_id": pl.String, "raw": pl.String},
    )


def from_raw(name: str, raw: Mapping[str, Any], **changes: Any) -> Content:
    """Content the mapping makes of a raw record with some raw values replaced."""
    made: Content = json.loads(_content(name, json.dumps({**raw, **changes}, ensure_ascii=False)))
    return made


@cache
def _content(name: str, raw: str) -> str:
    return str(mapping_for(name, SECRET).normalise(batch(raw)).frame["content"][0])


def personal_id(number: int, sex: int, year: int) -> str:
    """A well-formed personal number of Nghệ An."""
    return f"040{(year // 100 - 19) * 2 + sex - 1}{year % 100:02d}{number:06d}"
