"""Lets a day pass: good records change, some are deleted, a few new ones come late; the manifest hears of it all.

Only the local systems are touched. A change keeps a record good; its next version follows from its number, so nothing
of the first night has to be read again.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime, timedelta
from typing import NamedTuple

from simulators.clock import Clock
from simulators.local.civil_db import CivilDb
from simulators.local.dossiers import Dossiers
from simulators.local.drop import Drop
from simulators.local.stamps import Stamps, iso
from simulators.province.death import document
from simulators.province.exports import by_unit, export, withdraw
from simulators.province.generate import Places
from simulators.province.live import Live
from simulators.province.makers import MAKERS
from simulators.province.manifest import Manifest
from simulators.province.plan import DROP_FLOWS, Plan
from simulators.province.record import Record
from simulators.province.registration import ID_CARD
from simulators.province.world import FLOWS, World

# A late row shows a time at most this long before the newest row that could already be seen.
LATEST_BEHIND = 50


class Shares(NamedTuple):
    """What share of the good, live records changes and is deleted; `late` is a share of those that change."""

    change: float
    delete: float
    late: float
    seed: int


class Done(NamedTuple):
    """How many records of each flow."""

    changed: dict[str, int]
    deleted: dict[str, int]
    late: dict[str, int]


class Night:
    """The nights of one province; `civil` and `dossiers` are the open stores of the local systems."""

    def __init__(
        self, world: World, plan: Plan, places: Places, civil: CivilDb, dossiers: Dossiers, clock: Clock
    ) -> None:
        self.world, self.plan, self.places, self.clock = world, plan, places, clock
        self.civil, self.dossiers = civil, dossiers
        self._memory = places.root / "night.json"
        past = self._remembered()
        self.nights = int(past["nights"])
        self.stamps = Stamps(datetime.fromisoformat(str(past["last"])))

    def fall(self, shares: Shares) -> Done:
        """One night."""
        self.nights += 1
        live = Live.load(self.places.live)
        done = Done({}, {}, {})
        with Manifest(self.places.manifest) as manifest:
            for flow in FLOWS:
                chance = random.Random(f"{shares.seed}/{self.nights}/{flow}")
                changed, deleted = self._chosen(live, flow, shares, chance)
                tell = _Teller(manifest, live.versions[flow])
                if flow in DROP_FLOWS:
                    self._exported(flow, changed, deleted, tell)
                else:
                    late = max(2, round(shares.late * len(changed))) if shares.late > 0 else 0
                    self._late(flow, late, chance, tell)
                    self._stored(flow, changed, deleted, tell)
                    done.late[flow] = late
                done.changed[flow], done.deleted[flow] = len(changed), len(deleted)
        self._memory.write_text(
            json.dumps({"nights": self.nights, "last": self.stamps.last.isoformat()}), encoding="utf-8"
        )
        live.save()
        return done

    def _remembered(self) -> dict[str, str | int]:
        if self._memory.exists():
            past: dict[str, str | int] = json.loads(self._memory.read_text(encoding="utf-8"))
            return past
        return {"nights": 0, "last": self.world.settings.made_at.isoformat()}

    def _chosen(self, live: Live, flow: str, shares: Shares, chance: random.Random) -> tuple[list[int], list[int]]:
        """(numbers that change, numbers that are deleted), disjoint."""
        able = live.changeable(flow)
        chance.shuffle(able)
        wanted = min(_share(shares.delete, len(able)), len(able))
        # A child registered again keeps its birth: the pupil's line leans on it.
        deleted = [number for number in able if flow != "birth" or number not in self.plan.reborn][:wanted]
        taken = set(deleted)
        rest = [number for number in able if number not in taken]
        return rest[: _share(shares.change, len(able))], deleted

    def _make(self, flow: str, number: int, version: int) -> Record:
        return MAKERS[flow](self.world, self.plan, number, version)

    def _exported(self, flow: str, changed: list[int], deleted: list[int], tell: _Teller) -> None:
        drop, now = Drop(self.places.drop, self.stamps), self.clock.now()
        records = (self._make(flow, n, tell.versions[n] + 1) for n in by_unit(self.world, changed))
        export(drop, self.world, flow, records, tell.changed, now)
        gone = [self._make(flow, number, tell.versions[number]) for number in by_unit(self.world, deleted)]
        withdraw(drop, flow, gone, tell.deleted, now)

    def _late(self, flow: str, count: int, chance: random.Random, tell: _Teller) -> None:
        """New records whose time of change lies a little before the newest one already to be seen."""
        shown = self.dossiers.newest() if flow == "dossier" else self.civil.newest(flow)
        newest = datetime.fromisoformat(shown) if shown else self.stamps.last
        moments = sorted(newest - timedelta(seconds=chance.uniform(1, LATEST_BEHIND)) for _ in range(count))
        rows = []
        for moment in moments:
            record = self._make(flow, len(tell.versions), 1)
            tell.new(record)
            rows.append((record, iso(moment)))
        if flow == "death":
            self._introduce(record.number for record, _ in rows)
        self._put(flow, rows)

    def _introduce(self, deaths: Iterable[int]) -> None:
        """Let the population register know those whose deaths will come late: they lived here."""
        people = [(self.world.people.dead(n).id,) for n in deaths if document(self.world, n)[0] == ID_CARD]
        with closing(sqlite3.connect(self.places.seed, timeout=30)) as db, db:
            db.executemany("INSERT OR IGNORE INTO person (id) VALUES (?)", people)

    def _stored(self, flow: str, changed: list[int], deleted: list[int], tell: _Teller) -> None:
        now = self.clock.now()
        rows = []
        for number in changed:
            record = self._make(flow, number, tell.versions[number] + 1)
            tell.changed(record)
            rows.append((record, iso(self.stamps.next(now))))
        self._put(flow, rows)
        keys = []
        for number in deleted:
            record = self._make(flow, number, tell.versions[number])
            tell.deleted(record)
            keys.append((record.source_id, iso(self.stamps.next(now))))
        self._delete(flow)(keys)

    def _put(self, flow: str, rows: list[tuple[Record, str]]) -> None:
        if flow == "dossier":
            self.dossiers.put((record.source_id, at, record.row) for record, at in rows)
        else:
            self.civil.put(flow, ((record.source_id, record.row, at) for record, at in rows))

    def _delete(self, flow: str) -> Callable[[Iterable[tuple[str, str]]], None]:
        return self.dossiers.delete if flow == "dossier" else lambda keys: self.civil.delete(flow, keys)


class _Teller:
    """Tells the manifest about events of one flow and keeps its versions in step."""

    def __init__(self, manifest: Manifest, versions: bytearray) -> None:
        self.manifest, self.versions = manifest, versions

    def changed(self, record: Record) -> None:
        self.versions[record.number] += 1
        self.manifest.add(record, self.versions[record.number])

    def deleted(self, record: Record) -> None:
        self.manifest.add(record, self.versions[record.number] + 1, deleted=True)
        self.versions[record.number] = 0

    def new(self, record: Record) -> None:
        self.versions.append(1)
        self.manifest.add(record, 1)


def _share(share: float, total: int) -> int:
    """The share of a total; a share above nothing is at least one record."""
    return max(1, round(share * total)) if share > 0 and total else 0
