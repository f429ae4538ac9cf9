"""Records that lean on others: who waits after the first night, and who goes when a parent goes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from simulators.clock import Clock
from simulators.local.civil_db import CivilDb
from simulators.local.dossiers import Dossiers
from simulators.local.forms import Csv, Workbook
from simulators.province import pupils
from simulators.province.catalogue import in_order, record_types
from simulators.province.generate import build
from simulators.province.live import LAST_VERSION, Live
from simulators.province.night import Night, Shares
from simulators.province.places import Places
from simulators.province.plan import Plan
from simulators.province.record import Record
from simulators.province.record_type import Error, RecordType, joined, put
from simulators.province.stores import Export, Table
from simulators.province.systems import Systems
from simulators.province.world import Settings, World

NAMES = ("code", "pupil", "mark")


def pupil_of(world: World, number: int) -> int:
    return world.beside("student", number)


def mark(world: World, plan: Plan, number: int, version: int) -> Record:
    row = {"code": f"M{number}", "pupil": str(pupil_of(world, number)), "mark": str(version)}
    return Record("mark", number, f"M{number}", world.commune(number).school, row)


def file_of(world: World, number: int) -> tuple[str, ...]:
    small = pupils.grade(world, pupil_of(world, number)) <= 5
    return (".xlsx" if small else ".csv", "2026-2027", "CN")


def appeal(world: World, plan: Plan, number: int, version: int) -> Record:
    row = {"so": str(number), "mark": str(world.beside("mark", number)), "ghi_chu": str(version)}
    return Record("appeal", number, f"A{number}", world.commune(number).code, row)


# A child in files of two kinds, whose parent may be bad, withdrawn or waiting, and a grandchild that comes late too.
MARK = RecordType(
    flow="mark",
    domain="school",
    share=40,
    make=mark,
    key=joined("code"),
    store=Export(
        "marks", {".csv": Csv(NAMES), ".xlsx": Workbook("S", (("Mã", "Trẻ", ""), NAMES), NAMES)}, file=file_of
    ),
    errors={
        "mark_missing": Error(1, "mark", put(mark="")),
        "mark_twice": Error(1, "natural_key", put(mark="0"), pair=lambda world: len(world.communes)),
    },
    parents={"student": pupil_of},
)
APPEAL = RecordType(
    flow="appeal",
    domain="dossier",
    share=50,
    make=appeal,
    key=joined("so"),
    store=Table("khieu_nai"),
    errors={"note_missing": Error(1, "note", put(ghi_chu=""))},
    parents={"mark": lambda world, number: world.beside("mark", number)},
    waits=lambda world, number: number % 37 == 5,
)
TYPES = (APPEAL, MARK, *record_types())
CHILDREN = {"mark": MARK, "appeal": APPEAL}


class Town(NamedTuple):
    """A province with the two more types."""

    plan: Plan
    places: Places
    night: Night

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.places.manifest.read_text(encoding="utf-8").splitlines()]

    def numbers(self) -> dict[tuple[str, str], int]:
        """(flow, source id) -> number."""
        flows = ("student", *CHILDREN)
        late = 2000
        return {
            (flow, self.plan.record(flow, n).source_id): n
            for flow in flows
            for n in range(self.plan.world.counts[flow] + (late if flow == "appeal" else 0))
        }


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    places = Places(tmp_path / "province")
    _, plan = build(places, Settings(5, 1200, "40", 5, datetime(2026, 11, 22, 6, 30, tzinfo=UTC)), TYPES)
    systems = Systems(CivilDb(places.civil_db), Dossiers(places.onestop))
    yield Town(plan, places, Night(plan, places, systems, Clock()))
    systems.close()


def alive(lines: list[dict[str, Any]]) -> dict[tuple[str, str], int]:
    """The records the nation will hold, with their versions."""
    found: dict[tuple[str, str], int] = {}
    for line in lines:
        place = (line["flow"], line["source_id"])
        found.pop(place, None) if line.get("deleted") or line["expect"] not in ("accepted", "unchanged") else None
        if line["expect"] in ("accepted", "unchanged") and not line.get("deleted"):
            found[place] = line["version"]
    return found


def test_parents_come_before_their_children() -> None:
    order = [kind.flow for kind in in_order(TYPES)]
    assert order.index("student") < order.index("mark") < order.index("appeal")


def test_a_record_waits_exactly_when_what_it_leans_on_is_not_accepted(town: Town) -> None:
    plan, causes = town.plan, set()
    for flow, parent_of in (("mark", pupil_of), ("appeal", APPEAL.parents["mark"])):
        parent_flow = "student" if flow == "mark" else "mark"
        for number in range(plan.world.counts[flow]):
            parent, record = parent_of(plan.world, number), plan.record(flow, number)
            above = plan.record(parent_flow, parent)
            withdrawn = parent in plan.withdrawn[parent_flow]
            stranger = flow == "appeal" and number % 37 == 5
            lost = above.expect != "accepted" or withdrawn or stranger
            if lost:
                causes.add((flow, "withdrawn" if withdrawn else "stranger" if stranger else above.expect))
            # What waits is chosen for nothing else, so its one cause is its parent.
            assert record.expect == ("waiting" if lost else "quarantined" if record.error else "accepted")
            chosen = number in plan.again[flow] | plan.twice[flow] | plan.withdrawn[flow]
            assert not (lost and (record.error or chosen))
    bad = {(flow, cause) for flow in CHILDREN for cause in ("quarantined", "withdrawn", "waiting")}
    assert causes == bad | {("appeal", "stranger")}


def test_the_first_manifest_tells_the_same(town: Town) -> None:
    numbers, living = town.numbers(), alive(town.lines())
    parents_live(town.plan, numbers, living)
    waiting = {(line["flow"], line["source_id"]) for line in town.lines() if line["expect"] == "waiting"}
    leaning = {kind.flow for kind in TYPES if kind.parents or kind.waits}
    assert {flow for flow, _ in waiting} == {"student"} | leaning
    assert not waiting & set(living)


def parents_live(plan: Plan, numbers: dict[tuple[str, str], int], living: dict[tuple[str, str], int]) -> None:
    """Nothing lives whose parent does not."""
    held = {(flow, numbers[flow, source]) for flow, source in living if flow in ("student", *CHILDREN)}
    for flow, number in held:
        if flow in CHILDREN:
            assert set(plan.parents(flow, number)) <= held


def test_what_leans_on_a_deleted_record_goes_in_the_same_night(town: Town) -> None:
    numbers, cascaded = town.numbers(), 0
    for seed in range(6):
        before, living = town.lines(), alive(town.lines())
        done = town.night.fall(Shares(change=0.2, delete=0.05, late=0.2, seed=seed))
        told = town.lines()[len(before) :]
        touched = [(line["flow"], line["source_id"]) for line in told]
        assert len(set(touched)) == len(touched)
        assert {line["expect"] for line in told} == {"accepted"}
        for line in told:
            known = living.get((line["flow"], line["source_id"]), 0)
            assert line["version"] == known + 1
            assert known or not line.get("deleted")
        parents_live(town.plan, numbers, alive(town.lines()))
        for flow in CHILDREN:
            deleted = sum(line["flow"] == flow and line.get("deleted", False) for line in told)
            assert deleted == done.deleted[flow]
            cascaded += deleted - round(0.05 * sum(place[0] == flow for place in living))
        assert done.late["appeal"] >= 2
        assert "mark" not in done.late
    assert cascaded > 20


def test_a_child_that_can_get_no_version_more_goes_with_its_parent_too(town: Town) -> None:
    live = Live.load(town.places.live, town.plan.world.types)
    child = next(n for n, version in enumerate(live.versions["mark"]) if version)
    live.versions["mark"][child] = LAST_VERSION
    live.save()
    town.night.fall(Shares(change=0, delete=1, late=0, seed=1))
    after = Live.load(town.places.live, town.plan.world.types)
    assert not any(after.versions["mark"])
    assert not any(after.versions["student"])
    gone = [line for line in town.lines() if line["source_id"] == f"M{child}" and line.get("deleted")]
    assert [line["version"] for line in gone] == [LAST_VERSION + 1]


def test_a_birth_that_a_pupil_needs_is_never_deleted(town: Town) -> None:
    town.night.fall(Shares(change=0, delete=1, late=0, seed=1))
    live = Live.load(town.places.live, town.plan.world.types)
    kept = {number for number, version in enumerate(live.versions["birth"]) if version}
    assert kept == {birth for birth in town.plan.reborn if birth not in town.plan.planted["birth"]}


def test_a_late_record_never_leans_on_one_that_is_gone(town: Town) -> None:
    town.night.fall(Shares(change=0, delete=1, late=0, seed=1))
    done = town.night.fall(Shares(change=0.1, delete=0, late=1, seed=2))
    assert done.late["appeal"] == 0
    assert done.late["birth"] >= 2


def test_each_record_goes_into_the_file_of_its_kind(town: Town) -> None:
    plan, units = town.plan, {commune.school for commune in town.plan.world.communes}
    files = [path for path in (town.places.drop / "marks").iterdir() if not path.name.endswith("_huy.csv")]
    assert {path.name.split("_")[1] for path in files} == units
    assert {path.name.partition("_")[2].partition("_")[2] for path in files} == {
        "2026-2027_CN.csv",
        "2026-2027_CN.xlsx",
    }
    read = []
    for path in (path for path in files if path.suffix == ".xlsx"):
        rows = list(openpyxl.load_workbook(path)["S"].iter_rows(values_only=True))
        assert rows[:2] == [("Mã", "Trẻ", None), NAMES]
        read += [int(row[0][1:]) for row in rows[2:]]
    small = {n for n in range(plan.world.counts["mark"]) if file_of(plan.world, n)[0] == ".xlsx"}
    assert set(read) == small
    assert len(read) == len(small) + len(small & (plan.again["mark"] | plan.twice["mark"]))
    first = sorted(files)[: 2 * len(units)]
    assert len({tuple(path.name.split("_")[1:]) for path in first}) == 2 * len(units)
