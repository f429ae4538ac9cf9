"""Quảng Ninh, where twelve communes were split: a record that says where it lies is placed, one that does not goes to the desk."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from flows.cli import app
from flows.days import local_today
from flows.figures import By, completion, desk, keep_standing
from relay.store.figure_tables import standing
from relay.store.tables import batch, content
from schemas import units
from tests.flows.province import Province, province
from tests.oracle import latest

KIND = "split_commune_unplaced"
OLD_DAY = date(2025, 6, 15)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    home = tmp_path_factory.mktemp("home")
    url = f"sqlite:///{home}/store.db"
    options = {"records": 600, "seed": 20260701, "communes": 30, "province": "22"}
    with pytest.MonkeyPatch.context() as patch, province(home, patch, url, **options) as made:
        made.run(*sorted({line["flow"] for line in made.world.manifest() if line["error"] == KIND}))
        with made.wiring().store.begin() as tx:
            # As if they had been there before the communes were split: a past day counts what was there by then.
            tx.execute(batch.update().values(pulled_at=datetime(2025, 1, 6, tzinfo=UTC)))
        yield made


def split_records(night: Province) -> list[tuple[str, str | None, str]]:
    """flow, unit now, unit as written, of the records of communes that were split."""
    asked = sa.select(content.c.flow, content.c.unit, content.c.unit_then).where(content.c.unit_then.is_not(None))
    with night.wiring().store.read() as tx:
        rows = [(row.flow, row.unit, row.unit_then) for row in tx.execute(asked)]
    return [
        row for row in rows if row[2][5:] in ("@", f"@>{row[1]}@{units.REARRANGED_ON}") and units.is_split(row[2][:5])
    ]


def test_planted_records_without_a_place_are_held_and_no_other(night: Province) -> None:
    planted = {(line["flow"], line["key"]) for line in night.world.manifest() if line["error"] == KIND}
    held = {(line["flow"], line["key"]) for line in desk(night.wiring()) if "map.unit" in line["rules"]}
    assert len({flow for flow, _ in planted}) >= 2
    assert held == planted
    for line in desk(night.wiring()):
        if "map.unit" in line["rules"]:
            assert (line["rules"], line["fields"], line["unit"]) == (["map.unit"], ["unit"], None)


def test_recall_and_precision_are_whole(night: Province) -> None:
    desk_now = {(line["flow"], line["key"]) for line in desk(night.wiring()) if line["status"] == "quarantined"}
    newest = latest(night.world.manifest()).values()
    ran = {line["flow"] for line in newest if line["error"] == KIND}
    planted = {
        (line["flow"], line["key"]) for line in newest if line["flow"] in ran and line["expect"] == "quarantined"
    }
    assert desk_now == planted


def test_records_that_name_their_part_are_placed_there(night: Province) -> None:
    placed = [(unit, then) for _, unit, then in split_records(night) if unit]
    assert len(placed) >= 3
    for unit, then in placed:
        assert unit in units.successors(then[:5])


def test_then_and_now_have_one_total_and_the_unplaced_are_a_line(night: Province) -> None:
    wiring = night.wiring()
    unplaced = Counter(flow for flow, unit, _ in split_records(night) if unit is None)
    for then, now in zip(
        completion(wiring, OLD_DAY, by=By("then")).campaigns, completion(wiring, OLD_DAY).campaigns, strict=True
    ):
        assert then.counts == now.counts
        if "parcel" in now.campaign.flows_in({"land": ["parcel"]}) and now.campaign.targets is None:
            lines = {line.unit: line for line in now.units}
            assert lines["unplaced"].counts.target == unplaced["parcel"] > 0
            assert lines["unplaced"].name == "Chưa xếp được vào xã nào"
            written = {line.unit for line in then.units}
            assert all(units.valid_on(unit, "2025-06-15") for unit in written - {"unplaced", "unknown"})


def test_a_past_day_is_kept_by_its_own_units_too(night: Province) -> None:
    wiring = night.wiring()
    keep_standing(wiring, OLD_DAY)
    keep_standing(wiring, local_today())
    views = sa.select(standing.c.view, standing.c.day, sa.func.sum(standing.c.target)).where(standing.c.unit != "")
    with wiring.store.read() as tx:
        found = {
            (view, day, campaign): target
            for view, day, target, campaign in tx.execute(
                views.add_columns(standing.c.campaign).group_by(standing.c.view, standing.c.day, standing.c.campaign)
            )
        }
    assert {(view, day) for view, day, _ in found} == {
        ("now", "2025-06-15"), ("then", "2025-06-15"), ("now", local_today().isoformat())
    }  # fmt: skip
    for (view, day, campaign), target in found.items():
        assert target == found["now", day, campaign], view


def test_the_command_shows_a_past_day_both_ways(night: Province) -> None:
    def shown(*more: str) -> str:
        return CliRunner().invoke(app, ["progress", "--as-of", "2025-06-15", *more]).stdout

    then, now = (json.loads(shown("--units-as", view, "--json"))["campaigns"] for view in ("then", "now"))
    assert [one["target"] for one in then] == [one["target"] for one in now]
    assert {unit["unit"] for one in then for unit in one["units"]} != {
        unit["unit"] for one in now for unit in one["units"]
    }
    for one in then:
        assert one["target"] == sum(unit["target"] for unit in one["units"])
    campaign = next(one["campaign"] for one in now if any(unit["unit"] == "unplaced" for unit in one["units"]))
    assert "Chưa xếp" in shown("--campaign", campaign)
    assert "Not placed" in shown("--campaign", campaign, "--lang", "en")
