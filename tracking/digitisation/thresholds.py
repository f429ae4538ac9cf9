"""From which confidence a field is accepted unseen, set from readings that people or records have checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import sqlalchemy as sa

from relay.clock import utc_now
from relay.store import Store
from relay.store.scan_tables import reading_threshold
from tracking.digitisation.checked import Checked, checked

#: Right readings a threshold of one field rests on; ours.
ENOUGH = 200
#: Share of readings at or above a threshold that must be right, the project's target; and the least threshold, ours.
PRECISION, FLOOR = 0.995, 0.25
#: A threshold nothing reaches: the field is accepted by nobody but people.
NEVER = 1.01


@dataclass(frozen=True)
class Threshold:
    """From which confidence a field of a form is accepted unseen, and the checked readings that say so."""

    form: str
    field: str
    least: float
    checked: int
    wrong: int


def thresholds(readings: Iterable[Checked]) -> list[Threshold]:
    """The threshold of each field with enough checked readings; one that was seldom right enough gets NEVER."""
    fields: dict[tuple[str, str], list[tuple[float, bool]]] = defaultdict(list)
    for form, field, confidence, right in readings:
        fields[form, field].append((confidence, right))
    found = []
    for (form, field), told in sorted(fields.items()):
        good = sum(right for _, right in told)
        if good >= ENOUGH:
            found.append(Threshold(form, field, least(told), len(told), len(told) - good))
    return found


def least(readings: Sequence[tuple[float, bool]]) -> float:
    """The least confidence of a right reading at or above which PRECISION were right, and at least ENOUGH right ones stand.

    One more wrong reading never lowers it: it makes shares smaller, and only right readings are counted or can be the threshold.
    """
    right, above, found = 0, 0, NEVER
    for confidence, alike in groupby(sorted(readings, reverse=True), key=lambda one: one[0]):
        judged = [good for _, good in alike]
        right, above = right + sum(judged), above + len(judged)
        if any(judged) and right >= ENOUGH and right >= PRECISION * above:
            found = max(FLOOR, confidence)
    return found


def set_thresholds(store: Store) -> list[Threshold]:
    """Count what is checked and keep the thresholds that follow, in place of those before."""
    with store.begin() as tx:
        found = thresholds(checked(tx))
        tx.execute(reading_threshold.delete())
        at = utc_now()
        if found:
            rows = [
                {"form": one.form, "field": one.field, "least": one.least, "checked": one.checked, "wrong": one.wrong, "set_at": at}
                for one in found
            ]  # fmt: skip
            tx.execute(reading_threshold.insert(), rows)
    return found


def in_force(store: Store) -> list[Threshold]:
    """The thresholds that are used when documents are read."""
    query = sa.select(reading_threshold).order_by(reading_threshold.c.form, reading_threshold.c.field)
    with store.read() as tx:
        return [Threshold(row.form, row.field, row.least, row.checked, row.wrong) for row in tx.execute(query)]
