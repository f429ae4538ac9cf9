"""What is worked out once the night's records have moved: figures, indices, leads, alerts, and on Mondays the report."""

from __future__ import annotations

import logging

from flows.catalogue import flows_by_domain
from flows.days import day
from flows.secrets import Connections, from_environment
from flows.wiring import Wiring

log = logging.getLogger(__name__)


def progress(*, as_of: str | None = None, connections: Connections = from_environment) -> dict[str, int]:
    """Prove the conservation law, keep the figures of a day and a copy of the audit log's head; today tell people what changed.

    With `as_of` in the past only that day's standing is counted again.
    """
    from flows.alerting import tell
    from flows.figures import keep_indices, keep_leads, keep_standing
    from flows.kept_heads import keep_head
    from flows.reporting import look, look_at_nation
    from relay.store.evidence import newest_head
    from relay.store.law import conservation
    from tracking.campaigns import local_today

    wiring, on = Wiring(connections), day(as_of)
    law = conservation(wiring.store)
    law.demand()
    figures = {"units": keep_standing(wiring, on)}
    # Everything else is about now: a past day is counted again without moving what stands today, and nobody is told.
    if on >= local_today():
        look(wiring, on)
        look_at_nation(wiring, on)
        dossiers, leads = keep_indices(wiring, on)["dossiers"], keep_leads(wiring, on)["open"]
        figures |= {"dossiers": dossiers, "leads": leads, "alerts": tell(wiring, on)["told"]}
    with wiring.store.read() as tx:
        keep_head(wiring.settings.kept_heads, newest_head(tx))
    return {**figures, "pulled": law.pulled, "flows": len(flows_by_domain())}


def weekly_report(*, as_of: str | None = None, connections: Connections = from_environment) -> dict[str, int]:
    """Write the report of the week before `as_of` and the evidence packs that are due. Returns how many files.

    In the week an installation begins there is nothing to report yet: that is said in the log, and no failure.
    """
    from flows.weekly import NothingKeptError, due_packs, last_sunday, report

    wiring, today = Wiring(connections), day(as_of)
    try:
        files = len(report(wiring, last_sunday(today)))
    except NothingKeptError as error:
        log.warning("%s | %s", error, error.vi)
        files = 0
    return {"files": files, "packs": len(due_packs(wiring, today))}


def quality_report(*, as_of: str | None = None, connections: Connections = from_environment) -> dict[str, int]:
    """Count how a day's records fared, write Data Docs, set thresholds of readings. Returns versions judged, files written."""
    from flows.quality import quality_report as report
    from tracking.digitisation.thresholds import set_thresholds

    set_thresholds(Wiring(connections).store)
    return dict(report(Wiring(connections), day(as_of)))
