"""`make bench`: the engine beside dlt, from pull to stored; ends with one JSON line.

Contenders take turns in alternating order and every load is a process of its own, so a busy neighbour hurts all alike.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.contenders import Contender, Dlt, Ours, World
from benchmarks.measure import Cost, Reading, cost
from benchmarks.peers import dlt_python, version_of_dlt
from benchmarks.postgres import private_postgres
from benchmarks.report import json_line, show

#: The small run takes a tenth of the pages; a page has at most PAGE_ROWS records.
PAGES = 10
PAGE_ROWS = 10_000
SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}


def size(text: str) -> int:
    """A number of records: 10k, 100k, 1m or plain digits."""
    return SIZES.get(text) or int(text)


def rows_per_page(records: int) -> int:
    """Ten pages of a small workload, pages of ten thousand of a large one."""
    return min(PAGE_ROWS, records // PAGES)


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Speed from pull to stored, beside dlt.")
    parser.add_argument(
        "--size", type=size, default=100_000, help="records of the large run: 10k, 100k, 1m or a number"
    )
    parser.add_argument("--runs", type=int, default=3, help="measured runs of each; medians are reported")
    parser.add_argument("--store", choices=("postgres", "sqlite", "both"), default="both", help="stores of ours")
    parser.add_argument("--only", choices=("ours", "dlt"), help="leave the other out")
    asked = parser.parse_args(arguments)
    if asked.runs < 1 or asked.size < 10 or asked.size % rows_per_page(asked.size):
        parser.error("--size must be a multiple of 10 up to 100k, and of 100k above; --runs at least 1")
    return asked


def contenders(asked: argparse.Namespace, home: Path) -> list[Contender]:
    """Who takes part."""
    stores = ("postgres", "sqlite") if asked.store == "both" else (asked.store,)
    found: list[Contender] = [] if asked.only == "dlt" else [Ours(store) for store in stores]
    if asked.only != "ours":
        python = dlt_python(home)
        found += [Dlt(python, "append"), Dlt(python, "merge")]
    return found


@contextlib.contextmanager
def page_server(folder: Path, records: int) -> Iterator[str]:
    """Writes the workload, serves it; gives the address."""
    # A writer apart: the peak memory of a measured process must not start from a large parent.
    write = [sys.executable, "-m", "benchmarks.workload", str(folder), str(records), str(rows_per_page(records))]
    subprocess.run(write, check=True)
    command = [sys.executable, "-m", "benchmarks.page_server", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def readings(found: Sequence[Contender], world: World, pages: int, runs: int) -> dict[str, list[Reading]]:
    """`runs` readings of everyone, in an order that turns round each time."""
    taken: dict[str, list[Reading]] = {label: [] for contender in found for label in contender.labels}
    for number in range(runs):
        for contender in found if number % 2 == 0 else reversed(found):
            for label, reading in contender.measure(world, pages).items():
                taken[label].append(reading)
    return taken


def compare(asked: argparse.Namespace, home: Path) -> dict[str, Cost]:
    """Measure everyone asked for at a tenth of the size and at the size."""
    found = contenders(asked, home)
    needs_postgres = asked.only == "dlt" or asked.store != "sqlite" or asked.only is None
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="run-", dir=home)))
        (folder / "pages").mkdir()
        address = stack.enter_context(page_server(folder / "pages", asked.size))
        postgres = stack.enter_context(private_postgres(folder / "postgres")) if needs_postgres else None
        world, pages = World(address, folder, postgres), asked.size // rows_per_page(asked.size)
        small = readings(found, world, pages // 10, asked.runs)
        large = readings(found, world, pages, asked.runs)
    return {label: cost(small[label], large[label]) for label in small}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table and the JSON line. Returns the exit code."""
    asked = options(sys.argv[1:] if arguments is None else arguments)
    home = Path(os.environ.get("LIENTHONG_HOME", ".lienthong")).absolute() / "bench"
    home.mkdir(parents=True, exist_ok=True)
    try:
        costs = compare(asked, home)
    except (RuntimeError, subprocess.CalledProcessError) as error:
        print(f"Nothing is reported, because a part of it failed: {error}", file=sys.stderr)
        return 1
    show(costs, asked.size // 10, asked.size)
    print(json_line(costs, asked.size // 10, asked.size, version_of_dlt()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
