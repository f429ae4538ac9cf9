"""The steps of a night as functions that take ids and return small counts; Airflow tasks and the command line call the same ones.

Every step first finishes what a killed run left behind, so nothing has to be remembered between runs.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence

from flows.batch_checks import Watch, stopped
from flows.catalogue import FLOWS
from flows.daily import progress as progress
from flows.daily import quality_report as quality_report
from flows.daily import weekly_report as weekly_report
from flows.days import day
from flows.deliveries import full
from flows.scanned.steps import digitise as digitise
from flows.scanned.steps import scans as scans
from flows.secrets import Connections, from_environment
from flows.sources import degraded, demand_known
from flows.wiring import Wiring
from relay.errors import FatalError, RelayError, RetryableError
from relay.stages.batches import unfinished
from relay.store import natural_keys
from relay.store.law import check_batches
from relay.store.sources import look

POLL_ROUNDS = 3

log = logging.getLogger(__name__)


def pull(
    flow: str,
    source: str,
    run_id: str,
    *,
    since: str | None = None,
    units: Sequence[str] | None = None,
    dry_run: bool = False,
    connections: Connections = from_environment,
) -> list[int]:
    """Pull one source of a flow. Returns the batches to work on, those of a killed run included.

    A dry run has none: its prediction (for `units`, if any) goes to the log.
    """
    from relay.stages import pull as stage

    wiring = Wiring(connections)
    demand_known(wiring, flow, [source])
    if dry_run:
        from flows.prediction import predict

        log.info("dry run: %s", predict(flow, sources=[source], since=since, units=units, connections=connections))
        return []
    with wiring.store.begin(flow) as tx:
        natural_keys.free(tx, flow)
    read = wiring.source(source)
    fresh: list[int] = []
    if not full(wiring, flow):
        for batch_id in stage.pull(wiring.store, flow, read, run_id, since=since):
            fresh.append(batch_id)
            if full(wiring, flow):
                break  # the watermark stands behind the last page taken: the next run goes on from there
    check_batches(wiring.store, flow, fresh)
    look(wiring.store, flow, read.name, read.size(flow))
    return sorted({*unfinished(wiring.store, flow, source), *fresh})


def guard(flow: str, *, connections: Connections = from_environment) -> dict[str, int]:
    """Fail when a source of the flow is degraded or a batch is stopped: whatever was carried, such a night is no success.

    Raises FatalError.
    """
    wiring = Wiring(connections)
    if found := [*degraded(wiring, flow), *stopped(wiring, flow)]:
        raise FatalError(" ".join(one["en"] for one in found), " ".join(one["vi"] for one in found), flow=flow)
    return {"degraded": 0}


def normalise(flow: str, batch_ids: Sequence[int], *, connections: Connections = from_environment) -> dict[str, int]:
    """Translate these batches into the contract's fields."""
    from relay.stages.normalise import normalise as stage

    wiring = Wiring(connections)
    mapping = wiring.mapping(flow)
    count = sum(stage(wiring.store, flow, batch_id, mapping) for batch_id in batch_ids)
    check_batches(wiring.store, flow, batch_ids)
    return {"normalised": count}


def validate(
    flow: str, batch_ids: Sequence[int], *, as_of: str | None = None, connections: Connections = from_environment
) -> dict[str, int]:
    """Judge these batches; `as_of` is the day "in the future" is measured from. One that is stopped whole does not hold the others."""
    from relay.stages.validate import validate as stage

    wiring = Wiring(connections)
    if not batch_ids:
        return {"quarantined": 0, "stopped": 0}
    watch, count = Watch(wiring, flow), 0
    judge = watch.over(wiring.judge(flow, day(as_of)))
    for batch_id in batch_ids:
        try:
            count += stage(wiring.store, flow, batch_id, judge)
        except FatalError as error:
            if batch_id not in watch.stopped:
                raise
            log.error("%s | %s", error, error.vi)  # the batch stays where it is, the others go on; guard tells of it
    check_batches(wiring.store, flow, batch_ids)
    return {"quarantined": count, "stopped": len(watch.stopped)}


def stage(flow: str, batch_ids: Sequence[int], *, connections: Connections = from_environment) -> dict[str, int]:
    """Put what passed into the outbox."""
    from relay.stages.stage import stage as stage_batch

    wiring = Wiring(connections)
    endpoint = wiring.installation.endpoint_of(flow)
    count = sum(stage_batch(wiring.store, flow, endpoint, batch_id, wiring.known()) for batch_id in batch_ids)
    check_batches(wiring.store, flow, batch_ids)
    return {"staged": count}


