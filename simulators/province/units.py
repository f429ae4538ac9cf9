"""The communes a simulated province uses, with real codes, and the offices, schools and hospitals in them.

Good records come from predecessors that were not split: each of those has one successor, so the truth about a record
never depends on a map. Predecessors that were split stand apart, for records that say themselves which part they are in,
and for planted ones that do not. Code lists are read as data from schemas/codes/.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

CODES = Path(__file__).resolve().parents[2] / "schemas" / "codes"
CHANGE_DAY = date(2025, 7, 1)
# Recalled, not verified: the level-1 letters of the three provinces whose reports started the project.
AGENCY_LETTERS = {"40": "H41", "48": "H47", "22": "H49"}


@dataclass(frozen=True, slots=True)
class Commune:
    """One commune of today; `predecessors` are (code, name) pairs from before 1 July 2025.

    `split` are those of which it got a part only, but for one whose name it took over.
    """

    code: str
    name: str
    province_name: str
    predecessors: tuple[tuple[str, str], ...]
    withdrawn: tuple[tuple[str, str], ...]
    split: tuple[tuple[str, str], ...]
    agency: str
    school: str
    facility: str

    def address(self, name: str | None = None) -> str:
        """ "Xã Nghi Lộc, Tỉnh Nghệ An", for today's name or an older one."""
        return f"{name or self.name}, {self.province_name}"


def load(name: str) -> Any:
    """One of the project's code lists."""
    return json.loads((CODES / name).read_text(encoding="utf-8"))


def choose(province: str, count: int, seed: int) -> tuple[list[Commune], list[str]]:
    """(communes, old province codes): `count` communes of a province of today, or all it has that qualify.

    Raises:
        ValueError: the province code is unknown.
    """
    rows = load("communes.json")
    names = {row["code"]: row["name"] for row in rows if row["valid_to"]}
    provinces = {row["code"]: row["name"] for row in load("provinces.json") if not row["valid_to"]}
    if province not in provinces:
        raise ValueError(f"no province of today has the code {province}")
    today = {row["code"]: row["name"] for row in rows if not row["valid_to"]}
    before, split = _predecessors()
    whole = [
        row["code"]
        for row in rows
        if row["province"] == province
        and not row["valid_to"]
        and any(old not in split for old in before.get(row["code"], ()))
        and all(old in names for old in before[row["code"]])
    ]
    chosen = sorted(random.Random(f"{seed}/communes").sample(whole, min(count, len(whole))))
    letters = AGENCY_LETTERS.get(province, f"H{province}")
    communes = [
        Commune(
            code=code,
            name=today[code],
            province_name=provinces[province],
            predecessors=tuple((old, names[old]) for old in before[code] if old not in split),
            withdrawn=tuple((old, names[old]) for old in before[code] if old not in today and old not in split),
            split=tuple((old, names[old]) for old in before[code] if old in split and names[old] != today[code]),
            agency=f"{letters}.{place + 10}",
            school=f"{code}S01",
            facility=f"{province}{place + 1:03d}",
        )
        for place, code in enumerate(chosen)
    ]
    old_provinces = {row["code"]: row["province"] for row in rows if row["valid_to"]}
    return communes, sorted({old_provinces[old] for unit in communes for old, _ in unit.predecessors})


def _predecessors() -> tuple[dict[str, list[str]], set[str]]:
    """(old codes of each new one, old codes that were split)."""
    before: dict[str, list[str]] = {}
    seen: dict[str, int] = {}
    for edge in load("successors.json"):
        before.setdefault(edge["new"], []).append(edge["old"])
        seen[edge["old"]] = seen.get(edge["old"], 0) + 1
    return before, {code for code, count in seen.items() if count > 1}
