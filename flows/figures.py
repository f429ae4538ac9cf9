"""The figures people look at, put together from the store and the configuration: progress, quality, the correction desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from flows.catalogue import flows_by_domain
from flows.wiring import Wiring
from relay.status import Status
from relay.store.tables import content, record, version, violation

if TYPE_CHECKING:
    from tracking.campaigns import Campaign
    from tracking.leads.rules import Rules as LeadRules
    from tracking.names import UnitNames
    from tracking.progress import Report


def campaigns(wiring: Wiring, day: date) -> list[Campaign]:
    """The checked campaigns as they were in force at the end of `day`, relative dates counted from it. Raises FatalError."""
    from tracking.campaign_file import read_campaigns
    from tracking.campaign_versions import in_force
    from tracking.responsible import serves

    path = wiring.settings.config / "campaigns.yaml"
    found = in_force(wiring.store, path.name, read_campaigns(path), day, flows_by_domain())
    return [one for one in found if serves(one, unit_names(wiring).province)]


def unit_names(wiring: Wiring) -> UnitNames:
    """Names of units that are not communes. Raises FatalError with one sentence."""
    from tracking.names import load_names

    return load_names(wiring.settings.config / "units.yaml")


def keep_standing(wiring: Wiring, day: date) -> int:
    """Write where every campaign and unit stood on a day. Returns how many lines; repeating the day replaces them."""
    from schemas.units import rearranged_since
    from tracking.campaign_file import read_campaigns
    from tracking.campaign_versions import first_sight
    from tracking.standing import keep

    campaigns(wiring, day)  # what is refused must not be put in force
    first_sight(wiring.store, read_campaigns(wiring.settings.config / "campaigns.yaml"))
    then = completion(wiring, day, by=By("then")) if rearranged_since(day.isoformat()) else None
    return keep(wiring.store, completion(wiring, day), then)


def keep_indices(wiring: Wiring, day: date) -> Mapping[str, int]:
    """Count all dossiers into the settlement indices and list the open ones. Returns how many of what; repeating changes nothing."""
    from flows.indices import rules
    from tracking.indices.keep import keep

    return keep(wiring.store, rules(wiring), day)


def lead_rules(wiring: Wiring) -> LeadRules:
    """The rules of leads.yaml. Raises FatalError with one sentence."""
    from flows.settings import load_file
    from tracking.leads.rules import Rules

    return load_file(wiring.settings.config / "leads.yaml", Rules)


def keep_leads(wiring: Wiring, day: date) -> Mapping[str, int]:
    """Bring the leads up to a day. Returns how many are open, opened and closed."""
    from tracking.leads.keep import keep

    return keep(wiring.store, lead_rules(wiring), day)


@dataclass(frozen=True)
class By:
    """How lines are made: by the units of the day itself ("then") or of today ("now"), named in this language."""

    units: Literal["then", "now"] = "now"
    lang: Literal["vi", "en"] = "vi"


def completion(
    wiring: Wiring, as_of: date, campaign: str | None = None, unit: str | None = None, by: By = By()
) -> Report:
    """Progress of every campaign and unit on a day. Raises FatalError for a campaign there is none of."""
    from tracking.campaigns import chosen
    from tracking.progress import measure

    units_on = as_of if by.units == "then" else None
    return measure(
        wiring.store,
        chosen(campaigns(wiring, as_of), campaign),
        flows_by_domain(),
        as_of,
        replace(unit_names(wiring), day=units_on.isoformat() if units_on else None, lang=by.lang),
        units=[unit] if unit else None,
        units_on=units_on,
    )


def desk(wiring: Wiring, flow: str | None = None) -> list[dict[str, Any]]:
    """Open quarantined and waiting records: flow, key, version, record id, rules, fields, unit, status. No values."""
    query = (
        sa.select(
            version.c.version_id,
            version.c.record_id,
            version.c.flow,
            version.c.number,
            version.c.status,
            version.c.hold,
            record.c.source_id,
            content.c.natural_key,
            content.c.unit,
        )
        .join(record, record.c.record_id == version.c.record_id)
        .join(content, content.c.version_id == version.c.version_id, isouter=True)
        .where(version.c.status.in_((Status.QUARANTINED, Status.WAITING)))
        .order_by(version.c.flow, version.c.version_id)
    )
    if flow:
        query = query.where(version.c.flow == flow)
    with wiring.store.read() as tx:
        rows = tx.execute(query).fetchall()
        found = _violations(tx)
    return [_desk_line(row, found.get(row.version_id, [])) for row in rows]


def _violations(tx: sa.Connection) -> dict[int, list[tuple[str, str]]]:
    query = (
        sa.select(violation.c.version_id, violation.c.rule, violation.c.field)
        .join(version, version.c.version_id == violation.c.version_id)
        .where(version.c.status == Status.QUARANTINED, violation.c.severity == "critical")
        .order_by(violation.c.version_id, violation.c.rule)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for version_id, rule, field in tx.execute(query):
        found.setdefault(version_id, []).append((rule, field))
    return found


def _desk_line(row: Any, violations: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "flow": row.flow,
        "key": row.natural_key or f"src:{row.source_id}",
        "version": row.number,
        "record_id": row.record_id,
        "rules": [rule for rule, _ in violations],
        "fields": sorted({field for _, field in violations}),
        "unit": row.unit,
        "status": row.status,
        "hold": row.hold,
    }


def failing_rules(wiring: Wiring, flow: str | None = None) -> list[dict[str, Any]]:
    """How many open records each rule has caught, most first: flow, rule, field, severity, records."""
    query = (
        sa.select(
            version.c.flow, violation.c.rule, violation.c.field, violation.c.severity, sa.func.count().label("records")
        )
        .join(version, version.c.version_id == violation.c.version_id)
        .where(version.c.status.not_in((Status.SUPERSEDED, Status.CANCELLED)))
        .group_by(version.c.flow, violation.c.rule, violation.c.field, violation.c.severity)
        .order_by(sa.desc("records"), version.c.flow, violation.c.rule)
    )
    if flow:
        query = query.where(version.c.flow == flow)
    with wiring.store.read() as tx:
        return [dict(row._mapping) for row in tx.execute(query)]
