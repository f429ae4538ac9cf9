"""Writes a province into a folder: the three local systems, the population seed, scans and the manifest.

Everything is streamed, so a million records of a domain need no more memory than a thousand. The settings file is
written last: a folder without it is half a province and is made again.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from simulators.local.civil_db import CivilDb
from simulators.local.dossiers import Dossiers
from simulators.local.drop import Drop
from simulators.local.stamps import Stamps, iso
from simulators.province import death, parcel, scans
from simulators.province.exports import by_unit, export, withdraw
from simulators.province.live import Live
from simulators.province.makers import MAKERS
from simulators.province.manifest import Manifest
from simulators.province.plan import DROP_FLOWS, Plan
from simulators.province.pupils import pupil
from simulators.province.record import Record
from simulators.province.registration import ID_CARD
from simulators.province.world import Settings, World

# The newest record was changed at the moment of making, the oldest of each flow half a day before.
HISTORY = timedelta(hours=12)
CHUNK = 5_000
REPORT_EVERY = 50_000


class Places(NamedTuple):
    """Where everything of a province lies."""

    root: Path

    @property
    def civil_db(self) -> Path:
        """The civil-status database."""
        return self.root / "civil_db.sqlite"

    @property
    def onestop(self) -> Path:
        """The store of the one-stop system."""
        return self.root / "onestop.sqlite"

    @property
    def drop(self) -> Path:
        """The drop folder."""
        return self.root / "drop"

    @property
    def scans(self) -> Path:
        """Scans the civil-status rows point to."""
        return self.root / "civil_scans"

    @property
    def manifest(self) -> Path:
        """The truth."""
        return self.root / "manifest.jsonl"

    @property
    def seed(self) -> Path:
        """The population before the first night."""
        return self.root / "population.sqlite"

    @property
    def live(self) -> Path:
        """Versions of the records."""
        return self.root / "versions"

    @property
    def settings(self) -> Path:
        """What the province was made from."""
        return self.root / "settings.json"


def load_settings(places: Places) -> Settings | None:
    """The settings of a complete province in the folder, or None."""
    try:
        raw = json.loads(places.settings.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Settings(**raw | {"made_at": datetime.fromisoformat(raw["made_at"])})


def build(places: Places, settings: Settings) -> tuple[World, Plan]:
    """Write the province; the folder must be empty."""
    places.scans.mkdir(parents=True)
    world = World(settings)
    plan = Plan(world)
    write_seed(world, plan, places.seed)
    live = Live(places.live)
    with Manifest(places.manifest) as manifest:
        _civil(world, plan, places, manifest, live)
        _dossiers(world, plan, places, manifest, live)
        drop = Drop(places.drop, Stamps(settings.made_at - HISTORY))
        for flow in DROP_FLOWS:
            _exports(world, plan, flow, drop, manifest, live)
    live.save()
    _scans(world, plan, places)
    text = json.dumps(asdict(settings) | {"made_at": settings.made_at.isoformat()}, indent=1)
    aside = places.settings.with_suffix(".new")
    aside.write_text(text, encoding="utf-8")
    aside.replace(places.settings)
    return world, plan


def write_seed(world: World, plan: Plan, path: Path) -> None:
    """The persons the population register knows, and the certificates the land registry has revoked."""
    db = sqlite3.connect(path)
    db.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
        "CREATE TABLE person (id TEXT PRIMARY KEY, deceased INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;"
        "CREATE TABLE revoked_certificate (serial TEXT PRIMARY KEY) WITHOUT ROWID;"
    )
    with db:
        db.executemany("INSERT INTO person VALUES (?, ?)", _persons(world, plan))
        revoked = [number for number, bad in plan.planted["parcel"].items() if bad.kind == "certificate_revoked"]
        serials = [(parcel.certificate(world, number).serial,) for number in revoked]
        db.executemany("INSERT INTO revoked_certificate VALUES (?)", serials)
    db.close()


def _persons(world: World, plan: Plan) -> Iterator[tuple[str, int]]:
    """(id, deceased). A child that is registered again becomes known only when its birth is accepted.

    The dead of the province are not yet known to be dead: that is what the death registrations tell.
    """
    yield from ((person, 0) for person in world.people.adults())
    for number in range(world.counts["death"]):
        if death.document(world, number)[0] == ID_CARD:
            yield world.people.dead(number).id, 0
    bad = plan.planted["student"]
    for number in range(world.counts["student"]):
        if number not in plan.children:
            gone = number in bad and bad[number].kind == "student_person_deceased"
            yield pupil(world, number).id, int(gone)


def _made(world: World, plan: Plan, flow: str, numbers: Iterable[int]) -> Iterator[Record]:
    make = MAKERS[flow]
    for done, number in enumerate(numbers, 1):
        yield make(world, plan, number, 1)
        if done % REPORT_EVERY == 0:
            sys.stderr.write(f"{flow}: {done:,} of {world.counts[flow]:,}\n")


def _noted(records: Iterable[Record], manifest: Manifest, live: Live) -> Iterator[Record]:
    for record in records:
        manifest.add(record, 1)
        live.versions[record.flow].append(record.expect == "accepted")
        yield record


def changed_at(world: World, flow: str, number: int) -> str:
    """When a record of the first night was last changed."""
    left = world.counts[flow] - 1 - number
    return iso(world.settings.made_at - HISTORY * left / max(world.counts[flow], 1))


def _civil(world: World, plan: Plan, places: Places, manifest: Manifest, live: Live) -> None:
    civil = CivilDb(places.civil_db)
    for flow in ("birth", "death"):
        records = _noted(_made(world, plan, flow, range(world.counts[flow])), manifest, live)
        civil.put(flow, ((r.source_id, r.row, changed_at(world, flow, r.number)) for r in records))
    civil.index()
    civil.close()


def _dossiers(world: World, plan: Plan, places: Places, manifest: Manifest, live: Live) -> None:
    store = Dossiers(places.onestop)
    records = _noted(_made(world, plan, "dossier", range(world.counts["dossier"])), manifest, live)
    store.put((r.source_id, changed_at(world, "dossier", r.number), r.row) for r in records)
    store.index()
    store.close()


def _exports(world: World, plan: Plan, flow: str, drop: Drop, manifest: Manifest, live: Live) -> None:
    """The first files of every unit, then those with changed and repeated rows, then the lists of deletions."""
    again, twice, gone = plan.again[flow], plan.twice[flow], plan.withdrawn[flow]
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

    width = len(world.communes)
    numbers = chain.from_iterable(range(unit, world.counts[flow], width) for unit in range(width))
    export(drop, world, flow, _made(world, plan, flow, numbers), first)
    later = by_unit(world, again | twice)
    export(drop, world, flow, (MAKERS[flow](world, plan, n, 1 if n in twice else 2) for n in later), second)
    withdraw(drop, flow, [MAKERS[flow](world, plan, n, 1) for n in by_unit(world, gone)], withdrawn)


def _scans(world: World, plan: Plan, places: Places) -> None:
    font = scans.font_file()
    if font is None:
        sys.stderr.write("no font with Vietnamese letters: the births' scans are missing\n")
        return
    for number in sorted(plan.scans):
        record = MAKERS["birth"](world, plan, number, 1)
        scans.draw_birth(record.row, places.scans / record.row["tep_dinh_kem"], font)
