"""What a run would bring and why, told without sending anything; afterwards what came is set beside it.

Method, in this order: our own rules judge what the sources give now; the endpoint is asked to check what is left; of what it cannot be
asked about, a content that was refused before is refused again, and of the rest only a number of refusals to expect is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flows.days import day
from flows.secrets import Connections, from_environment
from flows.wiring import Wiring
from relay.clock import utc_now

if TYPE_CHECKING:
    import polars as pl

    from relay.stages.preview import Answered

#: How far back answers are looked at for what to expect. Ours.
NIGHTS = 28
ALWAYS = ("accepted", "refused", "quarantined", "waiting", "pending", "unknown")


@dataclass
class _Told:
    counts: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(ALWAYS, 0)))
    rules: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    expected: dict[str, float] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {
            **self.counts,
            "rules": dict(self.rules.most_common()),
            "codes": dict(self.codes.most_common()),
            "expected": self.expected,
        }


def predict(
    flow: str,
    *,
    sources: Sequence[str] | None = None,
    since: str | None = None,
    units: Sequence[str] | None = None,
    as_of: str | None = None,
    connections: Connections = from_environment,
) -> dict[str, Any]:
    """What a run would bring, without storing a record or sending anything; what other units would send counts as pending.

    Numbers of records by status; `refused` is a part of `quarantined`. `rules` and `codes` (numbers by rule) say why. `unknown`: records
    nobody can tell about; `expected` is how many of them past nights let expect to be refused, by rule. A prediction of all a night brings
    is kept. All pages are held in memory together, because a later one may overtake what an earlier one brought.
    """
    import polars as pl

    from relay.stages.preview import delivered, judged
    from relay.stages.pull import read_watermark
    from tracking.quality.predictions import keep

    wiring, told = Wiring(connections), _Told()
    every = set(wiring.installation.sources_of(flow))
    judge, mapping = wiring.judge(flow, day(as_of)), wiring.mapping(flow)
    for name in sources or sorted(every):
        pages = wiring.source(name).pull(flow, read_watermark(wiring.store, flow, name), since=since)
        frames = [page.frame for page in pages]
        if not frames:
            continue
        found = judged(wiring.store, flow, name, pl.concat(frames), mapping, judge)
        told.counts.update(found.counts)
        told.rules.update(found.rules)
        chosen = found.ready.filter(pl.col("unit").is_in(list(units))) if units else found.ready
        told.counts["pending"] += len(found.ready) - len(chosen)
        _ask(wiring, flow, chosen, delivered(flow, chosen, wiring.known(), wiring.endpoint(flow)), told)
    foretold = told.as_dict()
    if not (since or units or as_of) and every <= set(sources or every):
        keep(wiring.store, flow, foretold)
    return foretold


def _ask(wiring: Wiring, flow: str, ready: pl.DataFrame, answered: Answered, told: _Told) -> None:
    """Add what the endpoint said, and of what it could not be asked about what its past answers say."""
    import polars as pl

    from relay.stages.preview import refuse
    from tracking.quality.refusals import expected, refused_before, shares

    rule = f"endpoint.{wiring.installation.endpoint_of(flow)}.".__add__
    open_rows = ready.filter(pl.col("version_id").is_in(answered.undecided))
    if len(open_rows):
        contents = {
            at: (key, text) for at, key, text in open_rows.select("version_id", "natural_key", "content").iter_rows()
        }
        again = refused_before(wiring.store, flow, contents)
        for code in again.values():
            refuse(answered, code)
        rest = open_rows.filter(~pl.col("version_id").is_in(list(again)))
        known = shares(wiring.store, flow, utc_now() - timedelta(days=NIGHTS))
        for code, number in expected(Counter(rest["unit"].fill_null("")), known).items():
            told.expected[rule(code)] = round(told.expected.get(rule(code), 0) + number, 1)
        told.counts["unknown"] += len(rest)
    told.counts.update(answered.counts)
    told.codes.update({rule(code): number for code, number in answered.codes.items()})
