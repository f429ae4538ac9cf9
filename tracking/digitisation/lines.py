"""Figures of scans by form, unit and month: pages read and reused, fields accepted unseen, measured error. No value is in any of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from relay.scans import READ, Verdict
from relay.store import Store
from relay.store.scan_tables import comparison, document
from relay.store.tables import batch, brought_by, content
from tracking.campaigns import LOCAL_TIME
from tracking.digitisation.checked import decided, first_read

#: Fewer checked readings than this tell no share; ours.
FEW = 20


@dataclass(frozen=True)
class Line:
    """Counts of pages and fields of one form in one unit and month; where lines were put together, what they differ in is empty.

    `inputs`: pages of papers handed in, `results`: of what was given back; `…_read`: those that were read.
    """

    form: str = ""
    unit: str = ""
    month: str = ""
    pages: int = 0
    reused: int = 0
    inputs: int = 0
    inputs_read: int = 0
    results: int = 0
    results_read: int = 0
    fields: int = 0
    accepted: int = 0
    checked: int = 0
    wrong: int = 0

    @property
    def input_rate(self) -> float | None:
        """Percent of the pages handed in that became data."""
        return 100 * self.inputs_read / self.inputs if self.inputs else None

    @property
    def result_rate(self) -> float | None:
        """Percent of the pages of results that became data."""
        return 100 * self.results_read / self.results if self.results else None

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


def lines(store: Store) -> list[Line]:
    """A line for each form, unit and month that has a scan; `together` adds them up."""
    counted: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)

    def line(row: Any) -> Counter[str]:
        month = row.at.astimezone(LOCAL_TIME).strftime("%Y-%m") if row.at else ""
        return counted[row.form or "", row.unit or "", month]

    with store.read() as tx:
        for row in tx.execute(
            _placed(document, document.c.form, document.c.role, document.c.outcome, document.c.reused)
        ):
            side = "results" if row.role == "result" else "inputs"
            is_read = row.outcome == READ
            line(row).update(
                {"pages": row.rows, "reused": row.rows * row.reused, side: row.rows, f"{side}_read": row.rows * is_read}
            )
        for row in tx.execute(_placed(comparison, comparison.c.form, comparison.c.accepted)):
            line(row).update(fields=row.rows, accepted=row.rows * row.accepted)
        agrees = _placed(comparison, comparison.c.form).join(document, first_read())
        for row in tx.execute(agrees.where(comparison.c.verdict == Verdict.AGREES)):
            line(row).update(checked=row.rows)
        for row, right in decided(tx):
            line(row).update(checked=1, wrong=not right)
    return [_line(dict(zip(("form", "unit", "month"), names, strict=True)), one) for names, one in counted.items()]


def together(found: Iterable[Line], *by: str) -> list[Line]:
    """The lines added up by some of form, unit and month, or by none of them; those with most errors first within a month."""
    sums: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for one in found:
        sums[tuple(getattr(one, name) for name in by)].update(
            {name: value for name, value in asdict(one).items() if isinstance(value, int)}
        )
    made = [_line(dict(zip(by, names, strict=True)), counts) for names, counts in sums.items()]
    return sorted(made, key=lambda line: (line.month, -(line.error or 0), -line.pages, line.form, line.unit))


def _line(names: Mapping[str, str], counts: Mapping[str, int]) -> Line:
    told: dict[str, Any] = {**names, **counts}
    return Line(**told)


def _placed(table: sa.Table, *names: Any) -> sa.Select[Any]:
    """Counts of a table's rows by these columns, and by the unit and the batch of their version."""
    by = (content.c.unit, batch.c.pulled_at.label("at"), *names)
    return (
        sa.select(*by, sa.func.count().label("rows"))
        .select_from(table)
        .join(content, content.c.version_id == table.c.version_id, isouter=True)
        .join(batch, brought_by(table.c.version_id), isouter=True)
        .group_by(*by)
    )
