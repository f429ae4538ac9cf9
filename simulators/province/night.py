"""Lets a day pass: good records change, some are deleted, a few new ones come late; the manifest hears of it all.

Only the local systems are touched. A change keeps a record good; its next version follows from its number, so nothing
of the first night has to be read again. What leans on a deleted record is deleted in the same night.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from simulators.clock import Clock
from simulators.local.drop import Drop
from simulators.local.stamps import Stamps, iso
from simulators.province.exports import by_file, export, withdraw
from simulators.province.generate import folders
from simulators.province.live import Live
from simulators.province.manifest import Manifest
from simulators.province.places import Places
from simulators.province.plan import Plan
from simulators.province.record import Record
from simulators.province.record_type import RecordType
from simulators.province.seed import introduce
from simulators.province.stores import Export
from simulators.province.systems import Keeper, Systems

# A late row shows a time at most this long before the newest row that could already be seen.
LATEST_BEHIND = 50
# So many numbers are tried for each late row: one that would wait is left out.
TRIES = 50


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


class Chosen(NamedTuple):
    """The records of one flow that change and those that are deleted; none does both."""

    changed: list[int]
    deleted: list[int]


class Night:
    """The nights of one province; `systems` are its open stores."""

    def __init__(self, plan: Plan, places: Places, systems: Systems, clock: Clock) -> None:
        self.world, self.plan, self.places, self.systems, self.clock = plan.world, plan, places, systems, clock
        self._memory = places.root / "night.json"
        past = self._remembered()
        self.nights = int(past["nights"])
        self.stamps = Stamps(datetime.fromisoformat(str(past["last"])))

    def fall(self, shares: Shares) -> Done:
        """One night."""
        self.nights += 1
        live = Live.load(self.places.live, self.world.types)
        chances = {flow: random.Random(f"{shares.seed}/{self.nights}/{flow}") for flow in self.world.types}
        chosen = self._choose(live, shares, chances)
        done = Done({}, {}, {})
        with Manifest(self.places.manifest) as manifest:
            for flow, kind in self.world.types.items():
                tell = _Teller(manifest, live.versions[flow])
                if isinstance(kind.store, Export):
                    self._exported(flow, kind.store, chosen[flow], tell)
                else:
                    keeper, late = self.systems.keeper(kind.store), self._wanted_late(shares, chosen[flow])
                    done.late[flow] = self._late(kind, keeper, self._newcomers(flow, live, late), chances[flow], tell)
                    self._stored(flow, keeper, chosen[flow], tell)
                done.changed[flow], done.deleted[flow] = map(len, chosen[flow])
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

    def _choose(self, live: Live, shares: Shares, chances: dict[str, random.Random]) -> dict[str, Chosen]:
        """What happens to each flow; parents first, so that a child goes with its parent and is not changed as well."""
        chosen: dict[str, Chosen] = {}
        gone: dict[str, set[int]] = {}
        for flow in self.world.types:
            able = live.changeable(flow)
            chances[flow].shuffle(able)
            free = (number for number in able if not self.plan.keeps(flow, number))
            picked = {number: None for number, _ in zip(free, range(_share(shares.delete, len(able))), strict=False)}
            picked |= dict.fromkeys(self._orphans(flow, live, gone))
            gone[flow] = set(picked)
            rest = [number for number in able if number not in picked]
            chosen[flow] = Chosen(rest[: _share(shares.change, len(able))], list(picked))
        return chosen

    def _orphans(self, flow: str, live: Live, gone: dict[str, set[int]]) -> Iterator[int]:
        """The live records that lean on one that is deleted tonight.

        Those deleted before, held for an error of their own or waiting are not live: nothing happens to them.
        """
        if any(gone[parent] for parent in self.world.types[flow].parents):
            for number, version in enumerate(live.versions[flow]):
                if version and any(found in gone[parent] for parent, found in self.plan.parents(flow, number)):
                    yield number

    def _wanted_late(self, shares: Shares, chosen: Chosen) -> int:
        return max(2, round(shares.late * len(chosen.changed))) if shares.late > 0 else 0

    def _newcomers(self, flow: str, live: Live, wanted: int) -> list[int]:
        """Numbers for late records whose parents live; a number that would wait is given to nobody, now or ever."""
        versions, found = live.versions[flow], list[int]()
        for _ in range(wanted * TRIES):
            if len(found) == wanted:
                break
            number = len(versions)
            parents = self.plan.parents(flow, number)
            good = not self.plan.waits(flow, number) and all(live.lives(*parent) for parent in parents)
            found += [number] if good else []
            versions.append(good)
        return found

    def _late(self, kind: RecordType, keeper: Keeper, numbers: list[int], chance: random.Random, tell: _Teller) -> int:
        """New records whose time of change lies a little before the newest one already to be seen."""
        shown = keeper.newest()
        newest = datetime.fromisoformat(shown) if shown else self.stamps.last
        moments = sorted(newest - timedelta(seconds=chance.uniform(1, LATEST_BEHIND)) for _ in numbers)
        rows = []
        for number, moment in zip(numbers, moments, strict=True):
            record = self.plan.record(kind.flow, number)
            tell.new(record)
            rows.append((record.source_id, iso(moment), record.row))
        introduce(self.world, self.plan, self.places.seed, kind, numbers)
        keeper.put(rows)
        return len(rows)

    def _exported(self, flow: str, store: Export, chosen: Chosen, tell: _Teller) -> None:
        drop, now = Drop(self.places.drop, self.stamps, folders(self.world)), self.clock.now()
        changed, deleted = (by_file(self.world, store, numbers) for numbers in chosen)
        records = (self.plan.record(flow, number, tell.versions[number] + 1) for number in changed)
        export(drop, self.world, store, records, tell.changed, now)
        gone = [self.plan.record(flow, number, tell.versions[number]) for number in deleted]
        withdraw(drop, store, gone, tell.deleted, now)

    def _stored(self, flow: str, keeper: Keeper, chosen: Chosen, tell: _Teller) -> None:
        now = self.clock.now()
        rows = []
        for number in chosen.changed:
            record = self.plan.record(flow, number, tell.versions[number] + 1)
            tell.changed(record)
            rows.append((record.source_id, iso(self.stamps.next(now)), record.row))
        keeper.put(rows)
        keys = []
        for number in chosen.deleted:
            record = self.plan.record(flow, number, tell.versions[number])
            tell.deleted(record)
            keys.append((record.source_id, iso(self.stamps.next(now))))
        keeper.delete(keys)


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
        self.manifest.add(record, 1)


def _share(share: float, total: int) -> int:
    """The share of a total; a share above nothing is at least one record."""
    return max(1, round(share * total)) if share > 0 and total else 0
