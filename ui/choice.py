"""What part of a table a page shows: found by a search, in one state, in an order, so many at a time."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Depends, Query

from tracking.campaigns import local_today

ROWS = 50

Format = Literal["csv", "xlsx"]


@dataclass(frozen=True)
class Choice:
    """A visitor's choice. `sort`: a column, with a minus for the largest first."""

    q: str
    state: str
    sort: str
    page: int
    format: Format | None


def choice(
    q: Annotated[str, Query(max_length=100)] = "",
    state: Annotated[str, Query(max_length=20)] = "",
    sort: Annotated[str, Query(pattern=r"^-?[a-z_0-9]*$", max_length=30)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    format: Format | None = None,
) -> Choice:
    """The choice in the address."""
    return Choice(q.strip(), state, sort, page, format)


def chosen_day(day: date | None = None) -> date:
    """The day in the address, today when there is none; what lies ahead is today."""
    today = local_today()
    return today if day is None else min(day, today)


Chosen = Annotated[Choice, Depends(choice)]
Day = Annotated[date, Depends(chosen_day)]
View = Literal["now", "then"]

Row = Mapping[str, Any]


def narrowed(rows: Sequence[Row], chosen: Choice, fields: Sequence[str]) -> list[Row]:
    """The rows whose `fields` hold the words looked for, with or without their signs, and that are in the state asked for."""
    wanted = plain(chosen.q)
    found = [row for row in rows if not wanted or any(wanted in plain(str(row[name])) for name in fields)]
    return [row for row in found if not chosen.state or row.get("state") == chosen.state]


def ordered(rows: Sequence[Row], sort: str, sortable: Sequence[str]) -> list[Row]:
    """By one column; rows that have nothing there come last either way. An unknown column leaves them as they are."""
    name = sort.removeprefix("-")
    if name not in sortable:
        return list(rows)
    known = [row for row in rows if row[name] is not None]
    unknown = [row for row in rows if row[name] is None]
    return sorted(known, key=lambda row: row[name], reverse=sort.startswith("-")) + unknown


@dataclass(frozen=True)
class Leaf:
    """One page of a long table: `rows` are those it shows of `total`."""

    rows: Sequence[Row]
    total: int
    page: int
    pages: int


def leaf(rows: Sequence[Row], page: int) -> Leaf:
    """The page asked for, the last one when there are not so many."""
    pages = max(math.ceil(len(rows) / ROWS), 1)
    page = min(page, pages)
    return Leaf(rows[(page - 1) * ROWS : page * ROWS], len(rows), page, pages)


def plain(text: str) -> str:
    """Without Vietnamese signs and capitals: what people type when they are in a hurry."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
