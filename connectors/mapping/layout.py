"""How a local system keeps a record type, declared beside its mapping as LAYOUT; the connectors read by these declarations only.

A declaration that does not hold together is a ValueError where it is written, not a misread night.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: Raw keys that make the source id only and are no part of the record.
ASIDE = ("unit",)
_SUFFIX = re.compile(r"\.[a-z0-9]+")


@dataclass(frozen=True)
class Table:
    """A table of the civil-status database; its columns are those the mapping reads, in their order."""

    name: str


@dataclass(frozen=True)
class Dossiers:
    """A list of the one-stop system, under this path."""

    path: str


@dataclass(frozen=True)
class Csv:
    """A ";" separated list with the agreed headings by position.

    `names` are the raw keys by position, where they are not the headings. `from_name` are raw keys for the last pieces of the
    file's name, which "_" divides. The columns `source_id`, joined by "-", tell one record from another; where several
    stand together it is the first of them that is given, else the others joined by "."; the columns `aside` serve
    that only and are left out of the raw record.
    """

    header: Sequence[str]
    names: Sequence[str] = ()
    source_id: Sequence[str | Sequence[str]] = ("unit", "STT")
    from_name: Sequence[str] = ASIDE
    aside: Sequence[str] = ASIDE

    def __post_init__(self) -> None:
        _check(self, len(self.header))

    @property
    def columns(self) -> Sequence[str]:
        """The raw keys by position."""
        return self.names or self.header


@dataclass(frozen=True)
class Workbook:
    """A sheet with the agreed heading rows by position; the rest as for `Csv`.

    A merged cell of the heading stands in its first place, those it covers are ''; empty cells at a row's end may be left out.
    """

    sheet: str
    header: Sequence[Sequence[str]]
    names: Sequence[str]
    source_id: Sequence[str | Sequence[str]] = ("unit", "STT")
    from_name: Sequence[str] = ASIDE
    aside: Sequence[str] = ASIDE

    def __post_init__(self) -> None:
        _check(self, max(map(len, self.header)))

    @property
    def columns(self) -> Sequence[str]:
        """The raw keys by position."""
        return self.names


@dataclass(frozen=True)
class Envelope:
    """A facility's XML envelope of visits."""


Form = Csv | Workbook | Envelope


@dataclass(frozen=True)
class Export:
    """A folder of the drop folder, and the form of its files by their ending in lower case (".csv")."""

    folder: str
    forms: Mapping[str, Form]

    def __post_init__(self) -> None:
        if odd := [suffix for suffix in self.forms if not _SUFFIX.fullmatch(suffix)]:
            raise ValueError(f"endings of files are '.csv' and the like, not {odd}")


Layout = Table | Dossiers | Export


def _check(form: Csv | Workbook, width: int) -> None:
    keys = [*form.columns, *form.from_name]
    if width > len(form.columns):
        raise ValueError(f"there are {width} headings for {len(form.columns)} columns")
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise ValueError(f"raw keys that stand for two columns: {twice}; give the columns names of their own")
    named = {name for part in form.source_id for name in ((part,) if isinstance(part, str) else part)}
    if lost := named - set(keys):
        raise ValueError(f"the source id needs {sorted(lost)}, which neither columns nor the file's name give")
