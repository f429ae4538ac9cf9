"""`make chaos`: every point × every fault on both databases, side by side; exit 1 unless nothing was lost, doubled or left open."""

from __future__ import annotations

import argparse
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks.chaos import outside, product, report
from benchmarks.chaos.case import Happening, Outcome, cases
from benchmarks.chaos.ground import STAGES, Ground, PostgreSql, Sqlite, can_mount
from benchmarks.chaos.groups import Group, groups
from benchmarks.chaos.trial import by_label, carry_out, rehearse_all
from benchmarks.postgres import private_postgres

DATABASES = ("sqlite", "postgres")
RECORDS = 60


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="same seed, same runs; printed with every failure")
    parser.add_argument("--runs", type=int, default=1000, help="how many runs, over both databases together")
    parser.add_argument(
        "--first", type=int, default=0, help="number of the first run, so that several harnesses share the work"
    )
    parser.add_argument("--only", help="one run, as a failure names it: sqlite:17")
    asked = parser.parse_args(arguments)
    if asked.runs < 2:
        parser.error("--runs must be at least 2")
    if asked.only and (asked.only.partition(":")[0] not in DATABASES or not asked.only.partition(":")[2].isdecimal()):
        parser.error("--only is written like sqlite:17 or postgres:4")
    return asked


@contextmanager
def ground(database: str, folder: Path, seed: int, together: Sequence[Group]) -> Iterator[Ground]:
    """Prepared ground on one kind of database."""
    flows = [flow for group in together for flow in group]
    if database == "sqlite":
        made = Ground(folder, Sqlite(), seed, RECORDS, flows)
        made.prepare()
        yield made
    else:
        with private_postgres(folder / "pg") as server:
            made = Ground(folder, PostgreSql(server, folder / "pg"), seed, RECORDS, flows)
            made.prepare()
            yield made


def work(database: str, asked: argparse.Namespace, folder: Path) -> Iterator[Outcome]:
    """The runs of one database, one after the other."""
    with ground(database, folder, asked.seed, groups()) as prepared:
        references = rehearse_all(prepared, groups(), STAGES)
        all_cases = cases(asked.seed, database, by_label(references), mounts=can_mount(folder / database))
        if asked.only:
            number = int(asked.only.partition(":")[2])
            chosen = islice(all_cases, number, number + 1)
        else:
            mine = (asked.runs + 1) // 2 if database == "sqlite" else asked.runs // 2
            chosen = islice(all_cases, asked.first, asked.first + mine)
        for case in chosen:
            yield carry_out(prepared, case, references[case.stage, case.flows])


def main(arguments: Sequence[str]) -> int:
    """Run, show, and say whether all was fine."""
    asked = options(arguments)
    if asked.only:
        os.environ["LIENTHONG_CHAOS_TELL"] = "yes"
    wanted = [asked.only.partition(":")[0]] if asked.only else DATABASES
    print(f"seed {asked.seed}: warming up, then {1 if asked.only else asked.runs} runs", flush=True)
    product.warm_up()
    with tempfile.TemporaryDirectory(prefix="chaos-") as name:
        outcomes = list(_side_by_side(wanted, asked, Path(name)))
        left_out = [] if can_mount(Path(name) / "last") else [Happening.FULL]
    print("\n" + report.tables(outcomes))
    if left_out:
        print("a full disk was left out: this machine does not let us mount a small one")
    print(report.json_line(outcomes, asked.seed, left_out), flush=True)
    return 0 if outcomes and all(one.fine for one in outcomes) else 1


def _side_by_side(databases: Sequence[str], asked: argparse.Namespace, folder: Path) -> Iterator[Outcome]:
    """One process for each database; their outcomes as they come."""
    read_end, write_end = os.pipe()
    workers = [outside.forked(partial(_tell, database, asked, folder, write_end)) for database in databases]
    os.close(write_end)
    began, told, seen = time.monotonic(), 0.0, 0
    with os.fdopen(read_end, "rb") as stream:
        while True:
            try:
                outcome: Outcome = pickle.load(stream)
            except EOFError:
                break
            seen += 1
            if not outcome.fine:
                print(report.failure(outcome, asked.seed), flush=True)
            if time.monotonic() - told > 10:
                told = time.monotonic()
                print(f"{seen} runs in {told - began:.0f} s", flush=True)
            yield outcome
    for worker in workers:
        if code := os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]):
            sys.exit(f"a worker ended with {code}")


def _tell(database: str, asked: argparse.Namespace, folder: Path, write_end: int) -> None:
    for outcome in work(database, asked, folder):
        os.write(write_end, pickle.dumps(outcome))  # smaller than a pipe's atom, so that workers do not mix


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
