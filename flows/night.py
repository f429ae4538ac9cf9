"""One flow from pull to receipt in one process: the same steps as the nightly DAG, without Airflow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from digitise.requirements import ScanRules
from flows import alerting, batch_checks, indices, reporting, tasks
from flows.days import local_today
from flows.figures import campaigns, lead_rules, unit_names
from flows.kept_heads import keep_head
from flows.people import load_people
from flows.prediction import predict
from flows.secrets import Connections, from_environment
from flows.settings import load_file
from flows.sources import degraded
from flows.wiring import Wiring
from relay.store.evidence import newest_head
from relay.store.law import conservation

Step = Callable[[str], None]


def preflight(flow: str, connections: Connections = from_environment) -> None:
    """Prove configuration and credentials of everything the flow touches, before anything is pulled.

    Raises FatalError or RetryableError.
    """
    wiring = Wiring(connections)
    check_files(wiring)
    for name in wiring.installation.sources_of(flow):
        wiring.source(name).probe()
        wiring.digitiser(flow, name)
    wiring.endpoint(flow).probe()
    wiring.population.probe()
    wiring.source(wiring.installation.write_back).probe()


def check_files(wiring: Wiring) -> None:
    """Read every file of the configuration folder. Raises FatalError with one sentence on the first mistake."""
    campaigns(wiring, local_today())
    unit_names(wiring)
    load_people(wiring.settings.config / "people.yaml")
    load_file(wiring.settings.config / "scans.yaml", ScanRules)
    for read in (indices.rules, lead_rules, alerting.config, reporting.config, batch_checks.limits):
        read(wiring)


def run_flow(
    flow: str,
    *,
    since: str | None = None,
    units: Sequence[str] | None = None,
    dry_run: bool = False,
    as_of: str | None = None,
    step: Step = lambda _: None,
    connections: Connections = from_environment,
) -> dict[str, Any]:
    """Run a flow, or predict its outcome. `step` is told the name of each step as it begins."""
    step("check")
    preflight(flow, connections)
    if dry_run:
        step("preview")
        return {
            "flow": flow,
            "dry_run": True,
            **predict(flow, since=since, units=units, as_of=as_of, connections=connections),
        }
    run_id = f"cli-{uuid4().hex[:12]}"
    wiring = Wiring(connections)
    step("pull")
    batches = [
        batch_id
        for source in wiring.installation.sources_of(flow)
        for batch_id in tasks.pull(flow, source, run_id, since=since, connections=connections)
    ]
    done: dict[str, Any] = {"flow": flow, "run": run_id, "batches": len(batches)}
    step("digitise")
    done |= tasks.digitise(flow, tasks.scans(flow, batches, connections=connections), connections=connections)
    step("normalise")
    done |= tasks.normalise(flow, batches, connections=connections)
    step("validate")
    done |= tasks.validate(flow, batches, as_of=as_of, connections=connections)
    step("stage")
    done |= tasks.stage(flow, batches, connections=connections)
    step("push")
    done |= tasks.push(flow, run_id, units=units, connections=connections)
    step("receipts")
    done |= tasks.receipts(flow, run_id, connections=connections)
    law = conservation(wiring.store, flow).as_dict()
    with wiring.store.read() as tx:
        keep_head(wiring.settings.kept_heads, newest_head(tx))
    return {**done, "degraded": degraded(wiring, flow), "conservation": law}