def push(
    flow: str,
    run_id: str,
    *,
    units: Sequence[str] | None = None,
    loose_ends: bool = False,
    connections: Connections = from_environment,
) -> dict[str, int]:
    """Settle what is unclear, let children of known parents and childless deletions go, then send everything pending.

    With `loose_ends` only what was settled or let go is sent.
    """
    from relay.delivery.outgoing import Chosen
    from relay.delivery.push import push as deliver
    from relay.delivery.release import release_children, release_parents
    from relay.delivery.settle import settle_unknown

    wiring = Wiring(connections)
    endpoint = wiring.endpoint(flow)
    settled = settle_unknown(wiring.store, flow, endpoint)
    released = release_children(wiring.store, flow, wiring.known()) + release_parents(wiring.store, flow, endpoint)
    # After a night only what came free is sent: a run asked for some units leaves the others' records where they are.
    only = [*settled.get("absent", []), *released] if loose_ends else None
    sent = deliver(wiring.store, flow, endpoint, run_id, Chosen(units, only), wiring.limits(flow))
    return {"settled": sum(map(len, settled.values())), "released": len(released), **sent}


def receipts(flow: str, run_id: str, *, connections: Connections = from_environment) -> dict[str, int]:
    """Poll promised receipts, carry receipts back to the local system, see what citizens can see, and what came of a prediction."""
    from relay.delivery.receipts import link, poll_tickets, write_back
    from relay.delivery.settle import settle_unknown
    from tracking.quality.predictions import complete

    wiring = Wiring(connections)
    endpoint = wiring.endpoint(flow)
    settle_unknown(wiring.store, flow, endpoint)
    polled = 0
    for _ in range(POLL_ROUNDS):
        polled += sum(poll_tickets(wiring.store, flow, endpoint).values())
        if not _promised(wiring, flow):
            break
    written = write_back(wiring.store, flow, wiring.write_back())
    linked = link(wiring.store, flow, wiring.visible())
    complete(wiring.store, flow)
    return {"polled": polled, "written_back": written, "linked": linked}


def settle(*, connections: Connections = from_environment) -> dict[str, int]:
    """Everything a night leaves open, over all flows: tickets, unclear answers, children whose parents have come or
    parents whose children have gone.
    """
    totals: dict[str, int] = {}
    # The first round may bring what the second lets go; a chain of several goes on, and is never longer than the flows are many.
    for number in range(len(FLOWS)):
        done = _settle_round(connections)
        totals = {name: totals.get(name, 0) + done.get(name, 0) for name in {**totals, **done}}
        if number and not done["released"]:
            break
    return totals


def _settle_round(connections: Connections) -> dict[str, int]:
    done: Counter[str] = Counter()

    def one(flow: str) -> None:
        done.update(push(flow, "settle", loose_ends=True, connections=connections))
        done.update(receipts(flow, "settle", connections=connections))

    _each_flow(one)
    return dict(done)


def _each_flow(work: Callable[[str], None]) -> None:
    """Do it for every flow, also after one whose endpoint is away or refuses us. Raises once all are done, fatal errors first."""
    failed: list[RelayError] = []
    for flow in FLOWS:
        try:
            work(flow)
        except RelayError as error:
            failed.append(error)
    if failed:
        raise min(failed, key=lambda error: isinstance(error, RetryableError))


def outstanding(*, connections: Connections = from_environment) -> dict[str, int]:
    """What may still move by itself: promised receipts, unclear answers and messages not sent yet."""
    from relay.delivery.outstanding import outstanding as count

    return count(Wiring(connections).store)


def reconcile(*, connections: Connections = from_environment) -> dict[str, int]:
    """Compare our receipts with what each endpoint says it holds; where they differ a plan waits for approval.

    Returns how many records are missing there, extra there, or there with other content.
    """
    from flows.reconciling import look

    wiring = Wiring(connections)
    totals: Counter[str] = Counter(missing=0, extra=0, differs=0)
    _each_flow(lambda flow: totals.update(look(wiring, flow)[0].counts()))
    return dict(totals)


def _promised(wiring: Wiring, flow: str) -> int:
    from relay.delivery.outstanding import outstanding as count

    return count(wiring.store, flow)["promised"]
