"""The shape every generator answers with: what a local system shows, and the truth about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Record:
    """One version of one record.

    `unit` is the commune of today, school, facility or agency the record belongs to, whatever the row says.
    `row` is what the local system stores; `error` is the planted kind, `field` the content field it is in, and
    `expect` what the product must make of it.
    """

    flow: str
    number: int
    source_id: str
    key: str
    unit: str
    row: dict[str, Any] = field(default_factory=dict)
    expect: str = "accepted"
    error: str | None = None
    field: str | None = None

    def planted(self, kind: str, where: str) -> None:
        """Note the error that was put into `row`."""
        self.expect, self.error, self.field = "quarantined", kind, where


def dmy(day: Any) -> str:
    """dd/mm/yyyy of a date."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
