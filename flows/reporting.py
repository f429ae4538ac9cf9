"""The look at the systems that report: the province's own and the nation's; where there is none, what needs it stays N/A.

Neither stops a night: what could not be read is told in the log, and the figures stay as they were.
"""

from __future__ import annotations

import logging
from datetime import date

from pydantic import BaseModel, ConfigDict, Field, model_validator

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
    national: str = ""
    province: str = Field(default="", pattern=r"^([A-Y][0-9]{2})?$")

    @model_validator(mode="after")
    def _named(self) -> ReportingConfig:
        if self.national and not self.province:
            raise ValueError("national needs province, the agency code of the province such as H41")
        return self


def config(wiring: Wiring) -> ReportingConfig:
    """The checked configuration. Raises FatalError with one sentence."""
    return load_file(wiring.settings.config / "reporting.yaml", ReportingConfig)


def look(wiring: Wiring, day: date) -> dict[str, int]:
    """Read the report system and count it. When it is not connected or does not answer, the log says so and the night goes on."""
    from connectors.local.reports import Reports

    name = config(wiring).reports
    if not name:
        return {"figures": 0, "duties": 0}
    try:
        system = Reports(wiring.connection(name))
        told = Told(system.duties(), system.petitions(), system.ratings(), system.tickets())
    except RelayError as error:
        log.warning("%s | %s", error, error.vi)
        return {"figures": 0, "duties": 0}
    if system.unreadable:
        log.warning("%d items of the report system cannot be read and are counted nowhere", system.unreadable)
    asked = rules(wiring)
    return keep(wiring.store, told, Minutes(asked.waiting_minutes, asked.handling_minutes), day)


def look_at_nation(wiring: Wiring, day: date) -> int:
    """Ask how the nation counts us over every period it can tell. Returns how many figures; a period it does not tell stays as it was."""
    from connectors.national.reporting import NationalReporting, Period
    from tracking.indices.periods import first_day, last_day
    from tracking.national_figures import keep as keep_national
    from tracking.national_figures import periods_of

    asked = config(wiring)
    if not asked.national:
        return 0
    kept = 0
    try:
        nation = NationalReporting(wiring.connection(asked.national), asked.province)
        for name in periods_of(day):
            place, figures = nation.read(Period(name, first_day(name), last_day(name)))
            kept += keep_national(wiring.store, name, place, figures, day)
    except RelayError as error:
        log.warning("%s | %s", error, error.vi)
    return kept
