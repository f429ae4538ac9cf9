"""One run: what is going to happen in it, and what came of it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import cycle
from typing import get_args

from benchmarks.chaos.groups import Group
from benchmarks.chaos.points import Point
from simulators.national.faults import Kind

#: Every kind of fault that can be ordered.
FAULTS: tuple[str, ...] = get_args(Kind)


class Happening(StrEnum):
    """What happens to a run."""

    KILL = "kill"
    TWICE = "kill twice"  # the second time while recovering
    TOGETHER = "two at once"
    JUMP = "clock jump"  # then a kill
    FULL = "full disk"
    RESTART = "database crash"


#: What else than one kill happens on which database, once in EVERY runs.
OTHERS = {
    "sqlite": (Happening.TWICE, Happening.TOGETHER, Happening.JUMP, Happening.FULL),
    "postgres": (Happening.TWICE, Happening.TOGETHER, Happening.JUMP, Happening.RESTART),
}
EVERY = 12


@dataclass(frozen=True)
class Case:
    """What happens in one run. Everything follows from the seed of the harness and the number."""

    number: int
    database: str
    stage: str
    flows: Group
    happening: Happening
    points: tuple[Point, ...]
    fault: str
    times: int
    aimed: bool
    after_commit: bool
    jump_days: int
    free_kb: int

    def told(self) -> str:
        """For people."""
        points = ", ".join(f"{point.label}#{point.nth}" for point in self.points)
        what = f"{self.happening} at {points}, {self.fault} ×{self.times}"
        return f"run {self.number}: {self.database}, {self.stage}, {'+'.join(self.flows)}, {what}"


@dataclass(frozen=True)
class Outcome:
    """What came of one run; `repeated`: messages sent again, in requests; seconds from the blow until all was settled."""

    case: Case
    lost: int
    doubled: int
    unsettled: int
    law_broken: int
    repeated: int
    recovery_s: float
    tries: int
    note: str = ""

    @property
    def fine(self) -> bool:
        """Nothing lost, doubled, left open or miscounted."""
        return not (self.lost or self.doubled or self.unsettled or self.law_broken)


#: (stage, flows) → label → how often a run without faults passes it.
Labels = Mapping[tuple[str, Group], Mapping[str, int]]


def cases(seed: int, database: str, labels: Labels, *, mounts: bool) -> Iterator[Case]:
    """Cases without end: every label × every fault in turn, on stages and record types that have it; now and then something else."""
    dice = random.Random(f"{seed} {database}")
    names = sorted({label for passed in labels.values() for label in passed})
    pairs = [(label, fault) for label in names for fault in FAULTS]
    dice.shuffle(pairs)
    others = cycle([one for one in OTHERS[database] if mounts or one != Happening.FULL])
    for number, (label, fault) in enumerate(cycle(pairs)):
        having = sorted(place for place, passed in labels.items() if label in passed)
        stage, flows = dice.choice(having)
        happening = next(others) if number % EVERY == EVERY - 1 else Happening.KILL
        points = [Point(label, dice.randint(1, labels[stage, flows][label]))]
        if happening in (Happening.TWICE, Happening.JUMP):
            points.append(_any_point(dice, labels[stage, flows]))
        yield Case(
            number=number,
            database=database,
            stage=stage,
            flows=flows,
            happening=happening,
            points=tuple(points),
            fault=fault,
            times=dice.randint(1, 2),
            aimed=dice.random() < 0.75,
            after_commit=dice.random() < 0.5,
            jump_days=dice.choice((-2, 2)),
            free_kb=dice.choice((16, 64, 128, 256)),
        )


def _any_point(dice: random.Random, passed: Mapping[str, int]) -> Point:
    label = dice.choice(sorted(passed))
    return Point(label, dice.randint(1, passed[label]))
