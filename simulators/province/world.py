"""What one simulated province is: its seed, size, day, communes, people, and which dossier stands behind which record.

Records are numbered from 0 in every flow. Neighbouring numbers lie in different communes, so a small run touches all of
them. Nothing here is kept per record: everything follows from the number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate, pairwise

from simulators.province.catalogue import in_order, record_types
from simulators.province.dice import Dice, Shuffle, salt
from simulators.province.people import People
from simulators.province.record_type import RecordType
from simulators.province.units import Commune, choose

REGISTER_YEARS = 8
# Dossiers come in rounds of so many, each with its share for every type; the rest is about what leaves no record here.
ROUND = 100


@dataclass(frozen=True, slots=True)
class Settings:
    """What makes a province what it is; the same settings give the same province."""

    seed: int
    records: int
    province: str
    communes: int
    made_at: datetime  # aware, UTC
    twice: int = 0  # per mille of the records that tell of a person or parcel a second time
    twins: int = 0  # per mille of the births that are the second one of twins

    @property
    def today(self) -> date:
        """The day in Việt Nam on which the province was made."""
        return (self.made_at + timedelta(hours=7)).date()


class World:
    """A province by its settings; `types` are its record types, parents before children."""

    def __init__(self, settings: Settings, types: Iterable[RecordType] | None = None) -> None:
        self.settings = settings
        self.types = {kind.flow: kind for kind in (record_types() if types is None else in_order(types))}
        self.seed, self.today = settings.seed, settings.today
        self.communes, old_provinces = choose(settings.province, settings.communes, settings.seed)
        self.people = People(self.seed, settings.records, self.today, old_provinces)
        self.counts = _counts(self.types.values(), settings.records)
        self.yesterday = self.today - timedelta(days=1)
        self.years = [self.yesterday.year - back for back in range(REGISTER_YEARS - 1, -1, -1)]
        self.school_start = self.today.year if self.today.month >= 8 else self.today.year - 1
        self._salts = {name: salt(self.seed, name) for name in (*self.types, "day", "event")}
        behind = [kind for kind in self.types.values() if kind.dossiers]
        sizes = {kind.flow: self.counts[kind.flow] // kind.per_dossier for kind in behind}
        self._shuffles = {flow: Shuffle(size, salt(self.seed, "link", flow)) for flow, size in sizes.items()}
        ends = accumulate((kind.dossiers for kind in behind), initial=0)
        self._places = {kind.flow: range(*place) for kind, place in zip(behind, pairwise(ends), strict=True)}
        self._round = max(ROUND, sum(map(len, self._places.values())))

    def dice(self, flow: str, number: int, purpose: int = 0) -> Dice:
        """The draws of one record; another purpose gives draws that do not disturb the others."""
        return Dice(self._salts[flow] ^ (purpose * 0xD1342543DE82EF95), number)

    def commune(self, number: int) -> Commune:
        """The commune of a record."""
        return self.communes[number % len(self.communes)]

    def place(self, number: int) -> int:
        """A record's place (from 0) among those of its commune."""
        return number // len(self.communes)

    def numbers(self, flow: str, unit: int) -> range:
        """The records of a flow in one commune, by the commune's place."""
        return range(unit, self.counts[flow], len(self.communes))

    def beside(self, flow: str, number: int) -> int:
        """The record of another flow at the same place of the same commune, from its start again behind its end.

        Where the commune has none it is a number nobody has.
        """
        there = self.numbers(flow, number % len(self.communes))
        return there[self.place(number) % len(there)] if there else number % len(self.communes)

    def dossier_for(self, flow: str, number: int) -> int | None:
        """The number of the dossier behind a record, if it has one."""
        if flow not in self._places or number >= self.counts[flow]:
            return None
        item, places = self.bundle(number, self.types[flow].per_dossier), self._places[flow]
        if item >= self.counts[flow] // self.types[flow].per_dossier:
            return None
        block, rest = divmod(self._shuffles[flow].back(item), len(places))
        dossier = block * self._round + places[rest]
        return dossier if dossier < self.counts["dossier"] else None

    def record_for(self, dossier: int) -> tuple[str, int] | None:
        """(flow, record number) behind a dossier; of one that covers several records the first of them."""
        block, rest = divmod(dossier, self._round)
        for flow, places in self._places.items():
            if dossier < self.counts["dossier"] and rest in places:
                item, size = block * len(places) + places.index(rest), self.types[flow].per_dossier
                if item >= self.counts[flow] // size:
                    return None
                return flow, self.first_of(self._shuffles[flow].at(item), size)
        return None

    def bundle(self, number: int, size: int) -> int:
        """The number of the bundle a record is in; one has `size` records, neighbours in their commune."""
        width = len(self.communes)
        return number // width // size * width + number % width

    def first_of(self, bundle: int, size: int) -> int:
        """The lowest record number of a bundle."""
        width = len(self.communes)
        return bundle // width * size * width + bundle % width

    def received(self, dossier: int, settled: date) -> date:
        """The day a dossier was handed in, none to five days before it was settled."""
        return settled - timedelta(days=self.dice("dossier", dossier, 1).below(6))

    def dossier_code(self, dossier: int, agency: str, settled: date) -> str:
        """The dossier's code; those received before 2024 still have the old thirteen-character agency."""
        day = self.received(dossier, settled)
        if day.year >= 2024:
            return f"{agency}-{day:%Y%m%d}-{dossier:07d}"
        letters, _, office = agency.partition(".")
        return f"000.00.{int(office) % 100:02d}.{letters}-{day:%y%m%d}-{dossier:07d}"

    def code_behind(self, flow: str, number: int, commune: Commune, day: date) -> str:
        """The code of the dossier behind a record, or an empty string."""
        dossier = self.dossier_for(flow, number)
        return "" if dossier is None else self.dossier_code(dossier, commune.agency, day)


def _counts(types: Iterable[RecordType], records: int) -> dict[str, int]:
    """How many records each type has: those of a domain go by share, and none is lost to rounding."""
    found, sums, whole = {}, dict[str, int](), dict[str, int]()
    kinds = list(types)
    for kind in kinds:
        whole[kind.domain] = whole.get(kind.domain, 0) + kind.share
    for kind in kinds:
        before = sums.get(kind.domain, 0)
        sums[kind.domain] = upto = before + kind.share
        found[kind.flow] = records * upto // whole[kind.domain] - records * before // whole[kind.domain]
    return found
