"""A table once, shown three ways: on the page, as CSV and as an Excel workbook, with the same columns and rows.

Pages show numbers and dates as Vietnamese officials write them; files hold them as numbers and dates, so that they can be reckoned with.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracking.sheets import Heading, Kind, fill, plain
from tracking.wording import Lang


@dataclass(frozen=True)
class Column:
    """`name` is the key of its values in a row; `link`: the key of the address its cell leads to; `sort`: pages may order by it."""

    name: str
    titles: tuple[str, str]
    kind: Kind = "text"
    link: str | None = None
    sort: bool = False

    def title(self, lang: Lang) -> str:
        """Its heading."""
        return self.titles[lang == "en"]

    @property
    def is_number(self) -> bool:
        """Whether it stands to the right."""
        return self.kind in ("number", "decimal", "points", "share")


@dataclass(frozen=True)
class Table:
    """`caption` says what it shows; `rows` are all rows that the choice of the page leaves, not only those it has room for."""

    name: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    note: str = ""

    def headings(self, lang: Lang) -> list[Heading]:
        """Its columns as a file shows them."""
        return [Heading(column.name, column.title(lang), column.kind) for column in self.columns]


def as_csv(table: Table, lang: Lang) -> bytes:
    """UTF-8 with the mark Excel needs to know it by."""
    out, headings = io.StringIO(), table.headings(lang)
    writer = csv.writer(out)
    writer.writerow(heading.title for heading in headings)
    writer.writerows([plain(row.get(one.name), one.kind, lang) for one in headings] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table, lang: Lang) -> bytes:
    """One sheet with real numbers and dates."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = table.name[:31]
    fill(book.active, table.headings(lang), table.rows, lang)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
