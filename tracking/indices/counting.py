"""Dossiers → numerator and denominator of every metric they can tell, per period of reception and settling unit.

Counted in parts, so that memory does not grow with the province: `Tally.add` takes some thousand dossiers, `Tally.figures` puts the
parts together. Formulas: QĐ 766/QĐ-TTg (2022) by the number in metrics.csv; what is beside the 100 points is ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from tracking.indices.prepare import days_used, prepared, with_period
from tracking.indices.reading import ENDED, SETTLED, STEPS
from tracking.indices.rules import Rules

#: The province's own line.
PROVINCE = ""

FIGURES = {
    "period": pl.String(),
    "unit": pl.String(),
    "metric": pl.String(),
    "numerator": pl.Float64(),
    "denominator": pl.Float64(),
}

c = pl.col
ALL = c("one")
settled, ended = c("status").is_in(SETTLED), c("status").is_in(ENDED)
# Where the procedure's result is no paper, none has to be linked.
electronic = c("linked") | ~c("paper")
promised, listed = c("due_on").is_not_null(), c("days").is_not_null() & c("days_used").is_not_null()

#: metric → (what counts in the numerator, what counts in the denominator); yes/no or a number per dossier.
SUMS: Mapping[str, tuple[pl.Expr, pl.Expr]] = {
    "dossier_sync": (c("accepted"), ALL),
    "on_time": (c("in_time"), ALL),
    "online_dossiers": (c("online") & electronic, ALL),
    "paid_online": (c("paid"), c("fee")),
    "result_available": (c("linked") & c("paper"), c("paper")),
    "dossier_digitised": (c("component_link") & electronic, ALL),
    "reused": (c("digitised"), ALL),
    "personal_store": (c("from_store") | c("linked"), ALL),
    "citizen_data_dossiers": (c("citizen_data"), ALL),
    "early": (settled & (c("ended_on").dt.date() < c("due_on").dt.date()), settled & promised),
    "online": (c("online"), ALL),
    "online_full": (c("online") & (c("level") == "full"), c("level") == "full"),
    "online_partial": (c("online") & (c("level") == "partial"), c("level") == "partial"),
    "cashless": (c("cashless") & c("fee"), c("fee")),
    "input_digitised": (c("components_digitised"), c("components")),
    "result_digitised": (settled & c("linked"), settled),
    "components_reused": (c("components_reused"), c("components")),
    "other_office": (c("elsewhere"), c("elsewhere").is_not_null()),
    "signed_results": (c("results_signed"), c("results")),
    "five_electronic_steps": (settled & (c("steps") >= STEPS), settled & c("steps").is_not_null()),
    "time_saved": ((settled & listed) * (c("days") - c("days_used")), (settled & listed) * c("days")),
    "overdue_open": (~ended & c("overdue"), ~ended),
}

#: The catalogue's procedures → which of its flags a dossier must show for the procedure to count.
WITNESSED = {
    "online_services_used": "online",
    "payment_procedures": "fee",
    "payment_procedures_used": "paid",
    "citizen_data_procedures": "citizen_data",
}

#: Without a catalogue these cannot be told.
OF_CATALOGUE = ("online_full", "online_partial", "time_saved", "online_procedures", *WITNESSED)

#: Every metric this module counts, and so replaces.
COUNTED = (*SUMS, "dossiers_per_officer", "online_procedures", *WITNESSED)


class Tally:
    """Counts up to the end of `day`. A dossier still open is measured at the end of its period, or of `day` while that runs."""

    def __init__(self, rules: Rules, day: date) -> None:
        self.rules = rules
        self.day = day
        self.undated = 0
        self._sums: list[pl.DataFrame] = []
        self._officers: list[pl.DataFrame] = []
        self._procedures: list[pl.DataFrame] = []

    def add(self, frame: pl.DataFrame) -> None:
        """Count dossiers (prepare.SCHEMA); those without a readable time of reception belong to no period and are only numbered."""
        known = prepared(frame, self.rules.catalogue, self.day)
        self.undated += frame.height - known.height
        for every in ("month", "quarter", "year"):
            rows = with_period(known, every, self.day).with_columns(in_time=in_time(self.day))
            self._sums.append(_summed(rows))
            handled = rows.filter(settled & c("officer").is_not_null())
            self._officers.append(handled.group_by("period", "unit", "officer").agg(pl.len().alias("settled")))
            self._procedures.append(rows.group_by("period", "procedure").agg(c(set(WITNESSED.values())).any()))

    def figures(self) -> pl.DataFrame:
        """FIGURES of all that was added; unit "" is the province. A unit's metric with nothing to count has no row."""
        if not self._sums:
            return pl.DataFrame(schema=FIGURES)
        sums = pl.concat(self._sums).group_by("period", "unit", "metric").agg(c("numerator", "denominator").sum())
        units = pl.concat([sums, _per_officer(pl.concat(self._officers))])
        whole = units.group_by("period", "metric").agg(c("numerator", "denominator").sum())
        province = pl.concat([whole, self._procedures_seen()]).with_columns(unit=pl.lit(PROVINCE)).select(*FIGURES)
        found = pl.concat([units.filter(c("denominator") != 0), province])
        return found if self.rules.catalogue else found.filter(~c("metric").is_in(OF_CATALOGUE))

    def _procedures_seen(self) -> pl.DataFrame:
        """3.1, 3.2, 3.5 and 4.5a: procedures of the catalogue, and those of them a dossier of the period bears witness of."""
        listed = self.rules.catalogue
        online = [code for code, one in listed.items() if one.online != "no"]
        fees = [code for code, one in listed.items() if one.fee]
        citizens = [code for code, one in listed.items() if one.citizens]
        among = dict(zip(WITNESSED, (online, fees, fees, citizens), strict=True))
        seen = pl.concat(self._procedures)
        counts = [
            seen.group_by("period").agg(
                metric=pl.lit(metric),
                numerator=c("procedure").filter(c(flag) & c("procedure").is_in(among[metric])).n_unique(),
                denominator=pl.lit(len(among[metric])),
            )
            for metric, flag in WITNESSED.items()
        ]
        offered = seen.select("period").unique().with_columns(
            metric=pl.lit("online_procedures"), numerator=pl.lit(len(online)), denominator=pl.lit(len(listed))
        )  # fmt: skip
        return pl.concat([one.cast({"numerator": pl.Float64, "denominator": pl.Float64}) for one in (*counts, offered)])


