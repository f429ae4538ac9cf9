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
    as_of: str | None = None,
    connections: Connections = from_environment,
) -> dict[str, int]:
    """Counts a run would bring, page by page, without storing or sending anything."""
    from relay.stages.preview import preview
    from relay.stages.pull import read_watermark

    wiring = Wiring(connections)
    judge = wiring.judge(flow, day(as_of))
    counts: Counter[str] = Counter()
    for name in sources or wiring.installation.sources_of(flow):
        source = wiring.source(name)
        for page in source.pull(flow, read_watermark(wiring.store, flow, name), since=since):
            counts += preview(
                wiring.store, flow, name, page, wiring.mapping(flow), judge, wiring.known(), wiring.endpoint(flow)
            )
    return dict(counts)
