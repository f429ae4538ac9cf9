"""What is said of the sources of a flow: how many records each holds, and in a sentence why one of them is degraded.

A degraded source never stops what did come; it only keeps the run from being called a success.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from flows.catalogue import FLOWS
from flows.secrets import Connections, from_environment
from flows.wiring import Wiring
from relay.errors import FatalError
from relay.store.law import check_batches
from relay.store.sources import Reason, SourceState, states

#: English, Vietnamese
SENTENCES = {
    Reason.EMPTY: (
        "Source {source} of flow {flow} says that it holds nothing; it held {before} before. Look at the source; if it is "
        "right, say so with `lienthong sources --accept {flow} {source}`.",
        "Nguồn {source} của luồng {flow} báo không còn gì; trước đó có {before}. Hãy kiểm tra nguồn; nếu đúng như vậy, "
        "xác nhận bằng `lienthong sources --accept {flow} {source}`.",
    ),
    Reason.SHRUNKEN: (
        "Source {source} of flow {flow} holds only {now}; it held {before} before. Look at the source; if it is right, say "
        "so with `lienthong sources --accept {flow} {source}`.",
        "Nguồn {source} của luồng {flow} chỉ còn {now}; trước đó có {before}. Hãy kiểm tra nguồn; nếu đúng như vậy, "
        "xác nhận bằng `lienthong sources --accept {flow} {source}`.",
    ),
    Reason.MISSING: (
        "A sweep of source {source} of flow {flow} misses {now} records that we hold, too many to delete unasked. Look at "
        "the source; if they are gone, let them be deleted with `lienthong sweep {flow} --accept {source}`.",
        "Rà soát nguồn {source} của luồng {flow} thấy thiếu {now} bản ghi ta đang giữ, quá nhiều để tự xóa. Hãy kiểm tra "
        "nguồn; nếu đúng là không còn, cho xóa bằng `lienthong sweep {flow} --accept {source}`.",
    ),
}


def looks(wiring: Wiring) -> list[dict[str, Any]]:
    """Every source of every flow as it was last seen; one never read has no state yet."""
    seen = {(one.flow, one.source): one for one in states(wiring.store)}
    installation = wiring.installation
    ways = [(flow, source) for flow in FLOWS for source in installation.sources_of(flow)]
    return [_told(seen[way]) if way in seen else _unseen(*way) for way in ways]


def degraded(wiring: Wiring, flow: str) -> list[dict[str, Any]]:
    """The sources of a flow that are degraded now."""
    return [_told(one) for one in states(wiring.store, flow) if one.reason]


def demand_known(wiring: Wiring, flow: str, sources: Sequence[str]) -> None:
    """Raises FatalError when there is no such flow, or it is not read from one of these sources."""
    if flow not in FLOWS:
        every = ", ".join(FLOWS)
        raise FatalError(
            f"There is no flow {flow!r}; the flows are {every}.", f"Không có luồng {flow!r}; các luồng là {every}."
        )
    known = wiring.installation.sources_of(flow)
    for source in sources:
        if source not in known:
            raise FatalError(
                f"Flow {flow!r} has no source {source!r}; it is read from {', '.join(known)}.",
                f"Luồng {flow!r} không có nguồn {source!r}; nguồn của luồng là {', '.join(known)}.",
            )


def _told(one: SourceState) -> dict[str, Any]:
    line = _unseen(one.flow, one.source) | {
        "state": "ok",
        "before": one.size,
        "now": one.size,
        "looked_at": one.looked_at,
    }
    if one.reason is None:
        return line
    en, vi = (_sentence(one, number) for number in (0, 1))
    now = one.size if one.reason is Reason.MISSING else one.number
    return line | {"state": "degraded", "now": now, "reason": str(one.reason), "en": en, "vi": vi}


def _sentence(one: SourceState, language: int) -> str:
    before = ("an unknown number", "chưa rõ bao nhiêu")[language] if one.size is None else one.size
    told = SENTENCES[Reason(one.reason or "")][language]
    return told.format(flow=one.flow, source=one.source, before=before, now=one.number)


def _unseen(flow: str, source: str) -> dict[str, Any]:
    line = {"flow": flow, "source": source, "state": "unseen"}
    return line | dict.fromkeys(("before", "now", "looked_at", "reason", "en", "vi"))


def sweep(
    flow: str, *, accept: Sequence[str] = (), connections: Connections = from_environment
) -> list[dict[str, str | int]]:
    """Read every source of a flow whole and hold it against what we hold; the next run carries on what that brings.

    From the sources in `accept` any number of missing records is deleted. A stream of deliveries has nothing to compare.
    """
    from relay.stages.sweep import sweep as stage

    wiring = Wiring(connections)
    demand_known(wiring, flow, accept)
    lines: list[dict[str, str | int]] = []
    for name in wiring.installation.sources_of(flow):
        source = wiring.source(name)
        if source.complete:
            actor = wiring.settings.actor if name in accept else None
            found = stage(wiring.store, flow, source, f"sweep-{uuid4().hex[:12]}", accepted_by=actor)
            check_batches(wiring.store, flow, found.batches)
            lines.append({"flow": flow, "source": name, **found.counts()})
    return lines
