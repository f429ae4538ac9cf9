"""One generator per flow, by name."""

from __future__ import annotations

from collections.abc import Callable

from simulators.province import birth, death, dossier, encounter, parcel, student
from simulators.province.plan import Plan
from simulators.province.record import Record
from simulators.province.world import World

Maker = Callable[[World, Plan, int, int], Record]
MAKERS: dict[str, Maker] = {
    "birth": birth.make,
    "death": death.make,
    "parcel": parcel.make,
    "student": student.make,
    "encounter": encounter.make,
    "dossier": dossier.make,
}
