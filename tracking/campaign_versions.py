"""What of a campaign's declaration is in force: a change of its target or dates counts once somebody has adopted it, with a reason.

campaigns.yaml declares; the table campaign_version says what holds. The first sight of a campaign puts it in force as version 1. On a
past day holds what was in force at its end, and before the first version the first. One that has left the file is ended by a version
that declares nothing; it may come back as if it were new.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from relay.clock import utc_now
from relay.errors import FatalError
from relay.store import Store, evidence
from relay.store.figure_tables import campaign_version as table
from tracking.campaign_file import CampaignShape
from tracking.campaigns import Campaign, resolved
from tracking.counts import end_of

#: The fields whose change moves a goal. Titles, people and citations may be corrected freely.
VERSIONED = ("domain", "flows", "start", "deadline", "bound", "target", "rhythm", "province")

CONFIGURATION = "configuration"


@dataclass(frozen=True)
class Version:
    """One declaration that was put in force: the fields as they stand in the file, by whom, why and when."""

    campaign: str
    number: int
    declared: Mapping[str, Any]
    actor: str
    reason: str
    at: datetime

    def changes_from(self, earlier: Version) -> dict[str, tuple[Any, Any]]:
        """Field → what it was and what it became."""
        return differences(earlier.declared, self.declared)


def declared(shape: CampaignShape) -> dict[str, Any]:
    """The versioned fields of a declaration, dates as they are written ("today-10d" stays that)."""
    return shape.model_dump(mode="json", include=set(VERSIONED))


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Field → before and after, where they differ."""
    return {name: (before.get(name), after.get(name)) for name in VERSIONED if before.get(name) != after.get(name)}


def versions(store: Store, campaign: str | None = None) -> dict[str, list[Version]]:
    """Campaign → its versions, oldest first."""
    query = sa.select(table).order_by(table.c.campaign, table.c.number)
    if campaign is not None:
        query = query.where(table.c.campaign == campaign)
    found: dict[str, list[Version]] = {}
    with store.read() as tx:
        for row in tx.execute(query):
            kept = Version(row.campaign, row.number, json.loads(row.declared), row.actor, row.reason, row.at)
            found.setdefault(row.campaign, []).append(kept)
    return found


def in_force(
    store: Store, file: str, shapes: Sequence[CampaignShape], day: date, flows_by_domain: Mapping[str, Sequence[str]]
) -> list[Campaign]:
    """The campaigns of the file as they hold at the end of `day`. Raises FatalError when one is not allowed."""
    kept = versions(store)
    return [_held(file, shape, kept.get(shape.id, []), day, flows_by_domain) for shape in shapes]


def _held(
    file: str, shape: CampaignShape, kept: Sequence[Version], day: date, flows_by_domain: Mapping[str, Sequence[str]]
) -> Campaign:
    if not kept:
        return resolved(file, shape, day, flows_by_domain)
    held = [one for one in kept if one.at < end_of(day)] or kept[:1]
    changed = CampaignShape.model_validate({**shape.model_dump(mode="json"), **_as_text(held[-1].declared)})
    campaign = resolved(file, changed, day, flows_by_domain)
    waits = not ended(kept) and bool(differences(kept[-1].declared, declared(shape)))
    return replace(campaign, number=held[-1].number, change_waits=waits)


def _as_text(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Fields that a version written before they existed does not have keep what the file says."""
    return {name: value for name, value in kept.items() if name in VERSIONED}


def first_sight(store: Store, shapes: Sequence[CampaignShape]) -> list[str]:
    """Put campaigns nobody has seen yet in force as version 1, their citation being the reason. Returns their ids."""
    known = versions(store)
    fresh = [shape for shape in shapes if ended(known.get(shape.id, []))]
    if fresh:
        with store.begin() as tx:
            for shape in fresh:
                number = len(known.get(shape.id, [])) + 1
                _write(tx, Version(shape.id, number, declared(shape), CONFIGURATION, shape.citation, utc_now()))
    return [shape.id for shape in fresh]


def ended(kept: Sequence[Version]) -> bool:
    """Whether nothing of a campaign is in force: it was never seen, or somebody ended it."""
    return not kept or not kept[-1].declared


def adopt(store: Store, shape: CampaignShape, actor: str, reason: str) -> Version:
    """Put what the file says now in force, as `actor`, for a reason. Raises FatalError when nothing has changed or no reason is given."""
    return _next(store, shape.id, declared(shape), actor, reason)


def end(store: Store, campaign: str, actor: str, reason: str) -> Version:
    """End a campaign that is no longer in the file, as `actor`, for a reason. Raises FatalError as `adopt` does."""
    return _next(store, campaign, {}, actor, reason)


def _next(store: Store, campaign: str, says: Mapping[str, Any], actor: str, reason: str) -> Version:
    if not reason.strip():
        raise FatalError(
            f"Say why the declaration of {campaign} changes: --why names the document or the decision.",
            f"Hãy nêu lý do thay đổi chiến dịch {campaign}: --why ghi văn bản hoặc quyết định.",
        )
    kept = versions(store, campaign).get(campaign, [])
    if kept and not differences(kept[-1].declared, says):
        raise FatalError(
            f"Nothing to adopt: {campaign} stands in campaigns.yaml as version {kept[-1].number} has it.",
            f"Không có thay đổi: {campaign} trong campaigns.yaml giống phiên bản {kept[-1].number} đang có hiệu lực.",
        )
    made = Version(campaign, len(kept) + 1, says, actor, reason.strip(), utc_now())
    with store.begin() as tx:
        _write(tx, made)
    return made


def _write(tx: sa.Connection, made: Version) -> None:
    said = dict(made.declared)
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    tx.execute(table.insert().values({**asdict(made), "declared": text}))
    about = {"campaign": made.campaign, "number": made.number, "actor": made.actor, "declared": said}
    evidence.note(tx, "campaign_adopted", "", about)
