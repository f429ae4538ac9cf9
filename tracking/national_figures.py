"""What the nation reports of this province, kept under our names of metrics: one reading replaces what it told of the period before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from relay.clock import utc_now
from relay.store import Store
from relay.store.figure_tables import national_figure
from tracking.indices.compare import TOTAL
from tracking.indices.metrics import by_national_code
from tracking.indices.periods import of_day

if TYPE_CHECKING:
    from connectors.national.reporting import Figure, Place


def periods_of(day: date) -> tuple[str, ...]:
    """What the nation can be asked on a day, each once: the last month that ended, the quarters and years of it and of the day.

    A month is told once it is over, a quarter or a year while it runs (as the public page of the interface offers them).
    """
    ended = date.fromordinal(day.replace(day=1).toordinal() - 1)
    month, *longer = of_day(ended)
    return tuple(dict.fromkeys((month, *longer, *of_day(day)[1:])))


def keep(store: Store, period: str, place: Place, figures: Iterable[Figure], day: date) -> int:
    """Replace the nation's figures of a period. Returns how many; codes we have no metric for are left out.

    `day` stands as the day the figures are of where the interface does not say one.
    """
    known, as_of = by_national_code(), (place.as_of or day).isoformat()
    base: dict[str, Any] = {"period": period, "as_of": as_of, "fetched_at": utc_now(), "rank": None, "of": None}
    whole = {"unit": "", "metric": TOTAL, "numerator": None, "denominator": None, "points": place.points}
    rows = [{**base, **whole, "rank": place.rank, "of": place.of}]
    for one in figures:
        if metric := known.get(one.code):
            counts = {"numerator": one.numerator, "denominator": one.denominator, "points": one.points}
            rows.append({**base, "unit": one.unit, "metric": metric.id, **counts})
    with store.begin() as tx:
        tx.execute(national_figure.delete().where(national_figure.c.period == period))
        tx.execute(national_figure.insert(), rows)
    return len(rows)
