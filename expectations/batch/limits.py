"""How far from usual a batch may be before it is stopped; an installation sets the numbers in config/quality.yaml."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class BatchLimits:
    """All numbers are ours.

    `nights`: days of history looked at; `least_nights`: with fewer nights nothing is stopped; `least_records`: nor a smaller night or
    batch, nor against a smaller history; `most_times`, `least_share`: of the usual volume; `older_days`: beyond the usual age in days;
    `key_share`: of the records must have a key that was never seen, else it is one of theirs and not of the source;
    `distance`: Jensen–Shannon distance (0 alike, 1 nothing in common); `newest`: contract → its field that holds the day of the event.
    """

    nights: int = 28
    least_nights: int = 7
    least_records: int = 200
    most_times: float = 10
    least_share: float = 0.1
    older_days: int = 60
    key_share: float = 0.5
    distance: float = 0.3
    newest: Mapping[str, str] = field(default_factory=dict)
