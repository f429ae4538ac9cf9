"""Which records carry which planted error, and which come again, twice or are withdrawn in the first night.

Chosen once per province by the seed. No record is chosen for two things, so every verdict has one cause.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from simulators.province import pupils, registration
from simulators.province.world import FLOWS, World

# kind -> weight. A flow's bad records are 4 % of it, or two of each kind if that is more.
WEIGHTS: dict[str, dict[str, int]] = {
    "birth": {
        "birth_date_impossible": 4, "birth_date_in_future": 3, "registered_before_birth": 4, "sex_code_unknown": 3,
        "registration_unit_unknown": 3, "registration_unit_withdrawn": 4, "child_name_missing": 3,
        "mother_block_missing": 4, "book_number_duplicate": 3, "birth_ethnicity_unknown": 3,
        "birth_number_malformed": 3,
    },
    "death": {
        "registered_before_death": 4, "death_before_birth": 3, "death_certificate_type_unknown": 3,
        "deceased_id_malformed": 4, "death_date_missing": 3,
    },
    "parcel": {
        "area_not_positive": 3, "area_not_a_number": 3, "land_area_sum_mismatch": 5, "land_use_withdrawn": 4,
        "land_use_unknown": 3, "certificate_serial_malformed": 4, "holder_id_malformed": 4,
        "certificate_in_future": 3, "parcel_row_duplicate": 3, "certificate_revoked": 2,
    },
    "student": {
        "student_birth_impossible": 4, "grade_age_mismatch": 4, "student_status_unknown": 4,
        "student_code_missing": 3, "class_code_malformed": 3, "student_person_deceased": 2,
    },
    "encounter": {
        "discharge_before_admission": 4, "diagnosis_malformed": 4, "insurance_card_malformed": 4,
        "cost_sum_mismatch": 4, "visit_type_unknown": 3, "admission_time_malformed": 3, "part_undecodable": 3,
    },
    "dossier": {
        "dossier_code_malformed": 3, "procedure_code_malformed": 3, "status_unmapped": 4,
        "finished_before_received": 4, "result_missing": 4, "applicant_missing": 3,
    },
}  # fmt: skip
IN_PAIRS = {"book_number_duplicate", "parcel_row_duplicate"}
BAD_PER_MILLE = 40
DROP_FLOWS = ("parcel", "student", "encounter")
# Per mille of a drop flow that comes again changed, comes again unchanged, or is withdrawn, all in the first night.
AGAIN, TWICE, WITHDRAWN = 12, 5, 3
SCANS = 20


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted error; `partner` is the record whose natural key is copied."""

    kind: str
    partner: int | None = None


class Plan:
    """The choices of one province.

    `reborn` maps a re-registered birth to its pupil, `children` back; a child whose birth is bad waits.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.random = random.Random(f"{world.seed}/plan")
        self.planted: dict[str, dict[int, Planted]] = {flow: {} for flow in FLOWS}
        self.reborn = self._re_registrations()
        self.children = {pupil: birth for birth, pupil in self.reborn.items()}
        self._taken: dict[str, set[int]] = {flow: set() for flow in FLOWS}
        self._taken["birth"].update(self.reborn)
        self._taken["student"].update(self.children)
        for flow in FLOWS:
            self._plant(flow)
        self._spoil_some_re_registrations()
        self.again, self.twice, self.withdrawn = (
            {flow: self._some(flow, share) for flow in DROP_FLOWS} for share in (AGAIN, TWICE, WITHDRAWN)
        )
        self.scans = self._scans()

    def waits(self, pupil: int) -> bool:
        """True for a good pupil whose own birth registration carries an error."""
        birth = self.children.get(pupil)
        return birth is not None and birth in self.planted["birth"]

    def _re_registrations(self) -> dict[int, int]:
        world, wanted = self.world, max(6, self.world.counts["birth"] // 50)
        births = self._draw("birth", wanted, lambda number: registration.year(world, number) == world.years[-1])
        children = self._draw("student", len(births), lambda number: pupils.grade(world, number) in (2, 3, 4))
        return dict(zip(births, children, strict=False))

    def _draw(self, flow: str, wanted: int, fits: Callable[[int], bool]) -> list[int]:
        """Up to `wanted` different numbers that fit; fewer in a very small province."""
        total = self.world.counts[flow]
        found: dict[int, None] = {}
        for _ in range(wanted * 60):
            if len(found) >= min(wanted, total // 4):
                break
            number = self.random.randrange(total)
            if fits(number):
                found[number] = None
        return list(found)

    def _plant(self, flow: str) -> None:
        total, weights = self.world.counts[flow], WEIGHTS[flow]
        least = 2 if total >= 200 else 1
        for kind, weight in weights.items():
            share = total * BAD_PER_MILLE * weight // (1000 * sum(weights.values()))
            for _ in range(max(least, share) // (2 if kind in IN_PAIRS else 1) or 1):
                self._plant_one(flow, kind)

    def _plant_one(self, flow: str, kind: str) -> None:
        total = self.world.counts[flow]
        for _ in range(400):
            number = self.random.randrange(total)
            partner = self._partner(kind, number)
            wanted = {number} if partner is None else {number, partner}
            if max(wanted) < total and not wanted & self._taken[flow] and self._fits(kind, number):
                self._taken[flow] |= wanted
                self.planted[flow][number] = Planted(kind)
                if partner is not None:
                    self.planted[flow][partner] = Planted(kind, number)
                return

    def _partner(self, kind: str, number: int) -> int | None:
        """The record that will carry the same key: in the same commune, and for a birth in the same year."""
        width = len(self.world.communes)
        return {"book_number_duplicate": number + width * len(self.world.years),
                "parcel_row_duplicate": number + width * 2}.get(kind)  # fmt: skip

    def _fits(self, kind: str, number: int) -> bool:
        if kind == "registration_unit_withdrawn":
            return registration.can_be_withdrawn(self.world, number)
        return True

    def _spoil_some_re_registrations(self) -> None:
        kinds = ("birth_date_impossible", "sex_code_unknown", "mother_block_missing", "birth_ethnicity_unknown")
        for place, birth in enumerate(list(self.reborn)[: max(2, len(self.reborn) // 8)]):
            self.planted["birth"][birth] = Planted(kinds[place % len(kinds)])

    def _some(self, flow: str, per_mille: int) -> set[int]:
        total, chosen = self.world.counts[flow], set[int]()
        for _ in range(400 + total):
            if len(chosen) >= max(2, total * per_mille // 1000) or len(chosen) * 20 > total:
                break
            number = self.random.randrange(total)
            if number not in self._taken[flow]:
                self._taken[flow].add(number)
                chosen.add(number)
        return chosen

    def _scans(self) -> set[int]:
        total = self.world.counts["birth"]
        numbers = (self.random.randrange(total) for _ in range(8 * SCANS))
        free = [number for number in numbers if number not in self._taken["birth"]]
        return set(free[: min(SCANS, total // 20)])
