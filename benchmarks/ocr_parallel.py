"""`make bench-ocr-parallel`: what a second process is worth, beside what it is worth to plain arithmetic in the same run.

Rounds of four runs, one after the other: arithmetic in one process and in two, pages in one process and in two. A core that is shared
with others helps neither, so only the ratio of the two speed-ups says something about the product.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.ocr import made

STEPS = 3_000_000


def arithmetic(seed: int) -> int:
    """About half a second of work in which nothing is shared."""
    value = seed
    for _ in range(STEPS):
        value = (value * 1103515245 + 12345) & 0x7FFFFFFF
    return value


def seconds_of_arithmetic(processes: int, pieces: int) -> float:
    """Wall seconds of as many pieces of arithmetic."""
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(arithmetic, range(processes)))  # the processes are there
        began = time.perf_counter()
        list(pool.map(arithmetic, range(pieces)))
        return time.perf_counter() - began


def seconds_of_pages(processes: int, files: list[Path]) -> float:
    """Wall seconds of reading the files as the sync does, begun when the first is done."""
    from digitise.requirements import ScanRules
    from flows.scanned.side_by_side import worked_on
    from flows.scanned.work import Work
    from flows.settings import load_file

    config = Path(__file__).parent.parent / "config" / "scans.yaml"
    rules = load_file(config, ScanRules).model_copy(update={"processes": processes})
    # One page for each process is not counted: until it is there, the engines load.
    reading = worked_on([*files[:1] * processes, *files], Work(rules))
    for _ in range(processes):
        next(reading)
    began = time.perf_counter()
    for _ in reading:
        pass
    return time.perf_counter() - began


def main() -> int:
    """Print each round, and the ratio of the speed-ups as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ocr_parallel", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="seed of the pages (1)")
    parser.add_argument("--pages", type=int, default=36, help="how many pages (36)")
    parser.add_argument("--rounds", type=int, default=3, help="how many rounds (3)")
    given = parser.parse_args()
    given.layouts, given.forms = "usual", None
    control, ours = [], []
    with tempfile.TemporaryDirectory() as folder:
        made(given, Path(folder))
        files = sorted(Path(folder).glob("*.jpg"))
        for number in range(given.rounds):
            control.append(seconds_of_arithmetic(1, given.pages) / seconds_of_arithmetic(2, given.pages))
            ours.append(seconds_of_pages(1, files) / seconds_of_pages(2, files))
            print(f"round {number + 1}: arithmetic {control[-1]:.2f}, pages {ours[-1]:.2f}", flush=True)
    told = {"bench": "ocr_parallel", "seed": given.seed, "pages": given.pages, "rounds": given.rounds}
    speedups = {"control": round(statistics.median(control), 2), "pages": round(statistics.median(ours), 2)}
    ratio = statistics.median(one / other for one, other in zip(ours, control, strict=True))
    print(json.dumps(told | speedups | {"ratio": round(ratio, 3)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
