"""What a run would bring, told without storing or sending anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flows.days import day
from flows.secrets import Connections, from_environment
from flows.wiring import Wiring


def predict(
    flow: str,
    *,
    sources: Sequence[str] | None = None,
    since: str | None = None,
    units: Sequence[str] | None = None,
    as_of: str | None = None,
    connections: Connections = from_environment,
) -> dict[str, int]:
    """Counts a run would bring, without storing or sending anything; what other units would send counts as pending.

    All pages are held in memory together, because a later one may overtake what an earlier one brought.
    """
    import polars as pl

    from relay.stages.preview import delivered, judged
    from relay.stages.pull import read_watermark

    wiring = Wiring(connections)
    judge, mapping = wiring.judge(flow, day(as_of)), wiring.mapping(flow)
    counts: Counter[str] = Counter()
    for name in sources or wiring.installation.sources_of(flow):
        pages = wiring.source(name).pull(flow, read_watermark(wiring.store, flow, name), since=since)
        frames = [page.frame for page in pages]
        if not frames:
            continue
        found = judged(wiring.store, flow, name, pl.concat(frames), mapping, judge)
        chosen = found.ready.filter(pl.col("unit").is_in(list(units))) if units else found.ready
        counts += found.counts + delivered(flow, chosen, wiring.known(), wiring.endpoint(flow))
        counts["pending"] += len(found.ready) - len(chosen)
    return dict(counts)
