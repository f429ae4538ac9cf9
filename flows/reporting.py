"""The look at the provincial report system: what it tells is counted at night, and where there is none its metrics stay N/A."""

from __future__ import annotations

import logging
from datetime import date

from pydantic import BaseModel, ConfigDict

from flows.indices import rules
from flows.settings import load_file
from flows.wiring import Wiring
from relay.errors import RelayError
from tracking.reporting import Minutes, Told, keep

log = logging.getLogger(__name__)


class ReportingConfig(BaseModel):
    """config/reporting.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reports: str = ""


def look(wiring: Wiring, day: date) -> dict[str, int]:
    """Read the report system and count it. When it is not connected or does not answer, the log says so and the night goes on."""
    from connectors.local.reports import Reports

    name = load_file(wiring.settings.config / "reporting.yaml", ReportingConfig).reports
    if not name:
        return {"figures": 0, "duties": 0}
    try:
        system = Reports(wiring.connection(name))
        told = Told(system.duties(), system.petitions(), system.ratings(), system.tickets())
    except RelayError as error:
        log.warning("%s | %s", error, error.vi)
        return {"figures": 0, "duties": 0}
    asked = rules(wiring)
    return keep(wiring.store, told, Minutes(asked.waiting_minutes, asked.handling_minutes), day)
