"""What one simulated province is: its seed, size, day, communes, people, and which dossier stands behind which record.

Records are numbered from 0 in every flow. Neighbouring numbers lie in different communes, so a small run touches all of
them. Nothing here is kept per record: everything follows from the number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from simulators.province.dice import Dice, Shuffle, salt
from simulators.province.people import People, Person
from simulators.province.units import Commune, choose

FLOWS = ("birth", "death", "parcel", "student", "encounter", "dossier")
# Of a hundred dossiers so many stand behind a record of each flow; one land dossier covers two parcels. The remaining
# five are about something that leaves no record here.
SHARES = {"birth": 45, "death": 15, "parcel": 28, "student": 5, "encounter": 2}
REGISTER_YEARS = 8


@dataclass(frozen=True, slots=True)
class Settings:
    """What makes a province what it is; the same settings give the same province."""

    seed: int
    records: int
    province: str
    communes: int
    made_at: datetime  # aware, UTC

    @property
    def today(self) -> date:
        """The day in Việt Nam on which the province was made."""
        return (self.made_at + timedelta(hours=7)).date()


@dataclass(frozen=True, slots=True)
class Event:
    """What a record's dossier shares with it: the commune, the day it was settled, the person who asked."""

    commune: Commune
    day: date
    person: Person


class World:
    """A province by its settings."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.seed, self.today = settings.seed, settings.today
        self.communes, old_provinces = choose(settings.province, settings.communes, settings.seed)
        self.people = People(self.seed, settings.records, self.today, old_provinces)
        births = settings.records * 3 // 4
        self.counts = dict.fromkeys(FLOWS, settings.records) | {"birth": births, "death": settings.records - births}
        self.yesterday = self.today - timedelta(days=1)
        self.years = [self.yesterday.year - back for back in range(REGISTER_YEARS - 1, -1, -1)]
        self.school_start = self.today.year if self.today.month >= 8 else self.today.year - 1
        self._salts = {name: salt(self.seed, name) for name in (*FLOWS, "day", "event")}
        self._link_sizes = {flow: self.counts[flow] for flow in SHARES} | {"parcel": self.counts["parcel"] // 2}
        self._shuffles = {flow: Shuffle(size, salt(self.seed, "link", flow)) for flow, size in self._link_sizes.items()}

    def dice(self, flow: str, number: int, purpose: int = 0) -> Dice:
        """The draws of one record; another purpose gives draws that do not disturb the others."""
        return Dice(self._salts[flow] ^ (purpose * 0xD1342543DE82EF95), number)

    def commune(self, number: int) -> Commune:
        """The commune of a record."""
        return self.communes[number % len(self.communes)]

    def place(self, number: int) -> int:
        """A record's place (from 0) among those of its commune."""
        return number // len(self.communes)

    def dossier_for(self, flow: str, number: int) -> int | None:
        """The number of the dossier behind a record, if it has one."""
        item = self.pair(number) if flow == "parcel" else number
        if item >= self._link_sizes[flow] or number >= self.counts[flow]:
            return None
        block, rest = divmod(self._shuffles[flow].back(item), SHARES[flow])
        dossier = block * 100 + _offset(flow) + rest
        return dossier if dossier < self.counts["dossier"] else None

    def record_for(self, dossier: int) -> tuple[str, int] | None:
        """(flow, record number) behind a dossier; of a land dossier the first of its two parcels."""
        if dossier >= self.counts["dossier"]:
            return None
        block, rest = divmod(dossier, 100)
        for flow, share in SHARES.items():
            if rest < share:
                item = block * share + rest
                if item >= self._link_sizes[flow]:
                    return None
                number = self._shuffles[flow].at(item)
                return flow, self.first_of_pair(number) if flow == "parcel" else number
            rest -= share
        return None

    def pair(self, parcel: int) -> int:
        """Two parcels of one commune that one holder has; the number of the pair."""
        width = len(self.communes)
        return parcel // width // 2 * width + parcel % width

    def first_of_pair(self, pair: int) -> int:
        """The lower parcel number of a pair."""
        width = len(self.communes)
        return pair // width * 2 * width + pair % width

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


def _offset(flow: str) -> int:
    names = list(SHARES)
    return sum(SHARES[name] for name in names[: names.index(flow)])
