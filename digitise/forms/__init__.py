"""Which forms are read, and what each says of itself: titles, labels, kinds of value. One file a form.

Labels are the wordings of the printed forms; where several are given, forms of other years say it so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module

NAMES = ("birth_extract", "land_certificate", "school_report", "health_page")


@dataclass(frozen=True)
class FieldForm:
    """One field: its name (of the contract where that has it), kind (digitise.checks), labels without colon, lexicon."""

    name: str
    kind: str
    labels: tuple[str, ...]
    words: tuple[str, ...] = ()
    #: The part of the form it stands in; a part begins at the field that `opens` it.
    part: str = ""
    opens: str = ""
    #: Labels it has under its part's own heading only: "Họ và tên" under "Người mẹ" is the mother's name.
    inside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listed:
    """How a table's cells are items of a record: `list_field` of items with a `name`; `column_field` is one of `columns`."""

    list_field: str
    column_field: str
    columns: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """One form. `titles`: words that stand on it and on no other. `rows`: row of a table → names of its cells, left to right."""

    name: str
    titles: tuple[str, ...]
    fields: tuple[FieldForm, ...]
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Part → words of a heading above it, which other offices print.
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Other fixed print: headings, words above signatures. Shown to everyone, so nothing that is filled in.
    printed: tuple[str, ...] = ()
    #: Beginnings of the names of those rows that hold a level (Đ, CĐ), not a mark.
    levelled: tuple[str, ...] = ()
    #: What people call it, Vietnamese and English.
    called: tuple[str, str] = ("", "")
    #: The contract whose record such a page proves, and fields of it by the form's name where the two differ.
    contract: str = ""
    means: Mapping[str, str] = field(default_factory=dict)
    #: Where `rows` are the items of a list of that contract: the list, the field that says which column the record is about, its
    #: value for each column, and names of items that differ from the row's label.
    listed: Listed | None = None


def form(name: str) -> Form:
    """The declaration of a form. Raises ModuleNotFoundError for one nobody declared."""
    declared: Form = import_module(f"digitise.forms.{name}").FORM
    return declared


def forms() -> tuple[Form, ...]:
    """All of them."""
    return tuple(form(name) for name in NAMES)