def in_time(day: date) -> pl.Expr:
    """2.1: ended, or measured at the closing of its period, no later than promised; without a promise, within the law's term.

    Papers asked for more than once make it late, and what cannot be told is not in time.
    """
    end = pl.coalesce("ended_on", "closing")
    kept = pl.when(promised).then(end <= c("due_on")).otherwise(days_used(end, day) <= c("days"))
    return ~c("overasked") & kept.fill_null(False)


def _summed(rows: pl.DataFrame) -> pl.DataFrame:
    both = [
        part.cast(pl.Float64).sum().alias(f"{metric} {place}")
        for metric, pair in SUMS.items()
        for place, part in zip(("numerator", "denominator"), pair, strict=True)
    ]
    wide = rows.group_by("period", "unit").agg(both)
    return pl.concat([_one(wide, metric) for metric in SUMS])


def _one(wide: pl.DataFrame, metric: str) -> pl.DataFrame:
    values: Sequence[pl.Expr] = [c(f"{metric} {place}").alias(place) for place in ("numerator", "denominator")]
    return wide.select("period", "unit", pl.lit(metric).alias("metric"), *values)


def _per_officer(officers: pl.DataFrame) -> pl.DataFrame:
    """Settled dossiers over the officers who settled them; the province has the officers of its units."""
    each = officers.group_by("period", "unit", "officer").agg(c("settled").sum())
    return each.group_by("period", "unit").agg(
        metric=pl.lit("dossiers_per_officer"),
        numerator=c("settled").sum().cast(pl.Float64),
        denominator=pl.len().cast(pl.Float64),
    )
