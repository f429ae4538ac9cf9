"""The counts of a campaign: which flows, which units, and whose records are part of it. Every flow is counted once per day asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from relay.errors import FatalError
from relay.store import Store
from schemas import units
from tracking.campaigns import Campaign
from tracking.counts import UnitCounts, count_flow
from tracking.responsible import covers

#: Unit → its counts.
ByUnit = Mapping[str, UnitCounts]


class Tally:
    """Counts as of the end of `as_of`. Lines are the units of the day `units_on`, of today when None."""

    def __init__(
        self, store: Store, flows_by_domain: Mapping[str, Sequence[str]], as_of: date, units_on: date | None = None
    ) -> None:
        self._store = store
        self._flows_by_domain = flows_by_domain
        self._as_of = as_of
        self._units_on = units_on
        self._counted: dict[tuple[str, date | None, date | None], ByUnit] = {}

    def of(self, campaign: Campaign) -> dict[str, UnitCounts]:
        """Unit → counts of a campaign: the units of its province with their inventory, or the listed ones with their target.

        Raises FatalError when it names a flow that is not of its domain.
        """
        flows = self._flows_of(campaign)
        if campaign.targets is not None:
            return _listed([self._flow(flow, None, None) for flow in flows], campaign.targets)
        counted = _together(self._there(campaign, flows))
        day = self._units_on.isoformat() if self._units_on else units.today()
        return {unit: one for unit, one in counted.items() if covers(campaign, unit, day)}

    def sectors(self) -> dict[str, UnitCounts]:
        """Domain → everything of it, where some campaign asked for each of its flows."""
        counted = {flow for flow, _, _ in self._counted}
        return {
            domain: sum(_together([self._flow(flow, self._units_on, None) for flow in flows]).values(), UnitCounts())
            for domain, flows in self._flows_by_domain.items()
            if counted >= set(flows)
        }

    def _there(self, campaign: Campaign, flows: Sequence[str]) -> list[ByUnit]:
        """The counts without the records that came after the campaign's last day: they are no part of it, and do not undo that it was done.

        Where nothing was there by then, the store began later than the campaign ended, and what is there now is what it has to bring.
        """
        last_day = campaign.last_day
        if last_day is not None and last_day < self._as_of:
            found = [self._flow(flow, self._units_on, last_day) for flow in flows]
            if any(found):
                return found
        return [self._flow(flow, self._units_on, None) for flow in flows]

    def _flow(self, flow: str, units_on: date | None, known_by: date | None) -> ByUnit:
        asked = (flow, units_on, known_by)
        if asked not in self._counted:
            self._counted[asked] = count_flow(self._store, flow, self._as_of, units_on, known_by)
        return self._counted[asked]

    def _flows_of(self, campaign: Campaign) -> Sequence[str]:
        if not set(campaign.flows) <= set(self._flows_by_domain.get(campaign.domain, ())):
            raise FatalError(
                f"Campaign {campaign.id} names a flow that its domain {campaign.domain} does not have; correct flows in campaigns.yaml.",
                f"Chiến dịch {campaign.id} nêu một luồng không thuộc lĩnh vực {campaign.domain}; hãy sửa flows trong campaigns.yaml.",
            )
        return campaign.flows_in(self._flows_by_domain)


def _together(parts: Sequence[ByUnit]) -> dict[str, UnitCounts]:
    found: dict[str, UnitCounts] = {}
    for part in parts:
        for unit, one in part.items():
            found[unit] = found.get(unit, UnitCounts()) + one
    return found


def _listed(parts: Sequence[ByUnit], targets: Mapping[str, int]) -> dict[str, UnitCounts]:
    """A campaign that lists its units names one flow, and counts by today's units: its list knows no others."""
    counted = _together(parts)
    found = {unit: counted.get(unit, UnitCounts()) for unit in targets}
    return {unit: UnitCounts(replace(one.counts, target=targets[unit]), one.daily) for unit, one in found.items()}
