"""One measured run: a process of its own from start to end, its CPU from the kernel, the database's beside it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Reading:
    """What one run cost: CPU seconds of the process and of the database, wall seconds of the load, peak memory in MB."""

    records: int
    versions: int
    process_cpu_s: float
    database_cpu_s: float
    wall_s: float
    peak_mb: float

    @property
    def cpu_s(self) -> float:
        """Both together."""
        return self.process_cpu_s + self.database_cpu_s


@dataclass(frozen=True)
class Cost:
    """Medians of one contender: marginal CPU µs per record between two sizes, its share in the database, and the rest."""

    cpu_us: float
    database_us: float
    wall_us: float
    start_cpu_s: float
    peak_small_mb: float
    peak_large_mb: float
    runs: int


def run(command: Sequence[str], database_cpu_s: Callable[[], float]) -> Reading:
    """Run `command`, which ends with one JSON line on stdout. Raises RuntimeError when it fails."""
    before = database_cpu_s()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode != 0 or not output.strip():
        raise RuntimeError(f"A measured run failed with exit code {process.returncode}; its own words stand above.")
    said = json.loads(output.strip().splitlines()[-1])
    cpu = usage.ru_utime + usage.ru_stime
    return Reading(said["records"], said["versions"], cpu, database_cpu_s() - before, said["wall_s"], said["peak_mb"])


def cost(small: Sequence[Reading], large: Sequence[Reading]) -> Cost:
    """What a further record costs: the medians' difference over the difference in size; start-up is what remains."""
    more = large[0].records - small[0].records
    few, many = [reading.cpu_s for reading in small], [reading.cpu_s for reading in large]
    per_record = (median(many) - median(few)) / more
    database = median(r.database_cpu_s for r in large) - median(r.database_cpu_s for r in small)
    wall = median(r.wall_s for r in large) - median(r.wall_s for r in small)
    return Cost(
        cpu_us=per_record * 1e6,
        database_us=database / more * 1e6,
        wall_us=wall / more * 1e6,
        start_cpu_s=median(few) - per_record * small[0].records,
        peak_small_mb=median(r.peak_mb for r in small),
        peak_large_mb=median(r.peak_mb for r in large),
        runs=len(large),
    )
