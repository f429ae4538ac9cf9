"""A goal moves only when somebody says so, with a reason; a past day is measured by what held then."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from relay import clock
from relay.errors import FatalError
from relay.store import Store, evidence
from tests.tracking.filling import FLOWS, write_campaign
from tracking.campaign_file import CampaignShape, read_campaigns
from tracking.campaign_versions import adopt, first_sight, in_force, versions
from tracking.campaigns import Campaign

TODAY = datetime.now(UTC).date() + timedelta(days=1)


def shape(folder: Path, **changes: object) -> CampaignShape:
    return read_campaigns(write_campaign(folder, **changes))[0]


def held(store: Store, declared: CampaignShape, day: date = TODAY) -> Campaign:
    return in_force(store, "campaigns.yaml", [declared], day, FLOWS)[0]


def test_what_nobody_has_seen_holds_as_it_is_written(store: Store, tmp_path: Path) -> None:
    found = held(store, shape(tmp_path))
    assert (found.deadline, found.number, found.change_waits) == (date(2025, 6, 1), 1, False)


def test_the_first_sight_is_version_one_with_the_citation_as_its_reason(store: Store, tmp_path: Path) -> None:
    declared = shape(tmp_path)
    assert first_sight(store, [declared]) == ["land-test"]
    assert first_sight(store, [declared]) == []
    [one] = versions(store)["land-test"]
    assert (one.number, one.actor, one.reason) == (1, "configuration", "A test.")


def test_a_change_in_the_file_waits_until_it_is_adopted(store: Store, tmp_path: Path) -> None:
    first_sight(store, [shape(tmp_path)])
    moved = shape(tmp_path, deadline="2025-07-01")
    waiting = held(store, moved)
    assert (waiting.deadline, waiting.change_waits) == (date(2025, 6, 1), True)
    done = adopt(store, moved, "leader", "Công văn 123/UBND")
    assert (done.number, done.actor, done.reason) == (2, "leader", "Công văn 123/UBND")
    now = held(store, moved)
    assert (now.deadline, now.number, now.change_waits) == (date(2025, 7, 1), 2, False)
    assert done.changes_from(versions(store)["land-test"][0]) == {"deadline": ("2025-06-01", "2025-07-01")}


def test_a_past_day_is_measured_by_what_held_then(store: Store, tmp_path: Path) -> None:
    first_sight(store, [shape(tmp_path)])
    moved = shape(tmp_path, target={"00004": "7"}, flows=["parcel"])
    clock.jump(timedelta(days=10))
    try:
        adopt(store, moved, "leader", "Kế hoạch mới")
    finally:
        clock.jump(timedelta(days=-10))
    assert held(store, moved, TODAY).targets is None
    assert held(store, moved, date(2020, 1, 1)).number == 1
    assert held(store, moved, TODAY + timedelta(days=20)).targets == {"00004": 7}


def test_titles_and_people_may_be_corrected_freely(store: Store, tmp_path: Path) -> None:
    first_sight(store, [shape(tmp_path)])
    assert not held(store, shape(tmp_path, title_vi="Đất đai, tên mới")).change_waits


def test_a_moving_start_is_no_change(store: Store, tmp_path: Path) -> None:
    rolling = {"start": "today-20d", "deadline": "today+10d"}
    first_sight(store, [shape(tmp_path, **rolling)])
    found = held(store, shape(tmp_path, **rolling), date(2027, 3, 21))
    assert (found.start, found.change_waits) == (date(2027, 3, 1), False)


def test_nothing_is_adopted_without_a_reason_or_a_change(store: Store, tmp_path: Path) -> None:
    first_sight(store, [shape(tmp_path)])
    with pytest.raises(FatalError, match="Say why"):
        adopt(store, shape(tmp_path, deadline="open"), "leader", " ")
    with pytest.raises(FatalError, match="Nothing to adopt"):
        adopt(store, shape(tmp_path), "leader", "x")


def test_an_adoption_stands_in_the_audit_log(store: Store, tmp_path: Path) -> None:
    first_sight(store, [shape(tmp_path)])
    adopt(store, shape(tmp_path, deadline="2025-07-01"), "leader", "Công văn")
    with store.read() as tx:
        bodies = [event.body for event in evidence.events(tx, "campaign_adopted")]
    assert len(bodies) == 2
    assert '"actor":"leader"' in bodies[1]
    assert "2025-07-01" in bodies[1]
