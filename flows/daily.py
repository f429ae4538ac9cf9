"""What is worked out once the night's records have moved: figures, indices, leads, alerts, and on Mondays the report."""

from __future__ import annotations

from flows.catalogue import flows_by_domain
from flows.days import day
from flows.secrets import Connections, from_environment
from flows.wiring import Wiring


def progress(*, as_of: str | None = None, connections: Connections = from_environment) -> dict[str, int]:
    """Keep today's figures per unit and a copy of the audit log's head, and prove the conservation law over the whole store."""
    from flows.alerting import tell
    from flows.figures import keep_indices, keep_leads, keep_standing
    from flows.kept_heads import keep_head
    from flows.reporting import look, look_at_nation
    from relay.store.evidence import newest_head
    from relay.store.law import conservation

    wiring = Wiring(connections)
    law = conservation(wiring.store)
    law.demand()
    look(wiring, day(as_of))
    look_at_nation(wiring, day(as_of))
    units, counted = keep_standing(wiring, day(as_of)), keep_indices(wiring, day(as_of))
    leads = keep_leads(wiring, day(as_of))
    told = tell(wiring, day(as_of))
    with wiring.store.read() as tx:
        keep_head(wiring.settings.kept_heads, newest_head(tx))
    figures = {"alerts": told["told"], "units": units, "dossiers": counted["dossiers"], "leads": leads["open"]}
    return {**figures, "pulled": law.pulled, "flows": len(flows_by_domain())}


def weekly_report(*, as_of: str | None = None, connections: Connections = from_environment) -> dict[str, int]:
    """Write the report of the week before `as_of` and the evidence packs that are due. Returns how many files."""
    from flows.weekly import due_packs, last_sunday, report

    wiring, today = Wiring(connections), day(as_of)
    return {"files": len(report(wiring, last_sunday(today))), "packs": len(due_packs(wiring, today))}
