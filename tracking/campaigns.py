"""Campaigns: what a domain has to bring to the nation by when, counted how, and who answers for it.

A deadline means a last day: with the bound `inclusive` the deadline itself, with `strictly_before` the day before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import MappingProxyType

from relay.errors import FatalError
from tracking.campaign_file import CampaignShape, ClearShape, read_campaigns, refuse, resolve_day

#: Việt Nam has kept UTC+7 without summer time since 1975, longer than any record here is dated in the store.
LOCAL_TIME = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


def local_today() -> date:
    """The day it is in Việt Nam now."""
    return datetime.now(UTC).astimezone(LOCAL_TIME).date()


@dataclass(frozen=True)
class Clear:
    """The five clear things. 2023 lists a leader and no authority, 2025 an authority and no leader; what is empty is a gap."""

    version: str
    owner: str
    task: str
    leader: str | None
    authority: str | None
    due: date | None
    product: str

    @property
    def gaps(self) -> tuple[str, ...]:
        """Which of the five are not clear, in the order of their document."""
        five = ("task", "owner", "leader", "due", "product")
        if self.version == "2025":
            five = ("owner", "task", "authority", "due", "product")
        return tuple(name for name in five if not getattr(self, name))

    def as_dict(self, unit_name: str) -> dict[str, str | None]:
        """The JSON of the public interface; `{unit}` in a text becomes the unit's name."""
        texts = {name: getattr(self, name) for name in ("owner", "task", "leader", "authority", "product")}
        named = {name: text.replace("{unit}", unit_name) if text else None for name, text in texts.items()}
        due = self.due.isoformat() if self.due else None
        order = ("owner", "task", "leader", "authority")
        return {"version": self.version, **{key: named[key] for key in order}, "due": due, "product": named["product"]}


@dataclass(frozen=True)
class Campaign:
    """One campaign with its dates resolved.

    `flows` empty: all of its domain. `targets` None: the inventory of the sources; else a number per unit, and units not named
    are not part of it. `labels`: field → "ours" or "unsourced" for what no document states. `province`: whose it was when it began.
    `number`: which version of its declaration this is; `change_waits`: the file says something else that nobody has adopted.
    """

    id: str
    title_vi: str
    title_en: str
    domain: str
    flows: tuple[str, ...]
    start: date
    deadline: date | None
    bound: str
    targets: Mapping[str, int] | None
    rhythm: str
    citation: str
    labels: Mapping[str, str]
    clear: Clear
    clear_units: Mapping[str, Clear]
    province: str | None = None
    number: int = 1
    change_waits: bool = False

    @property
    def last_day(self) -> date | None:
        """The last day that still counts; None when the campaign is open-ended."""
        if self.deadline is None or self.bound == "inclusive":
            return self.deadline
        return self.deadline - timedelta(days=1)

    def clear_of(self, unit: str) -> Clear:
        """The five clear things of a unit."""
        return self.clear_units.get(unit, self.clear)

    def flows_in(self, flows_by_domain: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
        """The flows it counts."""
        return self.flows or tuple(flows_by_domain.get(self.domain, ()))


def load_campaigns(
    path: Path, today: date | None = None, flows_by_domain: Mapping[str, Sequence[str]] | None = None
) -> list[Campaign]:
    """Read and check campaigns.yaml as it stands; relative dates count from `today` (Việt Nam's when None).

    Raises FatalError with one sentence naming campaign, field and what is allowed. With `flows_by_domain` a campaign that names
    a flow nobody has is refused too.
    """
    return [resolved(path.name, shape, today or local_today(), flows_by_domain) for shape in read_campaigns(path)]


def resolved(
    file: str, shape: CampaignShape, today: date, flows_by_domain: Mapping[str, Sequence[str]] | None = None
) -> Campaign:
    """One declaration with its dates counted from `today`. Raises FatalError with one sentence."""
    campaign = _campaign(file, shape, today)
    known = (flows_by_domain or {}).get(campaign.domain, ())
    if flows_by_domain is not None and not set(campaign.flows) <= set(known):
        raise refuse(file, campaign.id, "flows")
    return campaign


def chosen(campaigns: Sequence[Campaign], campaign_id: str | None) -> list[Campaign]:
    """One campaign by its id, all when None. Raises FatalError naming the ids there are."""
    found = [campaign for campaign in campaigns if campaign_id in (None, campaign.id)]
    if campaign_id is not None and not found:
        known = ", ".join(campaign.id for campaign in campaigns)
        raise FatalError(
            f"There is no campaign {campaign_id}; choose one of {known}.",
            f"Không có chiến dịch {campaign_id}; hãy chọn một trong {known}.",
        )
    return found


def _campaign(file: str, shape: CampaignShape, today: date) -> Campaign:
    start = _day(file, shape.id, "start", shape.start, today, None)
    deadline = None
    if shape.deadline != "open":
        deadline = _day(file, shape.id, "deadline", shape.deadline, today, start)
    made = Campaign(
        id=shape.id,
        title_vi=shape.title_vi,
        title_en=shape.title_en,
        domain=shape.domain,
        flows=tuple(shape.flows),
        start=start,
        deadline=deadline,
        bound=shape.bound,
        targets=MappingProxyType(dict(shape.target)) if isinstance(shape.target, dict) else None,
        rhythm=shape.rhythm,
        citation=shape.citation,
        labels=MappingProxyType(dict(shape.labels)),
        clear=_clear(file, shape, shape.clear.default, today, start, deadline),
        clear_units=MappingProxyType(
            {unit: _clear(file, shape, clear, today, start, deadline) for unit, clear in shape.clear.of_units().items()}
        ),
        province=shape.province,
    )
    if made.last_day is not None and made.last_day < start:
        raise refuse(file, shape.id, "deadline")
    return made


def _clear(
    file: str, shape: CampaignShape, clear: ClearShape, today: date, start: date, deadline: date | None
) -> Clear:
    due = deadline if clear.due is None else _day(file, shape.id, "clear", clear.due, today, start)
    return Clear(clear.version, clear.owner, clear.task, clear.leader, clear.authority, due, clear.product)


def _day(file: str, campaign: str, field: str, text: str, today: date, start: date | None) -> date:
    try:
        return resolve_day(text, today, start)
    except (ValueError, OverflowError):
        raise refuse(file, campaign, field) from None
