"""Whose a campaign is on a day: the province it began in, and from the day that province is merged its successor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from schemas import units
from tracking.campaigns import Campaign
from tracking.names import COMMUNE_DOMAINS


@dataclass(frozen=True)
class Responsible:
    """The province that answers for a campaign; `since` and `resolution` say when and by what it took the campaign over, if it did."""

    province: str
    name: str
    since: date | None
    resolution: str | None

    def as_dict(self) -> dict[str, Any]:
        """The JSON of the public interface."""
        since = self.since.isoformat() if self.since else None
        return {"province": self.province, "name": self.name, "since": since, "resolution": self.resolution}


def covers(campaign: Campaign, unit: str, day: str) -> bool:
    """Whether a unit, named by its code of `day`, belongs to the campaign's province as it was when the campaign began.

    Only communes tell where they lie; schools, facilities, agencies and lines that are no unit are taken to be there.
    """
    if campaign.province is None or campaign.domain not in COMMUNE_DOMAINS or not units.exists(unit):
        return True
    began = campaign.start.isoformat()
    then = units.walk(unit, day, began) or (unit,)
    return campaign.province in {units.province_on(code, began) for code in then}


def serves(campaign: Campaign, province: str | None) -> bool:
    """Whether an installation of this province (None: of any) answers for the campaign, its own or one it took over."""
    if province is None or campaign.province is None:
        return True
    return units.province_successor(campaign.province) == units.province_successor(province)


def responsible(campaign: Campaign, day: date) -> Responsible | None:
    """The province that answers on `day`; None for a campaign of no named province, and where a province would be split."""
    began = campaign.province
    if began is None:
        return None
    found = units.walk(began, campaign.start.isoformat(), day.isoformat())
    if len(found) != 1:
        return None
    code = found[0]
    name = units.name_of(code, day.isoformat()) or code
    ended = next((one for one in units.periods(began) if one.valid_to and one.valid_to <= day.isoformat()), None)
    if code == began or ended is None or ended.valid_to is None:
        return Responsible(code, name, None, None)
    return Responsible(code, name, date.fromisoformat(ended.valid_to), ended.ended_by)
