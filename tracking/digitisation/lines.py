"""Figures of scans by form and unit or month: pages read and reused, fields accepted unseen, measured error. No value is in any of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from relay.store import Store
from relay.store.scan_tables import comparison, document
from relay.store.tables import batch, brought_by, content
from tracking.campaigns import LOCAL_TIME
from tracking.digitisation.checked import AGREES, decided

#: Fewer checked readings than this tell no share; ours.
FEW = 20
READ = "read"


@dataclass(frozen=True)
class Line:
    """Pages and fields of one form in one unit (or month, or all: then `unit` or `month` is empty)."""

    form: str
    unit: str = ""
    month: str = ""
    pages: int = 0
    read: int = 0
    reused: int = 0
    inputs: int = 0
    results: int = 0
    fields: int = 0
    accepted: int = 0
    checked: int = 0
    wrong: int = 0

    @property
    def accepted_share(self) -> float | None:
        """Percent of the fields compared with a record that were accepted unseen."""
        return 100 * self.accepted / self.fields if self.fields else None

    @property
    def reuse(self) -> float | None:
        """Percent of the pages that had been read before, for another record, and were not scanned anew."""
        return 100 * self.reused / self.pages if self.pages else None

    @property
    def error(self) -> float | None:
        """Percent of the checked readings that were wrong; None where too few were checked."""
        return 100 * self.wrong / self.checked if self.checked >= FEW else None


def lines(store: Store, by: Sequence[str] = ("unit",)) -> list[Line]:
    """A line for each form and unit ("unit"), each form and month ("month"), or each form; those with most errors first."""
    counted: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)

    def key(row: Any) -> tuple[str, ...]:
        place = {"unit": row.unit or "", "month": row.at.astimezone(LOCAL_TIME).strftime("%Y-%m") if row.at else ""}
        return (row.form or "", *(place[name] for name in by))

    with store.read() as tx:
        for row in tx.execute(_pages()):
            one = counted[key(row)]
            one["pages"] += row.rows
            one["read"] += row.rows * (row.outcome == READ)
            one["reused"] += row.rows * row.reused
            one["results" if row.role == "result" else "inputs"] += row.rows
        for row in tx.execute(_compared()):
            one = counted[key(row)]
            one["fields"] += row.rows
            one["accepted"] += row.rows * row.accepted
            one["checked"] += row.rows * (row.verdict == AGREES)
        for row, right in decided(tx):
            counted[key(row)].update(checked=1, wrong=not right)
    found = [_line(dict(zip(("form", *by), names, strict=True)), one) for names, one in counted.items()]
    return sorted(found, key=lambda line: (line.month, -(line.error or 0), -line.pages, line.form, line.unit))


def _line(names: Mapping[str, str], counts: Mapping[str, int]) -> Line:
    told: dict[str, Any] = {**names, **counts}
    return Line(**told)


def _pages() -> sa.Select[Any]:
    names = (
        content.c.unit,
        batch.c.pulled_at.label("at"),
        document.c.form,
        document.c.role,
        document.c.outcome,
        document.c.reused,
    )
    return _placed(document.c.version_id, *names)


def _compared() -> sa.Select[Any]:
    names = (
        content.c.unit,
        batch.c.pulled_at.label("at"),
        comparison.c.form,
        comparison.c.verdict,
        comparison.c.accepted,
    )
    return _placed(comparison.c.version_id, *names)


def _placed(version_id: Any, *names: Any) -> sa.Select[Any]:
    """Counts of rows by these columns, with the unit and the batch of their version."""
    return (
        sa.select(*names, sa.func.count().label("rows"))
        .join(content, content.c.version_id == version_id, isouter=True)
        .join(batch, brought_by(version_id), isouter=True)
        .group_by(*names)
    )
