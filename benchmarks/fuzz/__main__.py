"""`python -m benchmarks.fuzz`: spoilt answers to every client of an outside system; ends with one JSON line.

Exit code 1 when a client crashed or believed what no answer said. The seed tells the run again.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.fuzz.drive import Fuzz, Report
from benchmarks.fuzz.truth import CLIENTS, learn


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description="Spoilt answers to every client.")
    parser.add_argument("--responses", type=int, default=100_000, help="spoilt answers to give; 100,000 by default")
    parser.add_argument(
        "--seed", type=int, default=random.randrange(2**32), help="the same again; a new one by default"
    )
    parser.add_argument("--only", nargs="*", choices=sorted(CLIENTS), default=(), help="these clients alone")
    return parser.parse_args(arguments)


def show(report: Report, seed: int, seconds: float) -> None:
    """A table for people, then one line for machines."""
    for name, calls in sorted(report.calls.items()):
        print(f"  {name:24} {calls:>8,} calls")
    for wrong in (*report.crashes[:20], *report.false_accepted[:20]):
        print(f"  WRONG {wrong}")
    counts = {
        "responses": report.responses,
        "calls": sum(report.calls.values()),
        "believed": report.believed,
        "crashes": len(report.crashes),
        "false_accepted": len(report.false_accepted),
    }
    print(json.dumps({"fuzz": counts, "seed": seed, "seconds": round(seconds, 1)}))


def main(arguments: Sequence[str]) -> int:
    """Learn the true answers, spoil them, report."""
    asked = options(arguments)
    print(f"seed {asked.seed}", flush=True)
    with tempfile.TemporaryDirectory() as home:
        fuzz = Fuzz(learn(Path(home)), asked.seed, asked.only)
    began = time.monotonic()
    report = fuzz.run(asked.responses)
    fuzz.close()
    show(report, asked.seed, time.monotonic() - began)
    return 1 if report.crashes or report.false_accepted else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
