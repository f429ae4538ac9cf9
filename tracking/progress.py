"""Progress of every campaign and unit on a day, as one report: for the terminal, for scripts (JSON) and for the daily standing.

Only what the nation accepted counts as done. A campaign's numbers are the sums of its units'; its state is judged on the sums.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import inf
from typing import Any

from relay.store import Store
from relay.store.law import Conservation, conservation
from tracking.campaign_counts import Tally
from tracking.campaigns import Campaign
from tracking.counts import Counts, UnitCounts
from tracking.forecast import Forecast, State, forecast, percent, state
from tracking.names import Names
from tracking.responsible import responsible

#: All sectors together.
PROVINCE = "province"


@dataclass(frozen=True)
class UnitProgress:
    """One unit in one campaign. `done_on`: the day the last of its records was accepted, when none is missing."""

    unit: str
    name: str
    counts: Counts
    state: State
    forecast: Forecast
    done_on: date | None = None


@dataclass(frozen=True)
class CampaignProgress:
    """One campaign: sums over its units, and the units, the furthest behind first."""

    campaign: Campaign
    counts: Counts
    state: State
    forecast: Forecast
    units: Sequence[UnitProgress]
    done_on: date | None = None


@dataclass(frozen=True)
class SectorProgress:
    """Everything of one domain, or of the province, whatever campaign asks for it: how far, and when all of it will be there."""

    sector: str
    counts: Counts
    forecast: Forecast

    def as_dict(self) -> dict[str, Any]:
        """The JSON of the public interface."""
        counts = self.counts
        return {
            "sector": self.sector,
            "target": counts.target,
            "accepted": counts.accepted,
            "percent": percent(counts.accepted, counts.target),
            "forecast": self.forecast.as_dict(),
        }


@dataclass(frozen=True)
class Report:
    """Progress on `as_of`, with the conservation law of the whole store. `sectors`: those whose flows were all counted."""

    as_of: date
    conservation: Conservation
    campaigns: Sequence[CampaignProgress]
    sectors: Sequence[SectorProgress] = ()

    def as_dict(self) -> dict[str, Any]:
        """The JSON of `lienthong progress --json`."""
        return {
            "as_of": self.as_of.isoformat(),
            "conservation": self.conservation.as_dict(),
            "sectors": [one.as_dict() for one in self.sectors],
            "campaigns": [_campaign_dict(one, self.as_of) for one in self.campaigns],
        }


def measure(
    store: Store,
    campaigns: Sequence[Campaign],
    flows_by_domain: Mapping[str, Sequence[str]],
    as_of: date,
    names: Names,
    *,
    units: Collection[str] | None = None,
    units_on: date | None = None,
) -> Report:
    """Count and judge. `units` keeps only these units' lines (and the campaigns that have one); sums stay those of all units.

    The lines are today's units, or those of the day `units_on`; a campaign that lists its units keeps the ones it lists.
    Raises FatalError when a campaign names a flow that is not of its domain.
    """
    tally = Tally(store, flows_by_domain, as_of, units_on)
    measured = [_measure(one, tally.of(one), as_of, names) for one in campaigns]
    if units is not None:
        kept = [replace(one, units=[unit for unit in one.units if unit.unit in units]) for one in measured]
        measured = [one for one in kept if one.units]
    return Report(as_of, conservation(store), measured, list(_sectors(tally.sectors(), len(flows_by_domain), as_of)))


def progress(
    store: Store,
    campaigns: Sequence[Campaign],
    flows_by_domain: Mapping[str, Sequence[str]],
    as_of: date,
    names: Names,
    *,
    units: Collection[str] | None = None,
) -> dict[str, Any]:
    """The JSON of the public interface; see `measure`."""
    return measure(store, campaigns, flows_by_domain, as_of, names, units=units).as_dict()


def _sectors(counted: Mapping[str, UnitCounts], domains: int, as_of: date) -> Iterator[SectorProgress]:
    whole = {PROVINCE: sum(counted.values(), UnitCounts())} if len(counted) == domains else {}
    for sector, one in {**counted, **whole}.items():
        left = one.counts.target - one.counts.accepted
        yield SectorProgress(sector, one.counts, forecast(left, one.daily, as_of))


def _measure(campaign: Campaign, per_unit: Mapping[str, UnitCounts], as_of: date, names: Names) -> CampaignProgress:
    lines = [_unit(campaign, unit, counted, as_of, names) for unit, counted in per_unit.items()]
    total = sum(per_unit.values(), UnitCounts())
    expected, judged = _judge(campaign, total, as_of)
    ordered = sorted(lines, key=_furthest_behind)
    return CampaignProgress(campaign, total.counts, judged, expected, ordered, _done_on(total, judged))


def _unit(campaign: Campaign, unit: str, counted: UnitCounts, as_of: date, names: Names) -> UnitProgress:
    expected, judged = _judge(campaign, counted, as_of)
    name = names(campaign.domain, unit)
    return UnitProgress(unit, name, counted.counts, judged, expected, _done_on(counted, judged))


def _done_on(counted: UnitCounts, judged: State) -> date | None:
    return max(counted.daily, default=None) if judged is State.DONE else None


def days_early(campaign: Campaign, done_on: date | None) -> int | None:
    """Days between the day it was done and the last day that counts; negative when it came after it."""
    if done_on is None or campaign.last_day is None:
        return None
    return (campaign.last_day - done_on).days


def _judge(campaign: Campaign, counted: UnitCounts, as_of: date) -> tuple[Forecast, State]:
    numbers = counted.counts
    expected = forecast(numbers.target - numbers.accepted, counted.daily, as_of)
    return expected, state(campaign, numbers.accepted, numbers.target, expected, as_of)


def _furthest_behind(line: UnitProgress) -> tuple[float, int, str]:
    counts = line.counts
    share = counts.accepted / counts.target if counts.target else inf
    return share, counts.accepted - counts.target, line.unit


def _campaign_dict(one: CampaignProgress, as_of: date) -> dict[str, Any]:
    campaign = one.campaign
    whose = responsible(campaign, as_of)
    return {
        "campaign": campaign.id,
        "domain": campaign.domain,
        "start": campaign.start.isoformat(),
        "deadline": campaign.deadline.isoformat() if campaign.deadline else None,
        **_numbers(campaign, one),
        "version": campaign.number,
        "change_waits": campaign.change_waits,
        "responsible": whose.as_dict() if whose else None,
        "units": [
            {
                "unit": line.unit,
                "name": line.name,
                **_numbers(campaign, line),
                "clear": campaign.clear_of(line.unit).as_dict(line.name),
            }
            for line in one.units
        ],
    }


def _numbers(campaign: Campaign, line: CampaignProgress | UnitProgress) -> dict[str, Any]:
    return {
        "target": line.counts.target,
        "accepted": line.counts.accepted,
        "percent": percent(line.counts.accepted, line.counts.target),
        "state": line.state.value,
        "forecast": line.forecast.as_dict(),
        "done_on": line.done_on.isoformat() if line.done_on else None,
        "days_early": days_early(campaign, line.done_on),
    }
