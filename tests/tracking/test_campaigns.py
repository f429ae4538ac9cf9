"""campaigns.yaml: the shipped campaigns mean what the sources say, and a malformed one gives one sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.catalogue import flows_by_domain
from relay.errors import FatalError
from tests.tracking.filling import FLOWS, TODAY, campaign, write_campaign
from tracking.campaigns import chosen, load_campaigns

CONFIG = Path(__file__).parents[2] / "config"
CLEAR = {"version": "2025", "owner": "A", "task": "B", "authority": "C", "product": "D"}


@pytest.mark.parametrize(
    ("campaign_id", "start", "last_day"),
    [
        ("land-2025", date(2025, 1, 1), date(2025, 5, 31)),
        ("school-2025", date(2025, 1, 1), date(2025, 4, 30)),
        ("health-2025-province", date(2025, 1, 1), date(2025, 9, 29)),
        ("health-2025-circular", date(2025, 7, 21), date(2025, 9, 30)),
        ("civil-status-2025", date(2025, 3, 1), date(2025, 3, 20)),
        ("database-90-days-2025", date(2025, 3, 1), date(2025, 5, 29)),
        ("land-90-days-2025", date(2025, 8, 31), date(2025, 11, 28)),
        ("proactive-2025", date(2025, 6, 15), None),
        ("land-rolling", date(2026, 11, 2), date(2026, 12, 2)),
    ],
)
def test_shipped_campaigns(campaign_id: str, start: date, last_day: date | None) -> None:
    [one] = chosen(load_campaigns(CONFIG / "campaigns.yaml", TODAY, flows_by_domain()), campaign_id)
    assert (one.start, one.last_day) == (start, last_day)
    assert one.citation


def test_every_domain_has_a_campaign_running_today() -> None:
    running = [
        one for one in load_campaigns(CONFIG / "campaigns.yaml", TODAY) if one.last_day and one.last_day >= TODAY
    ]
    assert {one.domain for one in running} == set(FLOWS)
    rolling = [one for one in running if one.id.endswith("-rolling")]
    assert rolling
    assert all(one.labels["start"] == one.labels["deadline"] == "ours" for one in rolling)


def test_twenty_and_ninety_days_are_that_many_days() -> None:
    by_id = {one.id: one for one in load_campaigns(CONFIG / "campaigns.yaml", TODAY)}
    for name, days in (("civil-status-2025", 20), ("database-90-days-2025", 90), ("land-90-days-2025", 90)):
        last_day = by_id[name].last_day
        assert last_day is not None
        assert (last_day - by_id[name].start).days + 1 == days


@pytest.mark.parametrize(
    ("changes", "field", "allowed"),
    [
        ({"bound": "before"}, "bound", "inclusive or strictly_before"),
        ({"domain": "tax"}, "domain", "civil_status, land, school, health or dossier"),
        ({"deadline": "31/05/2025"}, "deadline", "2025-06-01"),
        ({"deadline": "2025-02-30"}, "deadline", "2025-06-01"),
        ({"deadline": "2025-04-30"}, "deadline", "not before the start"),
        ({"deadline": "2025-05-01", "bound": "strictly_before"}, "deadline", "not before the start"),
        ({"deadline": None}, "deadline", "open"),
        ({"start": "start+3d"}, "start", "today-20d"),
        ({"start": ""}, "start", "today-20d"),
        ({"target": "all"}, "target", "inventory"),
        ({"target": {"16690": "-1"}, "flows": ["parcel"]}, "target", "whole number"),
        ({"target": {"16690": "many"}, "flows": ["parcel"]}, "target", "whole number"),
        ({"target": {"16690": "10"}}, "target", "exactly one flow"),
        ({"flows": ["birth"]}, "flows", "of its domain"),
        ({"flows": "parcel"}, "flows", "list"),
        ({"rhythm": "hourly"}, "rhythm", "daily or weekly"),
        ({"citation": ""}, "citation", "not empty"),
        ({"labels": {"start": "guess"}}, "labels", "ours or unsourced"),
        ({"labels": {"begin": "ours"}}, "labels", "names of fields"),
        ({"id": "Land 2025"}, "id", "small letters"),
        ({"title_vi": None}, "title_vi", "is missing"),
        ({"clear": {"default": {**CLEAR, "version": "2024"}}}, "clear", "2023 or 2025"),
        ({"clear": {"default": {**CLEAR, "leader": "E"}}}, "clear", "leader only in 2023"),
        ({"clear": {"default": {**CLEAR, "version": "2023"}}}, "clear", "authority only in 2025"),
        ({"clear": {"default": CLEAR, "units": {"16690": {"boss": "E"}}}}, "clear", "and units"),
        ({"colour": "red"}, "colour", "is not a field of a campaign"),
    ],
)
def test_a_malformed_campaign_gives_one_sentence(
    tmp_path: Path, changes: dict[str, Any], field: str, allowed: str
) -> None:
    path = write_campaign(tmp_path, **changes)
    with pytest.raises(FatalError) as caught:
        load_campaigns(path, TODAY, FLOWS)
    for sentence in (caught.value.en, caught.value.vi):
        assert changes.get("id", "land-test") in sentence
        assert field in sentence
        assert "\n" not in sentence
        assert sentence.endswith(".")
    assert allowed in caught.value.en
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("campaigns:\n  - id: [", "near line"),
        ("campaigns: 3\n", "one list named campaigns"),
        ("things: []\n", "one list named campaigns"),
        ("", "one list named campaigns"),
        ("campaigns:\n  - 5\n", "no. 1"),
    ],
)
def test_a_file_that_is_no_list_of_campaigns(tmp_path: Path, text: str, part: str) -> None:
    path = tmp_path / "campaigns.yaml"
    path.write_text(text)
    with pytest.raises(FatalError, match=part):
        load_campaigns(path, TODAY)


def test_a_missing_file_and_an_id_that_stands_twice(tmp_path: Path) -> None:
    with pytest.raises(FatalError, match=r"campaigns\.yaml is missing"):
        load_campaigns(tmp_path / "campaigns.yaml", TODAY)
    path = write_campaign(tmp_path)
    path.write_text(path.read_text() + path.read_text().split("\n", 1)[1])
    with pytest.raises(FatalError, match=r"land-test.* twice"):
        load_campaigns(path, TODAY)


def test_the_five_clear_things_keep_their_version(tmp_path: Path) -> None:
    units = {
        "00004": {"owner": "Bà Trưởng phòng"},
        "00006": {"version": "2023", "leader": "Phó chủ tịch", "due": "2025-05-20"},
    }
    one = campaign(tmp_path, clear={"default": CLEAR, "units": units})
    assert one.clear_of("16690").as_dict("Xã A") == {
        "version": "2025", "owner": "A", "task": "B", "leader": None, "authority": "C", "due": "2025-06-01", "product": "D"
    }  # fmt: skip
    assert one.clear_of("00004").owner == "Bà Trưởng phòng"
    older = one.clear_of("00006").as_dict("Xã B")
    assert (older["version"], older["leader"], older["authority"]) == ("2023", "Phó chủ tịch", None)
    assert older["due"] == "2025-05-20"


def test_choosing_a_campaign_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FatalError, match="choose one of land-test"):
        chosen([campaign(tmp_path)], "land")
