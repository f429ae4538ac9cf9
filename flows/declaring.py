"""Campaigns as they are declared and as they are in force: what waits to be adopted, what changed when, and which units have gaps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flows.catalogue import flows_by_domain
from flows.figures import campaigns, unit_names
from flows.people import demand_role, load_people
from flows.wiring import Wiring
from relay.errors import FatalError
from tracking import campaign_versions as kept
from tracking.campaign_file import CampaignShape, read_campaigns
from tracking.campaigns import local_today, resolved


def shapes(wiring: Wiring) -> list[CampaignShape]:
    """The file as it stands. Raises FatalError with one sentence."""
    return read_campaigns(wiring.settings.config / "campaigns.yaml")


def listed(wiring: Wiring, day: date) -> list[dict[str, Any]]:
    """One line per campaign: what is in force on `day`, which version that is, and what waits in the file.

    `missing`: it was in force and has left the file without a word; it is not measured any more.
    """
    written, known = {shape.id: shape for shape in shapes(wiring)}, kept.versions(wiring.store)
    return [
        {
            "campaign": one.id,
            "title_vi": one.title_vi,
            "title_en": one.title_en,
            "domain": one.domain,
            "start": one.start,
            "deadline": one.deadline,
            "bound": one.bound,
            "version": one.number,
            "labels": dict(one.labels),
            "waiting": _waiting(written[one.id], known.get(one.id, [])),
            "missing": False,
        }
        for one in campaigns(wiring, day)
    ] + [_missing(known[name][-1]) for name in sorted(set(known) - set(written)) if not kept.ended(known[name])]


def _missing(last: kept.Version) -> dict[str, Any]:
    return {
        "campaign": last.campaign,
        "title_vi": last.campaign,
        "title_en": last.campaign,
        **{name: last.declared.get(name) for name in ("domain", "start", "deadline", "bound")},
        "version": last.number,
        "labels": {},
        "waiting": kept.differences(last.declared, {}),
        "missing": True,
    }


def _waiting(shape: CampaignShape, known: list[kept.Version]) -> Mapping[str, Any]:
    return {} if kept.ended(known) else kept.differences(known[-1].declared, kept.declared(shape))


def past(wiring: Wiring, campaign: str) -> list[dict[str, Any]]:
    """Every version of a campaign: number, who, why, when, and what it changed. Raises FatalError for one there is none of."""
    found = kept.versions(wiring.store, campaign).get(campaign)
    if not found:
        _one(wiring, campaign)
        return []
    before = [None, *found]
    return [
        {
            "number": one.number,
            "actor": one.actor,
            "reason": one.reason,
            "at": one.at,
            "changes": one.changes_from(earlier) if earlier else {},
        }
        for earlier, one in zip(before, found, strict=False)
    ]


def adopt(wiring: Wiring, campaign: str, why: str) -> kept.Version:
    """Put what the file says in force, or end what has left it, as the user we are. Raises FatalError with one sentence."""
    demand_role(load_people(wiring.settings.config / "people.yaml"), wiring.settings.actor, ("engineer", "leader"))
    store, actor = wiring.store, wiring.settings.actor
    written = {shape.id: shape for shape in shapes(wiring)}
    if campaign not in written and not kept.ended(kept.versions(store, campaign).get(campaign, [])):
        return kept.end(store, campaign, actor, why)
    shape = _one(wiring, campaign)
    resolved("campaigns.yaml", shape, local_today(), flows_by_domain())  # what is refused must not be put in force
    return kept.adopt(store, shape, actor, why)


def gaps(wiring: Wiring, day: date) -> list[dict[str, Any]]:
    """Campaigns and units where one of the five clear things is not: campaign, unit ("" all of its units), name, the fields."""
    found, names = [], unit_names(wiring)
    for one in campaigns(wiring, day):
        for unit, clear in (("", one.clear), *sorted(one.clear_units.items())):
            if clear.gaps:
                name = names(one.domain, unit) if unit else ""
                line = {"campaign": one.id, "unit": unit, "name": name, "version": clear.version}
                found.append({**line, "gaps": list(clear.gaps)})
    return found


def _one(wiring: Wiring, campaign: str) -> CampaignShape:
    for shape in shapes(wiring):
        if shape.id == campaign:
            return shape
    raise FatalError(
        f"There is no campaign {campaign} in campaigns.yaml; `lienthong campaigns` lists them.",
        f"Không có chiến dịch {campaign} trong campaigns.yaml; xem `lienthong campaigns`.",
    )
