"""Writes a province into a folder: the local systems, the population seed, scans and the manifest.

Everything is streamed, so a million records of a domain need no more memory than a thousand. The settings file is
written last: a folder without it is half a province and is made again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import timedelta

from simulators.local.civil_db import CivilDb
from simulators.local.dossiers import Dossiers
from simulators.local.drop import Drop
from simulators.local.stamps import Stamps, iso
from simulators.paper.fonts import FontsMissingError
from simulators.province import scans
from simulators.province.exports import all_by_file, by_file, export, withdraw
from simulators.province.live import Live
from simulators.province.manifest import Manifest
from simulators.province.places import Places, save_settings
from simulators.province.plan import Plan
from simulators.province.re_registration import BIRTH
from simulators.province.record import Record
from simulators.province.record_type import RecordType
from simulators.province.seed import write_seed
from simulators.province.stores import Export, OneStop, Table
from simulators.province.systems import Systems
from simulators.province.world import Settings, World

# The newest record was changed at the moment of making, the oldest of each flow half a day before.
HISTORY = timedelta(hours=12)
REPORT_EVERY = 50_000


def build(places: Places, settings: Settings, types: Iterable[RecordType] | None = None) -> tuple[World, Plan]:
    """Write the province; the folder must be empty."""
    places.scans.mkdir(parents=True)
    world = World(settings, types)
    plan = Plan(world)
    write_seed(world, plan, places.seed)
    live = Live(places.live, world.types)
    systems = Systems(CivilDb(places.civil_db), Dossiers(places.onestop))
    drop = Drop(places.drop, Stamps(settings.made_at - HISTORY), folders(world))
    with Manifest(places.manifest) as manifest:
        for flow, kind in world.types.items():
            if isinstance(kind.store, Export):
                _exported(plan, flow, kind.store, drop, manifest, live)
            else:
                _stored(plan, flow, kind.store, systems, manifest, live)
    systems.close()
    live.save()
    _scans(plan, places)
    save_settings(places, world)
    return world, plan


def folders(world: World) -> list[str]:
    """The folders of the drop folder."""
    return [kind.store.folder for kind in world.types.values() if isinstance(kind.store, Export)]


def _made(plan: Plan, flow: str, numbers: Iterable[int]) -> Iterator[Record]:
    for done, number in enumerate(numbers, 1):
        yield plan.record(flow, number)
        if done % REPORT_EVERY == 0:
            sys.stderr.write(f"{flow}: {done:,} of {plan.world.counts[flow]:,}\n")


def _noted(records: Iterable[Record], manifest: Manifest, live: Live) -> Iterator[Record]:
    for record in records:
        manifest.add(record, 1)
        live.versions[record.flow].append(record.expect == "accepted")
        yield record


def changed_at(world: World, flow: str, number: int) -> str:
    """When a record of the first night was last changed."""
    left = world.counts[flow] - 1 - number
    return iso(world.settings.made_at - HISTORY * left / max(world.counts[flow], 1))


def _stored(plan: Plan, flow: str, store: Table | OneStop, systems: Systems, manifest: Manifest, live: Live) -> None:
    """The rows of the first night, each with its time of change."""
    world = plan.world
    if isinstance(store, Table):
        systems.civil.create(store.name, plan.record(flow, 0).row)
    keeper = systems.keeper(store)
    records = _noted(_made(plan, flow, range(world.counts[flow])), manifest, live)
    keeper.put((r.source_id, changed_at(world, flow, r.number), r.row) for r in records)
    keeper.index()


def _exported(plan: Plan, flow: str, store: Export, drop: Drop, manifest: Manifest, live: Live) -> None:
    """The first files of every unit, then those with changed and repeated rows, then the lists of deletions."""
    world, again, twice, gone = plan.world, plan.again[flow], plan.twice[flow], plan.withdrawn[flow]
    live.versions[flow] = versions = bytearray(world.counts[flow])

    def first(record: Record) -> None:
        replaced = record.number in again or record.number in gone
        manifest.add(record, 1, "superseded" if replaced else None)
        versions[record.number] = record.expect == "accepted"

    def second(record: Record) -> None:
        manifest.add(record, 2, "unchanged" if record.number in twice else None)
        versions[record.number] = 2

    def withdrawn(record: Record) -> None:
        manifest.add(record, 2, "cancelled", deleted=True)
        versions[record.number] = 0

    export(drop, world, store, _made(plan, flow, all_by_file(world, flow, store)), first)
    later = by_file(world, store, again | twice)
    export(drop, world, store, (plan.record(flow, n, 1 if n in twice else 2) for n in later), second)
    withdraw(drop, store, [plan.record(flow, n) for n in by_file(world, store, gone)], withdrawn)


def _scans(plan: Plan, places: Places) -> None:
    try:
        for number in sorted(plan.scans):
            record = plan.record(BIRTH, number)
            scans.draw(record, plan.world.settings.seed, places.scans / record.row["tep_dinh_kem"])
    except FontsMissingError as error:
        sys.stderr.write(f"{error}\n")
